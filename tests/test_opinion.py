from __future__ import annotations

from dataclasses import replace

from extractor.claims.checked import CheckedClaim, claim_id
from extractor.claims.conflict import Casualties
from extractor.claims.core import Evidence, Figure
from extractor.claims.finding import Finding
from extractor.opinion import ALONE, DIFFERS, MISSED, join_opinions
from extractor.text.document import Document
from extractor.text.reading import Reading

TEXT = "Rebels killed at least 30 soldiers and wounded 20 others near Karsa. Another 5 were captured, the army said.\n"
READING = Reading.of(Document(text=TEXT, name="a.txt"))


def claim(words: str, low: int, high: int | None, outcome: str, statement: str = "x") -> CheckedClaim:
    record = Casualties.model_validate(
        {
            "statement": statement,
            "evidence": [Evidence(text=TEXT[:-1], start=0, end=len(TEXT) - 1)],
            "figure": Figure(text=words, low=low, high=high, qualifier="exact" if high else "at_least"),
            "outcome": outcome,
        }
    )
    return CheckedClaim(claim_id("d", record), record)


KILLED = claim("at least 30", 30, None, "killed")
WOUNDED = claim("20", 20, 20, "wounded")
CAPTURED = claim("5", 5, 5, "captured")


def codes(claims: tuple[CheckedClaim, ...]) -> dict[str, list[str]]:
    return {one.claim.figure.text: [finding.code for finding in one.findings] for one in claims if one.claim.figure}


def test_what_both_found_alike_gets_no_finding() -> None:
    assert codes(join_opinions([KILLED, WOUNDED], [KILLED, WOUNDED], READING, "rules")) == {"at least 30": [], "20": []}


def test_a_figure_only_the_first_found_is_marked_and_one_only_the_second_found_is_added() -> None:
    joined = join_opinions([KILLED, WOUNDED], [WOUNDED, CAPTURED], READING, "rules")
    assert codes(joined) == {"at least 30": [ALONE], "20": [], "5": [MISSED]}
    assert joined[-1].trace["second_opinion"] == "rules"


def test_a_figure_that_the_checks_take_for_an_age_or_a_date_is_not_held_against_the_first() -> None:
    age = replace(CAPTURED, findings=(Finding(code="figure.of_other_unit", severity="block", field="figure.unit", message="an age"),))
    doubted = replace(CAPTURED, findings=(Finding(code="figure.not_governed", severity="warn", field="figure.text", message="whose?"),))
    assert codes(join_opinions([KILLED, WOUNDED], [KILLED, WOUNDED, age], READING, "rules")) == {"at least 30": [], "20": []}
    assert "5" in codes(join_opinions([KILLED, WOUNDED], [KILLED, WOUNDED, doubted], READING, "rules"))


def test_the_same_figure_read_with_another_outcome_or_bounds_is_marked_with_both_readings() -> None:
    other = claim("30", 30, 30, "wounded", "Thirty soldiers were wounded.")
    (joined,) = join_opinions([KILLED], [other], READING, "rules")
    (finding,) = joined.findings
    assert finding.code == DIFFERS
    assert (finding.expected, finding.found) == ("30, wounded", "30 or more, killed")
    assert finding.message == "rules reads the same figure as 30, not 30 or more and wounded, not killed: Thirty soldiers were wounded."
    assert TEXT[slice(*(finding.span or (0, 0)))] == "at least 30"


def test_nothing_is_blocked_dropped_or_changed_otherwise() -> None:
    joined = join_opinions([KILLED, WOUNDED], [], READING, "rules")
    assert [one.claim for one in joined] == [KILLED.claim, WOUNDED.claim]
    assert not any(one.blocked for one in joined)


def test_two_readers_without_figures_have_nothing_to_compare() -> None:
    bare = CheckedClaim("b", KILLED.claim.model_copy(update={"figure": None}))
    assert join_opinions([bare], [bare], READING, "rules") == (bare,)
