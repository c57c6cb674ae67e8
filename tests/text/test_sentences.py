from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.claims.finding import Span
from extractor.text.sentences import sentences
from tests.text.texts import any_texts


@pytest.mark.parametrize(
    "parts",
    [
        ["Maj. Gen. Voss left on Dec. 16 with U.S. troops.", "No. 5 Company stayed."],
        ["“We saw it.", "It was bad,” he said.", "Nobody else did."],
        ["“Is it so?” Voss asked.", "“No!”", "He left."],
        ["He said no.", "They left at 5 p.m. Monday.", "It was 5 p.m.", "The sun set."],
        ["It belongs to the U.S.", "They took it in Dec. 1999."],
        ["BRELL, 13 MAR -- GEN. VOSS DIED.", "TWO MORE FELL AT ST. BRIEG."],
        ["1. Tarn sector.", "At 01:50 J. R. Voss came.", "2. Brell sector.", "Quiet."],
        ["Sgt. R. Imre and Lt. Col. Dahl fell.", "A Plan B.", "The rest fled."],
        ["It cost $3.5 million.", "(That is all.)", "Fine…", "Or not?!", "No."],
        ["It ended.", "Then came 12.5 tons."],
        ["他说。", "死亡12人！", "好"],
        ["See e.g. the list, i.e. the one of Brell vs. Tarn.", "It is short."],
        ["The firm is Dahl & Co. of Brell.", "Call tel. 12 now."],
    ],
)
def test_sentences_end_where_they_do(parts: list[str]) -> None:
    text = " ".join(parts) if "。" not in parts[0] else "".join(parts)
    assert [text[span.start : span.end] for span in sentences(text)] == parts


def test_a_lost_blank_between_sentences_is_no_matter() -> None:
    text = "It ended.Next came the rest. See brell.example for more."
    assert [text[a:b] for a, b in sentences(text)] == ["It ended.", "Next came the rest.", "See brell.example for more."]


def test_only_the_span_is_read() -> None:
    text = "One here. Two here. Three here."
    assert sentences(text, Span(10, 25)) == (Span(10, 19), Span(20, 25))
    assert sentences(text, Span(9, 10)) == ()
    assert sentences("") == ()


@given(any_texts, st.data())
@settings(max_examples=300, deadline=None)
def test_sentences_hold_everything_but_blanks_and_stay_in_order(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    found = sentences(text, Span(start, end))
    at = start
    for span in found:
        assert at <= span.start < span.end <= end
        assert text[at : span.start].strip() == ""
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        at = span.end
    assert text[at:end].strip() == ""


@pytest.mark.parametrize("words", ["." * 500_000, "?!" * 250_000, "؟" * 500_000, "e.g. " * 200_000])
def test_marks_and_abbreviations_without_end_are_read_once(words: str) -> None:
    assert len(sentences(f"{words}x. It ended.")) == 2
