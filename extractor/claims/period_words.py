"""Weeks, months, seasons, years, and stretches up to publication."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractor.claims.calendar_words import SEASONS
from extractor.claims.day_words import latest_weekday
from extractor.claims.time_frame import (
    COMING,
    COUNT,
    MONTH,
    PART,
    SIDE,
    TO,
    YEAR,
    Frame,
    Resolution,
    Rule,
    days_back,
    iso,
    mark_of,
    month_number,
    months_before,
    small_count,
    span,
)


def _past(match: re.Match[str], frame: Frame) -> Resolution | None:
    """So many days back, up to publication: "over the past week", "the last three days"."""
    count = small_count(match["n"] or "")
    if frame.now is None or frame.now.day is None or not count:
        return None
    unit = match["unit"]
    if unit == "hour":
        count, unit = -(-count // 24), "day"
    first = days_back(frame.now.day, count, unit)
    return frame.relative(span(first, frame.now.day)) if first else None


def _week(match: re.Match[str], frame: Frame) -> Resolution | None:
    if frame.now is None or frame.now.day is None:
        return None
    monday = frame.now.day - timedelta(days=frame.now.day.weekday())
    match match["which"]:
        case "this":
            return frame.relative(span(monday, frame.now.day))
        case "next" | "coming":
            return frame.relative(span(monday + timedelta(days=7), monday + timedelta(days=13)))
        case _:
            start = monday - timedelta(days=7)
            return frame.relative(span(start + timedelta(days=5 * (match["unit"] == "weekend")), monday - timedelta(days=1)))


def _weekend(_: re.Match[str], frame: Frame) -> Resolution | None:
    """The latest weekend that has begun."""
    if frame.now is None or frame.now.day is None:
        return None
    saturday = latest_weekday("saturday", frame.now.day)
    return frame.relative(span(saturday, saturday + timedelta(days=1)))


def _calendar_unit(match: re.Match[str], frame: Frame) -> Resolution | None:
    """Months and years counted from publication: "last month", "this year", "next month"."""
    now, step = frame.now, {"this": 0, "next": -1, "coming": -1}.get(match["which"], 1)
    if now is None:
        return None
    mark = mark_of(match["part"])
    if match["unit"] == "year":
        return frame.relative(f"{now.first.year - step:04}{mark}") if now.first.year == now.last.year else None
    then = months_before(now.first.replace(day=1), step)
    return frame.relative(f"{iso(then)[:7]}{mark}") if then and iso(now.first)[:7] == iso(now.last)[:7] else None


def _month_only(match: re.Match[str], frame: Frame) -> Resolution | None:
    month, mark = month_number(match["m"]), mark_of(match["part"])
    if match["y"]:
        return Resolution(f"{match['y']}-{month:02}{mark}", "text")
    if match["which"] in COMING:
        return None
    if frame.now is None:
        return Resolution(f"XXXX-{month:02}", "text")  # EDTF has no mark on a month of an unknown year
    year = _month_year(month, frame, before_this_month=match["which"] in {"last", "previous"})
    return frame.relative(f"{year:04}-{month:02}{mark}") if year else Resolution(f"XXXX-{month:02}", "text")


def _month_year(month: int, frame: Frame, *, before_this_month: bool) -> int | None:
    """Year of the latest such month that has begun; beside a date of the text, of the nearest."""
    if frame.now is None:
        return None
    if frame.origin == "context":
        middle = frame.now.first.year * 12 + frame.now.first.month
        return min(range(frame.now.first.year - 1, frame.now.first.year + 2), key=lambda year: abs(year * 12 + month - middle))
    years = {now.year - (month > now.month or (before_this_month and month == now.month)) for now in (frame.now.first, frame.now.last)}
    return years.pop() if len(years) == 1 else None


def _months(match: re.Match[str], frame: Frame) -> Resolution | None:
    """Stretches of months: "between August and November", "from October to December 2024"."""
    first, last = month_number(match["m"]), month_number(match["m2"])
    if match["y"]:
        year, origin = int(match["y"]), "text"
    elif frame.now is None:
        return None
    else:
        found = _month_year(last, frame, before_this_month=False)
        if found is None:
            return None
        year, origin = found, frame.origin
    return Resolution(f"{year - (first > last):04}-{first:02}/{year:04}-{last:02}", "text" if origin == "text" else frame.origin)


def _season(match: re.Match[str], frame: Frame) -> Resolution | None:
    code = SEASONS[match["season"]]
    if match["y"]:
        return Resolution(f"{match['y']}-{code}", "text")
    if frame.now is None or match["which"] in COMING:
        return None
    over = match["which"] in {"last", "this past", "previous", "past"}
    years = {_season_year(code, now, over=over) for now in (frame.now.first, frame.now.last)}
    return frame.relative(f"{years.pop():04}-{code}") if len(years) == 1 else None


def _season_year(code: int, now: date, *, over: bool) -> int:
    """Year of the latest such season that has begun, or that is over; a winter belongs to the year of its December."""
    first_month = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    begun = now.year - (now.month < first_month)
    end = months_before(date(begun, first_month, 1), -3)
    return begun - 1 if over and end is not None and now < end else begun


def _year_only(match: re.Match[str], _: Frame) -> Resolution | None:
    return Resolution(match["y"] + mark_of(match["part"]), "text")


def _years(match: re.Match[str], _: Frame) -> Resolution | None:
    first, last = match["y"], match["y2"]
    last = first[: 4 - len(last)] + last
    return Resolution(f"{first}/{last}", "text") if first < last else None


def _decade(match: re.Match[str], _: Frame) -> Resolution | None:
    return Resolution(f"{match['y'][:3]}X", "text")


_OVER = "(?:(?:over|in|during|within|for|throughout|across) )?"
_THE_PAST = "(?:the (?:course of the )?(?:past|last)|(?:past|last)(?= [a-z0-9]+ [a-z]+$))"

PERIOD_RULES: tuple[Rule, ...] = (
    (rf"(?:early |late |earlier |later |the end of |in the course of )?{SIDE}(?P<unit>week)", _week),
    (r"(?:earlier|later|early|late)? ?(?P<which>last) (?P<unit>weekend)", _week),
    (r"(?:over |at |on |during )?(?:this |the )weekend", _weekend),
    (rf"{PART}(?:the )?{SIDE}(?P<unit>month|year)", _calendar_unit),
    (rf"{_OVER}{_THE_PAST} (?:(?P<n>{COUNT}) )?(?P<unit>hour|day|night|week|month|year)s?", _past),
    (rf"{PART}(?:{SIDE})?(?P<m>{MONTH})(?:,?(?: of)? (?P<y>{YEAR}))?", _month_only),
    (rf"(?:from |between )?(?P<m>{MONTH}){TO}(?P<m2>{MONTH})(?:,? (?P<y>{YEAR}))?", _months),
    (
        rf"(?:(?:early|mid|late)[ -])?(?:the )?(?:{SIDE})?(?P<season>spring|summer|autumn|fall|winter)(?:(?: of)? (?P<y>{YEAR}))?",
        _season,
    ),
    (rf"{PART}(?P<y>{YEAR})", _year_only),
    (rf"(?:from |between )?(?P<y>{YEAR})(?:{TO})(?P<y2>{YEAR}|[0-9]{{2}})", _years),
    (r"(?:the )?(?P<y>(?:1[5-9]|20)[0-9])0s", _decade),
)
