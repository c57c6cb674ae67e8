"""Digits and number words → exact values.

A number is read at a position of a text and either has one value or is refused: "x²", "½", "1,23,4" and digits of other scripts are
refused, never rounded. Everything is bounded, so that reading is linear in the length of the text.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

Exact = int | Fraction

LARGEST = 2**63 - 1
"""A count beyond this is no figure: it could not be stored, and nobody counts so far."""

GAP = r"(?:[^\S\n]{0,3}\n[^\S\n]{0,3}|[^\S\n]{1,3})"
"""White space between two words of one expression; a blank line ends it."""

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS: dict[str, int] = {
    **{word: value for value, word in enumerate(_SMALL.split())},
    **{word: 10 * tens for tens, word in enumerate(_TENS.split(), start=2)},
    "fourty": 40,
}
SCALES: dict[str, int] = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "mln": 1_000_000,
    "mn": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_GLUED_SCALES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mln": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}

_THIN = "\u00a0\u2007\u2009\u202f"
_DIGITS = re.compile(
    r"(?<![\w.])(?<![0-9][,'’/:])(?:"
    r"(?P<comma>[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,2}(?:,[0-9]{2}){1,6},[0-9]{3})(?:\.(?P<comma_rest>[0-9]{1,9}))?"
    rf"|(?P<space>[1-9][0-9]{{0,2}}(?:[{_THIN} ][0-9]{{3}}){{1,6}})(?:[.,](?P<space_rest>[0-9]{{1,2}}))?"
    r"|(?P<dots>[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,6})"
    r"|(?P<ticks>[1-9][0-9]{0,2}(?:['’][0-9]{3}){1,6})"
    r"|(?P<plain>[0-9]{1,30})(?:(?P<mark>[.,])(?P<rest>(?<=,)[0-9]{1,2}|(?<=\.)[0-9]{1,9}))?"
    r")(?P<glued>(?:[kK]|[mM](?:n|ln)?|[bB]n?)(?!\w))?(?![\w\u0300-\u036f\u20d0-\u20ff\ufe0f])(?![.,'’/:][0-9])"
)
_SCALE_AFTER = re.compile(rf"(?:{GAP}|-)(?P<scale>{'|'.join(SCALES)})(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{1,12}(?![\w'’])")
_JOINT = re.compile(rf"(?:[-‐‑]|{GAP})(?:and{GAP})?", re.IGNORECASE)
_PART = re.compile(
    rf"(?:(?:an?{GAP})?(?:(?P<half>half)|(?P<quarter>quarter)(?:{GAP}of)?)|three(?:{GAP}|-)(?P<quarters>quarters)(?:{GAP}of)?)"
    rf"(?:{GAP}an?)?{GAP}",
    re.IGNORECASE,
)
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "quarters": Fraction(3, 4)}
"""Of "a million"; what comes behind decides whether it is a number."""
_AND_A_HALF = re.compile(rf"{GAP}and{GAP}a{GAP}half(?!\w)", re.IGNORECASE)
_ARTICLE = re.compile(rf"an?{GAP}", re.IGNORECASE)
_MOST_WORDS = 14


class Number(NamedTuple):
    """A number read from `text[start:end]`; `maybe_grouped` marks "10.000", ten or ten thousand, `metres` "10m", metres or millions."""

    start: int
    end: int
    value: Exact
    maybe_grouped: bool = False
    metres: bool = False


def read_number(text: str, position: int) -> Number | None:
    """The number that begins at `position`, as long as it goes; null if none begins there or its value isn't certain."""
    first = text[position : position + 1]
    if first.isascii() and first.isdigit():
        return _digits(text, position)
    if position and (text[position - 1].isalnum() or text[position - 1] == "_"):
        return None
    return _words(text, position)


def _digits(text: str, position: int) -> Number | None:
    match = _DIGITS.match(text, position)
    if match is None:
        return None
    value, maybe_grouped = _digit_value(match)
    end, metres = match.end(), False
    if match["glued"]:
        value *= _GLUED_SCALES[match["glued"].lower()]
        metres, maybe_grouped = match["glued"] == "m", False
    while scale := _SCALE_AFTER.match(text, end):
        value, end, maybe_grouped = value * SCALES[scale["scale"].lower()], scale.end(), False
    if value > LARGEST:
        return None
    return Number(position, end, value, maybe_grouped, metres)


