"""Paragraphs, sentences and chunks of a text, by offsets into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.claims.finding import Span

SegmentKind = Literal["heading", "paragraph", "caption", "byline", "prompt", "teaser", "biography", "feed", "banner"]

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"”’')\]]*(?=\s)|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """A block of text that stands by itself: one heading, one paragraph, one caption."""

    span: Span
    kind: SegmentKind


def segments(text: str) -> tuple[Segment, ...]:
    """The segments of `text` in order; together they cover every character that isn't blank."""
    found = []
    for match in _LINE.finditer(text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        found.append(Segment(Span(start, start + len(words.strip())), "paragraph"))
    return tuple(found)


def sentences(text: str, span: Span | None = None) -> tuple[Span, ...]:
    """The sentences of `text` inside `span` (null: all of it), in order, without the blanks between them."""
    start, end = span or (0, len(text))
    return tuple(Span(m.start(), m.end()) for line in _LINE.finditer(text, start, end) for m in _SENTENCE.finditer(text, *line.span()))


def chunks(text: str, max_chars: int) -> tuple[Span, ...]:
    """Cut `text` into spans of at most `max_chars`, at paragraph ends where that is possible; together they are all of it."""
    found, start = [], 0
    while len(text) - start > max_chars:
        cut = text.rfind("\n", start + 1, start + max_chars) + 1 or start + max_chars
        found.append(Span(start, cut))
        start = cut
    return (*found, Span(start, len(text))) if start < len(text) else tuple(found)
