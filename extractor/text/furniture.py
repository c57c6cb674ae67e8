"""Page furniture: what stands on a news page and is no part of its story (CODEBOOK.md, "Unit")."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.claims.finding import Span
from extractor.text.segment import SegmentKind


@dataclass(frozen=True, slots=True)
class FurnitureSpan:
    """A stretch of furniture, why it is taken for it, and whether it may still be claimed from (with minor salience)."""

    span: Span
    kind: SegmentKind
    reason: str
    claimable: bool = False


def furniture(text: str) -> tuple[FurnitureSpan, ...]:
    """The furniture of `text`, in order, not overlapping."""
    del text
    return ()
