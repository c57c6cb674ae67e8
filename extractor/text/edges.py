"""Whether a stretch of text begins and ends where words and numbers do.

A quote may not cut a word (fair of unfair), a compound (12-year-old), a number (12 of 112, 1,234, 12.5, 12 000, 8 to 12, two
hundred, 12 percent, two thirds, 30 × 40) nor part it from its sign (−12, $12, (12)). The number words are English; signs, scripts and
what multiplies digits (30 万, 30 млн, 30 lakh) are not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

import regex

from extractor.claims.finding import Span
from extractor.text.characters import SOFT_HYPHEN

Rule = Literal["quote", "words"]
"""`words` is for names and figures inside a quote: Kyiv may stand in Kyiv-based, Russia in Russia's, 12 in (12), $12, 12 percent."""

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
_SMALL = f"{_UNITS}|{_TEENS}|{_TENS}"
_MAGNITUDES = "dozen|hundred|thousand|lakh|lac|million|crore|billion|trillion|mln|bln|mn|bn"
_MANY = "tens|dozens|scores|hundreds|thousands|lakhs|lacs|millions|crores|billions|trillions"
_PARTS = "thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths"
_ONE_PART = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth"
_FOREIGN = (
    "mil|mille|mila|tausend|tsd|tys|tysięcy|tysiące|тыс|тысяч|тысячи|тис|тисяч|тисячі|ألف|آلاف|هزار|हज़ार|हजार|लाख|करोड़|"
    "millionen|mio|millones|millón|milhões|milhão|milioni|milione|miliony|milionów|milyon|млн|миллион|миллиона|миллионов|мільйон|"
    "мільйони|мільйонів|مليون|ملايين|میلیون|milliard|milliards|milliarden|milliarde|mrd|miliardi|miliardo|mld|milyar|млрд|миллиард|"
    "миллиарда|миллиардов|мільярд|мільярди|мільярдів|مليار|میلیارد"
)
"""Behind digits, as the languages write a thousand, a million, a milliard (CLDR, compact decimals); never "mi" or "bin", English words."""
_EASTERN = r"(?:[十百千万萬亿億兆]+\p{Han}?|[십백천]?[만억조](?:[여명]|(?!\p{Hangul})))"
_INDEFINITE = "an?|few|couple|several|many|half|quarter"
_MONTHS = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december"
_DASH = r"[\-‐‑‒–—−﹣－]"
_HYPHEN = r"[\-‐‑‒]"
_CURRENCY = "$€£¥₴₽₩₹₺₪¢"

_GROUP = r"[ \xa0\u2007\u2009\u202f]\d{3}(?!\d)"
_FRACTION = r"(?:\s?[½⅓⅔¼¾⅕-⅞⅐⅑⅒]|\ \d+[/⁄]\d+)"
_TIMES = rf"(?:\s(?:(?:{_FOREIGN})(?!\w)|{_EASTERN}))"
_DIGITS = rf"(?<!\p{{N}})(?:\p{{N}}{{1,3}}(?:{_GROUP})+|\p{{N}}+)(?:[.,:·'’٫٬/⁄∕_]\p{{N}}+)*(?:[^\W\d_]{{1,4}}(?!\w))?{_FRACTION}?{_TIMES}?"
_SPELLED = rf"(?:{_TENS})(?:[\s\-]+(?:{_UNITS}))?|{_SMALL}|{_MANY}"
_SCALE = rf"(?:{_MAGNITUDES}|{_MANY})\b(?:\s+(?:and\s+)?(?:(?:{_TENS})(?:[\s\-]+(?:{_UNITS}))?|{_SMALL})\b)?"
_SHARE = rf"\b(?:(?:{_UNITS})[\s\-]+(?:{_PARTS})|one[\s\-]+(?:{_ONE_PART}))(?![\w\-])(?:\s+of\s+an?\s+{_SCALE})?"
_CORE = rf"(?:{_SHARE}|\b(?:{_INDEFINITE})\s+(?:of\s+)?(?:an?\s+)?{_SCALE}|\b{_SCALE}|{_DIGITS}|\b(?:{_SPELLED})\b)"
_PLAIN = rf"{_CORE}(?:[\s\-]+{_SCALE})*(?:\s+of\s+(?:{_MANY})\b)*(?:\s+and\s+an?\s+(?:half|quarter)\b)?"
_PERCENT = r"(?:\s?[%‰°€£¥₴₽₩₹₺₪]|\s+(?:per\s?cent|percent(?:age)?|pct|pc)\b|\+(?!\s?\p{N}))"
_SIGNED = rf"(?:(?<![^\W_]){_DASH}(?=\p{{N}})|(?<![\w.,])[.,](?=\p{{N}}))?{_PLAIN}"
_MARKED = rf"(?:(?<![^\W_]){_DASH}?[+±~≈<>≤≥=#{_CURRENCY}]+\s?(?=\p{{N}}))?{_SIGNED}{_PERCENT}?"
_OPERATOR = r"(?:\s?(?:[×÷±~〜～]|\+/[\-−])\s?|\s(?:[x/*]|\+/[\-−])\s|[*^…]|\.\.\.)"
_UNSEGMENTED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_HAN_NUMERAL = r"[\d.,]*[〇零一二三四五六七八九十百千万萬亿億兆两]+"
_LETTER = rf"[[\w\p{{N}}\p{{M}}]--[_{_UNSEGMENTED}]]"
_LINE_BREAK = rf"[\-‐{SOFT_HYPHEN}]\s*[\n\r\u2028]\s*"


