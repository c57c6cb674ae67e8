from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals.compare import Data
from evals.gate import Gate, Verdict, judge, lines_of
from evals.metrics import BY_NAME, Resampling, matrices, values
from evals.result import report_of
from evals.suite import load_suite
from evals.tally import ScoredDocument, tally
from extractor.claims.conflict import CONFLICT
from tests.evals import planted

GATES = load_suite(Path("evals/suites/offline.yaml")).gates
FEW = Resampling(samples=400)


def red(new: Data, old: Data, alpha: float | None) -> dict[str, Verdict]:
    return {verdict.metric: verdict for verdict in judge(new, old, GATES, alpha=alpha, resampling=FEW) if not verdict.holds}


@pytest.fixture(scope="module")
def right() -> Data:
    return planted.row(planted.documents())


def failing() -> list[ScoredDocument]:
    return planted.with_a_failure(planted.documents())


PLANTED: list[tuple[str, Callable[[], list[ScoredDocument]], str, str]] = [
    ("a dropped qualifier", lambda: planted.documents(planted.qualifiers_dropped), "qualifier_dropped_rate", "dropped_qualifier"),
    ("a split class", lambda: planted.documents(planted.classes_split), "split_rate", "split"),
    ("an off-by-one span", lambda: planted.documents(planted.spans_off_by_one), "exact_span_rate", "span"),
    ("one document failing", failing, "failure_rate", "failed"),
]


@pytest.mark.parametrize("alpha", [None, 0.05], ids=["fixed answers", "varying answers"])
@pytest.mark.parametrize(("planting", "metric", "mistake"), [case[1:] for case in PLANTED], ids=[case[0] for case in PLANTED])
def test_a_planted_regression_turns_the_gate_red_by_name_with_its_cases(
    right: Data, planting: Callable[[], list[ScoredDocument]], metric: str, mistake: str, alpha: float | None
) -> None:
    found = red(planted.row(planting()), right, alpha)
    assert metric in found
    assert {flip.mistake["type"] for flip in found[metric].flipped} == {mistake}
    said = lines_of(found[metric])
    assert metric in said[0]
    assert said[1].strip().startswith(found[metric].flipped[0].doc)


def test_a_run_that_equals_its_baseline_passes(right: Data) -> None:
    assert red(right, right, None) == {}
    assert red(right, right, 0.05) == {}


def test_noise_alone_turns_the_gate_red_in_at_most_five_of_a_hundred_reruns() -> None:
    """200 pairs of runs of one erring model: each document of a run is one of eight readings of it."""
    draw = random.Random(11)  # noqa: S311 (not for secrets)
    texts = {document.name: document for document in planted.corpus().documents}
    readings = [planted.documents(planted.noise(draw)) for _ in range(8)]
    rows = [report_of("samples", ("noisy", "1"), run, CONFLICT, Resampling(2), texts).to_dict()["per_document"] for run in readings]
    assert len({str(row) for row in rows}) == 8  # it does err differently

    def rerun() -> Data:
        entries = [draw.choice(rows)[place] for place in range(len(rows[0]))]
        bounded = [gate.metric for gate in GATES if gate.at_most is not None]
        over, under = matrices([BY_NAME[name] for name in bounded], [entry["counts"] for entry in entries])
        point = values(over, under, np.ones((1, len(entries))))[0][0]
        found = {name: {"value": float(value)} for name, value in zip(bounded, point, strict=True)}
        return {"corpus": "samples", "model": "noisy", "per_document": entries, "metrics": found, "mistakes": [], "failures": {}}

    reds = sum(bool(red(rerun(), rerun(), 0.05)) for _ in range(200))
    assert reds <= 10


def run(value: float | None) -> Data:
    return {"corpus": "c", "model": "m", "per_document": [], "metrics": {"relaxed_f1": {"value": value}}, "mistakes": [], "failures": {}}


@pytest.mark.parametrize(
    ("bounds", "value", "holds"),
    [
        ({"at_least": 0.8}, 0.8, True),
        ({"at_least": 0.8}, 0.79, False),
        ({"at_most": 0.0}, 0.0, True),
        ({"at_most": 0.0}, 0.001, False),
        ({"at_least": 0.8}, None, True),  # 0/0: nothing was asked
    ],
)
def test_a_bound_holds_up_to_its_end(bounds: dict[str, float], value: float | None, holds: bool) -> None:
    (verdict,) = judge(run(value), None, [Gate(metric="relaxed_f1", **bounds)], alpha=None)
    assert verdict.holds is holds


def test_a_drop_within_the_tolerance_holds_and_a_greater_one_does_not() -> None:
    def counted(right: int) -> Data:
        counts: dict[str, Any] = {"relaxed": right, "predicted": 100, "gold": 100}
        return {**run(None), "per_document": [{"doc": "a", "case": "1", "counts": counts}]}

    for tolerance, holds in ((0.02, True), (0.0199, False)):
        (verdict,) = judge(counted(88), counted(90), [Gate(metric="relaxed_f1", tolerance=tolerance)], alpha=None)
        assert verdict.holds is holds
    assert "relaxed_f1: 90.0% → 88.0% (-2.0, 95% -2.0 to -2.0)" in verdict.message


def test_a_gate_that_demands_nothing_or_an_unknown_metric_is_refused() -> None:
    with pytest.raises(ValueError, match="demands nothing"):
        Gate(metric="relaxed_f1")
    with pytest.raises(ValueError, match="'relaxed' is no metric"):
        Gate(metric="relaxed", at_most=1)


def test_the_right_model_is_right_by_every_measure(right: Data) -> None:
    perfect = [tally(document, CONFLICT) for document in planted.documents()]
    assert all(counts["relaxed"] == counts["gold"] == counts["strict"] for counts in perfect)
    assert right["mistakes"] == []
