from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.checks.coverage import Gap
from extractor.claims.finding import Span
from extractor.text.document import Document
from extractor.text.reading import Reading
from review_ui.article import document_view, sendable, title_of
from review_ui.wording import GAP_REASONS
from tests.review_ui.samples import DOCUMENT, READING


def reading(text: str, **metadata: str) -> Reading:
    """A document being read."""
    return Reading.of(Document(text, "a.txt", **metadata))


@given(st.text(max_size=400))
def test_blocks_hide_nothing_and_overlap_nowhere(text: str) -> None:
    blocks = document_view(reading(text))["blocks"]
    end = 0
    for block in blocks:
        assert block["start"] >= end
        assert not text[end : block["start"]].strip()
        end = block["end"]
    assert not text[end:].strip()


def test_the_head_names_outlet_date_and_file() -> None:
    view = document_view(READING)
    assert view["title"] == "Rice on the Anwe plain"
    assert view["subtitle"] == ["The Loma Post", "12 October 2025", "rice.txt"]
    assert view["chars"] == len(DOCUMENT.text)


def test_a_given_title_wins_and_an_empty_document_has_its_name() -> None:
    titled = reading("Some words.", title="A title")
    assert title_of(titled.document, titled) == "A title"
    empty = reading("   \n")
    assert title_of(empty.document, empty) == "a.txt"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    shown = document_view(Reading.of(Document("Words.", "a.txt", url=url)))
    assert shown["url"] is None


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    assert sendable("a\ud800b") == "a\ufffdb"


def test_hard_wrapped_paragraphs_are_known_and_verse_is_not() -> None:
    line = "This line was broken by a program that counts the columns"
    wrapped = document_view(reading(f"{line}\n{line}\n{line}\nend."))["blocks"]
    verse = document_view(reading("Short line\nanother one\nand a third\nthe end"))["blocks"]
    assert [block["wrapped"] for block in wrapped] == [True] * len(wrapped) or len(wrapped) > 1
    assert not any(block["wrapped"] for block in verse)


def test_gaps_carry_their_reason() -> None:
    view = document_view(READING, [Gap(Span(3, 9), Span(0, 20), "number", "twelve"), Gap(Span(30, 36), Span(21, 40), "words", "killed")])
    assert view["gaps"] == [
        {"start": 3, "end": 9, "role": "unclaimed", "title": GAP_REASONS["number"], "sentence": [0, 20], "figure": "twelve"},
        {"start": 30, "end": 36, "role": "unclaimed", "title": GAP_REASONS["words"], "sentence": [21, 40], "figure": None},
    ]
