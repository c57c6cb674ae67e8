"""A gold line as a claim of the record, and a claim as a gold line (pure).

So one annotator can be measured against another as a model is, and what reviewers decided becomes gold.

A gold line has fewer columns than the record has fields. What only the record has and demands is filled with a value that nothing measures:
a sentence with the statement, a mention with the population or the quote, a choice with its first value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from evals.gold import GoldClaim
from evals.kinds import choice_of, choices
from extractor.claims.core import Claim, Mention
from extractor.claims.domain import Domain
from extractor.errors import UsageError, first_fault


def claim_of(gold: GoldClaim, domain: Domain) -> Claim:
    """The claim that a gold line states, its evidence where the quote first stands. Raises `UsageError` if the line states none."""
    row = gold.row
    if gold.kind not in domain.kinds:
        raise UsageError(f"{gold.id}: {gold.kind!r} is no kind of {domain.name}", hint="`quotebound gold validate` lists every such line.")
    span = {"start": gold.spans[0].start, "end": gold.spans[0].end} if gold.spans else {}
    data = {
        "kind": gold.kind,
        "statement": row["statement"],
        "evidence": [{"text": row["quote"], **span}],
        "attribution": {
            "source": _mention(row["source"]),
            "source_type": row["source_type"],
            "cue": row["cue"],
            "relays": [{"text": words} for words in row["relays"]],
            "said_on": _time(row["said_on"], row["said_on"]),
        },
        "event_time": _time(row["event_time_text"] or row["event_time"], row["event_time"]),
        "place": {"text": row["place"], "precision": "exact"} if row["place"] else None,
        "stance": row["stance"],
        "verification": {"status": row["verification"]},
        "salience": row["salience"],
        "figure": _figure(row),
        **_own_fields(gold, domain),
    }
    try:
        return domain.parse(data)
    except ValidationError as error:
        field, message = first_fault(error)
        raise UsageError(f"{gold.id}: {field}: {message}", hint="`quotebound gold validate` lists every such line.") from None


def _mention(words: str | None) -> dict[str, Any] | None:
    return {"text": words} if words else None


def _time(words: str | None, edtf: str | None) -> dict[str, Any] | None:
    return {"text": words, "edtf": edtf, "resolved_from": "context" if edtf else None} if words else None


def _figure(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["figure_text"] is None:
        return None
    return {
        "text": row["figure_text"],
        "low": row["low"],
        "high": row["high"],
        "qualifier": row["qualifier"] or "exact",
        "unit": row["unit"] or "persons",
    }


def _own_fields(gold: GoldClaim, domain: Domain) -> dict[str, Any]:
    """The fields that only this kind has: from the gold columns that mean them, else filled in."""
    model = domain.kinds[gold.kind]
    own: dict[str, Any] = {
        fields[0]: _mention(gold.row[column]) for column, fields in domain.roles.get(gold.kind, {}).items() if gold.row[column]
    }
    own |= {name: gold.row[name] for name in ("outcome", "scope") if name in model.model_fields and gold.row[name] is not None}
    for name, info in model.model_fields.items():
        if name in Claim.model_fields or name in own or not info.is_required():
            continue
        values = choices(model, name)
        wants_mention = info.annotation is Mention
        filler = gold.row["population"] or gold.row["quote"]
        own[name] = values[0] if values else {"text": filler} if wants_mention else gold.row["statement"]
    return own


def row_of(claim: Claim, document: str, identifier: str, domain: Domain) -> dict[str, Any]:
    """The gold line of a claim. What the record has and a gold line hasn't (basis, names, further evidence) is left out."""
    figure, said, time = claim.figure, claim.attribution.said_on, claim.event_time
    own = {column: _first_words(claim, domain.roles.get(claim.kind, {}).get(column, ())) for column in ("population", "attacker")} | {
        column: choice_of(claim, column) for column in ("outcome", "scope")
    }
    return {
        "doc": document,
        "id": identifier,
        "kind": claim.kind,
        "statement": claim.statement,
        "quote": claim.evidence[0].text,
        **own,
        "figure_text": figure.text if figure else None,
        "low": figure.low if figure else None,
        "high": figure.high if figure else None,
        "qualifier": figure.qualifier if figure else None,
        "unit": figure.unit if figure else None,
        "source": claim.attribution.source.text if claim.attribution.source else None,
        "source_type": claim.attribution.source_type,
        "cue": claim.attribution.cue,
        "relays": [relay.text for relay in claim.attribution.relays],
        "said_on": said.edtf if said else None,
        "event_time": time.edtf if time else None,
        "event_time_text": time.text if time else None,
        "place": claim.place.text if claim.place else None,
        "stance": claim.stance,
        "verification": claim.verification.status,
        "salience": claim.salience,
        "note": "",
    }


def _first_words(claim: Claim, fields: tuple[str, ...]) -> str | None:
    mentions = [getattr(claim, field) for field in fields[:1]]
    return mentions[0].text if mentions and mentions[0] else None
