"""Names of months, weekdays and seasons, and the shapes of dates written with digits."""

from __future__ import annotations

import re

from extractor.claims.numbers import GAP

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug"),
            *("september sept sep", "october oct", "november nov", "december dec"),
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}
SEASONS: dict[str, int] = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

_FULL = [name.capitalize() for name in MONTHS if len(name) > 4 or name in {"june", "july"}]  # noqa: PLR2004 (the rest are short forms)
_SHORT = ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"]
MONTH = "(?:" + "|".join([*_FULL, "May", *map(str.upper, _FULL), "MAY", *(rf"(?:{s}|{s.upper()})(?![a-zA-Z])\.?" for s in _SHORT)]) + ")"
"""A month's name, capitalised: "may" and "march" are verbs."""
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9]|[,.][0-9]{3}(?![0-9])|\s[0-9]{3}(?![0-9]))"
YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![0-9]|-[0-9]{2}-)"
_PEOPLE_WORDS = (
    "people persons troops soldiers men women children civilians fighters personnel casualties deaths dead killed wounded injured homes "
    "houses villages vehicles tanks drones missiles shells others refugees families victims cases infections prisoners servicemen "
    "militants rebels recruits residents officers policemen migrants patients detainees hostages"
)
_PEOPLE = frozenset(_PEOPLE_WORDS.split())
NOT_COUNTED = rf"(?!{GAP}(?:[a-zA-Z][\w-]{{1,20}}{GAP})?(?:{'|'.join(_PEOPLE_WORDS.split())})(?!\w))"
"""Ends "Dec. 14 and 15": the second number must not count people ("Dec. 14 and 15 soldiers")."""
_DASH = r"\s?[-‐‑–—]\s?"
SECOND_DAY = rf"(?:{_DASH}(?:{MONTH}{GAP})?{DAY}|{GAP}(?:to|and|or|through){GAP}(?:{MONTH}{GAP})?{DAY}{NOT_COUNTED})"
"""What may follow the first day of a stretch: "-15", " and 15", "–Jan. 2"."""

MONTH_DATE = re.compile(rf"{MONTH}{GAP}?(?:the{GAP})?{DAY}{SECOND_DAY}?(?:,?{GAP}{YEAR})?|{MONTH}(?:,|{GAP}of)?{GAP}{YEAR}")
"""Dec. 14, December 14-15, Dec. 30–Jan. 2, January 13, 2025, October 2024."""
DATE_IN_DIGITS = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?!\w)(?:T[0-9:]{{4,8}}Z?)?"
    rf"|[0-9]{{1,2}}(?P<mark>[./-])[0-9]{{1,2}}(?P=mark)(?:[0-9]{{4}}|[0-9]{{2}})(?!\w)"
    rf"|{DAY}(?:(?:{_DASH}|{GAP}(?:to|and|or){GAP}){DAY})?(?:{GAP}of)?{GAP}{MONTH}(?:,?{GAP}{YEAR})?(?!\w)"
    rf"|(?:1[5-9]|20)[0-9]{{2}}\s?[-–/]\s?(?:(?:1[5-9]|20)[0-9]{{2}}|[0-9]{{2}})(?![\w,])|(?:1[5-9]|20)[0-9]0s(?!\w)"
    rf"|(?:[01]?[0-9]|2[0-4])[:.h][0-5][0-9](?![0-9])(?:\s?(?:[AaPp]\.?[Mm]\.?|hours|hrs|GMT|UTC|local))(?![a-zA-Z])"
    rf"|(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
    rf"|(?:1[0-2]|0?[1-9])\s?(?:[AaPp]\.[Mm]\.?|[AaPp][Mm](?!\w))"
    rf"|(?:[01][0-9]|2[0-4])[0-5][0-9]\s?(?:hours|hrs|GMT|UTC|local)(?!\w)"
    rf"|9/11(?![\w/])|24/7(?![\w/])"
)
"""2024-12-14, 14/12/2024, 14-15 December 2024, 2022-2024, 1990s, 5:04 PM, 5 a.m., 0900 GMT."""

_YEAR_LEADS = re.compile(
    r"\b(?:in|since|during|until|till|by|of|from|early|late|mid|year|before|after|the|and|through|to|for)[\s-]$", re.IGNORECASE
)
_NEXT_WORDS = re.compile(rf"{GAP}(?:[A-Z][\w-]{{1,20}}{GAP}){{0,2}}(?P<noun>[a-z]{{3,15}})(?!\w)")


def is_year_at(text: str, start: int, end: int) -> bool:
    """Whether the bare four digits at `start` name a year (1500 to 2099) rather than count something that follows them."""
    if end - start != 4 or not re.fullmatch(r"(?:1[5-9]|20)[0-9]{2}", text[start:end]):  # noqa: PLR2004
        return False
    after = _NEXT_WORDS.match(text, end)
    counted = after is not None and after["noun"] in _PEOPLE
    return not counted or _YEAR_LEADS.search(text[max(0, start - 12) : start]) is not None
