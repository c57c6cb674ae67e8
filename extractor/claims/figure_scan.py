"""Every figure expression of a text, told apart from dates, money, ordinals, designations and measures.

One pass: a word or digit run that can begin a figure is looked up, the longest expression there is read, and scanning goes on behind
it. Every pattern is bounded, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Literal, NamedTuple

from extractor.claims.calendar_words import DATE_IN_DIGITS, MONTH_DATE, MONTHS, is_year_at
from extractor.claims.core import Figure
from extractor.claims.figure_starts import CURRENCIES, STARTS, WORD, may_go_on
from extractor.claims.finding import Span
from extractor.claims.numbers import GAP
from extractor.claims.quantities import PLAIN_WORDS, Bounds, Quantity, bounds_of, plain_number, read_quantity

FigureKind = Literal["count", "percent", "money", "date", "ordinal", "designation", "measure"]


class FoundFigure(NamedTuple):
    """A figure expression: `span` with its qualifier words, `number` the bare number words inside it (both ends of a range).

    Only `count` and `percent` are figures of a claim as they stand. The figure of a `money` or `measure` has what is measured as its unit;
    that of a `date`, `ordinal` or `designation` has no bounds.
    """

    span: Span
    words: str
    bounds: Bounds
    number: Span
    kind: FigureKind = "count"

    @property
    def figure(self) -> Figure:
        """The figure as part of a record."""
        return self.bounds.figure(self.words)

    def moved(self, by: int) -> FoundFigure:
        """The same figure where the text begins `by` characters earlier."""
        span = Span(self.span.start + by, self.span.end + by)
        number = span if self.number is self.span else Span(self.number.start + by, self.number.end + by)
        return FoundFigure(span, self.words, self.bounds, number, self.kind)


_Read = tuple[int, int, Bounds, tuple[int, int], FigureKind]
"""A figure expression while it is read: where it begins and ends, what it states, its number's place, its kind."""
_LABEL_WORDS = (
    "article resolution flight no nr unit brigade highway route section phase channel chapter page pages camp room block point checkpoint "
    "pier gate sector zone type model version boeing airbus area protocol rule law decree order case ward school station terminal runway "
    "line reactor level grade category tier stage hill hwy paragraph clause annex figure table building apartment battery squadron hangar "
    "dam warehouse pump lot box team wing fleet squad"
)
_LABELS = frozenset(_LABEL_WORDS.split())
_DIGIT_RUN = re.compile(r"[0-9][\w.,'’/:\-–]*")
_ORDINAL = re.compile(r"[0-9]{1,9}(?:st|nd|rd|th|ST|ND|RD|TH)(?![\w])")
_UNIT_NAME = re.compile(rf"{GAP}(?:[A-Z][\w'’-]{{0,30}}{GAP}){{0,4}}[A-Z][\w'’-]{{0,30}}")
_MINUS = re.compile(r"(?:^|[\s(])[-−–]$")
_DESIGNATION_LEFT = re.compile(r"(?:[^\W\d_]{1,12}[-‐‑–]?|#|№ ?)$")
_LABELLED = re.compile(rf"(?:(?P<label>[A-Z][A-Za-z]{{1,12}})\.?|(?P<number>No\.|Nos\.|#|№)){GAP}?$")
_MEASURE = re.compile(
    rf"(?:{GAP}?(?i:[ap]\.m\.|[ap]m|o['’]clock)|(?:{GAP}|-)?(?:(?i:km²?|kms|kgs?|mins?|hrs?|mm|cm|mph|kph|km/h|ft)|MW|GW|MWh|ha|°\s?[CF]?|m)|(?:{GAP}|-)(?:of{GAP})?(?:more{GAP})?(?:square{GAP}|cubic{GAP}|metric{GAP}|nautical{GAP})?"
    r"(?:kilomet(?:er|re)s?|met(?:er|re)s?|millimet(?:er|re)s?|centimet(?:er|re)s?|miles?|feet|foot|inch(?:es)?|kilograms?|kilos?|grams?|pounds?|tons?|tonnes?|"
    r"hours?|minutes?|seconds?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centuries|times|degrees?|hectares?|acres?|knots|barrels?|"
    r"lit(?:er|re)s?|gallons?|megawatts?|gigawatts?|volts?|percentage\s+points?|points?|storey|story|star|fold|year-old|month-old|day-old|"
    r"way|party|sided|point|stage|part|hour-long|page|seat|pronged))(?![\w])",
)
_MEASURE_WORDS = (
    "of more square cubic metric nautical km km² kms kg kgs min mins hr hrs mm cm mph kph ft mw gw mwh ha m kilometer kilometers kilometre "
    "kilometres meter meters metre metres millimeter millimeters millimetre millimetres centimeter centimeters centimetre centimetres mile "
    "miles feet foot inch inches kilogram kilograms kilo kilos gram grams pound pounds ton tons tonne tonnes hour hours minute minutes "
    "second seconds day days night nights week weeks weekend weekends month months year years decade decades century centuries times "
    "degree degrees hectare hectares acre acres knots barrel barrels liter liters litre litres gallon gallons megawatt megawatts gigawatt "
    "gigawatts volt volts percentage point points storey story star fold way party sided stage part page seat pronged am pm a p"
)
_LONGEST_UNIT = 24
_MEASURED = frozenset(_MEASURE_WORDS.split())
"""Words that `_MEASURE` can begin with."""
_NO_COUNT = _MEASURED.union(MONTHS)
"""Words behind a number that it may measure, or be a day of."""
_MONEY_BEFORE = re.compile(r"(?:(?:US|A|C|NZ|HK)?\$|[€£¥₴₽₹₺]|USD|EUR|GBP|UAH|RUB)\s?")
_MONEY_AFTER = re.compile(
    rf"{GAP}(?:(?:[A-Z]?[a-z]{{2,12}}){GAP})?(?:dollars?|euros?|pounds sterling|hryvnias?"
    r"|ru?bles?|rupees?|shekels?|liras?|dinars?|yuan|yen|won|cents|francs|USD|EUR|UAH|GBP)(?!\w)"
    r"|\s?[€£¥₴₽]",
)
_MONEY_SIGN = re.compile("[$€£¥₴₽]")
_QUALIFIED_MONEY = re.compile(r"[A-Za-z][A-Za-z ]{0,40}(?=(?:US)?[$€£¥₴₽])")
_PAIR = re.compile(r"[0-9]{1,4}[-–][0-9]{1,4}(?!\w|[.,][0-9])")
_GLUED_MEASURE = re.compile(r"[0-9][0-9.,]{0,12}(?:mm|cm|km|kg|kms|kph|mph|ft|MW|GW|kW|lb|lbs|ha)(?!\w)")
_AGE_ENDS = ("", ",", ".", ";", ")")
_FORCE = re.compile(r"(?:battalion|brigade|company|platoon|regiment|division|squad|squadron|corps)$")
_MILLIONS = re.compile(rf"{GAP}(?:people|persons|civilians|refugees|children|residents|men|women)(?!\w)")
"""After these, "1.2m" is in millions; elsewhere in metres."""
_BEFORE_AGES = frozenset(",eEdD")
"""What stands before the last blank of what `_AGE` finds."""
_AGE = re.compile(r"[A-Z][\w'’.-]{0,30},[^\S\n]$|(?:\b[Aa]ged?|AGED?)\s$")
_CHANGE = re.compile(
    r"\b(?:r[oi]se|rises|risen|rising|increase[ds]?|climb(?:ed|s)?|gr[eo]wn?|jump(?:ed|s)?|fell|fall|fallen|drop(?:ped|s)?|up|down|revised|raised|went|gone|"
    r"decrease[ds]?|reduced|shr[au]nk)\b[^.\n]{0,30}$",
    re.IGNORECASE,
)
_STEP = re.compile(rf"(?:\bfrom|\bby|\bfrom{GAP}[\w-]+{GAP}to){GAP}$", re.IGNORECASE)
"""Before the lower number of a change: "from", and "from seven to" in "from seven to 12 to 17"."""
_NOT_A_COUNT_BEFORE = {
    "one": re.compile(r"\b(?:no|any|each|this|the|every|day|square|another|which|a|only)[^\S\n-]?-?[^\S\n]?$", re.IGNORECASE),
    "many": re.compile(r"\b(?:how|so|too|as)\s$", re.IGNORECASE),
    "most": re.compile(r"\b(?:the|at|very|its|his|their)\s$", re.IGNORECASE),
    "half": re.compile(r"\b(?:first|second|latter|other|better|one)[\s-]$", re.IGNORECASE),
}
_AFTER_NEEDED = {
    "most": re.compile(rf"{GAP}of(?!\w)|$", re.IGNORECASE),
    "scores": re.compile(rf"{GAP}(?:of|were|are|have|had|more|killed|dead|wounded|injured|others)(?!\w)", re.IGNORECASE),
    "tens": re.compile(rf"{GAP}(?:of|were|are|have|had|more)(?!\w)", re.IGNORECASE),
}
_FRACTION_AFTER = re.compile(rf"{GAP}(?:of|the|its|their|his|her|all|more|less|that|those|these)(?!\w)", re.IGNORECASE)
_UNIT_OF = re.compile(rf"{GAP}of(?!\w)|{GAP}(?:was|were)(?!\w)", re.IGNORECASE)
_THAT = re.compile(r"\bthat[^\S\n]$", re.IGNORECASE)
_PREDICATE = re.compile(rf"[.,;)]|{GAP}(?:is|was|has|had|would|will|can|could|may|might)(?!\w)|$", re.IGNORECASE)
"""Behind "that one", these make it a pronoun; else it counts ("said that one soldier was killed")."""
_ONE_OTHER = re.compile(rf"{GAP}(?:another|of{GAP}the{GAP}(?:most|(?:\w{{2,20}}est|worst))|day|can|should|must)(?!\w)|['’]s", re.IGNORECASE)


