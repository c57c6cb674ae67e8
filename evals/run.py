"""Run a model over a corpus and score what comes of it.

A document that fails (refusal, unreadable answer, no endpoint) is an empty prediction and counted: leaving it out would raise recall.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rich.console import RenderableType

from evals.gold import Corpus
from evals.metrics import Estimate, Resampling, stance_confusion, summarise, total
from evals.mistakes import Mistake, mistakes
from evals.report.text import markdown, table
from evals.tally import ScoredDocument, Spent, Tally, score, tally
from extractor.claims.domain import Domain
from extractor.claims.figures import find_figures
from extractor.claims.finding import Span
from extractor.errors import Failure
from extractor.pipeline import DocumentResult, extract_document
from extractor.protocol import Model
from extractor.text.document import Document
from extractor.text.reading import Reading


@dataclass(frozen=True)
class EvalOptions:
    """How a run is made: documents at a time, and how the intervals are drawn."""

    concurrency: int = 4
    resampling: Resampling = field(default_factory=Resampling)


@dataclass(frozen=True)
class Report:
    """What a run measured. `tallies` are the counts of each document, from which runs are compared."""

    corpus: str
    model: str
    version: str
    documents: tuple[ScoredDocument, ...]
    tallies: tuple[Tally, ...]
    metrics: Mapping[str, Estimate]
    mistakes: tuple[Mistake, ...]

    @property
    def failures(self) -> dict[str, Failure]:
        """What failed, by document name."""
        return {document.name: document.failure for document in self.documents if document.failure}

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON has it: metrics with intervals, stance confusions, documents with their counts, mistakes with their place."""
        return {
            "corpus": self.corpus,
            "model": self.model,
            "version": self.version,
            "documents": len(self.documents),
            "failures": {name: {"code": failure.code, "message": failure.message} for name, failure in self.failures.items()},
            "metrics": {name: _estimate(estimate) for name, estimate in self.metrics.items()},
            "stance": stance_confusion(self.tallies),
            "spent": self.spent(),
            "per_document": [
                {"doc": document.name, "counts": counts, "seconds": round(document.spent.seconds, 4)}
                for document, counts in zip(self.documents, self.tallies, strict=True)
            ],
            "mistakes": [_mistake(one) for one in self.mistakes],
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


def quantile(values: list[float], share: float) -> float | None:
    """The nearest-rank quantile of sorted values; null of none."""
    return values[max(0, -(-int(share * 1000) * len(values) // 1000) - 1)] if values else None


def _estimate(estimate: Estimate) -> dict[str, float | None]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high, "n": estimate.n}


def _mistake(one: Mistake) -> dict[str, Any]:
    return {
        "type": one.type,
        "doc": one.document,
        "gold": one.gold,
        "predicted": one.predicted,
        "span": list(one.span) if one.span else None,
        "expected": one.expected,
        "found": one.found,
    }


async def evaluate(corpus: Corpus, model: Model, domain: Domain, options: EvalOptions | None = None) -> Report:
    """Have `model` read every document of `corpus` and score the claims against gold."""
    options = options or EvalOptions()
    limit = asyncio.Semaphore(options.concurrency)

    async def one(document: Document) -> ScoredDocument:
        async with limit:
            started = time.perf_counter()
            reading = Reading.of(document)
            result = await extract_document(reading, model, domain)
            return scored(corpus, reading, result, time.perf_counter() - started)

    documents = await asyncio.gather(*(one(document) for document in corpus.documents))
    return report_of(corpus.name, (model.name, model.version), documents, domain, options.resampling)


def report_of(
    corpus: str, model: tuple[str, str], documents: list[ScoredDocument], domain: Domain, resampling: Resampling | None = None
) -> Report:
    """The report on documents that are scored; `model` is its name and version."""
    tallies = tuple(tally(document, domain) for document in documents)
    return Report(
        corpus,
        *model,
        documents=tuple(documents),
        tallies=tallies,
        metrics=summarise(tallies, resampling),
        mistakes=tuple(one for document in documents for one in mistakes(document, domain)),
    )


def scored(corpus: Corpus, reading: Reading, result: DocumentResult, seconds: float) -> ScoredDocument:
    """One document's result beside its gold; with a failure and no claims it is an empty prediction."""
    name = reading.document.name
    return replace(
        score(name, corpus.gold[name], result.claims),
        numbers=numbers_to_claim(reading),
        failure=result.failure,
        malformed=len(result.malformed),
        spent=_spent(result, seconds),
    )


def numbers_to_claim(reading: Reading) -> tuple[Span, ...]:
    """The spans of a document's counts and shares that have bounds and stand outside furniture."""
    return tuple(
        found.number
        for found in find_figures(reading.text)
        if found.kind in {"count", "percent"}
        and (found.figure.low, found.figure.high) != (None, None)
        and not reading.is_furniture(found.span)
    )


def _spent(result: DocumentResult, seconds: float) -> Spent:
    usages = [call.usage for call in result.calls]
    costs = [usage.cost_usd for usage in usages]
    return Spent(
        seconds,
        sum(usage.prompt_tokens or 0 for usage in usages),
        sum(usage.completion_tokens or 0 for usage in usages),
        None if None in costs else sum(cost for cost in costs if cost is not None),
    )
