"""Numbers that the words around them make into another: a hunt for wrong figures under right quotes, each hole with its sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.claims.core import Figure
from extractor.claims.figures import parse_figure
from tests.checks.cases import found, harm

NUMBERS = st.integers(4, 95).map(str)


def findings(text: str, words: str, outcome: str = "killed") -> dict[str, str]:
    """What is found about a claim with the figure `words`; what can't be read has the number that its digits show."""
    digits = re.search(r"\d+", words)
    read = parse_figure(words) or Figure(text=words, low=int(digits[0] if digits else 1), high=None, qualifier="at_least")
    return found(text, harm(text, None, outcome).model_copy(update={"figure": read}))


def is_doubted(text: str, words: str, outcome: str = "killed") -> bool:
    return bool({"warn", "block"} & set(findings(text, words, outcome).values()))


BEFORE = (
    *("Most of the", "Some of the", "Many of the", "None of the", "Hardly any of the", "Part of the", "Half the", "Half of the", "½ of"),
    *("A number of the", "The majority of the", "A quarter of the", "20 percent of the", "Not all of the", "Nearly all of the"),
    *(">", "≥", "<", "c.", "ca.", "Not quite", "Just short of", "Just shy of", "North of", "Beyond", "Hardly", "Barely", "Scarcely"),
    *("As few as", "As little as", "More even than", "Fewer even than", "Twice", "Double the", "Triple", "12 times", "Three groups of"),
    *("Nine out of", "One in every", "The 14th of", "Of every 99 guards,", "12 out of every"),
    *("Twice as many as the", "Three times as many guards as", "100 instead of", "100 rather than", "100, not", "101 and not"),
)
BEHIND = (
    *("guards or more", "guards, at least,", "guards at most", "guards or fewer", "guards, perhaps more,", "guards minimum"),
    *(
        "guards apiece",
        "guards a day",
        "guards per day",
        "guards daily",
        "fewer guards",
        "(thousand) guards",
        "thou guards",
        "score guards",
    ),
    *(
        "guards each",
        "guards for every 100,000",
        "per 100,000 guards",
        "killed guards per 1,000",
        "out of ten guards",
        "in a thousand guards",
    ),
    *("‰ of guards", "p.c. of guards", "per mille of guards", "per thousand guards", ", perhaps 99 guards"),
)


@pytest.mark.parametrize("before", BEFORE)
def test_words_before_a_number_make_another_of_it(before: str) -> None:
    assert is_doubted(f"{before} 30 guards were killed in Olm.", "30")


@pytest.mark.parametrize("behind", BEHIND)
def test_words_behind_a_number_make_another_of_it(behind: str) -> None:
    assert is_doubted(f"The mayor said that 30 {behind} were killed in Olm.".replace("30 ,", "30,").replace("30 ‰", "30‰"), "30")


@given(
    number=NUMBERS, lead=st.sampled_from(["", "The mayor said that ", "In Olm, police said, "]), noun=st.sampled_from(["guards", "women"])
)
def test_the_same_sentences_without_those_words_are_let_pass(number: str, lead: str, noun: str) -> None:
    for text in (
        f"{lead}{number} {noun} were killed.",
        f"{lead}all of the {number} {noun} were killed.",
        f"{lead}{number} {noun} more were killed.",
    ):
        assert not is_doubted(text[0].upper() + text[1:], number)


@given(whole=NUMBERS)
def test_the_whole_of_a_part_is_no_figure_and_what_befell_the_whole_is(whole: str) -> None:
    text = f"Some of the {whole} people detained were injured, police said."
    assert is_doubted(text, whole, "wounded")
    assert not is_doubted(text, whole, "captured")


@pytest.mark.parametrize(
    ("text", "words"), [("3_0 guards were killed.", "3"), ("3·10 guards were killed.", "3"), ("3-\n0 guards were killed.", "0")]
)
def test_digits_that_go_on_are_no_figure(text: str, words: str) -> None:
    assert findings(text, words).get("figure.not_in_quote") == "block"


@pytest.mark.parametrize(
    "text", ["The guard, who was 30, was killed in Olm.", "Guards were killed in Olm (see note 30).", "Killed in Olm, p. 30."]
)
def test_ages_and_pages_are_no_figure(text: str) -> None:
    assert is_doubted(text, "30")


def test_who_takes_a_number_back_may_give_it() -> None:
    text = "The director confirmed that 31 guards were killed and not 22, as he had said."
    assert "figure.qualifier_dropped" in found(text, harm(text, "22"))
    assert "figure.qualifier_dropped" not in found(text, harm(text, "22", stance="retracted"))
