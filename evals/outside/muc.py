"""MUC-3 and MUC-4: numbered key templates (files with "key" in their names) beside files of messages, in one folder.

A human target's effect is a casualties claim: DEATH is killed, INJURY wounded, and a kidnapping without effect abducted. Alternatives (`/`)
are alternatives. A template says nothing of quotes: the passage is the sentence that holds most of the target's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.outside.shape import Mapped, Outside, corpus_of, passage, read_text
from extractor.errors import UsageError
from extractor.text.document import Document

_HEADER = re.compile(r"^\s*((?:DEV|TST\d*)-MUC\d-\d+)\b.*$", re.MULTILINE)
_SLOT = re.compile(r"^\s*\d+\.\s+([A-Z ]+:\s*[A-Z ]+?)(?:\s{2,}|\t+|\s*$)(.*)$")
_DATE = re.compile(r"(\d{1,2}) ([A-Z]{3}) (\d{2})")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_OUTCOMES = {"DEATH": "killed", "INJURY": "wounded"}
_KIDNAPPED = "abducted"
_MEASURED = ("kind", "outcome", "population", "attacker", "figure", "event_time", "place")
NOTES = (
    "Not in the format, so not measured: source, cue, relays, stance, verification, said_on, scope, qualifier, unit.",
    "Not mapped: physical targets, instruments, stage of execution, nationality, confidence of the perpetrator, other effects.",
    "Quotes are the sentence with most of the target's words: measure overlap, not exact spans.",
    "Only casualties are measured, and only those of terrorist incidents are in the keys: precision counts others as spurious.",
)

Template = Mapping[str, list[str]]


def load_muc(path: Path) -> Outside:
    """Read a folder of messages and keys. Raises `UsageError`."""
    if not path.is_dir():
        raise UsageError(f"{path} is no folder", hint="Give the folder with the messages and the files with “key” in their names.")
    files = sorted(file for file in path.iterdir() if file.is_file())
    keys = [file for file in files if "key" in file.name.lower()]
    if not keys:
        raise UsageError(f"{path}: no key file", hint="A file with “key” in its name holds the templates.")
    texts = {name: text for file in files if file not in keys for name, text in messages(read_text(file))}
    claims: dict[str, list[Mapped]] = {name: [] for name in texts}
    for file in keys:
        for template in templates(read_text(file)):
            name = template.get("MESSAGE: ID", [""])[0].split(" ")[0]
            if name in texts:
                claims[name] += _claims(template, texts[name])
    documents = [(Document(text=text, name=name), claims[name]) for name, text in texts.items()]
    return Outside(corpus_of(path, documents, _MEASURED, frozenset({"casualties"})), NOTES)


def messages(text: str) -> Iterator[tuple[str, str]]:
    """Identifier and text of every message of a file."""
    heads = list(_HEADER.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        yield head[1], text[head.end() : following.start() if following else len(text)].strip()


def templates(text: str) -> Iterator[Template]:
    """The templates of a key file: slot → values, a continued line a further value."""
    slots: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.lstrip().startswith(";"):
            continue
        if found := _SLOT.match(line):
            name = " ".join(found[1].split())
            if name == "MESSAGE: ID" and slots:
                yield slots
                slots = {}
            slots[name] = [found[2].strip()] if found[2].strip() else []
        elif line.strip() and name:
            slots[name].append(line.strip())
    if slots:
        yield slots


def _claims(template: Template, text: str) -> Iterator[Mapped]:
    kidnapping = any(value.startswith("KIDNAPPING") for value in template.get("INCIDENT: TYPE", []))
    effects = [*_entries(template, "HUM TGT: EFFECT OF INCIDENT")]
    if kidnapping and not effects:
        effects = [("KIDNAPPED", target) for target in _names(template, "HUM TGT: NAME") + _names(template, "HUM TGT: DESCRIPTION")]
    for effect, target in effects:
        outcome = _KIDNAPPED if effect == "KIDNAPPED" else _OUTCOMES.get(effect)
        if outcome:
            yield _claim(template, text, outcome, target)


def _claim(template: Template, text: str, outcome: str, target: list[str]) -> Mapped:
    numbers = [value for value, whose in _entries(template, "HUM TGT: NUMBER") if not target or not whose or set(whose) & set(target)]
    bounds = _bounds(numbers[0] if numbers else "")
    attackers = [*_names(template, "PERP: INDIVIDUAL ID"), *_names(template, "PERP: ORGANIZATION ID")]
    victims, perpetrators, places = [*target, None], [*(one for line in attackers for one in line), None], [*_places(template), None]
    columns: dict[str, Any] = {"outcome": outcome, "population": victims[0], "attacker": perpetrators[0]}
    columns |= {"event_time": _date(template), "place": places[0]}
    alt: dict[str, list[Any]] = {"population": target[1:], "attacker": perpetrators[1:], "place": places[1:]}
    if bounds:
        columns |= {"figure_text": numbers[0], "low": bounds[0], "high": bounds[1], "qualifier": "exact", "unit": "persons"}
        alt["figure"] = [(None, None)] if bounds == (1, 1) else []
    span = passage(text, [*target, str(bounds[0])] if bounds else target)
    statement = f"{outcome}: {target[0] if target else 'somebody'}"
    return Mapped("casualties", statement, span, columns, alt, "OPTIONAL" in " ".join(template.get("MESSAGE: TEMPLATE", [])))


def _entries(template: Template, slot: str) -> Iterator[tuple[str, list[str]]]:
    """(value, the strings it is said of) of each line of a slot: `DEATH: "A" / "B"` → DEATH, [A, B]."""
    for line in template.get(slot, []):
        value, _, rest = line.partition(":")
        if value.strip() not in {"-", "*", ""}:
            yield value.strip().strip("?"), re.findall(r'"([^"]+)"', rest)


def _names(template: Template, slot: str) -> list[list[str]]:
    """The strings of each line of a slot, alternatives together: `"A" / "B"` → [[A, B]]."""
    lines = (re.findall(r'"([^"]+)"', line) for line in template.get(slot, []))
    return [found for found in lines if found]


def _bounds(number: str) -> tuple[int, int] | None:
    found = [int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", number)]
    return (min(found), max(found)) if found else None


def _date(template: Template) -> str | None:
    found = [_edtf(*one) for value in template.get("INCIDENT: DATE", []) for one in _DATE.findall(value)]
    days = [day for day in found if day]
    return None if not days else days[0] if len(days) == 1 else f"{min(days)}/{max(days)}"


def _edtf(day: str, month: str, year: str) -> str | None:
    return f"19{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}" if month in _MONTHS else None


def _places(template: Template) -> list[str]:
    """The places of an incident, the most exact first: `PERU: LIMA (CITY)` → LIMA, PERU."""
    parts = [re.sub(r"\s*\([^)]*\)", "", part).strip() for value in template.get("INCIDENT: LOCATION", []) for part in value.split(":")]
    return [part for part in reversed(parts) if part not in {"", "-", "*"}]
