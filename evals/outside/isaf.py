"""Military press releases coded as JSON lines, with the columns of the ISAF press-release data set (text, StartDate, minkilled, …).

The least numbers killed and captured are a casualties claim each. The rows say nothing of quotes: the passage is the sentence that speaks
of the outcome.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.outside.shape import Mapped, Outside, corpus_of, passage, read_text
from extractor.errors import UsageError
from extractor.text.document import Document

_COUNTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("minkilled", "killed", ("killed", "killing", "dead", "died", "kill", "kills")),
    ("mincaptured", "captured", ("captured", "detained", "detaining", "capturing", "arrested", "capture", "detain", "detains")),
)
_PLACES = ("village", "citydistrict", "province")
_MEASURED = ("kind", "outcome", "figure", "event_time", "place")
NOTES = (
    "Not in the format, so not measured: population, attacker, source, cue, relays, stance, verification, said_on, scope, qualifier, unit.",
    "Not mapped: target group, commander, position, leaders and facilitators, event type, raid, air strike, characterisations.",
    "Numbers are the least that the release allows: N or more; exactly N is right too.",
    "Quotes are the sentence that names the outcome: measure overlap, not exact spans.",
    "Only casualties are measured.",
)


def load_isaf(path: Path) -> Outside:
    """Read a JSON-lines file. Raises `UsageError`."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder", hint="Give the JSON-lines file.")
    documents = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            row = _row(line, f"{path}:{number}")
            name = str(row.get("name") or row.get("eventrefnumber") or number)
            documents.append((Document(text=row["text"], name=f"{number}-{name}", published=_date(row)), list(_claims(row))))
    return Outside(corpus_of(path, documents, _MEASURED, frozenset({"casualties"})), NOTES)


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: not JSON ({error})", hint="One JSON object a line.") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise UsageError(f"{where}: text is missing", hint="Every line has the release under `text`.")
    return row


def _claims(row: Mapping[str, Any]) -> Iterator[Mapped]:
    places = [str(row[column]) for column in _PLACES if row.get(column)]
    for column, outcome, words in _COUNTS:
        least = _count(row.get(column))
        if least:
            columns = {"outcome": outcome, "figure_text": str(least), "low": least, "qualifier": "at_least", "unit": "persons"}
            columns |= {"event_time": _date(row), "place": places[0] if places else None}
            alt: dict[str, list[Any]] = {"figure": [(least, least), (None, None)], "place": [*places[1:], None], "event_time": [None]}
            yield Mapped("casualties", f"{outcome}: {least} or more", passage(row["text"], words), columns, alt)


def _count(value: Any) -> int:
    found = re.fullmatch(r"\s*(\d+)(?:\.0)?\s*", str(value))
    return int(found[1]) if found else 0


def _date(row: Mapping[str, Any]) -> str | None:
    found = re.match(r"\d{4}-\d{2}-\d{2}", str(row.get("StartDate", "")))
    return found[0] if found else None
