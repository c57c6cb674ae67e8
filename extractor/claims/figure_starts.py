"""Where a figure can begin, by its first two words: most words are passed over before anything is read."""

from __future__ import annotations

import re

from extractor.claims.calendar_words import MONTHS
from extractor.claims.numbers import SCALES, WORDS

_START_WORDS = (
    "couple several few multiple numerous tens dozens scores hundreds thousands millions many most half handful majority bulk countless "
    "a an at no not minimum upward upwards up as maximum more far slightly well just over above in greater exceeding fewer less under "
    "below nearer closer estimated somewhere about around some roughly approximately approx nearly almost "
    "close perhaps circa between anywhere from large huge "
    "vast significant untold unknown all"
)
CURRENCIES = frozenset({"US", "USD", "EUR", "GBP", "UAH", "RUB"})
_STARTS = frozenset([*WORDS, *SCALES, *MONTHS, *map(str.lower, CURRENCIES), *_START_WORDS.split()])
_AFTER_ARTICLE = (
    "couple few handful number large huge vast significant considerable substantial small unknown undisclosed unspecified untold "
    "overwhelming majority entire whole minimum maximum estimated approximate average third thirds quarter quarters fifth fifths half "
    "battalion brigade company platoon regiment division squad squadron corps"
)
_PREFIX_WORDS = (
    "well just far slightly over above below under about around some roughly approximately nearly almost circa exceeding between from "
    "close perhaps nearer closer greater more fewer less estimated somewhere anywhere upwards upward"
)
_SECOND_WORDS = "than to on of the least most much high very"
_SECOND = {
    **dict.fromkeys(_PREFIX_WORDS.split(), _STARTS | set(_SECOND_WORDS.split())),
    **dict.fromkeys(("a", "an"), frozenset([*WORDS, *SCALES, *_AFTER_ARTICLE.split()])),
    "at": frozenset({"least", "most", "the"}),
    "as": frozenset({"many", "much", "high"}),
    "in": frozenset({"excess", "the"}),
    "up": frozenset({"to"}),
    "all": frozenset({"but", "except"}),
    "no": frozenset({"fewer", "less", "more"}),
    "not": frozenset({"fewer", "less", "more"}),
}
"""Words that begin a figure only before one of these words, or before a digit or sign: looked at before anything is read."""
STARTS = frozenset((*_STARTS, *_SECOND, *"0123456789$€£¥₴₽₹₺~≈"))
"""Words, digits and signs that can begin a figure."""
WORD = re.compile(r"(?!\s)([A-Za-z]++(?![^\W\d_])|[0-9$€£¥₴₽₹₺~≈]|[^\W\d_]+)")
_NEXT_WORD = re.compile(r"[\s\-]{1,7}(?:([A-Za-z]+)|[^A-Za-z\s])")


def may_go_on(text: str, word: str, end: int) -> bool:
    """Whether what stands behind `word`, one of `STARTS`, can go on as a figure."""
    second = _SECOND.get(word)
    if second is None:
        return True
    following = _NEXT_WORD.match(text, end)
    return following is not None and (following[1] is None or following[1].lower() in second)
