"""A claim while it is being edited: completed from its words, validated, and what is wrong with it in plain words. Pure."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from extractor.claims.core import Claim, Figure, Record, TimeRef
from extractor.claims.dates import resolve_time
from extractor.claims.domain import Domain
from extractor.claims.figures import parse_figure
from extractor.claims.finding import Finding
from extractor.errors import fault_message
from review_ui.form import record_type

_PLAIN: Mapping[str, str] = {
    "string_too_short": "Nothing is given here.",
    "missing": "Nothing is given here.",
    "int_parsing": "A whole number is needed, or nothing.",
    "int_type": "A whole number is needed, or nothing.",
    "greater_than_equal": "The number can't be negative.",
    "too_short": "At least one is needed.",
}


def completed(draft: Mapping[str, Any], touched: Collection[str], domain: Domain, published: str | None) -> dict[str, Any]:
    """What follows from words that the reviewer has set: bounds from a figure's words, a date from a time's.

    Returns {dotted path: value} for the derived fields that were not set by hand; only words in `touched` are read again.
    """
    kind = domain.kinds.get(str(draft.get("kind")))
    found: dict[str, Any] = {}
    for path, record, value in _records(kind, draft) if kind else ():
        words = value.get("text")
        if not words or f"{path}.text" not in touched:
            continue
        for name, derived in _derived(record, str(words), value, published).items():
            if f"{path}.{name}" not in touched and value.get(name) != derived:
                found[f"{path}.{name}"] = derived
    return found


def with_values(draft: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of `draft` with the values at their dotted paths."""
    edited = copy.deepcopy(dict(draft))
    for path, value in values.items():
        *parents, last = path.split(".")
        holder: Any = edited
        for part in parents:
            holder = holder[int(part)] if isinstance(holder, list) else holder[part]
        holder[last] = value
    return edited


def parse_draft(draft: Mapping[str, Any], domain: Domain) -> Claim | tuple[Finding, ...]:
    """The draft as a claim, or what is wrong with it, field by field, as blocking findings."""
    try:
        return domain.parse(dict(draft))
    except ValidationError as error:
        problems = (_problem(item, str(draft.get("kind"))) for item in error.errors(include_url=False, include_input=False))
        return tuple(dict.fromkeys(problems))


def _problem(item: Mapping[str, Any], kind: str) -> Finding:
    location = [str(part) for part in item["loc"]]
    if location[:1] == [kind]:
        location = location[1:]
    message = _PLAIN.get(str(item["type"])) or fault_message(str(item["msg"]))
    return Finding(code="draft.invalid", severity="block", field=".".join(location) or "kind", message=message)


def _derived(record: type[Record], words: str, value: Mapping[str, Any], published: str | None) -> dict[str, Any]:
    if record is Figure:
        figure = parse_figure(words, str(value.get("unit") or "persons"))
        return figure.model_dump(mode="json", include={"low", "high", "qualifier", "bounds_from"}) if figure else {}
    if record is TimeRef:
        return resolve_time(words, published).model_dump(mode="json", include={"edtf", "resolved_from"})
    return {}


def _records(record: type[Record], value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, type[Record], Mapping[str, Any]]]:
    """Every nested record of a draft that is given, with its class and dotted path."""
    for name, info in record.model_fields.items():
        nested, part = record_type(info.annotation), value.get(name)
        if nested is None or part is None:
            continue
        here = f"{path}.{name}" if path else name
        items = [(f"{here}.{index}", item) for index, item in enumerate(part)] if isinstance(part, list) else [(here, part)]
        for place, item in items:
            if isinstance(item, Mapping):
                yield place, nested, item
                yield from _records(nested, item, place)
