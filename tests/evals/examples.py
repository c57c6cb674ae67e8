"""Gold and predictions for hand-computed cases: every field has a plain value, tests change what they are about."""

from __future__ import annotations

from typing import Any

from evals.gold import GoldClaim
from evals.tally import ScoredDocument, Tally, score, tally
from extractor.claims.checked import CheckedClaim
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Finding, Span

ROW: dict[str, Any] = {
    "doc": "a.txt",
    "id": "g",
    "kind": "casualties",
    "statement": "Twelve miners were killed.",
    "quote": "x" * 100,
    "outcome": "killed",
    "population": "miners",
    "attacker": None,
    "figure_text": "12",
    "low": 12,
    "high": 12,
    "qualifier": "exact",
    "unit": "persons",
    "scope": "incident",
    "source": "the ministry",
    "source_type": "official",
    "cue": "said",
    "relays": [],
    "said_on": "2024-12-19",
    "event_time": "2024-12-14",
    "event_time_text": "Dec. 14",
    "place": "Halm",
    "stance": "asserted",
    "verification": "none",
    "salience": "core",
    "note": "",
}


def gold(id: str = "g", start: int = 0, end: int = 100, alt: dict[str, list[Any]] | None = None, **fields: Any) -> GoldClaim:  # noqa: A002
    """A gold claim whose quote stands at `start:end`."""
    row = {**ROW, "id": id, **fields}
    return GoldClaim(id, "a.txt", row, (Span(start, end),), {key: tuple(values) for key, values in (alt or {}).items()})


def predicted(id: str = "p", start: int | None = 0, end: int = 100, **fields: Any) -> CheckedClaim:  # noqa: A002
    """A prediction that agrees with `gold()` in everything; `start=None` = its quote was not found."""
    span = {"start": None, "end": None} if start is None else {"start": start, "end": end}
    data: dict[str, Any] = {
        "kind": "casualties",
        "statement": "Twelve miners were killed.",
        "evidence": [{"text": "x" * (end - (start or 0)), **span}],
        "outcome": "killed",
        "population": {"text": "miners"},
        "scope": "incident",
        "figure": figure(12, 12),
        "attribution": {
            "source": {"text": "the ministry"},
            "source_type": "official",
            "cue": "said",
            "said_on": {"text": "on Thursday", "edtf": "2024-12-19", "resolved_from": "publication_date"},
        },
        "event_time": {"text": "Dec. 14", "edtf": "2024-12-14", "resolved_from": "publication_date"},
        "place": {"text": "Halm", "precision": "locality"},
    }
    blocked = fields.pop("blocked", False)
    attribution = {**data["attribution"], **fields.pop("attribution", {})}
    findings = (Finding(code="quote.absent", severity="block", field="evidence", message="not found"),) if blocked else ()
    return CheckedClaim(id, CONFLICT.parse({**data, "attribution": attribution, **fields}), findings)


def figure(low: int | None, high: int | None, qualifier: str = "exact", text: str = "12") -> dict[str, Any]:
    """The JSON of a figure."""
    return {"text": text, "low": low, "high": high, "qualifier": qualifier}


def statement(id: str = "p", start: int | None = 0, end: int = 100, **fields: Any) -> CheckedClaim:  # noqa: A002
    """A prediction of a kind without outcome, population or figure."""
    span = {"start": None, "end": None} if start is None else {"start": start, "end": end}
    data = {"kind": "statement", "statement": "It rained.", "topic": "rain", "evidence": [{"text": "x" * (end - (start or 0)), **span}]}
    return CheckedClaim(id, CONFLICT.parse({**data, **fields}))


def document(golds: list[GoldClaim], predictions: list[CheckedClaim], name: str = "a.txt") -> ScoredDocument:
    """A scored document."""
    return score(name, golds, predictions)


def counts(golds: list[GoldClaim], predictions: list[CheckedClaim]) -> Tally:
    """The counts of a document."""
    return tally(document(golds, predictions), CONFLICT)
