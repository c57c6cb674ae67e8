"""A document together with what is computed from its text, each part once and only when asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from extractor.claims.finding import Span
from extractor.text.document import Document
from extractor.text.furniture import FurnitureSpan, furniture
from extractor.text.locate import TextIndex
from extractor.text.segment import Segment, segments, sentences


@dataclass(frozen=True)
class Reading:
    """A document being read: its index for locating quotes, its segments, furniture and sentences."""

    document: Document

    @classmethod
    def of(cls, document: Document) -> Self:
        """Read `document`."""
        return cls(document)

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    @cached_property
    def index(self) -> TextIndex:
        """Where quotes stand."""
        return TextIndex(self.text)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Headings, paragraphs, captions, …, in order."""
        return segments(self.text)

    @cached_property
    def furniture(self) -> tuple[FurnitureSpan, ...]:
        """Page furniture, in order, not overlapping."""
        return furniture(self.text)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the whole text, in order; none reaches over the end of its segment."""
        return tuple(span for segment in self.segments for span in sentences(self.text, segment.span))

    def paragraph_at(self, position: int) -> Segment | None:
        """The segment that holds the character at `position`; null between segments."""
        at = _covering([segment.span for segment in self.segments], position)
        return None if at is None else self.segments[at]

    def sentence_at(self, position: int) -> Span | None:
        """The sentence that holds the character at `position`; null between sentences."""
        at = _covering(self.sentences, position)
        return None if at is None else self.sentences[at]

    def is_furniture(self, span: Span) -> FurnitureSpan | None:
        """The stretch of furniture that `span` lies in or touches, if any."""
        at = bisect_right(self.furniture, span.start, key=lambda item: item.span.end)
        if at < len(self.furniture) and self.furniture[at].span.start < span.end:
            return self.furniture[at]
        return None


def _covering(spans: Sequence[Span], position: int) -> int | None:
    at = bisect_right(spans, position, key=lambda span: span.start) - 1
    return at if at >= 0 and position < spans[at].end else None
