"""EDTF (ISO 8601-2) values as a Pydantic type, and the days they span.

The common shapes are read here, in microseconds and against the real calendar; whatever else EDTF allows is left to the `edtf`
library, which takes 3 to 12 ms a value. We are stricter than the library in what it lets pass of days that no calendar has
(2023-02-29) and of intervals that end before they begin.
"""

from __future__ import annotations

import calendar
import re
from contextlib import redirect_stdout
from datetime import date
from functools import lru_cache
from io import StringIO

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from pydantic import AfterValidator

OPEN = ".."
_POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?:T(?P<time>(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:Z|[+-][0-9]{2}:[0-9]{2})?)?(?P<mark>[~?%])?"
)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_LAST_MONTH, _FIRST_SEASON, _LAST_SEASON = 12, 21, 24


def _real_day(year: str, month: int, day: int) -> bool:
    leap_possible = "X" in year or calendar.isleap(int(year))
    longest = 29 if month == 2 and leap_possible else calendar.monthrange(2023, month)[1]  # noqa: PLR2004 (February)
    return 1 <= day <= longest


def _point_ok(value: str) -> bool | None:
    """Whether one date is right; None = not a shape read here."""
    match = _POINT.fullmatch(value)
    if match is None:
        return None
    year, month, day, time, mark = match.group("year", "month", "day", "time", "mark")
    if _nowhere(year, month, day):
        return False
    if time is not None and (mark or "X" in year or day is None or not day.isdigit()):
        return None
    if month is None:
        return None if "X" in year and mark else True
    if _rare(year, month, day, mark):
        return None
    return True if month == "XX" else _month_ok(year, int(month), day, mark)


def _nowhere(year: str, month: str | None, day: str | None) -> bool:
    """Whether no calendar has such a day."""
    if month is None or day is None or "X" in month + day or not 1 <= int(month) <= _LAST_MONTH:
        return False
    return not _real_day(year, int(month), int(day))


def _rare(year: str, month: str, day: str | None, mark: str | None) -> bool:
    """Marks and open digits together, which the library has its own mind about."""
    if "X" in year and (year != "XXXX" or mark is not None):
        return True
    return "XX" in (month, day) and ("X" in year or mark is not None or (month == "XX" and day is not None))


def _month_ok(year: str, month: int, day: str | None, mark: str | None) -> bool | None:
    if _FIRST_SEASON <= month <= _LAST_SEASON:
        return None if mark else day is None and year != "XXXX"
    if not 1 <= month <= _LAST_MONTH:
        return None  # level 2 sub-year groupings (quarters, semesters) are the library's
    return True


def _quick(value: str) -> bool | None:
    start, slash, end = value.partition("/")
    if not slash:
        return _point_ok(value)
    if start == end == OPEN:
        return True
    if OPEN in (start, end):
        point = start if end == OPEN else end
        return None if "X" in point or "T" in point else _point_ok(point)
    left, right = _point_ok(start), _point_ok(end)
    if left is False or right is False:
        return False
    if left is None or right is None or "T" in value or "X" in value:
        return None
    days = edtf_interval(value)
    return None if days is None else days[0] is None or days[1] is None or days[0] <= days[1]


def _library(value: str) -> bool:
    try:
        with redirect_stdout(StringIO()):  # the library prints before it stumbles over some open digits
            parse_edtf(value)
    except (EDTFParseException, TypeError, AttributeError, ValueError):
        return False
    return True


@lru_cache(maxsize=4096)
def is_edtf(value: str) -> bool:
    """Whether `value` is an EDTF string of level 0, 1 or 2 that the calendar has."""
    if value != value.strip() or not value.isascii():
        return False
    quick = _quick(value)
    return _library(value) if quick is None else quick


def _point_days(value: str) -> tuple[date, date] | None:
    match = _POINT.fullmatch(value)
    if match is None or match["year"] == "XXXX" or match["year"] == "0000":
        return None
    low_year, high_year = int(match["year"].replace("X", "0")), int(match["year"].replace("X", "9"))
    month, day = match["month"], match["day"]
    try:
        if month is None or month == "XX":
            return date(low_year, 1, 1), date(high_year, 12, 31)
        first, last = _SEASONS.get(int(month), (int(month), int(month)))
        end_year = high_year + (last < first)
        last_day = calendar.monthrange(end_year, last)[1]
        if day is None or day == "XX":
            return date(low_year, first, 1), date(end_year, last, last_day)
        return date(low_year, first, int(day)), date(high_year, first, int(day))
    except ValueError:  # a day or month that the calendar does not have
        return None


@lru_cache(maxsize=4096)
@lru_cache(maxsize=4096)
def edtf_interval(edtf: str) -> tuple[date | None, date | None] | None:
    """First and last day of an EDTF value, for sorting and comparing; a null side is open, null altogether = unknowable (XXXX-12-19).

    Marks of approximation (`~`, `?`, `%`) don't widen the interval. Winter (code 24) runs from December of its year to February.
    """
    start, slash, end = edtf.partition("/")
    if not slash:
        return _point_days(edtf)
    left = None if start in {"", OPEN} else _point_days(start)
    right = None if end in {"", OPEN} else _point_days(end)
    if (left is None and start not in {"", OPEN}) or (right is None and end not in {"", OPEN}):
        return None
    return (left[0] if left else None), (right[1] if right else None)


def _validated(value: str) -> str:
    if not is_edtf(value):
        raise ValueError(f"{value!r} is not an EDTF date (examples: 2024-12-14, 2024-12, 2024-12-14/2024-12-15, 2024-12~, XXXX-12-19)")
    return value


check_edtf = AfterValidator(_validated)
