from __future__ import annotations

import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from evals.gold import load_corpus
from evals.result import Report, quantile
from evals.run import EvalOptions, evaluate
from extractor.claims.conflict import CONFLICT
from extractor.errors import ModelError, ModelRefusedError
from extractor.protocol import Call, Malformed, Proposal, Proposed, ProposeRequest, Usage
from tests.evals.corpus import QUOTE, write_corpus
from tests.evals.examples import predicted


@dataclass
class ScriptedModel:
    """Proposes the one claim of a.txt and nothing elsewhere; or fails."""

    quote: str = QUOTE
    failing: frozenset[str] = frozenset()
    error: ModelError | None = None
    name: str = "scripted"
    version: str = "1"
    max_chars: int = 100_000

    async def propose(self, request: ProposeRequest) -> Proposal:
        if request.reading.document.name in self.failing:
            raise self.error or ModelRefusedError("the model refused")
        if request.reading.document.name != "a.txt":
            return Proposal((), malformed=(Malformed("{}", "no kind"),))
        usage = Usage(prompt_tokens=100, completion_tokens=20, cost_usd=0.01)
        claim = predicted(evidence=[{"text": self.quote}], figure={"text": "Twelve", "low": 12, "high": 12, "qualifier": "exact"}).claim
        return Proposal((Proposed(claim),), calls=(Call("k", "m", "v", {}, {}, "ok", usage),))

    async def aclose(self) -> None:
        """Nothing to release."""


async def run(tmp_path: Path, model: ScriptedModel) -> Report:
    return await evaluate(load_corpus(write_corpus(tmp_path / "corpus")), model, CONFLICT, EvalOptions(concurrency=1))


async def test_a_right_model_scores_right(tmp_path: Path) -> None:
    report = await run(tmp_path, ScriptedModel())
    assert report.metrics["strict_f1"].value == 1.0
    assert report.metrics["exact_span_rate"].value == 1.0
    assert report.metrics["silent_without_claims_rate"].value == 1.0
    assert report.metrics["number_coverage"].value == pytest.approx(1 / 2)  # "At least 30" is in no quote
    assert report.mistakes == ()
    assert report.failures == {}


async def test_tokens_cost_and_malformed_items_are_counted(tmp_path: Path) -> None:
    report = await run(tmp_path, ScriptedModel())
    spent = report.spent()
    assert (spent["prompt_tokens"], spent["completion_tokens"], spent["cost_usd"]) == (100, 20, 0.01)
    assert sum(counts["malformed"] for counts in report.tallies) == 1


async def test_a_failed_document_is_counted_as_empty_and_the_others_go_on(tmp_path: Path) -> None:
    report = await run(tmp_path, ScriptedModel(failing=frozenset({"a.txt"})))
    assert report.metrics["relaxed_recall"].value == 0.0
    assert report.metrics["failure_rate"].value == 0.5
    assert report.failures["a.txt"].code == "model.refused"


async def test_a_programming_error_is_not_swallowed(tmp_path: Path) -> None:
    model = ScriptedModel()
    model.quote = None  # type: ignore[assignment]
    with pytest.raises(Exception, match="evidence"):
        await run(tmp_path, model)


async def test_an_absent_quote_shows_in_rate_and_mistakes(tmp_path: Path) -> None:
    report = await run(tmp_path, ScriptedModel(quote="Twelve miners were killed at Holm."))
    assert report.metrics["absent_quote_rate"].value == 1.0
    assert [one.type for one in report.mistakes] == ["absent_quote", "missed"]


async def test_the_report_is_json_and_readable_as_table_and_markdown(tmp_path: Path) -> None:
    report = await run(tmp_path, ScriptedModel(failing=frozenset({"b.txt"})))
    data = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert data["metrics"]["strict_f1"]["value"] == 1.0
    assert data["per_document"][0]["counts"]["relaxed"] == 1
    console = Console(width=100, record=True, file=StringIO())
    console.print(report.table())
    shown = console.export_text()
    assert "scripted on corpus: 2 documents, 1 claims to find, 1 proposed" in shown
    assert "Documents that failed" in shown
    assert "| Claims: F1 | 100.0 | 100.0–100.0 | 2 |" in report.markdown()
    assert "- failed: `b.txt`: the model refused" in report.markdown()


async def test_an_empty_corpus_reports_dashes(tmp_path: Path) -> None:
    corpus = load_corpus(write_corpus(tmp_path / "corpus", gold=[], documents=[{"doc": "a.txt"}, {"doc": "b.txt"}]))
    report = await evaluate(corpus, ScriptedModel(failing=frozenset({"a.txt"})), CONFLICT)
    assert report.metrics["relaxed_f1"].value is None
    assert "| Claims: F1 | – |" in report.markdown()


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, None), ([3.0], 0.95, 3.0), ([1.0, 2.0, 3.0, 4.0], 0.5, 2.0), ([1.0, 2.0, 3.0, 4.0], 0.95, 4.0)],
)
def test_quantiles_are_nearest_rank(values: list[float], share: float, expected: float | None) -> None:
    assert quantile(values, share) == expected
