"""A model's trace in words, whatever the model put into it."""

from __future__ import annotations

from extractor.claims.finding import Span
from extractor.trace import TraceLine, trace_lines


def test_the_words_of_fields_have_a_line_each_with_their_place() -> None:
    trace = {"pattern": "passive", "words": {"figure": {"text": "12", "start": 3, "end": 5}, "cue": "said"}, "merged": 2}
    assert list(trace_lines(trace)) == [
        TraceLine("pattern", "passive"),
        TraceLine("figure", "12", Span(3, 5), quoted=True),
        TraceLine("cue", "said", quoted=True),
        TraceLine("merged", "2"),
    ]


def test_no_trace_has_no_lines_and_a_strange_one_is_shown_as_it_is() -> None:
    assert list(trace_lines({})) == []
    assert list(trace_lines({"words": "none"})) == [TraceLine("words", "none")]
