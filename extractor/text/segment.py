"""Segments and chunks of a text, by offsets into it. Sentences are in sentences.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.claims.finding import Span
from extractor.text.blocks import Block, blocks
from extractor.text.furniture import FurnitureKind, Label, labels
from extractor.text.sentences import sentences

__all__ = ["Segment", "SegmentKind", "chunks", "segments", "segments_of", "sentences"]

SegmentKind = Literal["heading", "paragraph"] | FurnitureKind

_HEADING_WORDS = 25
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?…]+[\"”’')\]]*\s"), re.compile(r"\s"))


@dataclass(frozen=True, slots=True)
class Segment:
    """A block of text that stands by itself: one heading, one paragraph, one caption."""

    span: Span
    kind: SegmentKind


def segments(text: str) -> tuple[Segment, ...]:
    """The segments of `text` in order; together they cover every character that isn't blank."""
    page = blocks(text)
    return segments_of(page, labels(page))


def segments_of(page: Sequence[Block], marked: Sequence[Label | None]) -> tuple[Segment, ...]:
    """The segments of a page whose blocks have been labelled."""
    return tuple(Segment(block.span, _kind(block, label)) for block, label in zip(page, marked, strict=True))


def _kind(block: Block, label: Label | None) -> SegmentKind:
    if label:
        return label.kind
    return "paragraph" if block.closed or block.words.count(" ") >= _HEADING_WORDS else "heading"


def chunks(text: str, max_chars: int) -> tuple[Span, ...]:
    """Cut `text` into spans of at most `max_chars`; together they are all of it, in order.

    Cut where a paragraph ends, else a line, a sentence, a word; in the middle of a word only where there is nothing else.
    Raises `ValueError` if `max_chars` isn't positive.
    """
    if max_chars < 1:
        raise ValueError(f"max_chars is {max_chars}, but a chunk holds at least one character")
    found, start = [], 0
    while len(text) - start > max_chars:
        end = _cut(text, start, start + max_chars)
        found.append(Span(start, end))
        start = end
    return (*found, Span(start, len(text))) if start < len(text) else tuple(found)


def _cut(text: str, start: int, limit: int) -> int:
    """Where to end a chunk that begins at `start`: in its second half, at the last break of the best kind."""
    middle = (start + limit) // 2
    for pattern in _BREAKS:
        last = 0
        for match in pattern.finditer(text, middle, limit):
            last = match.end()
        if last > start:
            return last
    return limit