def find_figures(text: str, span: Span | None = None) -> list[FoundFigure]:
    """Every figure expression of `text` (or of `span` in it) with its qualifier words, in order, never overlapping.

    Spans are code points of `text`. Unit is persons, percent, or what is measured; the caller gives counted things their name.
    """
    start, end = span or (0, len(text))
    # Reading behind the span's end would tie words together that the caller keeps apart; the left context is needed to judge.
    text = text if end >= len(text) else text[:end]
    pieces = WORD.split(text[start:])  # a gap, a word, a gap, …, a gap
    begun = [2 * at + 1 for at, word in enumerate(map(str.lower, pieces[1::2])) if word in STARTS]
    edges = list(accumulate(map(len, pieces), initial=start)) if begun else []
    return figures_from(text, [(edges[at], pieces[at], edges[at + 1]) for at in begun], start)


def figures_from(text: str, starts: Iterable[tuple[int, str, int]], first_place: int = 0, *, moved: int = 0) -> list[FoundFigure]:
    """The figures of `text` from `first_place` on, in order; their spans `moved` by so many characters, where `text` is part of another.

    `starts` are the places of all words of `STARTS`, in order: where the word begins, the word, where it ends.
    """
    figures = []
    behind = skip = first_place
    for at, first, end in starts:
        if at < skip or not may_go_on(text, first.lower(), end):
            continue
        found = _found_at(text, first, at)
        if found is not None and found[0] >= behind:
            start, skip, bounds, number, kind = found
            span = Span(start + moved, skip + moved)
            place = span if number == (start, skip) else Span(number[0] + moved, number[1] + moved)
            figures.append(FoundFigure(span, text[start:skip], bounds, place, kind))
            behind = skip
        elif first.isdigit() and (run := _DIGIT_RUN.match(text, at)):
            skip = run.end()
    return figures


