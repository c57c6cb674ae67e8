"""A claim's trace in words: which pattern found it, which words gave which field, why this source. Pure; whatever a model put into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.claims.finding import Span


@dataclass(frozen=True)
class TraceLine:
    """One thing a model says of how it came to a claim; `quoted` = the words are the document's, at `span` where it is known."""

    label: str
    words: str
    span: Span | None = None
    quoted: bool = False


def trace_lines(trace: Mapping[str, Any]) -> Iterator[TraceLine]:
    """The trace, in its own order; the words of fields each on a line of its own."""
    for label, value in trace.items():
        if label == "words" and isinstance(value, Mapping):
            yield from (_words(field, place) for field, place in value.items())
        else:
            yield TraceLine(label, str(value))


def _words(field: str, place: object) -> TraceLine:
    if not isinstance(place, Mapping):
        return TraceLine(field, str(place), quoted=True)
    return TraceLine(field, str(place["text"]), Span(place["start"], place["end"]), quoted=True)
