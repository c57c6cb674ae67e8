from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.claims.finding import Span
from extractor.text.segment import chunks, segments
from tests.text.texts import any_texts, articles

WRAPPED = """BRELL -- The navy said on Monday that at least twelve of its
sailors had been lost in the storm off Tarn, and that the
search would go on at first light.

Nobody on the second boat was hurt, the harbour office said,
though it had been adrift for two days and the crew of five
had nothing left to drink.
"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(segment.kind, text[segment.span.start : segment.span.end]) for segment in segments(text)]


def test_each_line_of_a_page_is_a_segment() -> None:
    text = "Navy loses twelve off Tarn\n\nThe navy said twelve of its men were lost off the coast of Tarn.\nIt rained.\n"
    assert kinds(text) == [
        ("heading", "Navy loses twelve off Tarn"),
        ("paragraph", "The navy said twelve of its men were lost off the coast of Tarn."),
        ("paragraph", "It rained."),
    ]


def test_lines_wrapped_at_a_column_are_joined_to_paragraphs() -> None:
    paragraphs = [words for _, words in kinds(WRAPPED)]
    assert [words.split()[0] for words in paragraphs] == ["BRELL", "Nobody"]
    assert paragraphs[0].endswith("at first light.")


def test_wrapped_paragraphs_without_empty_lines_end_at_short_lines() -> None:
    assert [words.split()[0] for _, words in kinds(WRAPPED.replace("\n\n", "\n"))] == ["BRELL", "Nobody"]


def test_line_ends_of_all_systems_count() -> None:
    assert [words for _, words in kinds("one\r\n\r\ntwo\rthree\u2028four")] == ["one", "two", "three", "four"]


@given(any_texts | articles)
@settings(max_examples=300, deadline=None)
def test_segments_hold_everything_but_blanks_and_stay_in_order(text: str) -> None:
    at = 0
    for segment in segments(text):
        assert at <= segment.span.start < segment.span.end <= len(text)
        assert text[at : segment.span.start].strip() == ""
        at = segment.span.end
    assert text[at:].strip() == ""


def test_chunks_end_at_paragraphs_then_lines_sentences_words() -> None:
    def cut(text: str, size: int) -> list[str]:
        return [text[span.start : span.end] for span in chunks(text, size)]

    assert cut("aaaa bb\n\ncccc. dd", 12) == ["aaaa bb\n\n", "cccc. dd"]
    assert cut("aaaa bb\ncccc. dd", 12) == ["aaaa bb\n", "cccc. dd"]
    assert cut("aaaa bb. cccc dd", 12) == ["aaaa bb. ", "cccc dd"]
    assert cut("aaaa bb cccc dd", 12) == ["aaaa bb ", "cccc dd"]
    assert cut("aaaaaaaaaaaa", 5) == ["aaaaa", "aaaaa", "aa"]
    assert cut("", 5) == []


@given(any_texts | articles, st.integers(1, 80))
@settings(max_examples=300, deadline=None)
def test_chunks_are_the_text(text: str, size: int) -> None:
    found = chunks(text, size)
    assert "".join(text[span.start : span.end] for span in found) == text
    assert all(0 < span.end - span.start <= size for span in found)


def test_a_chunk_holds_at_least_one_character() -> None:
    with pytest.raises(ValueError, match="max_chars is 0"):
        chunks("text", 0)
    assert chunks("text", 4) == (Span(0, 4),)
