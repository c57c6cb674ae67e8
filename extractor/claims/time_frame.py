"""What time words are resolved against, and the pieces that every rule is made of."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from extractor.claims.calendar_words import MONTHS, WEEKDAYS
from extractor.claims.core import ResolvedFrom
from extractor.claims.numbers import read_number

COMING = frozenset({"next", "coming"})
AHEAD = timedelta(days=31)
"""How far ahead of publication a day without a year may lie."""

_DAY_NAMES = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = rf"(?:{_DAY_NAMES})\b\.?"
MONTH = rf"(?:{_MONTH_NAMES})\b\.?"
DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]|20)[0-9]{2}"
TO = r"\s?(?:-|\bto\b|\band\b|\bor\b|\bthrough\b|\buntil\b|\btill\b)\s?"
UNIT = r"(?P<unit>day|night|week|month|year|decade)s?"
COUNT = r"(?:a couple of|a couple|couple of|[a-z0-9]+(?:-[a-z]+)?)"
PART = (
    r"(?P<part>(?:very )?(?:early|mid|late|earlier|later|end|middle|beginning|start|turn|first half|second half)"
    r"(?:[ -](?:in|of|this|on))?(?: the)?[ -])?"
)
SIDE = r"(?:(?P<which>last|this past|this|previous|past|next|coming) )"


@dataclass(frozen=True, slots=True)
class Anchor:
    """First and last day that "now" can be; equal for a known day."""

    first: date
    last: date

    @property
    def day(self) -> date | None:
        """The day, if it is known to the day."""
        return self.first if self.first == self.last else None


@dataclass(frozen=True, slots=True)
class Resolution:
    """An EDTF value and what it rests on."""

    edtf: str
    origin: ResolvedFrom


@dataclass(frozen=True, slots=True)
class Frame:
    """What words are resolved against: `now` (publication, else context) and the date the text leans on, if any."""

    now: Anchor | None
    origin: ResolvedFrom
    context: Anchor | None

    def relative(self, edtf: str | None) -> Resolution | None:
        """A value that rests on `now`."""
        return None if edtf is None else Resolution(edtf, self.origin)


Handler = Callable[[re.Match[str], Frame], Resolution | None]
Rule = tuple[str, Handler]


def iso(day: date) -> str:
    """`day` as EDTF (years before 1000 keep four digits)."""
    return day.isoformat()


def span(first: date, last: date) -> str:
    """The days from `first` to `last` as EDTF."""
    return iso(first) if first == last else f"{iso(first)}/{iso(last)}"


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, or null where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def digits(word: str | None) -> int:
    """The digits of "14th"."""
    return int(re.sub(r"\D", "", word or ""))


def month_number(word: str) -> int:
    """1 to 12 of a month's name or short form."""
    return MONTHS[word.strip(". ")]


def mark_of(part: str | None) -> str:
    """~ for "early December"; "earlier in November" only says on which side of another date it lies."""
    return "~" if part and not part.startswith(("earlier", "later")) else ""


def small_count(word: str) -> int | None:
    """A small whole number in words or digits: "three", "a", "a couple of"."""
    named = {"a": 1, "an": 1, "couple": 2, "a couple": 2, "a couple of": 2, "couple of": 2, "": 1}
    if word in named:
        return named[word]
    number = read_number(word, 0)
    whole = number is not None and number.end == len(word) and number.value == Fraction(int(number.value))
    return int(number.value) if number is not None and whole and number.value <= 5000 else None  # noqa: PLR2004 (days)


def months_before(day: date, months: int) -> date | None:
    """The same day so many months earlier, or the month's last if it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return real_day(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])) if 1 <= year <= date.max.year else None


def days_back(now: date, count: int, unit: str) -> date | None:
    """`now` less so many units; null before the year 1."""
    if unit in {"day", "night", "week"}:
        days = count * (7 if unit == "week" else 1)
        return now - timedelta(days=days) if days < now.toordinal() else None
    return months_before(now, count * {"month": 1, "year": 12, "decade": 120}[unit])
