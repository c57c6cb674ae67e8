"""Which predicted claim is which gold claim: one-to-one, with the threshold before the assignment (pure).

weight = .55 · overlap of the quotes + .25 · same kind and outcome + .20 · similarity of the figures; below .5 nothing is matched. Fields
that are measured afterwards (source, stance, dates, …) stay out of the weight, so that a wrong field can't make a claim look missed. Equal
weights are settled by the words of the statements and the stance, since a denial and what it denies share quote and class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from evals.gold import Bounds, GoldClaim
from evals.kinds import choice_of
from extractor.claims.core import Claim
from extractor.claims.finding import Span

OVERLAP, CLASS, FIGURE = 0.55, 0.25, 0.20
THRESHOLD = 0.5
_LIKENESS, _TIE = 1e-6, 1e-7  # equal weights are settled by likeness, then by the order in the text: the result never hangs on the solver


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim and the prediction taken for it, by position in their lists, with the weight and the overlap of their quotes."""

    gold: int
    predicted: int
    weight: float
    overlap: float


@dataclass(frozen=True, slots=True)
class Matching:
    """The pairs of one document, what gold was missed and which predictions are spurious, by position."""

    pairs: tuple[Pair, ...]
    missed: tuple[int, ...]
    spurious: tuple[int, ...]


def match(gold: Sequence[GoldClaim], predicted: Sequence[Claim]) -> Matching:
    """The assignment of predictions to gold that has the greatest total weight, among pairs of weight ≥ .5."""
    pairs = _assigned(gold, predicted) if gold and predicted else []
    found, taken = {pair.gold for pair in pairs}, {pair.predicted for pair in pairs}
    return Matching(
        tuple(pairs),
        tuple(index for index in range(len(gold)) if index not in found),
        tuple(index for index in range(len(predicted)) if index not in taken),
    )


def _assigned(gold: Sequence[GoldClaim], predicted: Sequence[Claim]) -> list[Pair]:
    overlaps = np.array([[overlap(one, other) for other in predicted] for one in gold])
    weights = np.zeros_like(overlaps)
    for row, one in enumerate(gold):
        for column, other in enumerate(predicted):
            if OVERLAP * overlaps[row, column] + CLASS + FIGURE >= THRESHOLD:
                weights[row, column] = weight(one, other, float(overlaps[row, column]))
    weights[weights < THRESHOLD] = 0
    alike = np.array([[likeness(one, other) for other in predicted] for one in gold])
    order = np.abs(np.arange(len(gold))[:, None] / len(gold) - np.arange(len(predicted))[None, :] / len(predicted))
    rows, columns = linear_sum_assignment(np.where(weights > 0, weights + _LIKENESS * alike - _TIE * order, 0), maximize=True)
    return [
        Pair(int(row), int(column), float(weights[row, column]), float(overlaps[row, column]))
        for row, column in zip(rows, columns, strict=True)
        if weights[row, column] > 0
    ]


def weight(gold: GoldClaim, predicted: Claim, quotes: float) -> float:
    """How much a prediction looks like a gold claim, 0 to 1; `quotes` is the overlap of their quotes."""
    return OVERLAP * quotes + CLASS * same_class(gold, predicted) + FIGURE * figure_similarity(gold, bounds_of(predicted))


def likeness(gold: GoldClaim, predicted: Claim) -> float:
    """What tells claims of one quote apart, 0 to 1: the words that their statements share and, where these don't tell, the stance."""
    ours, theirs = (set(words.casefold().split()) for words in (gold.row["statement"], predicted.statement))
    return (3 * len(ours & theirs) / (len(ours | theirs) or 1) + (predicted.stance in gold.right("stance"))) / 4


def overlap(gold: GoldClaim, predicted: Claim) -> float:
    """Best intersection over union of any evidence with any place where the gold quote stands; 0 for quotes that were not found."""
    spans = [Span(item.start, item.end) for item in predicted.evidence if item.start is not None and item.end is not None]
    return max((intersection_over_union(one, other) for one in gold.spans for other in spans), default=0.0)


def intersection_over_union(one: Span, other: Span) -> float:
    """Shared characters by all characters of two spans."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (one.end - one.start + other.end - other.start - shared) if shared > 0 else 0.0


def same_class(gold: GoldClaim, predicted: Claim) -> bool:
    """Whether kind and outcome are right, alternatives respected; a kind that gold allows as an alternative needs no outcome."""
    if predicted.kind not in gold.right("kind"):
        return False
    return predicted.kind != gold.kind or choice_of(predicted, "outcome") in gold.right("outcome")


def bounds_of(claim: Claim) -> Bounds:
    """(low, high) of the claim's figure; (null, null) without one."""
    return (claim.figure.low, claim.figure.high) if claim.figure else (None, None)


def figure_similarity(gold: GoldClaim, bounds: Bounds) -> float:
    """1 for right bounds; else how near the ends are, the best of all bounds that are right; 0 if only one side has a figure."""
    return max(bounds_similarity(right, bounds) for right in gold.bounds_right)


def bounds_similarity(one: Bounds, other: Bounds) -> float:
    """Mean over both ends of the smaller by the larger number; an open end is like an open end only."""
    if one == other:
        return 1.0
    return 0.0 if (None, None) in (one, other) else sum(map(_near, one, other)) / 2


def _near(one: int | None, other: int | None) -> float:
    if one is None or other is None:
        return float(one is other)
    return 1.0 if one == other else min(one, other) / max(one, other)