def _number(single: str) -> str:
    # The day of a date is a number by itself: "Dec. 12 300 soldiers" holds no 12 300.
    day = rf"(?<=\b(?:{_MONTHS})\b\.?\s+)(?:\d{{1,2}}(?:\s*{_DASH}\s*\d{{1,2}}|\s+(?:to|or)\s+\d{{1,2}}(?=,?\s\d{{4}}))?)(?![.,:]?\d)"
    return rf"(?<![a-z])(?:{day}|{single}(?:(?:\s*{_DASH}\s*|\s+(?:to|or)\s+|{_OPERATOR}(?=\p{{N}})){single})*)"


_WORDS = {
    "quote": rf"{_LETTER}+(?:(?:{_HYPHEN}|[_/'’]|\.(?=\p{{Ll}})|\.{_HYPHEN}|{_LINE_BREAK}){_LETTER}+)*|{_HAN_NUMERAL}",
    "words": rf"{_LETTER}+(?:(?:{_HYPHEN}(?=\p{{N}})|_|['’](?!s?(?!\w))(?=\p{{L}})|\.(?=\p{{Ll}})|{_LINE_BREAK}){_LETTER}+)*"
    rf"|{_HAN_NUMERAL}",
}
_NUMBERS = {"quote": rf"\((?=[^\p{{L}}]*\p{{N}}){_MARKED}\)|{_number(_MARKED)}", "words": _number(_SIGNED)}
_MULTIPLIED = rf"(?<=\p{{N}})(?:{_TIMES}|{_OPERATOR}(?=\p{{N}}))"
_MULTIPLYING = rf"\p{{N}}{_OPERATOR}$"
_OPERATOR_REACH = 8
_NUMBER_REACH = 40  # no number goes on so far without a numeral
_NUMERAL = re.compile(rf"\d|{_SMALL}|{_MAGNITUDES}|{_MANY}", re.IGNORECASE)
_GRAPHEME = r"\X"

_REACH = 64
_REMEMBERED = 16_384  # a text of repeats has the same few edges in thousands of places
_FAR = 4096  # how far to look where invisible characters stand in the way
_UNSEEN = rf"[[\p{{Default_Ignorable_Code_Point}}\p{{Cf}}\x80-\x84\x86-\x9f]--[{SOFT_HYPHEN}\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]]"
_INVISIBLE = rf"{SOFT_HYPHEN}(?!\s*[\n\r\u2028])|{_UNSEEN}"
"""Whatever a page doesn't show, also what no honest text has: tags, old controls, fillers: with one between 1 and 12 it reads 112."""
_CLOSING = frozenset(',.:;!?"”]…')
_POINTS = frozenset(",.:;!?")
_OPENING = frozenset('"“([')
_STOPS = frozenset('.!?…"”')
_NEXT_WORD = re.compile(r"\s+([A-Za-z]++(?!\w)|[“\"(]?)")
_DIGIT_BEFORE, _DIGITS_BEFORE = re.compile(r"[0-9]$"), re.compile(r"[0-9][.,]$")
_DIGITS_ON = re.compile(r"[.,][0-9]")
_RUN_BEFORE, _RUN_BEHIND = re.compile(r"[\w.,]*$"), re.compile(r"[\w.,]*")
"""Digits on both sides of a point or comma are one number, whatever is glued to them: UAH1,200."""
_FIRST_WORD = re.compile(r"[A-Za-z]++(?!\w)")
_LAST_WORD = re.compile(r"(?<![\w.])[A-Za-z]+$")
_BREAKS = frozenset(" \n")
_BEFORE_BREAK = frozenset(",.")
_GOES_ON = frozenset(
    f"{_SMALL}|{_MAGNITUDES}|{_MANY}|{_PARTS}|{_ONE_PART}|{_FOREIGN}|to|or|of|and|a|an|half|quarter|x|per|cent|percent|percentage|pct|pc".split(
        "|"
    )
)
_IN_NUMBERS = _GOES_ON | frozenset(_INDEFINITE.split("|"))


@cache
def _compiled(pattern: str, *, any_case: bool = False) -> regex.Pattern[str]:
    """`pattern`, compiled when it is first wanted: together they take a quarter of a second, and most commands want none of them."""
    return regex.compile(pattern, regex.V1 | (regex.IGNORECASE if any_case else 0))


def cut(text: str, span: Span, rule: Rule = "quote") -> str | None:
    """Why `span` cuts a word or number of `text`: "ends inside the number “1,200”"; null if it doesn't."""
    if span.start > 0 and not _starts_plainly(text, span.start):
        unit = _unit_across(text, span.start, rule)
        if unit:
            return f"starts inside {unit}"
    if span.end < len(text) and not _ends_plainly(text, span.end):
        unit = _unit_across(text, span.end, rule)
        if unit:
            return f"ends inside {unit}"
    return None