def _found_at(text: str, first: str, at: int) -> _Read | None:
    if first.isascii() and first.isdigit():
        return _plain_at(text, at) or _digits_at(text, at)
    if not first[0].isalpha():
        return _money_at(text, at) or _quantity_at(text, at)
    if at and (text[at - 1].isdigit() or text[at - 1] == "_"):
        return None
    word = first.lower()
    if word in MONTHS:
        date = MONTH_DATE.match(text, at) if first[0].isupper() else None
        return _named(date.start(), date.end(), "date") if date else None
    plain = _plain_at(text, at) if word in PLAIN_WORDS else None
    if first in CURRENCIES and (money := _money_at(text, at)):
        return money
    return plain or _quantity_at(text, at)


def _plain_at(text: str, at: int) -> _Read | None:
    """As in "12 people", "seven men", most figures: a number between words that make nothing else of it."""
    plain = plain_number(text, at)
    if plain is None or plain.behind in _NO_COUNT or _MONEY_AFTER.match(text, plain.end):
        return None
    if at and text[at].isdigit() and not _is_plain_word(text[max(0, at - 40) : at]):
        return None
    return at, plain.end, Bounds(plain.value, plain.value, "exact"), (at, plain.end), "count"


def _named(start: int, end: int, kind: FigureKind) -> _Read:
    """A number that counts nothing: no bounds, the kind as its unit."""
    return start, end, Bounds(None, None, "vague", kind, "convention"), (start, end), kind


