"""Metrics as functions of counts, with intervals by a bootstrap over documents (pure; seeded).

A metric is numerator/denominator of summed counts (micro) or, for `macro`, the mean over the documents that have claims. 0/0 is null: it
is neither 0 nor 1 that nothing was asked of. F1 is 2·right/(said + due), null only where both are 0. Documents without gold claims stay
out of the macro averages and have metrics of their own; in micro precision what was claimed from them counts as said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evals.agree import COLUMNS
from evals.tally import Tally

Array = NDArray[np.float64]
Group = Literal["claims", "figures", "quotes", "fields", "dates", "attribution", "stance", "coverage", "documents"]
Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A ratio of sums of counts: Σ `over` / Σ `under`, each count with its factor."""

    name: str
    group: Group
    over: tuple[tuple[str, float], ...]
    under: tuple[tuple[str, float], ...]
    macro: bool = False
    better: Better = "higher"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A metric's value with its 95% interval; all null for 0/0. `n` is the denominator (documents, for a macro average)."""

    value: float | None
    low: float | None
    high: float | None
    n: float


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made: so many bootstrap samples of documents, from this seed."""

    samples: int = 1000
    seed: int = 20241219


def ratio(name: str, group: Group, over: str, under: str, better: Better = "higher") -> Metric:
    """One count by another."""
    return Metric(name, group, ((over, 1.0),), ((under, 1.0),), better=better)


def f1(name: str, group: Group, right: str, said: str, due: str) -> Metric:
    """2·right/(said + due)."""
    return Metric(name, group, ((right, 2.0),), ((said, 1.0), (due, 1.0)))


def _macro(metric: Metric) -> Metric:
    return Metric(f"macro_{metric.name}", metric.group, metric.over, metric.under, macro=True, better=metric.better)


def _precision_recall_f1(prefix: str, group: Group, right: str, said: str, due: str) -> list[Metric]:
    names = [f"{prefix}_{kind}" for kind in ("precision", "recall", "f1")]
    return [ratio(names[0], group, right, said), ratio(names[1], group, right, due), f1(names[2], group, right, said, due)]


_GRADES: tuple[tuple[str, Better], ...] = (("exact", "higher"), ("coarser", "higher"), ("wrong", "lower"), ("unresolved", "lower"))
_RELAXED = _precision_recall_f1("relaxed", "claims", "relaxed", "predicted", "gold")
METRICS: tuple[Metric, ...] = (
    *_RELAXED,
    *_precision_recall_f1("strict", "claims", "strict", "predicted", "gold"),
    *_precision_recall_f1("soft", "claims", "soft", "predicted", "gold"),
    *map(_macro, _RELAXED),
    *_precision_recall_f1("figure", "figures", "figures_right", "figures_stated", "figures_gold"),
    *_precision_recall_f1("outcome_figure", "figures", "outcome_figures_right", "outcome_figures_stated", "outcome_figures_gold"),
    ratio("figure_similarity", "figures", "figures_near", "figures_both"),
    ratio("qualifier_dropped_rate", "figures", "qualifier_dropped", "qualified", "lower"),
    ratio("exact_span_rate", "quotes", "exact_spans", "relaxed"),
    ratio("mean_overlap", "quotes", "overlap", "relaxed"),
    ratio("absent_quote_rate", "quotes", "absent_quotes", "predicted", "lower"),
    ratio("duplicate_rate", "quotes", "duplicates", "predicted", "lower"),
    ratio("split_rate", "claims", "split", "merged_classes", "lower"),
    ratio("merged_rate", "claims", "merged", "simple_classes", "lower"),
    ratio("blocked_rate", "quotes", "blocked", "predicted", "lower"),
    *(ratio(f"{column}_accuracy", "fields", f"{column}_right", f"{column}_measured") for column in COLUMNS),
    *(ratio(f"{column}_end_to_end", "fields", f"{column}_right", f"{column}_due") for column in COLUMNS),
    *(
        ratio(f"{column}_{grade}_rate", "dates", f"{column}_{grade}", f"{column}_dated", better)
        for column in ("said_on", "event_time")
        for grade, better in _GRADES
    ),
    ratio("source_word_overlap", "attribution", "source_overlap", "sourced"),
    ratio("relay_as_source_rate", "attribution", "relay_as_source", "relaxed", "lower"),
    ratio("denied_asserted_rate", "stance", "denied_asserted", "denied", "lower"),
    ratio("number_coverage", "coverage", "numbers_covered", "numbers"),
    ratio("number_coverage_of_gold", "coverage", "numbers_covered_by_gold", "numbers"),
    ratio("self_consistency", "documents", "repeated_alike", "repeated"),
    ratio("failure_rate", "documents", "failed", "documents", "lower"),
    ratio("silent_without_claims_rate", "documents", "without_claims_silent", "without_claims"),
    ratio("claims_per_document_without_claims", "documents", "without_claims_predicted", "without_claims", "lower"),
)
"""Every metric, in the order in which reports show them."""
BY_NAME = {metric.name: metric for metric in METRICS}


def summarise(tallies: Sequence[Tally], resampling: Resampling | None = None, metrics: Sequence[Metric] = METRICS) -> dict[str, Estimate]:
    """Every metric over the documents that `tallies` count, by name, with bootstrap intervals over documents."""
    over, under = matrices(metrics, tallies)
    point, n = values(over, under, np.ones((1, len(tallies))))
    samples, _ = values(over, under, weights(len(tallies), resampling or Resampling()))
    return {metric.name: _estimate(point[0, at], samples[:, at], n[0, at]) for at, metric in enumerate(metrics)}


def weights(documents: int, resampling: Resampling) -> Array:
    """Samples × documents: how often each document is drawn in each bootstrap sample."""
    if documents == 0:
        return np.zeros((0, 0))
    draw = np.random.default_rng(resampling.seed)
    return draw.multinomial(documents, np.full(documents, 1 / documents), size=resampling.samples).astype(np.float64)


def _estimate(value: np.float64, samples: Array, n: np.float64) -> Estimate:
    if np.isnan(value):
        return Estimate(None, None, None, float(n))
    low, high = np.nanpercentile(samples, [2.5, 97.5])
    return Estimate(float(value), float(low), float(high), float(n))


def matrices(metrics: Sequence[Metric], tallies: Sequence[Tally]) -> tuple[Array, Array]:
    """Numerators and denominators, documents × metrics."""
    if not tallies or not metrics:
        return np.zeros((len(tallies), len(metrics))), np.zeros((len(tallies), len(metrics)))
    columns = [parts(metric, tallies) for metric in metrics]
    return np.column_stack([over for over, _ in columns]), np.column_stack([under for _, under in columns])


def parts(metric: Metric, tallies: Sequence[Tally]) -> tuple[Array, Array]:
    """Numerator and denominator of a metric in each document.

    A macro average has 1 as every denominator and the document's own ratio as numerator (0 for 0/0: gold was there, nothing was said);
    documents without gold claims take no part.
    """
    over = _sums(metric.over, tallies)
    under = _sums(metric.under, tallies)
    if not metric.macro:
        return over, under
    asked = np.array([tally.get("without_claims", 0) == 0 for tally in tallies], dtype=bool)
    scores = np.divide(over, under, out=np.zeros(len(tallies)), where=under > 0)
    return np.where(asked, scores, 0.0), asked.astype(np.float64)


def _sums(terms: Iterable[tuple[str, float]], tallies: Sequence[Tally]) -> Array:
    return np.array([sum(factor * tally.get(name, 0) for name, factor in terms) for tally in tallies], dtype=np.float64)


def values(over: Array, under: Array, drawn: Array) -> tuple[Array, Array]:
    """The metrics' values and denominators in each sample of `drawn` (samples × documents); NaN for 0/0."""
    top, bottom = drawn @ over, drawn @ under
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0), bottom


def confusion(tallies: Sequence[Tally], column: str) -> dict[str, dict[str, int]]:
    """Gold value → said value → how often; for the columns stance and verification."""
    table: dict[str, dict[str, int]] = {}
    for tally in tallies:
        for key, count in tally.items():
            if key.startswith(f"{column}:"):
                _, gold, said = key.split(":")
                row = table.setdefault(gold, {})
                row[said] = row.get(said, 0) + int(count)
    return table


def total(tallies: Iterable[Mapping[str, float]], name: str) -> float:
    """The sum of one count."""
    return sum(tally.get(name, 0) for tally in tallies)
