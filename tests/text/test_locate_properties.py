"""What holds for every text and every quote."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.claims.finding import Span
from extractor.text.characters import INVISIBLE
from extractor.text.edges import cut
from extractor.text.fold import fold
from extractor.text.locate import TextIndex
from tests.text.texts import any_texts, articles, holds, plain_words, quoted, respelled


def _blank(char: str) -> bool:
    return char.isspace() or char in INVISIBLE


def _stripped(words: str) -> str:
    while words and _blank(words[0]):
        words = words[1:]
    while words and _blank(words[-1]):
        words = words[:-1]
    return words


@given(any_texts, st.data())
@settings(max_examples=300, deadline=None)
def test_any_substring_with_proper_edges_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    quote = text[start:end]
    assume(any(map(str.isalnum, quote)) and cut(text, Span(start, end)) is None)
    assume(not _blank(quote[0]) and not _blank(quote[-1]))
    found = TextIndex(text).locate(quote)
    assert found.tier == "exact"
    assert any(span.start <= start < span.end for span in found.spans)


@given(any_texts, any_texts)
@settings(max_examples=300, deadline=None)
def test_whatever_is_returned_slices_back_and_cuts_nothing(text: str, quote: str) -> None:
    found = TextIndex(text).locate(quote)
    for span in found.spans:
        words = text[span.start : span.end]
        assert words
        assert cut(text, span) is None
        if found.tier == "exact":
            assert words == quote
        elif found.tier != "case":
            assert fold(words).replace("-", "") == fold(_stripped(quote)).replace("-", "")
    assert found.chosen is None or (found.chosen in found.spans and found.tier not in {"case", "absent"})
    assert (found.chosen is None) == (found.resolved_by is None)


@given(any_texts, st.data())
@settings(max_examples=150, deadline=None)
def test_a_text_is_found_in_itself_in_any_spelling(text: str, data: st.DataObject) -> None:
    assume(any(map(str.isalnum, text)))
    other = data.draw(respelled(text))
    assume(fold(other) == fold(text))
    found = TextIndex(text).locate(other)
    assert found.chosen is not None or found.cut is not None
    assert found.tier != "absent" or found.cut is not None


@given(quoted(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_quote_in_another_layout_is_found_at_its_place(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    assume(cut(text, span) is None)
    other = data.draw(respelled(text[span.start : span.end].replace("\n\n", " "), layout_only=True))
    found = TextIndex(text).locate(other)
    assert span in found.spans
    assert found.tier in {"exact", "whitespace"}


@given(quoted(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_quote_in_another_typography_is_found_at_its_place(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    assume(cut(text, span) is None)
    found = TextIndex(text).locate(data.draw(respelled(text[span.start : span.end])))
    assert span in found.spans
    assert found.tier in {"exact", "whitespace", "typography"}


@given(quoted(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_quote_with_one_digit_or_letter_changed_is_never_accepted(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    quote = text[span.start : span.end]
    at = data.draw(st.sampled_from([at for at, char in enumerate(quote) if char.isalnum()]))
    other = data.draw(st.sampled_from("0123456789") if quote[at].isdigit() else st.sampled_from("abcdexyz"))
    changed = quote[:at] + other + quote[at + 1 :]
    assume(not holds(plain_words(text), plain_words(changed)))
    found = TextIndex(text).locate(data.draw(respelled(changed)))
    assert found.chosen is None
    assert found.tier in {"case", "absent"}
    assert found.tier == "absent" or changed.casefold() == quote.casefold()


@given(quoted(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_quote_with_a_word_dropped_added_or_moved_is_never_accepted(case: tuple[str, Span], data: st.DataObject) -> None:
    text, span = case
    words = text[span.start : span.end].split()
    at = data.draw(st.integers(0, len(words) - 1))
    change = data.draw(st.sampled_from(["drop", "add", "move"]))
    word = words.pop(at)
    if change != "drop":
        words.insert(data.draw(st.integers(0, len(words))), word if change == "move" else "not")
    changed = " ".join(words) if change != "add" else " ".join([*words[:at], word, *words[at:]])
    assume(any(map(str.isalnum, changed)) and not holds(plain_words(text), plain_words(changed)))
    assert TextIndex(text).locate(changed).tier in {"case", "absent"}
    assert TextIndex(text).locate(changed).chosen is None


@given(articles, st.data())
@settings(max_examples=100, deadline=None)
def test_a_window_only_hides_what_lies_outside(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    for quote in ("12", "soldiers", "at least 1,240", "the navy said", "«Tarn» brigade"):
        everywhere = TextIndex(text).locate(quote)
        inside = TextIndex(text).locate(quote, within=Span(start, end))
        expected = tuple(span for span in everywhere.spans if start <= span.start and span.end <= end)
        assert inside.spans == expected or (inside.tier != everywhere.tier and not expected)


@given(any_texts, any_texts)
@settings(max_examples=150, deadline=None)
def test_stitched_quotes_come_in_order_or_not_at_all(text: str, quote: str) -> None:
    spans = TextIndex(text).locate_stitched(f"{quote} … {text[: len(text) // 2]}")
    assert list(spans) == sorted(spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