def _digits_at(text: str, at: int) -> _Read | None:
    if date := DATE_IN_DIGITS.match(text, at):
        return _named(at, date.end(), "date")
    return _part_of_name(text, at) or _glued(text, at) or _quantity_at(text, at) or _odd_run(text, at)


def _part_of_name(text: str, at: int) -> _Read | None:
    """Digits that name something: 8th Regiment, Mk-19, MH17, Article 5, [3]; and numbers with a minus sign, which count nothing."""
    if ordinal := _ORDINAL.match(text, at):
        name = _UNIT_NAME.match(text, ordinal.end())
        return _named(at, (name or ordinal).end(), "designation" if name else "ordinal")
    line = text[max(0, at - 40) : at]
    if _is_plain_word(line):
        return None
    if left := _DESIGNATION_LEFT.search(line):
        return _designation(text, at, left[0])
    if (label := _LABELLED.search(line)) and (label["number"] or label["label"].lower() in _LABELS):
        return _named(at - len(label[0]), _run_end(text, at), "designation")
    if line.endswith("["):
        return _named(at, _run_end(text, at), "designation")
    return _named(at, _run_end(text, at), "measure") if _MINUS.search(line) else None


def _is_plain_word(line: str) -> bool:
    """Whether `line` ends with a word in small letters and a blank, as most lines before a number do: nothing that names it."""
    return line[-1:] == " " and line[-2:-1].isalpha() and line[:-1].rpartition(" ")[2].islower()


def _glued(text: str, at: int) -> _Read | None:
    """155mm, and pairs that are no range: scores, telephone numbers."""
    if _GLUED_MEASURE.match(text, at):
        return _named(at, _run_end(text, at), "measure")
    pair = _PAIR.match(text, at)
    return _named(at, pair.end(), "designation") if pair and not _is_range(*re.split("[-–]", pair[0])) else None


def _is_range(low: str, high: str) -> bool:
    """Whether "low-high" can be a range: not a score (3-1), not a telephone number (555-0134)."""
    return int(low) < int(high) and not (len(low) == 3 and len(high) == 4)  # noqa: PLR2004


def _designation(text: str, at: int, left: str) -> _Read:
    kind: FigureKind = "date" if re.fullmatch(r"(?:mid|pre|post|early|late)[-–]", left, re.IGNORECASE) else "designation"
    return _named(at - len(left), _run_end(text, at), kind)


def _run_end(text: str, at: int) -> int:
    run = _DIGIT_RUN.match(text, at)
    return at + len(run[0].rstrip(".,'’/:-–")) if run else at + 1


def _odd_run(text: str, at: int) -> _Read | None:
    """Digits that make no number: versions, scores, telephone numbers, slashed fractions; superscripts are left alone."""
    end = _run_end(text, at)
    return _named(at, end, "designation") if re.fullmatch(r"[0-9][A-Za-z0-9.,'’/:\-–]*", text[at:end]) else None


def _money_at(text: str, at: int, *, qualifiers: tuple[str, ...] = (), start: int | None = None) -> _Read | None:
    sign = _MONEY_BEFORE.match(text, at)
    quantity = read_quantity(text, sign.end()) if sign else None
    if sign is None or quantity is None or quantity.vague:
        return None
    whole = quantity._replace(start=at if start is None else start, metres=False, qualifiers=qualifiers + quantity.qualifiers)
    return _found(whole, "money", "dollars" if "$" in sign[0] else "money")


