"""A suite run as pages show it: documents with marked text, gold beside predictions, mistakes as tags (pure).

Nothing here is HTML: words go to the templates as they are, and the templates escape them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from evals.agree import COLUMNS, date_of
from evals.compare import Flip
from evals.gold import GoldClaim
from evals.result import Report, by_document
from evals.splits import place_of
from evals.tally import ScoredDocument, exact_span
from extractor.claims.checked import CheckedClaim
from extractor.claims.core import Claim
from extractor.claims.domain import Domain
from extractor.claims.figures import spoken_bounds
from extractor.claims.finding import Span
from extractor.protocol import Call

Row = dict[str, Any]
_EXCHANGE_SHOWN = 8_000
"""Characters of a request or an answer that a page shows."""


@dataclass(frozen=True)
class Shown:
    """One report for a page: its model's name in the suite, what flipped, and a number that keeps reports on one page apart."""

    report: Report
    model: str
    flips: tuple[Flip, ...]
    number: int


def run_view(shown: Shown, domain: Domain) -> Row:
    """A report with its documents."""
    report, model, flipped, number = shown.report, shown.model, shown.flips, shown.number
    data = {**report.to_dict(), "model": model}
    tags = _by_document(data["mistakes"])
    flips_of = _by_document([flip.to_dict() for flip in flipped])
    entries = enumerate(zip(by_document(report.documents), data["per_document"], strict=True))
    documents = []
    for place, (group, entry) in entries:
        name = group[0].name
        text = report.texts[name].text if name in report.texts else ""
        documents.append({"number": place, **_document(text, group[0], entry, (tags[name], flips_of[name]), domain)})
    return {"number": number, "data": data, "documents": documents}


def _by_document(rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["doc"]].append(row)
    return found


def _document(text: str, scored: ScoredDocument, entry: Mapping[str, Any], noted: tuple[list[Row], list[Row]], domain: Domain) -> Row:
    tags, flipped = noted
    pairs = _pairs(scored, tags, domain)
    counts = entry["counts"]
    due = counts.get("predicted", 0) + counts.get("gold", 0)
    return {
        "name": scored.name,
        "f1": 2 * counts.get("relaxed", 0) / due if due else None,
        "counts": counts,
        "seconds": entry["seconds"],
        "cost_usd": entry["cost_usd"],
        "failure": scored.failure,
        "tags": Counter(one["type"] for one in tags).most_common(),
        "flipped": flipped,
        "pairs": pairs,
        "pieces": pieces(text, _marks(pairs)),
        "exchange": [_call(call) for call in scored.exchange],
    }


def _pairs(scored: ScoredDocument, tags: Sequence[Row], domain: Domain) -> list[Row]:
    """Gold and predictions as rows, in the order of the text: matched side by side, the rest with an empty side."""
    matched = [(scored.gold[pair.gold], scored.predicted[pair.predicted]) for pair in scored.matching.pairs]
    rows = [{**_pair(gold, item, tags), "wrong": _wrong(gold, item.claim, domain)} for gold, item in matched]
    rows += [_pair(scored.gold[index], None, tags) for index in scored.matching.missed]
    rows += [_pair(None, scored.predicted[index], tags) for index in scored.matching.spurious]
    rows.sort(key=lambda row: row["start"])
    return [{**row, "key": key} for key, row in enumerate(rows)]


_COLUMNS = {
    "kind": ("kind", "outcome"),
    "figure": ("figure", "qualifier"),
    "source": ("source",),
    "relays": ("relays",),
    "stance": ("stance",),
    "said on": ("said_on",),
    "event": ("event_time",),
    "place": ("place",),
    "checked": ("verification",),
}
"""The rows of a pair and the gold columns that they show."""


def _wrong(gold: GoldClaim, claim: Claim, domain: Domain) -> set[str]:
    """The rows in which the prediction is not right, alternatives respected."""
    wrong = {name for name, columns in _COLUMNS.items() if any(COLUMNS[column](gold, claim, domain) is False for column in columns)}
    return wrong if exact_span(gold, claim) else {*wrong, "quote"}


