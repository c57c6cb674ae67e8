"""Words about time → EDTF, resolved against the publication date (CODEBOOK.md, "TimeRef").

    "Dec. 14-15", published 2024-12-16    → 2024-12-14/2024-12-15   publication_date
    "late on Monday", published 2025-01-07 → 2025-01-06             publication_date
    "December 31, 2024"                    → 2024-12-31             text
    "Dec. 27", published unknown           → XXXX-12-27             text
    "in recent days"                       → unresolved

Rules: a weekday is the latest such day on or before publication. A day and month without a year is the one occurrence in the year that
ends 31 days after publication (so that an announced date may lie ahead); a month alone is the latest that has begun. "last week" is Monday
to Sunday of the week before. "last fall" is the latest autumn that is over. Seasons are the northern hemisphere's. "two weeks ago" and
"early December" are approximate (~); what the words leave open is open ("since October": 2024-10/..). Numeric dates that could be
day-month or month-day stay unresolved.

`context` is a date that the text itself gives nearby. It anchors what has no publication date, and always what leans on the text ("the
next day", "for the third day in a row").
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractor.claims.core import TimeRef
from extractor.claims.date_words import resolve_words
from extractor.claims.edtf import edtf_interval
from extractor.claims.time_frame import Anchor, Resolution
from extractor.claims.time_scan import FoundTime, find_times

__all__ = ["FoundTime", "edtf_interval", "find_times", "resolve_time", "time_disagreement"]


Days = tuple[date | None, date | None]
_ROUGHLY = timedelta(days=4)
"""How far a day may lie from "two weeks ago"."""


def resolve_time(words: str, published: str | None, *, context: str | None = None) -> TimeRef:
    """The time that `words` mean for an article of `published` (EDTF, any precision, or null); unresolved rather than guessed.

    `context` is an EDTF anchor from the text. `resolved_from` says which of text, publication date and context the value rests on.
    """
    resolution = resolve_words(words, _anchor(published), _anchor(context))
    if resolution is None:
        return TimeRef(text=words)
    return TimeRef(text=words, edtf=resolution.edtf, resolved_from=resolution.origin)


def _anchor(edtf: str | None) -> Anchor | None:
    days = edtf_interval(edtf) if edtf else None
    if days is None or days[0] is None or days[1] is None:
        return None
    return Anchor(days[0], days[1])


def time_disagreement(time: TimeRef, published: str | None) -> str | None:
    """Why the EDTF value of `time` can't be what its words mean, in one sentence; null if it can, or if nobody can say.

    A value that is coarser than the words but covers what they mean agrees. Values resolved from context are only compared where the words
    alone fix them.
    """
    if time.edtf is None:
        return None
    resolution = resolve_words(time.text, _anchor(None if time.resolved_from == "context" else published), None)
    if resolution is None or _covers(time.edtf, resolution):
        return None
    return f"“{time.text}” means {resolution.edtf}, not {time.edtf}"


def _covers(given: str, derived: Resolution) -> bool:
    if given == derived.edtf:
        return True
    if "XXXX" in derived.edtf:
        return _fits_pattern(given, derived.edtf)
    outer, inner = edtf_interval(given), edtf_interval(derived.edtf)
    if outer is None or inner is None:
        return _fits_pattern(derived.edtf, given)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}~", derived.edtf) and outer[0] and outer[1] and inner[0]:
        return outer[0] - _ROUGHLY <= inner[0] <= outer[1] + _ROUGHLY
    if given.endswith("~") and derived.edtf.endswith("~"):  # "early December" as 2024-12-03~
        return _within(outer, inner) or _within(inner, outer)
    return _within(inner, outer)


def _within(inner: Days, outer: Days) -> bool:
    return _not_after(outer[0], inner[0], open_side=date.min) and _not_after(inner[1], outer[1], open_side=date.max)


def _not_after(first: date | None, second: date | None, *, open_side: date) -> bool:
    return (first or open_side) <= (second or open_side)


def _fits_pattern(value: str, pattern: str) -> bool:
    """Whether `value` says what `pattern` says in all the digits that `pattern` fixes (2024-12-19 fits XXXX-12-19)."""
    parts, patterns = value.rstrip("~?%").split("/"), pattern.rstrip("~?%").split("/")
    if len(parts) != len(patterns):
        return len(parts) == 1 and edtf_interval(value) is None
    return all(_same_digits(part, model) for part, model in zip(parts, patterns, strict=True))


def _same_digits(part: str, model: str) -> bool:
    shortest = min(len(part), len(model))
    return all("X" in (a, b) or a == b for a, b in zip(part[:shortest], model[:shortest], strict=True))