def _quantity_at(text: str, at: int) -> _Read | None:
    quantity = read_quantity(text, at)
    if quantity is None:
        return _qualified_money(text, at)
    if quantity.from_to:
        return None  # the range begins at its number
    if quantity.low != quantity.high and _is_change(text, quantity):  # "rose from 12 to 15": two figures, no range
        quantity = read_quantity(text, at, ranges=False) or quantity
    kind = _kind(text, quantity)
    if kind is None:
        return None
    if kind == "date" or (kind == "measure" and quantity.metres):
        return _named(quantity.start, quantity.end, kind)
    return _found(quantity, kind, _unit(text, quantity, kind))


def _is_change(text: str, quantity: Quantity) -> bool:
    left = text[max(0, quantity.start - 60) : quantity.start]
    return _STEP.search(left) is not None and _CHANGE.search(left) is not None


def _measure(text: str, end: int) -> re.Match[str] | None:
    """A unit of measure behind a number, in capitals too where all is in capitals ("62 MILES NORTH")."""
    behind = text[end : end + _LONGEST_UNIT]
    capital = _MEASURE.match(behind.lower()) if behind.isupper() else None
    return _MEASURE.match(text, end) or (capital if capital and capital.end() > len(" m") else None)


def _unit(text: str, quantity: Quantity, kind: FigureKind) -> str:
    if kind == "measure" and (match := _measure(text, quantity.end)):
        return re.sub(r"^(?:of|more)\s+", "", match[0].strip(" \n\u00a0-").lower())
    return "persons" if kind == "count" else kind


def _qualified_money(text: str, at: int) -> _Read | None:
    """Money whose sign stands between qualifier and number: "more than $3 million"."""
    if _MONEY_SIGN.search(text, at, at + 48) is None:
        return None
    lead = _QUALIFIED_MONEY.match(text, at)
    words = f"{lead[0]}1" if lead and lead[0].endswith(" ") else ""
    probe = read_quantity(words, 0) if words else None
    if lead is None or probe is None or probe.end != len(words) or not probe.qualifiers:
        return None
    return _money_at(text, lead.end(), qualifiers=probe.qualifiers, start=at)


def _found(quantity: Quantity, kind: FigureKind, unit: str) -> _Read | None:
    bounds = bounds_of(quantity, unit)
    return (quantity.start, quantity.end, bounds, quantity.number, kind) if bounds is not None else None


def _kind(text: str, quantity: Quantity) -> FigureKind | None:
    """What the number counts; null where the words are no figure at all ("no one", "the most")."""
    left = text[max(0, quantity.start - 40) : quantity.start]
    if _MONEY_AFTER.match(text, quantity.end):
        return "money"
    measured = quantity.behind in _MEASURED or not quantity.behind  # else a word that measures nothing
    if (measured and _measure(text, quantity.end)) or (quantity.metres and not _MILLIONS.match(text, quantity.end)):
        return "measure"
    if quantity.share:
        return "percent" if _is_share(text, quantity, left) else None
    if not quantity.qualifiers:
        if is_year_at(text, *quantity.number):
            return "date"
        if text[quantity.end : quantity.end + 1] in _AGE_ENDS and left[-2:-1] in _BEFORE_AGES and _AGE.search(left):
            return "measure"
    return "count" if _is_count(text, quantity, left) else None


def _is_share(text: str, quantity: Quantity, left: str) -> bool:
    words = text[quantity.start : quantity.end].lower()
    if words[-1] == "%" or "cent" in words or "pct" in words or " in " in words:
        return True
    return _FRACTION_AFTER.match(text, quantity.end) is not None and not _NOT_A_COUNT_BEFORE["half"].search(left)


def _is_count(text: str, quantity: Quantity, left: str) -> bool:
    word = text[quantity.number[0] : quantity.number[1]].lower()
    if quantity.vague and (unit := _FORCE.search(word)):
        return bool(quantity.qualifiers or _UNIT_OF.match(text, quantity.end)) and unit.end() == len(word)
    before, after = _NOT_A_COUNT_BEFORE.get(word), _AFTER_NEEDED.get(word)
    if (before and before.search(left)) or (after and not after.match(text, quantity.end)):
        return False
    if word == "one" and _THAT.search(left) and _PREDICATE.match(text, quantity.end):
        return False
    return not (word == "one" and _ONE_OTHER.match(text, quantity.end))
