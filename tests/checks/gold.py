"""Gold lines as claims, as far as the gold format goes: the oracle of the checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.checks.lexicon import lexicon
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Claim
from extractor.claims.figures import parse_figure
from extractor.text.document import Document
from extractor.text.reading import Reading

_FILLERS: dict[str, dict[str, Any]] = {
    "engagement": {"action": "fought"},
    "materiel": {"effect": "found"},
    "territory": {"change": "contested"},
    "statement": {"topic": "topic"},
}
"""Required fields that the gold format doesn't have."""


def documents(corpus: Path) -> dict[str, Reading]:
    """The corpus's documents by file name."""
    found = {}
    for line in (corpus / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = (corpus / "documents" / row["doc"]).read_bytes().decode("utf-8")
        found[row["doc"]] = Reading.of(Document(text=text, name=row["doc"], outlet=row["outlet"], published=row["published"]))
    return found


def gold(corpus: Path) -> Iterator[tuple[dict[str, Any], Claim]]:
    """(gold line, claim) of every gold line; evidence without offsets."""
    for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row, claim_of(row)


def claim_of(row: dict[str, Any]) -> Claim:
    """The claim that a gold line stands for."""
    data: dict[str, Any] = {
        "kind": row["kind"],
        "statement": row["statement"],
        "evidence": [{"text": row["quote"]}],
        "attribution": {
            "source": _mention(row["source"]),
            "source_type": row["source_type"],
            "cue": row["cue"],
            "relays": [{"text": words} for words in row["relays"]],
        },
        "event_time": _time(row),
        "place": {"text": row["place"], "precision": "locality"} if row["place"] else None,
        "stance": row["stance"],
        "verification": {"status": row["verification"]},
        "salience": row["salience"],
        "figure": _figure(row),
        **_FILLERS.get(row["kind"], {}),
    }
    if row["outcome"] and "outcome" in CONFLICT.kinds[row["kind"]].model_fields:
        data["outcome"] = row["outcome"]
    if row["scope"] and "scope" in CONFLICT.kinds[row["kind"]].model_fields:
        data["scope"] = row["scope"]
    for column, fields in CONFLICT.roles.get(row["kind"], {}).items():
        if row[column]:
            data[fields[0]] = _mention(row[column])
    if row["kind"] == "materiel":
        data["effect"] = _effect(row["quote"])
        data.setdefault("item", {"text": row["quote"].split()[-1].strip(".")})
    return CONFLICT.parse(data)


def _effect(quote: str) -> str:
    """An effect that the quote's words support (gold lines don't say)."""
    support = next(support for support in CONFLICT.supports if support.field == "effect")
    words = lexicon(CONFLICT).words["effect"]
    supported = {value for match in words.pattern.finditer(quote.lower()) for value in words.reading(match[0])[0]}
    return next((value for value in support.words if value in supported), "used")


def _mention(words: str | None) -> dict[str, str] | None:
    return {"text": words} if words else None


def _time(row: dict[str, Any]) -> dict[str, Any] | None:
    if not row["event_time_text"]:
        return None
    return {"text": row["event_time_text"], "edtf": row["event_time"], "resolved_from": "context" if row["event_time"] else None}


def _figure(row: dict[str, Any]) -> dict[str, Any] | None:
    if not row["figure_text"]:
        return None
    read = parse_figure(row["figure_text"], row["unit"])
    vague = row["qualifier"] == "vague"
    if read and [read.low, read.high] in row.get("alt", {}).get("figure", []):
        return read.model_dump()
    return {
        "text": row["figure_text"],
        "low": row["low"],
        "high": row["high"],
        "qualifier": row["qualifier"],
        "unit": row["unit"],
        "bounds_from": read.bounds_from if read else "convention" if vague else "text",
    }
