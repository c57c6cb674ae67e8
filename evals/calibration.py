"""Whether a confidence means what it says: how often claims of that confidence are right (pure).

A claim's confidence is what the caller has: the share of repeats that state it, or a model's own. Right is what gold or a reviewer says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

BINS = 10
Judged = tuple[float, bool]
"""A confidence from 0 to 1, and whether the claim was right."""


@dataclass(frozen=True)
class Calibration:
    """Expected calibration error, Brier score, area under the risk-coverage curve (0 is best for each); null of no claims."""

    n: int
    ece: float | None
    brier: float | None
    aurc: float | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def calibration(judged: Sequence[Judged], bins: int = BINS) -> Calibration:
    """All three over the claims that were judged."""
    if not judged:
        return Calibration(0, None, None, None)
    return Calibration(len(judged), expected_error(judged, bins), brier(judged), risk_coverage(judged))


def expected_error(judged: Sequence[Judged], bins: int = BINS) -> float:
    """ECE (Naeini et al. 2015): over bins of equal width, the share of claims times |mean confidence − share that is right|."""
    confidence, right = np.array(judged, dtype=np.float64).T
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[place == one].sum() - right[place == one].sum()) for one in range(bins)]
    return float(sum(gaps) / len(judged))


def brier(judged: Sequence[Judged]) -> float:
    """Mean squared distance of confidence and outcome (Brier 1950)."""
    confidence, right = np.array(judged, dtype=np.float64).T
    return float(np.mean((confidence - right) ** 2))


def risk_coverage(judged: Sequence[Judged]) -> float:
    """AURC (Geifman et al. 2019): the mean, over every coverage, of the share of wrong claims among the most confident.

    Claims of one confidence can't be told apart: each counts as the mean of its group, so that the order of equals means nothing.
    """
    confidence, right = np.array(judged, dtype=np.float64).T
    wrong = np.array([np.mean(1 - right[confidence == one]) for one in -np.sort(-confidence)])
    return float(np.mean(np.cumsum(wrong) / np.arange(1, len(judged) + 1)))
