"""The attributions of one paragraph by where they stand: those near a place are found without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from extractor.claims.finding import Span
from extractor.models.rules.shapes import Frame


class PlacedFrame(NamedTuple):
    """A frame with its source's and cue's first and last code point, its number in the paragraph, and its sentence's in the document."""

    first: int
    last: int
    order: int
    sentence: int
    frame: Frame


class PlacedFrames:
    """Frames that have a source, sorted by their first code point."""

    def __init__(self, frames: Sequence[tuple[int, Frame]]) -> None:
        """`frames`: (number of the sentence, frame), in order."""
        ends = ((number, frame, _ends(frame.source, frame.cue)) for number, frame in frames if frame.source is not None)
        placed = [PlacedFrame(first, last, order, number, frame) for order, (number, frame, (first, last)) in enumerate(ends)]
        self.placed = sorted(placed, key=lambda item: item[:3])
        self.firsts = [item.first for item in self.placed]
        self.longest = max((item.last - item.first for item in placed), default=0)

    def around(self, start: int, end: int) -> list[PlacedFrame]:
        """Those that begin at `end` or before it, and may reach `start`: a few too many where one frame is long."""
        low = bisect_left(self.firsts, start - self.longest)
        return [item for item in self.placed[low : bisect_right(self.firsts, end)] if item.last >= start]


def _ends(source: Span, cue: Span) -> tuple[int, int]:
    return min(source.start, cue.start), max(source.end, cue.end)
