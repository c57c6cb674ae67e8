"""What a document says that no claim covers: sentences with a figure, outside furniture, for a model's second look. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from extractor.claims.core import Claim
from extractor.claims.figures import find_figures
from extractor.claims.finding import Span
from extractor.text.reading import Reading

_COUNTED = frozenset({"count", "percent"})


def find_gaps(claims: Sequence[Claim], reading: Reading, within: Span) -> tuple[Span, ...]:
    """The sentences inside `within` that hold a figure which no claim's evidence covers, in order; linear in text and claims."""
    covered = _merged((quote.start, quote.end) for claim in claims for quote in claim.evidence)
    starts = [span.start for span in covered]
    gaps: dict[Span, None] = {}
    for found in find_figures(reading.text, within):
        at = bisect_right(starts, found.number.start) - 1
        if found.kind not in _COUNTED or (at >= 0 and found.number.end <= covered[at].end) or reading.is_furniture(found.span):
            continue
        sentence = reading.sentence_at(found.span.start)
        if sentence is not None and within.start <= sentence.start and sentence.end <= within.end:
            gaps[sentence] = None
    return tuple(gaps)


def _merged(spans: Iterable[tuple[int | None, int | None]]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted((start, end) for start, end in spans if start is not None and end is not None):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Span(start, end))
    return merged