def _digit_value(match: re.Match[str]) -> tuple[Exact, bool]:
    if match["plain"] and not match["rest"]:
        return int(match["plain"]), False
    for whole, rest in (("comma", "comma_rest"), ("space", "space_rest")):
        if match[whole]:
            digits = re.sub(r"[^0-9]", "", match[whole])
            return _exact(digits, match[rest]), False
    if grouped := match["dots"] or match["ticks"]:
        return int(re.sub(r"[^0-9]", "", grouped)), False
    plain, rest = match["plain"], match["rest"]
    maybe_grouped = match["mark"] == "." and len(rest) == 3 and len(plain) <= 3 and plain[0] != "0"  # noqa: PLR2004 (a group of thousands)
    return _exact(plain, rest), maybe_grouped


def _exact(whole: str, rest: str | None) -> Exact:
    return Fraction(int(whole + rest), 10 ** len(rest)) if rest else int(whole)


def _words(text: str, position: int) -> Number | None:
    """Number words from `position`: the longest run of words that makes one number."""
    factor: Exact = 1
    at = position
    first = text[position : position + 1].lower()
    part = _PART.match(text, position) if first in "ahqt" else None
    if part:
        factor, at = _PARTS[str(part.lastgroup)], part.end()
    article = part or (_ARTICLE.match(text, position) if first == "a" else None)
    words: list[str] = []
    best: Number | None = None
    if article:
        at, words = article.end(), ["a"]
    while len(words) < _MOST_WORDS and (match := _WORD.match(text, at)):
        word = match[0].lower()
        if word not in WORDS and word not in SCALES:
            break
        words.append(word)
        value = cardinal(words)
        if value is None:
            break
        best = Number(position, match.end(), value * factor)
        joint = _JOINT.match(text, match.end())
        if joint is None or ("and" in joint[0].lower() and word not in SCALES):
            break
        at = joint.end()
    return _with_half(text, best) if best and best.value <= LARGEST and not (part and words[-1] not in SCALES) else None


def _with_half(text: str, number: Number) -> Number | None:
    """A half added: "two and a half million", "a million and a half"; a bare "two and a half" stays a fraction."""
    match = _AND_A_HALF.match(text, number.end)
    if match is None:
        return number
    last = re.split(r"[\s-]", text[number.start : number.end].lower())[-1]
    unit = SCALES.get(last, 1)
    value, end = number.value + Fraction(unit, 2), match.end()
    if unit == 1 and (scale := _SCALE_AFTER.match(text, end)):
        value, end = value * SCALES[scale["scale"].lower()], scale.end()
    return Number(number.start, end, value) if value <= LARGEST else None


def cardinal(words: list[str]) -> int | None:
    """The value of number words in order ("a", "two", "hundred", "twenty", "one"); null where they are no one number."""
    total, current, previous = 0, 0, LARGEST
    open_to = 100  # the next word must be below this: after "twenty" only a digit, after "five" none
    for index, word in enumerate(words):
        if word == "a":
            current, open_to = 1, 0
        elif word in WORDS:
            value = WORDS[word]
            if value >= open_to or (value == 0 and len(words) > 1):
                return None
            current += value
            open_to = 10 if value >= 20 else 0  # noqa: PLR2004 (twenty-one)
        else:
            scale = SCALES[word]
            if scale in (12, 100):
                if current >= 100 or (index and not current):  # noqa: PLR2004 ("two hundred hundred")
                    return None
                current, open_to = max(current, 1) * scale, 100 if scale == 100 else 0  # noqa: PLR2004
            elif scale < previous and (current or index == 0):
                total, current, previous, open_to = total + max(current, 1) * scale, 0, scale, 100
            elif not current and total:  # "two thousand million" is not read
                return None
            else:
                return None
    return total + current
