"""What those who count people write of them, a sentence each: the right outcome is not doubted, and another one is.

`usage.txt` has outcome|frame|words; in a line: the words in the frame make sentences with one number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.checks.lexicon import lexicon
from extractor.claims.conflict import CONFLICT
from tests.checks.cases import found, harm

OUTCOME = next(support for support in CONFLICT.supports if support.field == "outcome")
LINES = [line.split("|") for line in Path(__file__).with_name("usage.txt").read_text(encoding="utf-8").splitlines()]
NUMBERS = ("1,200", "12", "Twelve")


def sentences(outcome: str) -> Iterator[tuple[str, str]]:
    """Each sentence of the outcome with its number."""
    for said, frame, words in LINES:
        texts = [frame.format(word) for word in words.split(";")] if said == outcome else []
        yield from ((text, next(number for number in NUMBERS if number in text)) for text in texts)


def doubted(text: str, number: str, outcome: str) -> bool:
    return bool({"warn", "block"} & set(found(text, harm(text, number, outcome)).values()))


@pytest.mark.parametrize("outcome", OUTCOME.words)
def test_words_for_an_outcome_support_it(outcome: str) -> None:
    assert [text for text, number in sentences(outcome) if doubted(text, number, outcome)] == []


@pytest.mark.parametrize("outcome", ["killed", "wounded", "displaced"])
def test_words_for_an_outcome_support_no_far_one(outcome: str) -> None:
    other = {"killed": "captured", "wounded": "displaced", "displaced": "killed"}[outcome]
    every = list(sentences(outcome))
    assert sum(not doubted(text, number, other) for text, number in every) <= 0.04 * len(every)


def test_every_pattern_reads_as_a_value_by_itself() -> None:
    """A pattern that looks ahead finds words whose value nothing reads: in a sentence they stand alone."""
    words = lexicon(CONFLICT).words["outcome"]
    for line in (*LINES, ("", "{}", "1,204 families were housed at 27 centres.;900 are lodged in schools.")):
        for text in (line[1].format(word) for word in line[2].split(";")):
            for match in words.pattern.finditer(text.lower()):
                assert words.reading(match[0])[0], match[0]
