"""Numbers that name, measure or tell the time: taken for a count of the killed they are doubted, and they bother no right count.

`uncounted.txt` has a phrase a line, its numbers in brackets; a hunt for wrong figures under right quotes left most of them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.claims.figures import parse_figure
from tests.checks.cases import found, harm

PHRASES = Path(__file__).with_name("uncounted.txt").read_text(encoding="utf-8").splitlines()
FRAMES = (
    "Guards were killed {}.",
    "{}, guards were killed.",
    "A blast {} killed the guards.",
    "Those killed {} will be buried on Friday.",
    "The guards died {} and the mayor wept.",
)
RIGHT = ("Seven guards were killed {}.", "But {}, seven guards were killed.", "A blast {} killed seven guards.")


def findings(text: str, words: str) -> dict[str, str]:
    return {code: severity for code, severity in found(text, harm(text, words)).items() if severity != "info"}


def sentence(frame: str, phrase: str) -> str:
    text = frame.format(re.sub(r"[\[\]]", "", phrase))
    return text[0].upper() + text[1:]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_number_that_counts_nobody_is_doubted_as_a_count(phrase: str) -> None:
    for words in re.findall(r"\[(.*?)\]", phrase):
        texts = [sentence(frame, phrase) for frame in FRAMES]
        given = [words if words in text else words.capitalize() for text in texts]
        passed = [text for text, number in zip(texts, given, strict=True) if parse_figure(number) and not findings(text, number)]
        assert not passed


@pytest.mark.parametrize("phrase", PHRASES)
def test_it_bothers_no_right_count(phrase: str) -> None:
    texts = [sentence(frame, phrase) for frame in RIGHT]
    bothered = {text: said for text in texts if (said := findings(text, "Seven" if "Seven" in text else "seven"))}
    assert not bothered
