"""What the machinery merely doesn't understand is a warning or a note: a block wants positive evidence of something else."""

from __future__ import annotations

import pytest

from tests.checks.cases import attributed, found, harm

TOLL = "Officials said that 26 people died at the quay"


@pytest.mark.parametrize(
    ("rest", "figure", "people", "severity"),
    [
        (" and that the list had left out two porters.", "two", "porters", "info"),
        (" and that the lists were short by two.", "two", None, "warn"),
        (", and nine of them had no tickets.", "nine", None, "info"),
        (", and nine others had no tickets.", "nine", None, "warn"),
        (", and 40 porters were on the shift.", "40", "porters", "warn"),
        (", where ten more slept, unhurt.", "ten", None, "warn"),
        (", before the count was taken back from 19.", "19", None, "warn"),
        (" and that the list had left out two porters.", "two", "sailors", "block"),
    ],
)
def test_a_word_that_goes_with_another_number_blocks_only_what_counts_something_else(
    rest: str, figure: str, people: str | None, severity: str
) -> None:
    text = f"{TOLL}{rest} The sailors were from Olm." if people == "sailors" else f"{TOLL}{rest}"
    claim = harm(f"{TOLL}{rest}", figure, **({"population": people} if people else {}))
    assert found(text, claim).get("figure.not_governed") == severity


def test_a_word_that_is_not_tied_to_the_number_blocks_no_outcome() -> None:
    text = "A shell killed a cow. The council lists 14 porters."
    assert found(text, harm(text, "14", "captured"))["outcome.unsupported"] == "warn"
    assert found("A shell killed 14 porters.", harm("A shell killed 14 porters.", "14", "captured"))["outcome.unsupported"] == "block"


def test_a_clause_is_no_speaker() -> None:
    text = "Harbour master Ilan Brek came on Monday. 12 bodies had gone to the families and five are yet to go he told the crowd."
    quote = text.partition(". ")[2]
    assert "source.other_speaker" not in found(text, harm(quote, "12", **attributed("Harbour master Ilan Brek", "told")))


def test_a_denial_before_the_claims_own_cue_is_of_something_else() -> None:
    text = "The army denied that it had fired, and its bulletin lists nine dead men."
    claim = harm(text, "nine", **attributed("its bulletin", "lists"))
    assert "stance.denial_lost" not in found(text, claim)
    assert "stance.denial_lost" in found(text, harm(text, "nine"))
