"""Words → figures with integer bounds, and back-checks of given bounds (CODEBOOK.md, table "Figure").

    "at least 100"                  → 100, open            at_least
    "an estimated 10,000 to 12,000" → 10000, 12000         range
    "a couple hundred"              → 200, open            vague, by convention
    "around half"                   → 50, 50 percent       approximate

Where the codebook is silent: "several hundred" is 300 and open, as "a couple hundred" is 200; "10.000" is ten thousand where things are
counted and ten where they are measured (km, percent); "2,5" is no number of persons, "2,5 million" is 2,500,000; what can be divided
takes the enclosing integers ("2.5 percent": 2 to 3); two qualifiers that contradict each other, a number beyond 2^63 − 1, superscripts,
vulgar fractions and digits of other scripts make no figure at all.
"""

from __future__ import annotations

import re

from extractor.claims.core import Figure
from extractor.claims.figure_scan import FigureKind, FoundFigure, figures_from, find_figures
from extractor.claims.quantities import bounds_of, read_quantity

__all__ = ["FigureKind", "FoundFigure", "bounds_disagreement", "figures_from", "find_figures", "parse_figure"]

_LONGEST = 120
_BEFORE = re.compile(
    r"\s*(?:(?:(?:a|the)\s+(?:combined\s+|grand\s+)?total\s+of|(?:yet\s+)?another|a\s+further|an\s+additional|an\s+extra|a\s+record|only|just|all|the|"
    r"the\s+(?:other|remaining)|additional|further|these|those)\s+)?",
    re.IGNORECASE,
)
_AFTER = r"(?:\s+(?:more|others|other|further|additional|of\s+them|in\s+total|in\s+all|total|altogether))?"
_PERSON = re.compile(
    r"\s*(?:an?|one|another)\s+(?:[^\W\d_][\w'’-]{0,30}\s+){0,3}?(?:"
    r"person|man|woman|child|boy|girl|baby|infant|toddler|civilian|teen|youth|guard|medic|pilot|chief|recruit|conscript|adult|resident|student|"
    r"combatant|combat\s+medic|general|colonel|captain|corporal|private|sergeant|lieutenant|patient|migrant|refugee|passenger|victim|official|"
    r"militant|insurgent|hostage|captive|spy|nurse|cop|male|female|national|citizen|driver|[a-z]{2,}(?:er|or|ist|man|woman|ian))\s*",
    re.IGNORECASE,
)


def parse_figure(words: str, unit: str = "persons") -> Figure | None:
    """The figure that `words` state, all of them; null if they are not one figure expression. `Figure.text` is `words` unchanged.

    `unit` is what the caller counts; shares are percent whatever it says. Words that only add or sum ("another 179", "47 more", "a total
    of 12") leave the number as it is; a singular person ("a soldier", or the bare "a") is one.
    """
    if len(words) > _LONGEST:
        return None
    lead = _BEFORE.match(words)
    for start in sorted({0, lead.end() if lead else 0}):
        quantity = read_quantity(words, start)
        if quantity and _is_tail(words[quantity.end :], unit):
            bounds = bounds_of(quantity, unit)
            return bounds.figure(words) if bounds else None
    if _PERSON.fullmatch(words) or words.strip().lower() in {"a", "an"}:
        return Figure(text=words, low=1, high=1, qualifier="exact", unit=unit)
    return None


def _is_tail(rest: str, unit: str) -> bool:
    return re.fullmatch(rf"{_AFTER}(?:\s*{re.escape(unit)})?\s*", rest, re.IGNORECASE) is not None


def bounds_disagreement(figure: Figure) -> str | None:
    """Why the words of `figure` don't support its bounds or qualifier, in one sentence; null if they do or can't be read."""
    read = parse_figure(figure.text, figure.unit)
    if read is None:
        return None
    if (read.low, read.high) != (figure.low, figure.high):
        return f"“{figure.text}” means {spoken_bounds(read.low, read.high)}, not {spoken_bounds(figure.low, figure.high)}"
    if read.qualifier != figure.qualifier:
        return f"“{figure.text}” is {_spoken(read.qualifier)}, not {_spoken(figure.qualifier)}"
    return None


def _spoken(qualifier: str) -> str:
    return qualifier.replace("_", " ")


def spoken_bounds(low: int | None, high: int | None) -> str:
    """Bounds as a reader says them: "30 or more", "10 to 12", "no bounds"."""
    match low, high:
        case None, None:
            return "no bounds"
        case low, None:
            return f"{low:,} or more"
        case None, high:
            return f"{high:,} or fewer"
        case low, high:
            return f"{low:,}" if low == high else f"{low:,} to {high:,}"
