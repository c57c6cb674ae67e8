"""Two runs over the same cases, paired by document: differences with intervals, p values, and what flipped (pure; seeded).

The interval is a bootstrap over documents (both runs of a document drawn together). The p value is approximate randomisation (Noreen 1989):
how often exchanging the two runs' labels, document by document, gives a difference at least as great. Holm (1979) keeps the chance of any
false alarm over several metrics at the level of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from evals.metrics import Array, Metric, Resampling, matrices, values, weights
from evals.tally import Tally

Data = Mapping[str, Any]
"""A report as JSON has it (`Report.to_dict`)."""


@dataclass(frozen=True)
class Difference:
    """One metric in two runs: new − old with its 95% interval, and p. All but the values are null where a run has 0/0."""

    metric: str
    better: str
    old: float | None
    new: float | None
    change: float | None
    low: float | None
    high: float | None
    p: float | None

    @property
    def worse_by(self) -> float:
        """How much worse the new run is; negative if it is better, 0 where nothing can be compared."""
        if self.change is None:
            return 0.0
        return -self.change if self.better == "higher" else self.change

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


@dataclass(frozen=True)
class Flip:
    """A mistake that only one of the runs makes: `new` (it came) or `gone`."""

    doc: str
    state: str
    mistake: Data

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"doc": self.doc, "state": self.state, **self.mistake}


def case_differences(old: Data, new: Data) -> list[str]:
    """Why two runs can't be compared, in words; empty if their cases are the same."""
    before, after = ({entry["doc"]: entry["case"] for entry in run["per_document"]} for run in (old, new))
    found = [f"{name} is only in the old run" for name in before if name not in after]
    found += [f"{name} is only in the new run" for name in after if name not in before]
    return found + [f"{name} has another text or other gold" for name in before if name in after and before[name] != after[name]]


def differences(old: Data, new: Data, metrics: Sequence[Metric], resampling: Resampling | None = None) -> list[Difference]:
    """Every metric's difference between two runs over the same cases; the documents may be in any order."""
    resampling = resampling or Resampling()
    before = {entry["doc"]: entry["counts"] for entry in old["per_document"]}
    after = {entry["doc"]: entry["counts"] for entry in new["per_document"]}
    first, second = [before[name] for name in before], [after[name] for name in before]
    return compare_tallies(first, second, metrics, resampling)


def compare_tallies(old: Sequence[Tally], new: Sequence[Tally], metrics: Sequence[Metric], resampling: Resampling) -> list[Difference]:
    """The same from the counts of each document, in one order."""
    sides = [matrices(metrics, tallies) for tallies in (old, new)]
    point = [values(*side, np.ones((1, len(old))))[0][0] for side in sides]
    drawn = weights(len(old), resampling)
    moved = values(*sides[1], drawn)[0] - values(*sides[0], drawn)[0]
    swapped = _swapped(sides, resampling)
    return [_difference(metric, point[0][at], point[1][at], moved[:, at], swapped[:, at]) for at, metric in enumerate(metrics)]


def _swapped(sides: Sequence[tuple[Array, Array]], resampling: Resampling) -> Array:
    """Differences under exchanged labels, samples × metrics."""
    (over, under), (other_over, other_under) = sides
    draw = np.random.default_rng(resampling.seed + 1)
    swap = draw.integers(0, 2, size=(resampling.samples, len(over))).astype(np.float64)
    tops, bottoms = swap @ (other_over - over), swap @ (other_under - under)
    old = _ratio(over.sum(axis=0) + tops, under.sum(axis=0) + bottoms)
    return _ratio(other_over.sum(axis=0) - tops, other_under.sum(axis=0) - bottoms) - old


def _ratio(over: Array, under: Array) -> Array:
    return np.asarray(np.divide(over, under, out=np.full(over.shape, np.nan), where=under > 0), dtype=np.float64)


def _difference(metric: Metric, old: np.float64, new: np.float64, moved: Array, swapped: Array) -> Difference:
    before, after = (None if np.isnan(value) else float(value) for value in (old, new))
    if before is None or after is None:
        return Difference(metric.name, metric.better, before, after, None, None, None, None)
    low, high = np.nanpercentile(moved, [2.5, 97.5])
    known = swapped[~np.isnan(swapped)]
    extreme = int(np.sum(np.abs(known) >= abs(after - before) - 1e-12))
    p = (extreme + 1) / (len(known) + 1)
    return Difference(metric.name, metric.better, before, after, after - before, float(low), float(high), p)


def holm(ps: Sequence[float | None]) -> list[float | None]:
    """P values adjusted for their number (Holm's step-down); nulls stay null and don't count."""
    known = sorted((p, place) for place, p in enumerate(ps) if p is not None)
    adjusted: list[float | None] = [None] * len(ps)
    highest = 0.0
    for rank, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, p * (len(known) - rank)))
        adjusted[place] = highest
    return adjusted


def flips(old: Data, new: Data) -> list[Flip]:
    """The mistakes that only one run makes, in the documents' order."""
    before, after = (Counter(map(_identity, run["mistakes"])) for run in (old, new))
    came, gone = after - before, before - after
    found = [Flip(one["doc"], "new", one) for one in _counted(new["mistakes"], came)]
    return sorted(found + [Flip(one["doc"], "gone", one) for one in _counted(old["mistakes"], gone)], key=lambda flip: flip.doc)


def _identity(mistake: Data) -> tuple[Any, ...]:
    """What makes two mistakes the same: type, document, gold, place and words; a prediction's identifier may differ."""
    span = tuple(mistake["span"]) if mistake["span"] else None
    return mistake["type"], mistake["doc"], mistake["gold"], span, mistake["expected"], mistake["found"]


def _counted(mistakes: Sequence[Data], wanted: Counter[tuple[Any, ...]]) -> list[Data]:
    left, found = Counter(wanted), []
    for one in mistakes:
        if left[_identity(one)] > 0:
            left[_identity(one)] -= 1
            found.append(one)
    return found
