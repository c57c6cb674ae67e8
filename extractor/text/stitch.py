"""Quotes that leave words out with an ellipsis: several spans in order, or nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, pairwise

from extractor.claims.finding import Span

MAX_GAP = 1000
"""So many characters may be left out between two parts."""
MAX_PARTS = 20
"""A quote of more parts is no quote: it isn't looked for."""
_MIN_WORDS = 2
_ELLIPSIS = re.compile(r"[\[(]?(?:…|\.{3,}|\.(?:\s\.){2,})[\])]?")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied|ying)|denial)\b|n['’]t\b", re.IGNORECASE
)


def fragments(quote: str) -> tuple[str, ...]:
    """The parts of `quote` between its ellipses; a quote without one is its only part."""
    first, *others = _ELLIPSIS.split(quote)
    if not others:
        return (first,) if any(map(str.isalnum, first)) else ()
    parts = (first.rstrip(), *map(str.strip, others[:-1]), others[-1].lstrip())
    return tuple(part for part in parts if any(map(str.isalnum, part)))


def has_ellipsis(quote: str) -> bool:
    """Whether `quote` leaves something out, at an end or in the middle."""
    return _ELLIPSIS.search(quote) is not None


def chain(text: str, parts: Sequence[tuple[Span, ...]]) -> tuple[Span, ...]:
    """One span of each of `parts`, in order, each the nearest behind the one before; empty unless there is exactly one such row.

    A row is refused where a part has fewer than two words, where more than `MAX_GAP` characters are left out, or where a negation
    is ("did … kill" of "did not kill").
    """
    if not all(parts) or any(len(text[span.start : span.end].split()) < _MIN_WORDS for part in parts for span in part[:1]):
        return ()
    rows = [row for span in parts[-1] if (row := _row_back_from(span, parts[:-1]))]
    sound = (row for row in _tightest(rows) if all(_may_leave_out(text, Span(a.end, b.start)) for a, b in pairwise(row)))
    first = list(islice(sound, 2))
    return first[0] if len(first) == 1 else ()


def _row_back_from(last: Span, parts: Sequence[tuple[Span, ...]]) -> tuple[Span, ...]:
    row = [last]
    for part in reversed(parts):
        before = bisect_right(part, row[-1].start, key=lambda span: span.end)
        if not before:
            return ()
        row.append(part[before - 1])
    return tuple(reversed(row))


def _tightest(rows: Sequence[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    """Of rows that begin with the same span, the first: it ends soonest."""
    return [row for at, row in enumerate(rows) if at == 0 or rows[at - 1][0] != row[0]]


def _may_leave_out(text: str, gap: Span) -> bool:
    return gap.end - gap.start <= MAX_GAP and not _negates(text[gap.start : gap.end])


@lru_cache(maxsize=1024)
def _negates(words: str) -> bool:
    return _NEGATION.search(words) is not None