def multiplied(text: str, span: Span) -> bool:
    """Whether what stands beside the digits of `span` makes another number of them: 30 of 30 млн, 30 万, 30 × 40, 30~40."""
    if _compiled(_MULTIPLIED, any_case=True).match(text, span.end):
        return True
    before = text[max(0, span.start - _OPERATOR_REACH) : span.start]
    return text[span.start].isdigit() and _compiled(_MULTIPLYING, any_case=True).search(before) is not None


def cut_unseen(text: str, span: Span) -> bool:
    """Whether `span` cuts a number or name that characters which a page doesn't show run through: 12 of 12\u2060000."""
    beside = text[max(0, span.start - _OPERATOR_REACH) : span.start] + text[span.end : span.end + _OPERATOR_REACH]
    return not beside.isascii() and _compiled(_INVISIBLE).search(beside) is not None and cut(text, span, "words") is not None


def _starts_plainly(text: str, at: int) -> bool:
    """Whether one look tells that nothing is cut before `at`: most quotes start so."""
    before, first = text[at - 1], text[at]
    if not first.isalnum() or not first.isascii():
        return False
    if before in _OPENING:
        return first.isalpha() and (at <= 1 or text[at - 2].isspace())
    if before not in _BREAKS:
        return False
    if first.isalpha():
        if at > 1 and text[at - 2] not in _BEFORE_BREAK:  # behind a stop or comma and a space only a digit goes on with a number
            word = _FIRST_WORD.match(text, at)
            goes_on = word is None or word.group().casefold() in _GOES_ON
            return not goes_on and (text[at - 2].isalpha() or text[max(0, at - 3) : at] == ".\n\n")
        return True
    word = _LAST_WORD.search(text[max(0, at - _REACH) : at - 1])
    return word is not None and word.group().casefold() not in _GOES_ON


def _ends_plainly(text: str, at: int) -> bool:
    """Whether one look tells that nothing is cut behind `at`: most quotes end so."""
    last, behind = text[at - 1], text[at]
    if last in _STOPS:
        return behind in _BREAKS
    if not last.isalnum() or not last.isascii():
        return False
    if behind in _CLOSING:
        return (at + 1 == len(text) or text[at + 1].isspace()) and (last.isalpha() or behind in _POINTS)
    word = _NEXT_WORD.match(text, at)
    return word is not None and word.group(1).casefold() not in _GOES_ON and (word.group(1) != "" or word.end() == len(text))


def _unit_across(text: str, at: int, rule: Rule) -> str | None:
    """The word or number that stands on both sides of `at`, named; null if there is none."""
    return _unit_between(*_sides(text, at), rule)


@lru_cache(maxsize=_REMEMBERED)
def _unit_between(left: str, right: str, rule: Rule) -> str | None:
    if (_DIGIT_BEFORE.search(left) and _DIGITS_ON.match(right)) or (_DIGITS_BEFORE.search(left) and right[:1].isdecimal()):
        return f"the number “{_RUN_BEFORE.search(left)[0]}{_RUN_BEHIND.match(right)[0]}”"  # type: ignore[index]
    window, edge = left + right, len(left)
    units = [("the word", _compiled(_WORDS[rule]))]
    near = window[max(0, edge - _NUMBER_REACH) : edge + _NUMBER_REACH]
    if not near.isascii() or _NUMERAL.search(near):
        units.insert(0, ("the number", _compiled(_NUMBERS[rule], any_case=True)))
    if not right[:1].isascii():
        units.append(("the character", _compiled(_GRAPHEME)))
    first = _behind_plain_word(left)
    for name, pattern in units:
        at = first
        while at < edge:
            match = pattern.match(window, at)
            start, at = match.span() if match else (at, at + 1)
            if match and at > edge:
                return f"{name} “{' '.join(window[start:at].split())}”"
    return None


def _behind_plain_word(left: str) -> int:
    """Where the last word of `left` ends that is no part of a number, nor of what stands behind it: no unit reaches over it."""
    end = left.rfind(" ")
    while end > 0:
        start = left.rfind(" ", 0, end) + 1
        word = left[start:end].rstrip(",.;:")
        if word.isascii() and word.isalpha() and word.casefold() not in _IN_NUMBERS:
            return start + len(word)
        end = start - 1
    return 0


def _sides(text: str, at: int) -> tuple[str, str]:
    """What stands before and behind `at`, without invisible characters; as much of it as matters."""
    left, right = text[max(0, at - _REACH) : at], text[at : at + _REACH]
    if left.isascii() and right.isascii():
        return left, right
    left, right = _seen(left), _seen(right)
    if len(left) * 2 < _REACH or len(right) * 2 < _REACH:
        left, right = _seen(text[max(0, at - _FAR) : at])[-_REACH:], _seen(text[at : at + _FAR])[:_REACH]
    return left, right


def _seen(text: str) -> str:
    return str(_compiled(_INVISIBLE).sub("", text))
