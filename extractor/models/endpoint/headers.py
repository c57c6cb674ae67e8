"""What response headers say about waiting: every form of Retry-After, and resets of rate limits that are used up."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LIMITED = ("requests", "tokens")
"""What endpoints limit, by the names in their headers."""
_UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_DURATION = re.compile(r"(?:(?P<d>\d+)d)?(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m(?!s))?(?:(?P<s>\d+(?:\.\d+)?)s)?(?:(?P<ms>\d+(?:\.\d+)?)ms)?")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that an endpoint asks to wait, null if it does not say or says nonsense; `headers` by lower-case names.

    In this order: `retry-after-ms`, `Retry-After` in seconds or as a date (against the response's own `Date`), the latest reset of a
    rate limit of which nothing remains.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    stated = headers.get("retry-after", "")
    seconds = _number(stated)
    if seconds is not None:
        return seconds
    until = _date(stated)
    if until is not None:
        now = _date(headers.get("date", "")) or datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    return reset(headers)


@dataclass(frozen=True)
class Left:
    """What an endpoint says is left of a rate limit: `left` of `limit` (null: it did not say), all of it again in `seconds`."""

    left: float
    limit: float | None
    seconds: float


def left(headers: Mapping[str, str], what: str) -> Left | None:
    """What is left of the limit of `what` (requests or tokens); null if the headers don't say."""
    remaining, limit = (_number(headers.get(f"x-ratelimit-{name}-{what}", "")) for name in ("remaining", "limit"))
    seconds = duration(headers.get(f"x-ratelimit-reset-{what}", ""))
    return Left(remaining, limit, seconds) if remaining is not None and seconds is not None else None


def reset(headers: Mapping[str, str]) -> float | None:
    """Seconds until every rate limit that is used up is reset; null if none is."""
    limits = (left(headers, what) for what in LIMITED)
    return max((one.seconds for one in limits if one is not None and one.left == 0), default=None)


def duration(words: str) -> float | None:
    """Seconds in `1s`, `6m0s`, `120ms`, `1h2m3.5s` or a bare number; null for anything else."""
    bare = _number(words)
    match = _DURATION.fullmatch(words.strip())
    if bare is not None or match is None or not match[0]:
        return bare
    return sum(float(match[unit]) * factor for unit, factor in _UNITS.items() if match[unit])


def _number(words: str) -> float | None:
    try:
        value = float(words)
    except ValueError:
        return None
    return max(0.0, value) if math.isfinite(value) else None


def _date(words: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(words)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
