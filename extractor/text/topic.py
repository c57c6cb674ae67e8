"""What a story is about, as far as its words tell."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{4,}")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COMMON = _set(
    "about above after again against also amid among another around because been before being between both came claims could "
    "does during each first from further have having here into just last latest like made make many more most much near next "
    "only other over report reported reports said same says several should since some such than that their them then there "
    "these they this those three through today told under until very want week were what when where which while will with "
    "would year years your news story read people"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_YEAR = re.compile(r"(?:19|20)(?<=\b\d\d)\d\d\b")  # begun with digits, so that the scan skips from digit to digit
_DAY = re.compile(  # begun with one set of signs, so that the scan skips from sign to sign
    rf"[jfmasond\d](?<!\w\w)(?:(?<=\d)\d?\s+(?:{_MONTHS})[a-z]*\b|[a-z]{{2}}(?<={_MONTHS})[a-z]*\.?\s+\d{{1,2}}\b)"
)
_NUMBER = re.compile(r"\d+")
_SHARED = 3
_SHARE = 0.34


class Topic:
    """The words that a story's headline and beginning (`lead`) are made of, and the days and years that the whole `story` speaks of."""

    def __init__(self, lead: str, story: str) -> None:
        self.words = _significant(lead)
        self._story = story
        self._days: frozenset[str] | None = None  # only captions with a date ask for them
        self._years: frozenset[str] | None = None

    def shares(self, words: str) -> bool:
        """Whether `words` are on this topic: three words in common, or two that are a third of them."""
        its = _significant(words)
        common = len(its & self.words)
        return common >= _SHARED or (common > 1 and common >= _SHARE * len(its))

    def dates(self, words: str) -> bool:
        """Whether every day and year that `words` name is one of the story's."""
        days, years = _days(words), _years(words)
        if days:
            self._days = _days(self._story) if self._days is None else self._days
            if not days <= self._days:
                return False
        if years:
            self._years = _years(self._story) if self._years is None else self._years
        return not years or not self._years or years <= self._years


def _significant(text: str) -> frozenset[str]:
    return frozenset(map(str.casefold, _WORD.findall(text))) - _COMMON


def _days(text: str) -> frozenset[str]:
    return frozenset(map(_day, _DAY.findall(text.lower())))


def _day(words: str) -> str:
    """As in "dec 14", of "14 december" and "dec. 14"."""
    number = _NUMBER.findall(words)[0]
    return f"{words.removeprefix(number).lstrip()[:3]} {number}"


def _years(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))
