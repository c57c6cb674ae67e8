from __future__ import annotations

from hypothesis import given, settings

from extractor.claims.finding import Span
from extractor.text.document import Document
from extractor.text.edges import cut
from extractor.text.reading import Reading
from extractor.text.suggest import WordChange, suggest
from tests.text.texts import any_texts, articles

TEXT = """The harbour office said 31 bodies had been recovered by daybreak. It said “at least 64 people” had been taken from the water.

A third group of 12 passengers was found alive. None of the crew of the second boat, who had been on deck since noon, was missing.
"""
READING = Reading.of(Document(TEXT, "x.txt"))


def suggested(quote: str) -> str | None:
    found = suggest(quote, READING)
    return TEXT[found.span.start : found.span.end] if found else None


def test_the_nearest_stretch_is_suggested_with_what_differs() -> None:
    found = suggest("A third group of 15 passengers was found alive", READING)
    assert found is not None
    assert TEXT[found.span.start : found.span.end] == "A third group of 12 passengers was found alive."
    assert found.diff[:3] == (
        WordChange("same", "A third group of", "A third group of"),
        WordChange("changed", "15", "12"),
        WordChange("same", "passengers was found", "passengers was found"),
    )
    assert 90 < found.score < 100


def test_words_left_out_put_in_or_capitalised_are_seen() -> None:
    assert suggested("31 bodies had not been recovered by daybreak.") == "31 bodies had been recovered by daybreak."
    assert suggested("31 bodies been recovered by daybreak.") == "31 bodies had been recovered by daybreak."
    assert suggested("THE HARBOUR OFFICE SAID 31 BODIES") == "The harbour office said 31 bodies"


def test_a_suggestion_cuts_no_number_or_word() -> None:
    text = "The office said 1,200,000 tons of grain in its twenty-five stores had been burnt."
    found = suggest("1,200 tons of grain in its twenty stores", Reading.of(Document(text, "x")))
    assert found is not None
    assert cut(text, found.span) is None


def test_typography_is_no_difference() -> None:
    found = suggest('It said "at least 65 people" had been taken', READING)
    assert found is not None
    assert [change.op for change in found.diff] == ["same", "changed", "same"]


def test_nothing_is_suggested_for_something_else() -> None:
    for quote in ("Grain prices fell sharply in winter", "", "…", "x"):
        assert suggested(quote) is None
    assert suggest("31 bodies", Reading.of(Document("", "x"))) is None


def test_a_long_text_of_repeated_words_still_gives_one() -> None:
    text = TEXT * 300
    found = suggest("A third group of 15 passengers was found alive", Reading.of(Document(text, "x")))
    assert found is not None
    assert text[found.span.start : found.span.end] == "A third group of 12 passengers was found alive."


@given(any_texts, any_texts | articles)
@settings(max_examples=150, deadline=None)
def test_whatever_the_quote_a_suggestion_lies_in_the_text(quote: str, text: str) -> None:
    found = suggest(quote, Reading.of(Document(text, "x")))
    if found:
        assert Span(0, 0) < found.span
        assert text[found.span.start : found.span.end].strip()
        assert 0 <= found.score <= 100
