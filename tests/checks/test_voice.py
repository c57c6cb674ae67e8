"""Where a text names a source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.checks import voice
from extractor.checks.voice import Voice

WORDS = ["the", "office", "office's", "office’s", "army's", "director", "new", "of", "for", "two-man", "Office"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
OFFICE = Voice("The office", "The office", "")


def spans(found: object) -> list[tuple[int, int]]:
    return [match.span("name") for match in found]  # type: ignore[attr-defined]


@given(TEXTS, st.sampled_from(["office", "army", "the office"]), st.booleans())
def test_a_name_is_found_where_one_expression_for_it_and_for_owners_finds_it(text: str, name: str, beside: bool) -> None:
    before, behind = (voice._BEFORE, voice._BEHIND) if beside else ("", "")
    whole = rf"{before}(?<!\w)(?P<name>{name})(?!\w){voice._NO_OWNER}{behind}"
    assert spans(voice._unowned(before, name, behind, text)) == spans(re.finditer(whole, text))


def test_the_expression_for_owners_is_compiled_with_a_name_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "_NO_OWNER", "(")
    text = "On Monday the office said that the army's lorries had gone."
    assert [text[place.start : place.end] for place in OFFICE.places(text)] == ["the office", "office"]
    with pytest.raises(re.error):
        list(OFFICE.places("On Monday the office's new director said so."))
