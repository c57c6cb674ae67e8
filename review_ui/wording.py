"""Words on the screen for what the record holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.checks.coverage import Reason
from extractor.claims.core import Figure
from extractor.text.characters import TURNING

_LABELS = {
    "attribution": "Who says it",
    "event_time": "When",
    "place": "Where",
    "figure": "Figure",
    "evidence": "Quote",
    "edtf": "Date (EDTF)",
    "text": "Words",
    "low": "At least",
    "high": "At most",
    "said_on": "Said on",
    "by": "By",
    "month": "When it happened",
    "assignee": "Assigned to",
    "search": "Words",
    "document": "Article",
    "reviewer": "Decided by",
}
DONE = {"accept": "accepted", "fix": "fixed", "reject": "rejected", "skip": "skipped", "flag": "flagged", "undo": "took back"}
"""What an action is called once it is done."""
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905 - twelve words
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}  # ISO 8601-2, "sub-year groupings"
_DATE = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2}))?(?:-(?P<day>[0-9X]{2}))?(?P<mark>[?~%]?)$")
_SHOWN = str.maketrans(dict.fromkeys(TURNING, "\ufffd"))
_MARKS = {"": "", "?": " (uncertain)", "~": " (about)", "%": " (uncertain, about)"}


def label(name: str) -> str:
    """What a field is called on the screen: `event_time` → "When", `population` → "Population"."""
    return _LABELS.get(name, phrase(name)[:1].upper() + phrase(name)[1:])


def phrase(value: str) -> str:
    """An enumeration's value in words: `killed_or_wounded` → "killed or wounded"."""
    return value.replace("_", " ")


def bounds(figure: Figure) -> str:
    """A figure's bounds: "12", "≥ 100", "≤ 5", "10,000–12,000", "≈ 300", "no bounds"."""
    low, high = figure.low, figure.high
    if low is None and high is None:
        return "no bounds"
    if low is None:
        return f"≤ {high:,}"
    if high is None:
        return f"≥ {low:,}"
    if low != high:
        return f"{low:,}–{high:,}"
    return f"≈ {low:,}" if figure.qualifier == "approximate" else f"{low:,}"


def counted(figure: Figure) -> str:
    """Bounds with their unit: "≥ 100 persons", "1 person", "no bounds"."""
    if figure.low is None and figure.high is None:
        return bounds(figure)
    unit = figure.unit.removesuffix("s") if figure.low == figure.high == 1 else figure.unit
    return f"{bounds(figure)} {unit}"


def say_edtf(edtf: str) -> str:
    """An EDTF value as people write dates; what is no plain date or interval of dates stays as it is."""
    if "/" not in edtf:
        return _say_date(edtf) or edtf
    begin, end = (_say_date(part) if part not in {"", ".."} else "…" for part in edtf.split("/", 1))
    return f"{begin} – {end}" if begin and end else edtf


def _say_date(value: str) -> str | None:
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    named = _SEASONS | {f"{number:02}": name for number, name in enumerate(_MONTHS, 1)}
    if (month and month not in named) or (day and not day.isdigit()) or ("X" in year and year != "XXXX"):
        return None
    parts = [day.lstrip("0") if day else "", named[month] if month else "", "" if year == "XXXX" else year]
    words = " ".join(part for part in parts if part)
    return words + _MARKS[match["mark"]] + (" (year unknown)" if year == "XXXX" else "")


GAP_REASONS: Mapping[Reason, str] = {
    "people": "Nothing is claimed of these people.",
    "attributed": "Somebody gives a number here; nothing is claimed of it.",
    "number": "Nothing is claimed of this number.",
    "words": "Nothing is claimed from this sentence.",
}
"""Why a stretch that no claim covers is dotted in the article."""


def shown(text: str) -> str:
    """`text` with a visible sign, one for one, for each that turns the direction of what follows: 14 must not look like 41."""
    return text.translate(_SHOWN)


def shown_row(row: Mapping[str, str]) -> dict[str, str]:
    """A row of a table, each of its cells as `shown`."""
    return {name: shown(words) for name, words in row.items()}


def shorten(text: str, length: int = 80) -> str:
    """`text` in one line of at most `length` characters, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0] + "…"
