"""A document together with what is computed from its text, each part once and only when asked for."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from typing import Self

from extractor.claims.finding import Span
from extractor.text.blocks import Block, blocks
from extractor.text.document import Document
from extractor.text.furniture import FurnitureSpan, Label, furniture_of, labels
from extractor.text.locate import TextIndex
from extractor.text.segment import Segment, segments_of
from extractor.text.sentences import pieces, sentences


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
        """Headings, paragraphs, captions, …, in order; together they cover every character that isn't blank."""
        return segments_of(*self._page)

    @cached_property
    def furniture(self) -> tuple[FurnitureSpan, ...]:
        """Page furniture, in order, not overlapping."""
        return furniture_of(*self._page)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the whole text, in order; none reaches over the end of its segment."""
        return tuple(span for segment in self.segments for span in sentences(self.text, segment.span))

    @cached_property
    def pieces(self) -> tuple[Span, ...]:
        """The sentences, none longer than `sentences.MAX_SENTENCE`, in order."""
        return tuple(piece for sentence in self.sentences for piece in pieces(self.text, sentence))

    def paragraph_at(self, position: int) -> Segment | None:
        """The segment that holds the character at `position`; null between segments."""
        at = bisect_right(self._segment_starts, position) - 1
        return self.segments[at] if at >= 0 and position < self.segments[at].span.end else None

    def sentence_at(self, position: int) -> Span | None:
        """The sentence that holds the character at `position`; null between sentences."""
        at = bisect_right(self._sentence_starts, position) - 1
        return self.sentences[at] if at >= 0 and position < self.sentences[at].end else None

    def is_furniture(self, span: Span) -> FurnitureSpan | None:
        """The stretch of furniture that `span` lies in or touches, if any: first one that may not be claimed from."""
        at = bisect_right(self._furniture_ends, span.start)
        if at == len(self.furniture) or self.furniture[at].span.start >= span.end:
            return None  # as most of a page
        touched = list(takewhile(lambda item: item.span.start < span.end, islice(self.furniture, at, None)))
        return next((item for item in touched if not item.claimable), touched[0] if touched else None)

    @cached_property
    def _page(self) -> tuple[list[Block], list[Label | None]]:
        page = blocks(self.text)
        return page, labels(page)

    @cached_property
    def _furniture_ends(self) -> list[int]:
        return [item.span.end for item in self.furniture]

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.span.start for segment in self.segments]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]
