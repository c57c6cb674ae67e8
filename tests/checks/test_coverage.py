from __future__ import annotations

import pytest

from extractor.checks import coverage as coverage_module
from extractor.checks.coverage import Coverage, coverage, draft, spans_of
from extractor.claims.conflict import CONFLICT, Statement
from extractor.claims.core import Evidence
from extractor.claims.figures import FoundFigure, find_figures
from extractor.claims.finding import Span
from extractor.text.document import Document
from extractor.text.reading import Reading

TEXT = (
    "The army said on Monday that 14 soldiers were killed near Karsa. Another 30 villagers fled.\n\n"
    "Schools reopen on 5 May 2024. The bridge has 12 arches, officials noted. Several houses burned, and 3 remain.\n\n"
    "Two people drowned in the river. A clerk was abducted in broad daylight. The weather was mild.\n\n"
    "Subscribe to our newsletter: 20 stories a week\n"
)
READING = Reading.of(Document(text=TEXT, name="a.txt"))


def claim_of(*quotes: str) -> Statement:
    evidence = tuple(Evidence(text=quote, start=TEXT.index(quote), end=TEXT.index(quote) + len(quote)) for quote in quotes)
    return Statement(statement="x", topic="x", evidence=evidence)


def reasons(*claims: Statement) -> dict[str, str]:
    return {gap.words: gap.reason for gap in coverage(claims, READING, CONFLICT)}


def test_numbers_are_shown_with_why_they_matter_and_dates_and_furniture_are_not() -> None:
    assert reasons() == {
        "14": "people",
        "30": "people",
        "12": "attributed",
        "Several": "number",
        "3": "number",
        "Two": "people",
        "abducted": "words",
    }


def test_the_number_of_a_list_item_is_no_gap() -> None:
    text = "1. Dresk direction: 14 attacks.\n\n2) Halsk: calm, 3 drones.\n"
    gaps = coverage((), Reading.of(Document(text=text, name="list.txt")), CONFLICT)
    assert [gap.words for gap in gaps] == ["14", "3"]


def test_what_a_claims_evidence_covers_is_no_gap() -> None:
    left = reasons(claim_of("14 soldiers were killed near Karsa"), claim_of("Two people drowned in the river."))
    assert "14" not in left
    assert "Two" not in left
    assert left["30"] == "people", "the rest of the paragraph still is one"


def test_a_number_only_half_inside_a_quote_is_still_a_gap() -> None:
    assert "14" in reasons(claim_of("on Monday that 1"))


def test_a_word_of_harm_counts_only_where_nothing_is_claimed_from_its_sentence() -> None:
    assert "abducted" not in reasons(claim_of("A clerk was"))


def test_gaps_stand_in_their_sentences_and_come_in_order() -> None:
    gaps = coverage([], READING, CONFLICT)
    assert [gap.span for gap in gaps] == sorted(gap.span for gap in gaps)
    for gap in gaps:
        assert TEXT[slice(*gap.span)] == gap.words
        assert gap.sentence.start <= gap.span.start
        assert gap.span.end <= gap.sentence.end


def test_only_a_part_of_the_text_can_be_asked_for() -> None:
    second = READING.sentence_at(TEXT.index("Another"))
    assert second is not None
    assert [gap.words for gap in coverage([], READING, CONFLICT, within=second)] == ["30"]


def test_an_unlocated_quote_covers_nothing() -> None:
    lost = Statement(statement="x", topic="x", evidence=(Evidence(text="14 soldiers were killed"),))
    assert "14" in reasons(lost)


def test_a_gap_begins_a_claim_with_its_sentence_its_figure_and_what_else_is_open_there() -> None:
    gaps = coverage((), READING, CONFLICT)
    several = next(gap for gap in gaps if gap.words == "Several")
    begun = draft(several, gaps, READING)
    assert begun.quote.text == "Several houses burned, and 3 remain."
    assert TEXT[begun.quote.start : begun.quote.end] == begun.quote.text
    assert begun.figure is not None
    assert (begun.figure.text, begun.figure.low) == ("Several", 3)
    assert [TEXT[span.start : span.end] for span in begun.spans] == ["Several", "3"]


def test_a_gap_of_words_begins_a_claim_without_a_figure() -> None:
    gaps = coverage((), READING, CONFLICT)
    assert draft(next(gap for gap in gaps if gap.words == "abducted"), gaps, READING).figure is None


def test_a_sentence_is_read_once_however_often_claims_change(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Span] = []

    def noted(text: str, span: Span) -> list[FoundFigure]:
        read.append(span)
        return find_figures(text, span)

    monkeypatch.setattr(coverage_module, "find_figures", noted)
    kept = Coverage(READING, CONFLICT)
    first, second = claim_of("14 soldiers were killed near Karsa"), claim_of("Two people drowned in the river.")
    for claims in ([], [first], [first, second], [second], []):
        assert kept.gaps(spans_of(claims)) == coverage(claims, READING, CONFLICT)
    read.clear()
    kept.gaps(())
    assert read == []
