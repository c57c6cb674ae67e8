"""Every time expression of a text, in the words that mean something to `resolve_time`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from extractor.claims.calendar_words import DAY, MONTH, MONTHS, SEASONS, SECOND_DAY, WEEKDAYS, YEAR
from extractor.claims.finding import Span
from extractor.claims.numbers import GAP, WORDS


class FoundTime(NamedTuple):
    """A time expression: `words` = `text[span.start:span.end]`."""

    span: Span
    words: str


_TO = rf"(?:\s?[-‐‑–—]\s?|{GAP}(?:to|and|or|through){GAP})"
_WEEKDAY = (
    "(?:"
    + "|".join(f"{name.capitalize()}|{name.upper()}" for name in WEEKDAYS if name.endswith("day"))
    + r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.(?=\s))"
)
_SEASON = f"(?i:{'|'.join(SEASONS)})"
_COUNT = rf"(?i:{'|'.join(WORDS)}|an?|a{GAP}few|several|a{GAP}couple(?:{GAP}of)?|couple(?:{GAP}of)?|[0-9]{{1,3}})"
_UNIT = r"(?i:hour|day|night|week|month|year|decade)s?"
_PART = rf"(?i:early|late|earlier|later|mid|the{GAP}(?:end|start|beginning|middle){GAP}of|the{GAP}night{GAP}of)"
_CLOCK = r"(?i:(?:1[0-2]|[1-9])(?::[0-5][0-9])?\s?(?:[ap]\.m\.|[ap]m(?!\w))|[0-2]?[0-9]:[0-5][0-9](?![0-9:]))"
_DATE = (
    rf"(?:{_WEEKDAY},?{GAP})?(?:{MONTH}{GAP}?{DAY}{SECOND_DAY}?(?:,?{GAP}{YEAR})?"
    rf"|{DAY}(?:{_TO}{DAY})?(?:{GAP}of)?{GAP}{MONTH}(?:,?{GAP}{YEAR})?|{MONTH}(?:,|{GAP}of)?{GAP}{YEAR}|{MONTH}(?![\w-])(?!{GAP}[A-Z])(?:{GAP}(?:and|to|through){GAP}{MONTH}(?!\w|{GAP}[0-9A-Z]))?)"
    rf"|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?!\w)|[0-9]{{1,2}}(?P<mark>[./-])[0-9]{{1,2}}(?P=mark)[0-9]{{4}}(?!\w)"
)
_YEARS = rf"(?<=\b[Ii]n\s){YEAR}(?!\w|,[0-9])|(?<=\b[Ss]ince\s){YEAR}(?!\w|,[0-9])|(?<=\b[Dd]uring\s){YEAR}(?!\w|,[0-9])"
_RELATIVE = (
    rf"(?i:(?:the{GAP}day{GAP}before{GAP})?yesterday|today|tonight|tomorrow|overnight|last{GAP}night|this{GAP}(?:morning|afternoon|evening))(?!\w)"
    rf"|(?i:last|this|next|past|previous){GAP}(?:(?i:week|weekend|month|year)(?!\w)|{_SEASON}(?!\w)|{_WEEKDAY}|{MONTH})"
    rf"|(?i:(?:over|in|during|within|for|throughout){GAP}(?:the{GAP}(?:course{GAP}of{GAP})?)?(?:(?:the{GAP})?(?:past|last|previous){GAP})?){_COUNT}{GAP}{_UNIT}(?!\w)(?!{GAP}(?:ago|old|earlier|later))"
    rf"|(?i:(?:over|in|during|within|for|throughout){GAP}the{GAP}(?:past|last){GAP}){_UNIT}(?!\w)"
    rf"|(?i:the{GAP}(?:past|last|previous){GAP}){_COUNT}{GAP}{_UNIT}(?!\w)"
    rf"|(?i:about{GAP}|around{GAP})?{_COUNT}{GAP}{_UNIT}{GAP}(?i:ago|earlier|later)(?!\w)"
    rf"|(?i:(?:on{GAP}|for{GAP})?the{GAP}[a-z]{{3,7}}{GAP}(?:(?:consecutive|straight|successive){GAP})?day(?:{GAP}in{GAP}a{GAP}row|{GAP}running)?)(?<=day|row|ing)(?!\w)"
    rf"|(?i:the{GAP})?(?i:same|next|following|previous){GAP}(?i:day)(?!\w)"
    rf"|{_WEEKDAY}(?:{GAP}(?i:morning|afternoon|evening|night))?(?!\w)|(?i:spring|summer|autumn|fall|winter)(?:{GAP}of)?{GAP}{YEAR}"
)
_CORE = rf"(?:{_DATE}|{_RELATIVE}|{_YEARS})"
_LEAD = rf"(?:(?:(?i:since|until|from){GAP})?(?:{_PART}(?:{GAP}|-)(?:(?i:on|in|this){GAP}(?=\S))?)?(?:the{GAP}(?={_SEASON}))?)"
_TIME = re.compile(rf"{_LEAD}{_CORE}(?:(?:\s?[-–—]\s?|{GAP}(?:to|through){GAP})(?:{_WEEKDAY}|{MONTH}{GAP}{DAY}(?!\w))(?!\w))?")
_STARTER_WORDS = (
    "yesterday today tonight tomorrow overnight last this next past previous over in during within for throughout the about around on same "
    "following "
    "early late earlier later mid since until from a an few several couple"
)
_STARTERS = frozenset([*_STARTER_WORDS.split(), *MONTHS, *WEEKDAYS, *SEASONS, *WORDS])
_ANCHORS = frozenset(
    (
        *(*MONTHS, *WEEKDAYS, *SEASONS, "today", "tonight", "tomorrow", "yesterday", "overnight"),
        *("morning", "afternoon", "evening", "weekend", "hour", "day", "night", "week", "month", "year", "decade"),
        *("hours", "days", "nights", "weeks", "months", "years", "decades"),
    )
)
"""Every time expression has one of these or a digit in it, at most `_REACH` words behind its first."""
_ALONE = frozenset(("today", "tonight", "tomorrow", "yesterday", "overnight"))
_REACH = 20
_SECOND = _STARTERS | _ANCHORS | frozenset(["end", "start", "beginning", "middle", "course", "of"])
"""What can follow a word that begins a time expression and is none by itself."""
_BEHIND_DIGITS = _ANCHORS | frozenset(["of", "to", "and", "or", "through", "am", "pm", "a", "p", "st", "nd", "rd", "th"])
_ROW = frozenset(("day", "consecutive", "straight", "successive"))
WORD = re.compile(r"(?!\s)([A-Za-z]++(?![^\W\d_])|[0-9]+|[^\W\d_]+)")
"""What is a word here: letters, or digits."""


def find_times(text: str, span: Span | None = None) -> list[FoundTime]:
    """Every time expression of `text` (or of `span` in it), in order, never overlapping.

    Words that change its meaning belong to it ("since October", "late on Monday"), mere prepositions ("on", "in") don't. Spans are code
    points of `text`; linear time.
    """
    position, end = span or (0, len(text))
    words: list[str] = []
    begun: list[Begun] = []
    for match in WORD.finditer(text, position, end):
        word = match[0].lower()
        if role := role_of(word):
            begun.append((len(words), match.start(), role))
        words.append(word)
    return [FoundTime(found, text[found.start : found.end]) for found in times_from(text, words, begun, end)]


Begun = tuple[int, int, int]
"""A word that can begin a time expression: its number among the words, where it begins, and its role."""
_BEGINS, _ANCHORS_ONE = 1, 2
"""The two bits of a role."""


def role_of(word: str) -> int:
    """What `word`, in small letters, is to time expressions: what can begin one, what each has one of, both, or nothing (0)."""
    if word < ":":  # digits are sorted before ":"
        return _BEGINS | _ANCHORS_ONE
    return (_BEGINS if word in _STARTERS or word in _ALONE else 0) | (_ANCHORS_ONE if word in _ANCHORS else 0)


def times_from(text: str, words: list[str], begun: Sequence[Begun], end: int) -> list[Span]:
    """The time expressions of `text` up to `end`, in order.

    `words` are all its words (`WORD`) from some place on, in small letters and in order, `begun` those of them that have a role.
    """
    anchors = [at for at, _, role in begun if role & _ANCHORS_ONE]
    found: list[Span] = []
    if not anchors:
        return found
    words, position, last = [*words, "|", "|"], 0, anchors[-1]
    for at, start, role in begun:
        if at > last:
            break
        if start < position or not role & _BEGINS or not _may_begin(words, at) or anchors[bisect_left(anchors, at)] - at > _REACH:
            continue
        match = _TIME.match(text, start, end)
        if match is not None and match.end() > start:
            found.append(Span(start, match.end()))
            position = match.end()
    return found


def _may_begin(words: list[str], at: int) -> bool:
    """Whether a time expression can begin with word number `at`, by the words behind it: most are passed over before they are read."""
    word, following = words[at], words[at + 1]
    if word < ":":
        return len(word) == 4 or following in _BEHIND_DIGITS or following < ":"  # noqa: PLR2004 (a year)
    if word in _ANCHORS:
        return True
    if following == "the":
        return _may_begin(words, at + 1)
    if word == "on":
        return False  # before "the" only: "on the third day"
    return following in _SECOND or following < ":" or (word == "the" and words[at + 2] in _ROW)
