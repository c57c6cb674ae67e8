"""Days: dates in words and digits, weekdays, and days counted from the anchor."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractor.claims.calendar_words import WEEKDAYS
from extractor.claims.time_frame import (
    AHEAD,
    COUNT,
    DAY,
    MONTH,
    SIDE,
    TO,
    UNIT,
    WEEKDAY,
    YEAR,
    Frame,
    Resolution,
    Rule,
    days_back,
    digits,
    iso,
    month_number,
    real_day,
    small_count,
    span,
)


def yearless_day(month: int, day: int, now: date) -> date | None:
    """The occurrence of a day in the year that ends `AHEAD` after `now`; null if that year hasn't one (Feb. 29)."""
    limit = now + AHEAD
    candidates = [
        d for year in (limit.year, limit.year - 1) if (d := real_day(year, month, day)) and limit - timedelta(days=366) < d <= limit
    ]
    return max(candidates, default=None)


def _nearest_day(month: int, day: int, now: date) -> date | None:
    candidates = [d for year in (now.year - 1, now.year, now.year + 1) if (d := real_day(year, month, day))]
    return min(candidates, key=lambda d: abs(d - now), default=None)


def _anchored_day(month: int, day: int, frame: Frame) -> date | None:
    """The day that the anchor singles out: by the rule for publication dates, the nearest to a date of the text."""
    if frame.now is None:
        return None
    choose = _nearest_day if frame.origin == "context" else yearless_day
    found = {choose(month, day, now) for now in (frame.now.first, frame.now.last)}
    return found.pop() if len(found) == 1 else None


def _dated(days: list[tuple[int, int]], year: int | None, frame: Frame) -> Resolution | None:
    """One day or the first and last of a stretch, as (month, day); without a year by the anchor, else with the year open."""
    if year is not None:
        return _stretch(days, year)
    last = _anchored_day(*days[-1], frame)
    if last is None:
        return _open_year(days)
    first = real_day(last.year - (days[0] > days[-1]), *days[0])
    return frame.relative(span(first, last)) if first else None


def _stretch(days: list[tuple[int, int]], year: int) -> Resolution | None:
    last = real_day(year, *days[-1])
    first = real_day(year - (days[0] > days[-1]), *days[0])
    return Resolution(span(first, last), "text") if first and last else None


def _open_year(days: list[tuple[int, int]]) -> Resolution | None:
    if any(real_day(2024, month, day) is None for month, day in days) or (len(days) > 1 and days[0] > days[-1]):
        return None
    return Resolution("/".join(dict.fromkeys(f"XXXX-{month:02}-{day:02}" for month, day in days)), "text")


def _year(match: re.Match[str]) -> int | None:
    return int(match["y"]) if match["y"] else None


def _month_day(match: re.Match[str], frame: Frame) -> Resolution | None:
    month = month_number(match["m"])
    days = [(month, digits(match["d"]))]
    if match["d2"]:
        days.append((month_number(match["m2"]) if match["m2"] else month, digits(match["d2"])))
    if len(days) > 1 and days[0] >= days[1] and not match["m2"]:
        return None
    resolution = _dated(days, _year(match), frame)
    return resolution if resolution is None or not match["w"] else _agreeing(match["w"], resolution)


def _agreeing(weekday: str, resolution: Resolution) -> Resolution | None:
    """A weekday beside the date must be that day's: otherwise one of the two is wrong, and nobody can say which."""
    if "/" in resolution.edtf or resolution.edtf.startswith("XXXX"):
        return resolution
    return resolution if date.fromisoformat(resolution.edtf).weekday() == WEEKDAYS[weekday.strip(". ,")] else None


def _day_month(match: re.Match[str], frame: Frame) -> Resolution | None:
    last_month = month_number(match["m"])
    days = [(month_number(match["m1"]) if match["m1"] else last_month, digits(match["d"]))]
    if match["d2"]:
        days.append((last_month, digits(match["d2"])))
        if days[0] >= days[1] and not match["m1"]:
            return None
    resolution = _dated(days, _year(match), frame)
    return resolution if resolution is None or not match["w"] else _agreeing(match["w"], resolution)


def _iso_day(match: re.Match[str], _: Frame) -> Resolution | None:
    day = real_day(*(int(match[key]) for key in ("y", "m", "d")))
    return Resolution(iso(day), "text") if day else None


