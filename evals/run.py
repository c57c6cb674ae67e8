"""Run a model over a corpus and score what comes of it.

A document that fails (refusal, unreadable answer, no endpoint) is an empty prediction and counted: leaving it out would raise recall.
The documents are cases of a pydantic-evals dataset, which runs them side by side, repeats and times them. Its averages are not used: they
leave out what failed and weigh a document of one claim like one of forty.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pydantic_evals import Case, Dataset
from pydantic_evals.reporting import ReportCase

from evals.gold import Corpus
from evals.metrics import Resampling
from evals.result import Report, report_of
from evals.tally import ScoredDocument, Spent, score
from extractor.claims.domain import Domain
from extractor.claims.figures import find_figures
from extractor.claims.finding import Span
from extractor.pipeline import DocumentResult, extract_document
from extractor.protocol import Model
from extractor.text.document import Document
from extractor.text.reading import Reading

__all__ = ["EvalOptions", "Report", "evaluate", "report_of"]

_Ran = ReportCase[Document, tuple[Reading, DocumentResult], None]


@dataclass(frozen=True)
class EvalOptions:
    """How a run is made: documents at a time, how often each is read, and how the intervals are drawn."""

    concurrency: int = 4
    repeats: int = 1
    resampling: Resampling = field(default_factory=Resampling)


async def evaluate(corpus: Corpus, model: Model, domain: Domain, options: EvalOptions | None = None) -> Report:
    """Have `model` read every document of `corpus` and score the claims against gold. A programming error raises `RuntimeError`."""
    options = options or EvalOptions()
    ran = await _read(corpus, model, domain, options)
    places = {document.name: place for place, document in enumerate(corpus.documents)}
    documents = sorted((_scored(corpus, case) for case in ran), key=lambda scored: places[scored.name])
    texts = {document.name: document for document in corpus.documents}
    return report_of(corpus.name, (model.name, model.version), documents, domain, options.resampling, texts)


async def _read(corpus: Corpus, model: Model, domain: Domain, options: EvalOptions) -> list[_Ran]:
    """Every document read, as often as it is repeated."""

    async def read(document: Document) -> tuple[Reading, DocumentResult]:
        reading = Reading.of(document)
        return reading, await extract_document(reading, model, domain)

    if not corpus.documents:
        return []
    cases: list[Case[Document, tuple[Reading, DocumentResult], None]] = [
        Case(name=document.name, inputs=document) for document in corpus.documents
    ]
    report = await Dataset(name=corpus.name, cases=cases).evaluate(
        read, name=model.name, max_concurrency=options.concurrency, progress=False, repeat=options.repeats
    )
    for failure in report.failures:  # what a document does wrong is a value; what raises is our own fault
        raise RuntimeError(f"{failure.name}: {failure.error_message}\n{failure.error_stacktrace}")
    return report.cases


def _scored(corpus: Corpus, case: _Ran) -> ScoredDocument:
    """One document's result beside its gold; with a failure and no claims it is an empty prediction."""
    reading, result = case.output
    name = reading.document.name
    claims = [item for item in result.claims if corpus.kinds is None or item.claim.kind in corpus.kinds]
    return replace(
        score(name, corpus.gold[name], claims),
        numbers=numbers_to_claim(reading),
        failure=result.failure,
        malformed=len(result.malformed),
        spent=_spent(result, case.task_duration),
        exchange=result.calls,
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
