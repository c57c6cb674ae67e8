"""One quantity expression, read from words (CODEBOOK.md, table "Figure").

A quantity is qualifying words, a core (number, range, share, or vague words) and qualifying words after it. `read_quantity` reads
the longest one at a position; `figure_of` turns it into bounds. A qualifier reaches its own core only, never over "and".
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil, floor
from typing import Literal, NamedTuple

from extractor.claims.core import Figure, Qualifier
from extractor.claims.numbers import GAP, LARGEST, SCALES, WORDS, Exact, Number, read_number

_PREFIXES: dict[str, tuple[str, ...]] = {
    "at_least": (r"at (?:the very )?least", r"(?:no|not) (?:fewer|less) than", r"a minimum of", r"minimum", r"upwards? of"),
    "at_most": (r"up to", r"at (?:the very )?most", r"as (?:many|much|high) as", r"(?:no|not) more than", r"a maximum of", r"maximum"),
    "more_than": (
        r"(?:many |far |slightly |well )?more than",
        r"(?:just |well |slightly |far )?(?:over|above)",
        r"in excess of",
        r"greater than",
        r"exceeding",
    ),
    "fewer_than": (r"(?:slightly |far |well )?(?:fewer|less) than", r"(?:just |well |slightly )?(?:under|below)"),
    "approximate": (
        *(r"an? (?:estimated|approximate|average of)", r"estimated", r"(?:somewhere )?(?:about|around)", r"some", r"roughly"),
        *(
            r"approximately",
            r"approx\.?",
            r"nearly",
            r"almost",
            r"close(?:r)? to",
            r"close on",
            r"perhaps",
            r"nearer(?: to)?",
            r"just about",
            r"circa",
            r"in the (?:region|order) of",
            r"about",
        ),
    ),
}
_WORDED = [rf"(?P<{name}>{'|'.join(words)})" for name, words in _PREFIXES.items()]
_PREFIX = re.compile(rf"(?:(?:{'|'.join(_WORDED)})(?!\w){GAP}|(?P<tilde>~|≈)\s?)".replace(" ", GAP), re.IGNORECASE)
_SUFFIXES = {
    "at_least": r"(?:or|and) more|\+|-?plus|(?:or|and) (?:above|over|upwards?)|(?:,\s)?at (?:the very )?least",
    "at_most": r"or (?:fewer|less)|(?:,\s)?at (?:the very )?most",
    "approximate": r"or so|-odd",
}
_SUFFIX = re.compile(
    "|".join(rf"(?P<{name}>{GAP}?(?:{words}))" for name, words in _SUFFIXES.items()).replace(" ", GAP) + r"", re.IGNORECASE
)
_TO = re.compile(rf"(?:{GAP}(?:to|or){GAP}|{GAP}?[-‐‑–—−]{GAP}?)", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?:anywhere{GAP})?(?:(?P<between>between)|from){GAP}", re.IGNORECASE)
_AND = re.compile(rf"{GAP}and{GAP}", re.IGNORECASE)
_PERCENT = re.compile(rf"{GAP}?(?:%|per{GAP}?cent(?!\w)|pct(?!\w))", re.IGNORECASE)
_UNIT_WORDS = "battalion|brigade|company|platoon|regiment|division|squad|squadron|corps"
_VAGUE: tuple[tuple[str, int | None], ...] = (
    (r"(?:a )?couple(?: of)? hundred", 200),
    (r"(?:a )?couple(?: of)? thousand", 2000),
    (r"(?:a )?couple(?: of)? dozen", 24),
    (r"a couple", 2),
    (r"(?:several|a few|multiple) dozen", 36),
    (r"(?:several|a few|multiple) hundred", 300),
    (r"(?:several|a few|multiple) thousand", 3000),
    (r"(?:several|a few|multiple) million", 3_000_000),
    (r"several|a few|multiple|a handful", 3),
    (r"hundreds of thousands", 100_000),
    (r"tens of thousands", 10_000),
    (r"thousands of thousands", 1_000_000),
    (r"tens of millions", 10_000_000),
    (r"hundreds of millions", 100_000_000),
    (r"numerous|a number of", 4),
    (r"dozens", 12),
    (r"scores", 40),
    (r"tens", 10),
    (r"hundreds", 100),
    (r"thousands", 1000),
    (r"millions", 1_000_000),
    (r"an? (?:large|huge|vast|significant|considerable|substantial|small|unknown|undisclosed|unspecified|untold) numbers?(?: of)?", None),
    (r"(?:large|huge|vast|significant|untold|unknown) numbers(?: of)?", None),
    (r"(?:an? (?:overwhelming |vast )?)?majority(?: of)?|bulk of|most of|most|many|countless", None),
    (rf"an? (?:entire |whole )?(?:{_UNIT_WORDS})", None),
)
_VAGUE_WORDS = re.compile(
    "|".join(f"(?P<v{index}>{words})" for index, (words, _) in enumerate(_VAGUE)).replace(" ", GAP).join(("(?:", r")(?![\w])")),
    re.IGNORECASE,
)
_VAGUE_FIRST_WORDS = (
    "a an couple several multiple hundreds tens thousands numerous dozens scores millions large huge vast significant untold unknown "
    "majority overwhelming bulk most many countless"
)
_VAGUE_FIRST = frozenset(_VAGUE_FIRST_WORDS.split())
_SHARES = {"half": (1, 2), "third": (1, 3), "thirds": (1, 3), "quarter": (1, 4), "quarters": (1, 4), "fifth": (1, 5), "fifths": (1, 5)}
_NUMBERS = frozenset((*WORDS, *SCALES, "half", "quarter", "a", "an"))
_BARE = frozenset((*WORDS, *"0123456789", "half", "several", "few", "dozens", "hundreds", "thousands", "scores", "tens", "most"))
"""Words that are no prefix."""
_SHARE = re.compile(
    rf"(?:(?:(?P<many>an?|one|two|three|four)(?:{GAP}|-))(?P<part>thirds?|quarters?|fifths?)|(?:an?{GAP})?(?P<half>half))(?!\w)"
    rf"(?!{GAP}an?{GAP}|{GAP}(?:of{GAP}an?{GAP})?(?:[a-z]+illion|thousand|hundred|dozen)(?!\w))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[0-9]|[A-Za-z]+")
_BEHIND = re.compile(r" ([^\W\d_]+)(?![\w'’-])")
_JOINING = frozenset(["or", "and", "to", "at", "plus", "per", "percent", "pct"])
"""Words behind a number that `_SUFFIX`, `_TO` and `_PERCENT` can begin with."""
PLAIN_WORDS = {word: value for word, value in WORDS.items() if word != "one"}
_PLAIN = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})?|[A-Za-z]+) ([a-z]+)(?![\w'’-])")
_READ_ON = frozenset((*_JOINING, *_SHARES, *SCALES, *WORDS, "in"))
"""Words behind a number with which it may go on."""
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_N_IN = re.compile(
    rf"(?:(?P<one>one|1)|two|three|[2-9]){GAP}in{GAP}(?:every{GAP})?(?=[0-9]|three|four|five|six|seven|eight|nine|ten|twenty)",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    rf"{GAP}(?:of|people|persons|residents|inhabitants|households|families|homes|houses|children|adults|women|men|patients)(?!\w)|$"
)
_OF_TIME = re.compile(rf"{GAP}(?:(?:seconds|minutes|hours|days|nights|weeks|months|years|decades)(?!\w))")
_ALL_BUT = re.compile(rf"all{GAP}(?:but|except(?:{GAP}for)?){GAP}", re.IGNORECASE)
_DIVISIBLE = re.compile(
    r"%|percent|per cent|share|km|kilomet\w+|miles?|met(?:er|re)s?|m|ha|hectares?|acres?|sq\w*|square .*|tons?|tonnes?|kg|lit(?:er|re)s?|"
    r"hours?|days?|weeks?|months?|years?|barrels?|MW|GW|degrees?|[a-z]*(?:dollars?|euros?|money)|usd|eur|hryvnias?|rubles?",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """What was read from `text[start:end]`; `number` is the span of the bare number words; exact values, bounds not yet applied.

    `low` and `high` differ in a range; both null = vague words without a convention. `share` marks percentages and fractions.
    `behind` is the plain word behind a number that neither goes on nor is qualified there, as most do.
    """

    start: int
    end: int
    number: tuple[int, int]
    low: Exact | None
    high: Exact | None
    qualifiers: tuple[str, ...] = ()
    vague: bool = False
    share: bool = False
    maybe_grouped: bool = False
    metres: bool = False
    from_to: bool = False
    behind: str = ""


class Plain(NamedTuple):
    """A number whose words end at `end`, and the word `behind` it, which stands by itself and with which no number goes on."""

    value: int
    end: int
    behind: str


def plain_number(text: str, at: int) -> Plain | None:
    """As in "12 people", "1,200 houses", "seven men": most numbers, read at once."""
    match = _PLAIN.match(text, at)
    if match is None or match[2] in _READ_ON or (at and (text[at - 1].isalnum() or text[at - 1] == "_")):
        return None
    words = match[1]
    value = PLAIN_WORDS.get(words.lower())
    if value is None and words[0].isdigit() and text[at - 1 : at] in {" ", ""}:
        value = int(words.replace(",", ""))
    return Plain(value, match.end(1), match[2]) if value is not None else None


def read_quantity(text: str, position: int, *, ranges: bool = True) -> Quantity | None:
    """The longest quantity expression that begins at `position`; null if there is none. Without `ranges`, "12 to 15" is 12."""
    qualifiers: tuple[str, ...] = ()
    at = position
    word = _first_word(text, at)
    while len(qualifiers) < 4 and word not in _BARE and (prefix := _PREFIX.match(text, at)):  # noqa: PLR2004 ("at least about some N" is the most we met)
        qualifiers += ("approximate" if prefix["tilde"] else str(prefix.lastgroup),)
        at = prefix.end()
        word = _first_word(text, at)
    if (word.isdigit() or word in PLAIN_WORDS) and (plain := plain_number(text, at)):
        value, end, behind = plain
        return Quantity(position, end, (at, end), value, value, qualifiers, False, False, False, False, False, behind)
    core = _core(text, at, word, ranges=ranges)
    if core is None:
        return None
    suffix = None if core.share or core.behind else _SUFFIX.match(text, core.end)
    if suffix and not text[suffix.end() : suffix.end() + 1].isalnum():
        qualifiers += (str(suffix.lastgroup),)
        core = core._replace(end=suffix.end())
    return core._replace(start=position, qualifiers=qualifiers) if qualifiers else core


def _percent(text: str, core: Quantity) -> Quantity:
    match = _PERCENT.match(text, core.end)
    return core._replace(end=match.end(), share=True) if match else core


def _first_word(text: str, at: int) -> str:
    """The digit or the word in small letters that begins at `at`."""
    word = _WORD.match(text, at)
    return word[0].lower() if word else ""


def _core(text: str, at: int, word: str, *, ranges: bool) -> Quantity | None:
    """The quantity without qualifiers whose first word, at `at`, is `word`, and which is no plain number."""
    if word.isdigit():
        return (_share(text, at) if text[at + 1 : at + 2].isspace() else None) or _numeric(text, at, ranges=ranges)
    if word in {"between", "from", "anywhere"} and (opening := _BETWEEN.match(text, at)):
        return _between(text, at, opening) if ranges else None
    shared = _share(text, at) if word in _COUNTS or word == "half" else None
    read = shared or (_numeric(text, at, ranges=ranges) if word in _NUMBERS else None)
    return read or (_all_but(text, at) if word == "all" else _vague(text, at) if word in _VAGUE_FIRST else None)


def _all_but(text: str, at: int) -> Quantity | None:
    """Of "all but nine" nobody said how many that is: no bounds."""
    opening = _ALL_BUT.match(text, at)
    left = read_number(text, opening.end()) if opening else None
    return Quantity(at, left.end, (left.start, left.end), None, None, vague=True) if left else None


def _numeric(text: str, at: int, *, ranges: bool) -> Quantity | None:
    first = read_number(text, at)
    if first is None:
        return None
    number, value = (at, first.end), first.value
    behind = _plain_word(text, first.end)
    core = Quantity(at, first.end, number, value, value, (), False, False, first.maybe_grouped, first.metres, False, behind)
    if behind:
        return core
    core = _percent(text, core)
    return (_range(text, first, core, _TO) if ranges else None) or core


def _plain_word(text: str, end: int) -> str:
    """The word behind a number, if it stands by itself and no percentage, range or qualifier begins with it."""
    match = _BEHIND.match(text, end)
    word = match[1].lower() if match else ""
    return "" if word in _JOINING else word


def _between(text: str, at: int, opening: re.Match[str]) -> Quantity | None:
    first = read_number(text, opening.end())
    if first is None:
        return None
    start = Quantity(at, first.end, (first.start, first.end), first.value, first.value, maybe_grouped=first.maybe_grouped)
    core = _range(text, first, _percent(text, start), _AND if opening["between"] else _TO)
    return core._replace(from_to=True) if core and not opening["between"] else core


def _range(text: str, first: Number, core: Quantity, joint: re.Pattern[str]) -> Quantity | None:
    join = joint.match(text, core.end)
    second = read_number(text, join.end()) if join else None
    if second is None or first.metres or second.metres:
        return None
    low = _shared_scale(text, first, second)
    if low >= second.value:
        return None
    grouped = first.maybe_grouped and second.maybe_grouped
    return _percent(
        text, core._replace(end=second.end, number=(first.start, second.end), low=low, high=second.value, maybe_grouped=grouped)
    )


def _shared_scale(text: str, first: Number, second: Number) -> Exact:
    """The lower end of "two to three million": the second number's scale word is the first one's too, where it has none of its own."""
    word = re.split(rf"{GAP}|-", text[second.start : second.end])[-1].lower()
    scale = SCALES.get(word) or (1000 if word.endswith("k") and word[:1].isdigit() else 1)
    own = re.split(rf"{GAP}|-", text[first.start : first.end])[-1].lower()
    if own in SCALES or own.endswith("k") or first.value * scale > second.value:
        return first.value
    return first.value * scale


def _vague(text: str, at: int) -> Quantity | None:
    match = _VAGUE_WORDS.match(text, at)
    if match is None:
        return None
    low = _VAGUE[int(str(match.lastgroup)[1:])][1]
    return Quantity(at, match.end(), match.span(), low, None, vague=True)


def _share(text: str, at: int) -> Quantity | None:
    if several := _N_IN.match(text, at):
        return _n_in(text, at, several)
    match = _SHARE.match(text, at)
    if match is None:
        return None
    top, bottom = _SHARES[(match["part"] or match["half"]).lower()]
    count = _COUNTS[match["many"].lower()] if match["many"] else 1
    if count * top > bottom:
        return None
    percent = round(Fraction(100 * count * top, bottom))
    return Quantity(at, match.end(), match.span(), percent, percent, share=True)


def _n_in(text: str, at: int, opening: re.Match[str]) -> Quantity | None:
    """The share in "one in five" and "two in three people"; "two in three attacks" and "one in ten days" are counts."""
    base, count = read_number(text, opening.end()), read_number(text, at)
    if base is None or count is None or count.value >= base.value or _OF_TIME.match(text, base.end):
        return None
    if not opening["one"] and not _OF_PEOPLE.match(text, base.end):
        return None
    percent = round(Fraction(100) * count.value / base.value)
    return Quantity(at, base.end, (at, base.end), percent, percent, share=True)


class Bounds(NamedTuple):
    """What a figure states, without its words (the fields are those of `Figure`)."""

    low: int | None
    high: int | None
    qualifier: Qualifier
    unit: str = "persons"
    bounds_from: Literal["text", "convention"] = "text"

    def figure(self, words: str) -> Figure:
        """The figure of a record that `words` state."""
        return Figure(text=words, low=self.low, high=self.high, qualifier=self.qualifier, unit=self.unit, bounds_from=self.bounds_from)


def bounds_of(quantity: Quantity, unit: str) -> Bounds | None:
    """What `quantity` states in `unit` (shares are always percent); null where the bounds would be a guess.

    A fraction of something that comes whole ("2,5" persons) is no figure; of what can be divided (km, percent) the enclosing integers
    are the bounds. "10.000" is ten thousand where things are counted and ten where they are measured.
    """
    unit = "percent" if quantity.share else unit
    qualifier = _leading(quantity)
    if qualifier is None:
        return None
    if quantity.vague:
        open_low = qualifier in {"at_most", "fewer_than"}
        low = None if open_low or quantity.low is None else int(quantity.low)
        return Bounds(low, None, "vague", unit, "convention")
    values = _integers(quantity, unit)
    if values is None:
        return None
    low, high = _bounds(qualifier, *values)
    if (low is not None and low > LARGEST) or (high is not None and high < 0):
        return None
    return Bounds(low, high, qualifier, unit)


def _leading(quantity: Quantity) -> Qualifier | None:
    """The qualifier that decides; "at least about N" is at least, two that contradict are none."""
    if not quantity.qualifiers:
        return "exact" if quantity.low == quantity.high else "range"
    bounding = {name for name in quantity.qualifiers if name != "approximate"}
    if len(bounding) > 1:
        return None
    if bounding:
        qualifier: Qualifier = bounding.pop()  # type: ignore[assignment]
        return qualifier
    return "approximate" if quantity.low == quantity.high else "range"


def _integers(quantity: Quantity, unit: str) -> tuple[int, int] | None:
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        return None
    if isinstance(low, int) and isinstance(high, int) and not quantity.maybe_grouped:
        return low, high
    divisible = _DIVISIBLE.fullmatch(unit) is not None
    if quantity.maybe_grouped and not divisible:
        low, high = low * 1000, high * 1000
    if low.denominator == 1 and high.denominator == 1:
        return int(low), int(high)
    return (floor(low), ceil(high)) if divisible else None


def _bounds(qualifier: Qualifier, low: int, high: int) -> tuple[int | None, int | None]:
    match qualifier:
        case "at_least":
            return low, None
        case "more_than":
            return low + 1, None
        case "at_most":
            return None, high
        case "fewer_than":
            return None, high - 1
        case _:
            return low, high