def _numeric(match: re.Match[str], _: Frame) -> Resolution | None:
    """13/12/2024 or 12/13/2024; 11/12/2024 could be either and stays unresolved."""
    year = int(match["y"])
    readings = {d for d in (real_day(year, int(match["a"]), int(match["b"])), real_day(year, int(match["b"]), int(match["a"]))) if d}
    return Resolution(iso(readings.pop()), "text") if len(readings) == 1 else None


def latest_weekday(name: str, now: date) -> date:
    """The latest such day on or before `now` (CODEBOOK.md, "TimeRef")."""
    return now - timedelta(days=(now.weekday() - WEEKDAYS[name.strip(". ,")]) % 7)


def _weekday(match: re.Match[str], frame: Frame) -> Resolution | None:
    if frame.now is None or frame.now.day is None:
        return None
    now = frame.now.day
    if match["which"] == "last":
        return frame.relative(iso(latest_weekday(match["w"], now - timedelta(days=1))))
    if match["which"] == "next":
        return frame.relative(iso(latest_weekday(match["w"], now + timedelta(days=7))))
    return None if match["which"] else frame.relative(iso(latest_weekday(match["w"], now)))


def _weekdays(match: re.Match[str], frame: Frame) -> Resolution | None:
    if frame.now is None or frame.now.day is None:
        return None
    last = latest_weekday(match["w2"], frame.now.day)
    return frame.relative(span(latest_weekday(match["w"], last), last))


_NAMED_DAYS = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "day before yesterday": -2,
}


def _named_day(match: re.Match[str], frame: Frame) -> Resolution | None:
    if frame.now is None or frame.now.day is None:
        return None
    return frame.relative(iso(frame.now.day + timedelta(days=_NAMED_DAYS[match["name"]])))


def _this_part(_: re.Match[str], frame: Frame) -> Resolution | None:
    return frame.relative(iso(frame.now.day)) if frame.now and frame.now.day else None


def _overnight(_: re.Match[str], frame: Frame) -> Resolution | None:
    return frame.relative(span(frame.now.day - timedelta(days=1), frame.now.day)) if frame.now and frame.now.day else None


def _ago(match: re.Match[str], frame: Frame) -> Resolution | None:
    count = small_count(match["n"])
    if frame.now is None or frame.now.day is None or not count:
        return None
    then, unit = days_back(frame.now.day, count, match["unit"]), match["unit"]
    if then is None:
        return None
    exact = unit in {"day", "night"} and "couple" not in match["n"] and not match["about"]
    precise = iso(then) if unit in {"day", "night", "week"} else iso(then)[: 7 if unit == "month" else 4]
    return frame.relative(precise if exact else f"{precise}~")


_OF_DAY = r"(?: (?:morning|afternoon|evening|night))?"
_FROM = rf"(?:from |between )?(?:(?P<w>{WEEKDAY}),? )?"
_SECOND = rf"(?:{TO}(?:(?P<m2>{MONTH}) )?(?P<d2>{DAY}))?"
_FIRST = rf"(?P<d>{DAY})(?:(?: of)? (?P<m1>{MONTH}))?(?:{TO}(?P<d2>{DAY}))?"
_IN_YEAR = rf"(?:,? (?P<y>{YEAR}))?"

DAY_RULES: tuple[Rule, ...] = (
    (rf"{_FROM}(?P<m>{MONTH}) ?(?:the )?(?P<d>{DAY}){_SECOND}{_IN_YEAR}", _month_day),
    (rf"{_FROM}{_FIRST}(?: of)? (?P<m>{MONTH}){_IN_YEAR}", _day_month),
    (r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?:t[0-9:z.+]*)?", _iso_day),
    (r"(?P<a>[0-9]{1,2})(?P<mark>[./-])(?P<b>[0-9]{1,2})(?P=mark)(?P<y>[0-9]{4})", _numeric),
    (rf"(?:{SIDE})?(?P<w>{WEEKDAY})", _weekday),
    (rf"(?:from |between )?(?P<w>{WEEKDAY}){TO}(?P<w2>{WEEKDAY})", _weekdays),
    (
        rf"(?:early |late |later |earlier )?(?P<name>today|tonight|yesterday|last night|tomorrow|(?:the )?day before yesterday){_OF_DAY}",
        _named_day,
    ),
    (r"(?:early |late |earlier )?this (?:morning|afternoon|evening)|earlier in the day|earlier today", _this_part),
    (r"overnight|during the night", _overnight),
    (rf"(?P<about>about |around |some |nearly |almost |roughly |more than |over )?(?P<n>{COUNT}) {UNIT} (?:ago|earlier than now)", _ago),
)
