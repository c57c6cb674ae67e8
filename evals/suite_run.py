"""A suite run: every model over every corpus, and what its gates say against the blessed baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.baseline import Baseline
from evals.compare import case_differences
from evals.gate import ALPHA, Verdict, judge
from evals.gold import Corpus, load_corpus
from evals.result import Report
from evals.run import EvalOptions, evaluate
from evals.suite import Entrant, Suite
from extractor.claims.domain import Domain
from extractor.protocol import Model

Opened = Callable[[Entrant], Model]
"""Opens a suite's model."""

Loaded = Callable[[Path], Corpus]
"""Reads a corpus."""


@dataclass(frozen=True)
class SuiteRun:
    """What came of a suite: a report for each model and corpus, in the suite's order."""

    suite: Suite
    domain: Domain
    reports: tuple[tuple[Entrant, Report], ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every report as JSON."""
        return [named(entrant, report) for entrant, report in self.reports]

    def verdicts(self, baseline: Baseline | None) -> list[Verdict]:
        """Every gate over every run. Other cases than the baseline's aren't compared: that is a red verdict that says what differs."""
        varying = sum(entrant.varies for entrant, _ in self.reports)
        return [
            verdict
            for entrant, report in self.reports
            for verdict in _judged(report, self.suite, baseline, entrant, ALPHA / max(1, varying))
        ]


async def run_suite(suite: Suite, folder: Path, opened: Opened, domain: Domain, load: Loaded = load_corpus) -> SuiteRun:
    """Run every model over every corpus; `folder` is where the suite's file lies, `load` reads a corpus (or gold of another format)."""
    reports = []
    for entrant, corpus in suite.runs():
        model = opened(entrant)
        try:
            options = EvalOptions(suite.concurrency, entrant.repeats or suite.repeats)
            reports.append((entrant, await evaluate(load(folder / corpus), model, domain, options)))
        finally:
            await model.aclose()
    return SuiteRun(suite, domain, tuple(reports))


def _judged(report: Report, suite: Suite, baseline: Baseline | None, entrant: Entrant, alpha: float) -> list[Verdict]:
    new = named(entrant, report)
    old = baseline.run(report.corpus, entrant.label) if baseline else None
    differing = case_differences(old, new) if old else []
    if differing:
        words = f"not the baseline's cases: {'; '.join(differing[:5])}{' …' if len(differing) > 5 else ''}"  # noqa: PLR2004 (enough to see)
        return [*judge(new, None, suite.gates, alpha=None), Verdict(report.corpus, entrant.label, "cases", holds=False, message=words)]
    return judge(new, old, suite.gates, alpha=alpha if entrant.varies else None)


def named(entrant: Entrant, report: Report) -> dict[str, Any]:
    """A report as JSON, under its model's label in the suite: a folder's path differs from machine to machine."""
    return {**report.to_dict(), "model": entrant.label}
