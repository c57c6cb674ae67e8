"""The agreement γ of two annotators on where claims stand and what they are (Mathet, Widlöcher & Métivier 2015), pure and seeded.

A unit is a span with a category. Two units differ by ((|Δstart| + |Δend|) / (length + length))² plus 1 if their categories differ; a unit
that the other annotator has not costs 1. The observed disorder is the cost of the cheapest alignment over the mean number of units of an
annotator; γ = 1 − observed/expected, where the expected disorder is that of annotations cut at a random place and put together the other
way round, each drawn from either annotator. 1 is full agreement, 0 what chance gives.

Computed here, not by pygamma-agreement: that package brings a solver for many annotators, and with two the cheapest alignment is an
assignment problem, which scipy solves exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from extractor.claims.finding import Span

SAMPLES = 30
EMPTY = 1.0
"""What a unit costs that the other annotator has not."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text under a category."""

    span: Span
    category: str


@dataclass(frozen=True, slots=True)
class Continuum:
    """One text as two annotators marked it; `length` in characters."""

    length: int
    first: tuple[Unit, ...]
    second: tuple[Unit, ...]


def gamma(texts: Sequence[Continuum], samples: int = SAMPLES, seed: int = 20241219) -> float | None:
    """γ over all texts; null where nothing was marked or chance leaves no disorder to compare with."""
    draw = np.random.default_rng(seed)
    observed = _mean_disorder([(text.first, text.second) for text in texts])
    by_chance = [_mean_disorder([(_turned(text, draw), _turned(text, draw)) for text in texts]) for _ in range(samples)]
    expected = float(np.mean(by_chance))
    return 1 - observed / expected if expected else None


def _mean_disorder(texts: Sequence[tuple[Sequence[Unit], Sequence[Unit]]]) -> float:
    """The cost of the cheapest alignments over the mean number of units of an annotator; 0 where nobody marked anything."""
    units = sum(len(first) + len(second) for first, second in texts) / 2
    return sum(disorder(first, second) for first, second in texts) / units if units else 0.0


def disorder(first: Sequence[Unit], second: Sequence[Unit]) -> float:
    """The total cost of the cheapest one-to-one alignment of two annotations of one text."""
    if not first or not second:
        return EMPTY * (len(first) + len(second))
    saved = 2 * EMPTY - dissimilarity(first, second)  # an aligned pair spares two empty ones
    rows, columns = linear_sum_assignment(np.maximum(saved, 0), maximize=True)
    return float(EMPTY * (len(first) + len(second)) - np.maximum(saved, 0)[rows, columns].sum())


def dissimilarity(first: Sequence[Unit], second: Sequence[Unit]) -> Array:
    """How much each unit of one differs from each of the other."""
    starts, ends = (np.array([[getattr(unit.span, end)] for unit in first], dtype=np.float64) for end in ("start", "end"))
    others, stops = (np.array([getattr(unit.span, end) for unit in second], dtype=np.float64) for end in ("start", "end"))
    moved = np.abs(starts - others) + np.abs(ends - stops)
    lengths = (ends - starts) + (stops - others)
    categories = np.array([[unit.category != other.category for other in second] for unit in first], dtype=np.float64)
    return np.asarray(np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 0) ** 2 + categories, dtype=np.float64)


def _turned(text: Continuum, draw: np.random.Generator) -> tuple[Unit, ...]:
    """The marks of one annotator, moved by a random distance round the text as if its end were its beginning."""
    units = text.first if draw.random() < 0.5 else text.second  # noqa: PLR2004 (either annotator alike)
    by = int(draw.integers(text.length)) if text.length else 0
    moved = []
    for unit in units:
        start = (unit.span.start + by) % text.length
        moved.append(Unit(Span(start, start + unit.span.end - unit.span.start), unit.category))
    return tuple(moved)