def _pair(gold: GoldClaim | None, item: CheckedClaim | None, tags: Sequence[Row]) -> Row:
    left, right = gold_fields(gold) if gold else {}, predicted_fields(item) if item else {}
    gold_span, said_span = gold.spans[0] if gold and gold.spans else None, place_of(item.claim) if item else None
    names = {gold.id if gold else None, item.id if item else None} - {None}
    return {
        "gold": left,
        "predicted": right,
        "minor": bool(gold and gold.minor),
        "fields": [(name, left.get(name), right.get(name)) for name in dict.fromkeys([*left, *right])],
        "wrong": set(),
        "gold_span": gold_span,
        "predicted_span": said_span,
        "start": min((span.start for span in (gold_span, said_span) if span), default=0),
        "tags": [tag for tag in tags if names & {tag["gold"], tag["predicted"]}],
        "findings": [finding.code for finding in item.findings] if item else [],
    }


def gold_fields(gold: GoldClaim) -> Row:
    """What a gold line says, by the words a reader sees."""
    row = gold.row
    figure = f"{row['figure_text']} ({spoken_bounds(*gold.bounds)}, {row['qualifier']})" if gold.has_figure else None
    words: Row = {"claim": row["statement"], "quote": row["quote"], "kind": _kind(gold.kind, row["outcome"]), "figure": figure}
    words |= {"source": row["source"], "relays": ", ".join(row["relays"]) or None, "stance": row["stance"]}
    return words | {"said on": row["said_on"], "event": row["event_time"], "place": row["place"], "checked": row["verification"]}


def predicted_fields(item: CheckedClaim) -> Row:
    """The same of a prediction."""
    claim = item.claim
    figure = (
        f"{claim.figure.text} ({spoken_bounds(claim.figure.low, claim.figure.high)}, {claim.figure.qualifier})" if claim.figure else None
    )
    outcome = getattr(claim, "outcome", None)
    source, relays = claim.attribution.source, ", ".join(relay.text for relay in claim.attribution.relays)
    words: Row = {"claim": claim.statement, "quote": claim.evidence[0].text, "kind": _kind(claim.kind, outcome), "figure": figure}
    words |= {"source": source.text if source else None, "relays": relays or None, "stance": claim.stance}
    words |= {"said on": date_of(claim, "said_on"), "event": date_of(claim, "event_time")}
    return words | {"place": claim.place.text if claim.place else None, "checked": claim.verification.status}


def _kind(kind: str, outcome: str | None) -> str:
    return f"{kind}: {outcome}" if outcome else kind


Mark = tuple[Span, str, int]
"""Where, `gold` or `predicted`, and the key of the pair."""


def _marks(pairs: Sequence[Row]) -> list[Mark]:
    sides = ("gold", "predicted")
    return [(row[f"{side}_span"], side, row["key"]) for row in pairs for side in sides if row[f"{side}_span"]]


def pieces(text: str, marks: Sequence[Mark]) -> list[Row]:
    """The text cut wherever a mark begins or ends; each piece with the sides that mark it and the keys of their pairs."""
    edges = sorted({0, len(text), *(edge for span, _, _ in marks for edge in span)})
    found = []
    for start, end in pairwise(edges):
        here = [(side, key) for span, side, key in marks if span.start <= start and end <= span.end]
        found.append({"text": text[start:end], "sides": sorted({side for side, _ in here}), "keys": sorted({key for _, key in here})})
    return found


def _call(call: Call) -> Row:
    return {
        "status": call.status,
        "prompt_version": call.prompt_version,
        "usage": call.usage,
        "latency_ms": call.latency_ms,
        "request": _json(call.request),
        "response": _json(call.response),
    }


def _json(body: Any) -> str:
    """A body as text; of a long one, its two ends (the document stands last in a request)."""
    words = json.dumps(body, ensure_ascii=False, indent=1).replace("\\n", "\n")
    if len(words) <= _EXCHANGE_SHOWN:
        return words
    half = _EXCHANGE_SHOWN // 2
    return f"{words[:half]}\n… {len(words) - 2 * half:,} characters left out …\n{words[-half:]}"
