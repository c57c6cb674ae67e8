"""What a run over a corpus measured, as data: from it every report is made, and with it runs are compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rich.console import RenderableType

from evals.calibration import Calibration, Judged, calibration
from evals.gold import GoldClaim
from evals.metrics import Estimate, Resampling, confusion, summarise, total
from evals.mistakes import Mistake, mistakes
from evals.report.text import markdown, table
from evals.tally import ScoredDocument, Tally, claim_key, is_strict, repeated_alike, tally
from extractor.claims.domain import Domain
from extractor.errors import Failure
from extractor.text.document import Document


@dataclass(frozen=True)
class Report:
    """What a run measured. `documents` has a document once for each repeat, one after the other; `tallies` its counts, repeats summed."""

    corpus: str
    model: str
    version: str
    documents: tuple[ScoredDocument, ...]
    tallies: tuple[Tally, ...]
    metrics: Mapping[str, Estimate]
    mistakes: tuple[Mistake, ...]
    calibration: Calibration
    texts: Mapping[str, Document]

    @property
    def failures(self) -> dict[str, Failure]:
        """What failed, by document name."""
        return {document.name: document.failure for document in self.documents if document.failure}

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON has it but articles and claims: metrics with intervals, confusions, documents with counts, mistakes."""
        return {
            "corpus": self.corpus,
            "model": self.model,
            "version": self.version,
            "documents": len(self.tallies),
            "failures": {name: {"code": failure.code, "message": failure.message} for name, failure in self.failures.items()},
            "metrics": {name: _estimate(estimate) for name, estimate in self.metrics.items()},
            "stance": confusion(self.tallies, "stance"),
            "verification": confusion(self.tallies, "verification"),
            "calibration": self.calibration.to_dict(),
            "spent": self.spent(),
            "per_document": [
                _document(repeats, counts, self.texts) for repeats, counts in zip(by_document(self.documents), self.tallies, strict=True)
            ],
            "mistakes": [mistake_row(one) for one in self.mistakes],
        }

    def spent(self) -> dict[str, float | None]:
        """Tokens, dollars (null if any call has no price) and the median and 95th percentile of seconds a document."""
        seconds = sorted(document.spent.seconds for document in self.documents)
        costs = [document.spent.cost_usd for document in self.documents]
        return {
            "prompt_tokens": total(self.tallies, "prompt_tokens"),
            "completion_tokens": total(self.tallies, "completion_tokens"),
            "cost_usd": None if None in costs or not costs else round(sum(cost for cost in costs if cost is not None), 6),
            "seconds_p50": quantile(seconds, 0.5),
            "seconds_p95": quantile(seconds, 0.95),
        }

    def table(self) -> RenderableType:
        """The compact summary for a terminal."""
        return table(self.to_dict())

    def markdown(self) -> str:
        """The same for a pull request."""
        return markdown(self.to_dict())


def by_document(documents: Sequence[ScoredDocument]) -> list[list[ScoredDocument]]:
    """The repeats of each document."""
    return [list(repeats) for _, repeats in groupby(documents, key=lambda document: document.name)]


def report_of(
    corpus: str,
    model: tuple[str, str],
    documents: Sequence[ScoredDocument],
    domain: Domain,
    resampling: Resampling | None = None,
    texts: Mapping[str, Document] | None = None,
) -> Report:
    """The report on documents that are scored (repeats of one in a row); `model` is its name and version."""
    groups = by_document(documents)
    tallies = tuple(summed([tally(one, domain) for one in repeats]) | repeated_alike(repeats) for repeats in groups)
    return Report(
        corpus,
        *model,
        documents=tuple(documents),
        tallies=tallies,
        metrics=summarise(tallies, resampling),
        mistakes=tuple(one for document in documents for one in mistakes(document, domain)),
        calibration=calibration([judged for repeats in groups if len(repeats) > 1 for judged in judgements(repeats)]),
        texts=texts or {},
    )


def summed(tallies: Sequence[Tally]) -> Tally:
    """The counts of all repeats of a document together."""
    return {name: sum(one.get(name, 0) for one in tallies) for name in dict.fromkeys(name for one in tallies for name in one)}


def judgements(repeats: Sequence[ScoredDocument]) -> list[Judged]:
    """For each claim of each repeat: the share of repeats that state it word for word, and whether it is a strict match."""
    stated = [{claim_key(item.claim) for item in one.predicted} for one in repeats]
    found: list[Judged] = []
    for one in repeats:
        right = {pair.predicted for pair, gold, claim in one.pairs if is_strict(pair, gold, claim)}
        for index, item in enumerate(one.predicted):
            share = sum(claim_key(item.claim) in others for others in stated) / len(repeats)
            found.append((share, index in right))
    return found


def case_hash(document: Document, golds: Sequence[GoldClaim]) -> str:
    """What a case is: the text, its metadata and its gold. Runs are compared over equal cases only."""
    rows = [[gold.row, {column: list(values) for column, values in gold.alt.items()}] for gold in golds]
    whole = json.dumps([document.text, document.published, document.outlet, rows], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def quantile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank quantile of sorted values; null of none."""
    return values[max(0, -(-int(share * 1000) * len(values) // 1000) - 1)] if values else None


def _document(repeats: Sequence[ScoredDocument], counts: Tally, texts: Mapping[str, Document]) -> dict[str, Any]:
    name, golds = repeats[0].name, repeats[0].gold
    costs = [one.spent.cost_usd for one in repeats]
    return {
        "doc": name,
        "case": case_hash(texts[name], golds) if name in texts else None,
        "counts": counts,
        "seconds": round(sum(one.spent.seconds for one in repeats) / len(repeats), 4),
        "cost_usd": None if None in costs else sum(cost for cost in costs if cost is not None),
    }


def _estimate(estimate: Estimate) -> dict[str, float | None]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high, "n": estimate.n}


def mistake_row(one: Mistake) -> dict[str, Any]:
    """A mistake as JSON has it."""
    return {
        "type": one.type,
        "doc": one.document,
        "gold": one.gold,
        "predicted": one.predicted,
        "span": list(one.span) if one.span else None,
        "expected": one.expected,
        "found": one.found,
    }
