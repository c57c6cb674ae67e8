from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings

from extractor.claims.core import Evidence
from extractor.claims.finding import Span
from extractor.text.edges import cut
from extractor.text.locate import TextIndex
from extractor.text.selectors import context, evidence_at, from_selector, from_selectors, to_selectors
from tests.text.texts import quoted

TEXT = "The navy said 12 men died. The navy said 12 men died off Tarn 🎉."
INDEX = TextIndex(TEXT)


def test_an_evidence_is_two_selectors() -> None:
    assert to_selectors(evidence_at(TEXT, Span(14, 20))) == [
        {"type": "TextQuoteSelector", "exact": "12 men", "prefix": "The navy said ", "suffix": " died. The navy said 12 men died"},
        {"type": "TextPositionSelector", "start": 14, "end": 20},
    ]
    assert [selector["type"] for selector in to_selectors(Evidence(text="12 men"))] == ["TextQuoteSelector"]


def test_context_ends_with_the_text() -> None:
    assert context("abc", Span(1, 2)) == ("a", "c")
    assert context("abcdef", Span(2, 4), 1) == ("b", "e")


@given(quoted())
@settings(deadline=None)
def test_selectors_lead_back_to_the_evidence(case: tuple[str, Span]) -> None:
    text, span = case
    assume(cut(text, span) is None)
    evidence = evidence_at(text, span)
    assert from_selectors(to_selectors(evidence), TextIndex(text)) == evidence


def test_a_quote_that_stands_twice_is_told_by_its_context() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "12 men died"}
    assert from_selector(quote, INDEX).chosen is None
    assert from_selector({**quote, "suffix": " off"}, INDEX).chosen == Span(41, 52)


def test_a_selector_is_refined_inside_another() -> None:
    outer: dict[str, Any] = {"type": "TextPositionSelector", "start": 27, "end": len(TEXT)}
    inner = {"type": "TextQuoteSelector", "exact": "12 men"}
    assert from_selector({**outer, "refinedBy": inner}, INDEX).chosen == Span(41, 47)
    assert from_selector({**outer, "refinedBy": {"type": "TextPositionSelector", "start": 14, "end": 20}}, INDEX).chosen == Span(41, 47)


def test_selectors_that_disagree_are_no_evidence() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "12 men"}
    assert from_selectors([quote, {"type": "TextPositionSelector", "start": 0, "end": 3}], INDEX) is None
    assert from_selectors([quote], INDEX) is None
    assert from_selectors([{"type": "TextQuoteSelector", "exact": "13 men"}], INDEX) is None


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ({"type": "CssSelector", "value": "p"}, "no selector that points into a text"),
        ({}, "no selector that points into a text"),
        ({"type": "TextQuoteSelector"}, "exact of a TextQuoteSelector is no string"),
        ({"type": "TextQuoteSelector", "exact": "12 men", "prefix": 5}, "prefix of a TextQuoteSelector is no string"),
        ({"type": "TextPositionSelector", "start": 0}, "end of a TextPositionSelector is no offset"),
        ({"type": "TextPositionSelector", "start": True, "end": 3}, "start of a TextPositionSelector is no offset"),
        ({"type": "TextPositionSelector", "start": -1, "end": 3}, "start of a TextPositionSelector is no offset"),
        ({"type": "TextPositionSelector", "start": 5, "end": 3}, "outside the text"),
        ({"type": "TextPositionSelector", "start": 5, "end": 3000}, "outside the text"),
        ({"type": "TextPositionSelector", "start": 0, "end": 3, "refinedBy": "p"}, "refinedBy is no selector"),
        (
            {"type": "TextPositionSelector", "start": 3, "end": 9, "refinedBy": {"type": "TextPositionSelector", "start": 0, "end": 7}},
            "outside the text",
        ),
    ],
)
def test_what_is_no_selector_is_said_to_be_none(selector: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_selector(selector, INDEX)


@pytest.mark.parametrize("number", [0, 150, 250, 4_999])
def test_evidence_among_thousands_of_the_same_words_is_read_back_at_its_place(number: int) -> None:
    text = "12 soldiers were killed, " * 5_000
    evidence = evidence_at(text, Span(25 * number, 25 * number + 23))
    assert from_selectors(to_selectors(evidence), TextIndex(text)) == evidence


def test_a_place_among_thousands_is_not_taken_where_other_words_stand_or_a_word_is_cut() -> None:
    text = "12 soldiers were killed, " * 5_000
    quote = {"type": "TextQuoteSelector", "exact": "12 soldiers were killed"}
    for start, exact in ((7_501, "12 soldiers were killed"), (7_501, "2 soldiers were killed")):
        position = {"type": "TextPositionSelector", "start": start, "end": start + len(exact)}
        assert from_selectors([{**quote, "exact": exact}, position], TextIndex(text)) is None
