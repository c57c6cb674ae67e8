from __future__ import annotations

from typing import Any

import pytest

from evals.compare import Data, case_differences, compare_tallies, flips, holm
from evals.metrics import BY_NAME, Resampling, ratio

SHARE = ratio("share", "claims", "right", "said")
FALSE_ALARMS = ratio("alarms", "claims", "right", "said", "lower")


def counts(*right: int, said: int = 10) -> list[dict[str, float]]:
    return [{"right": one, "said": said} for one in right]


def test_a_difference_is_new_minus_old_over_the_summed_counts() -> None:
    (one,) = compare_tallies(counts(8, 6), counts(9, 8), [SHARE], Resampling(200))
    assert (one.old, one.new) == (0.7, 0.85)
    assert one.change == pytest.approx(0.15)
    assert one.worse_by == pytest.approx(-0.15)
    assert one.low == pytest.approx(0.1)  # both draws of the first document: +1 of 10
    assert one.high == pytest.approx(0.2)


def test_less_is_better_where_the_metric_says_so() -> None:
    (one,) = compare_tallies(counts(8), counts(9), [FALSE_ALARMS], Resampling(10))
    assert one.worse_by == pytest.approx(0.1)


def test_p_is_the_share_of_exchanges_that_differ_as_much() -> None:
    """Two documents, both better by one: of the four exchanges (none, both, either) two differ as much, so p is about 1/2."""
    (one,) = compare_tallies(counts(8, 8), counts(9, 9), [SHARE], Resampling(4000))
    assert one.p == pytest.approx(0.5, abs=0.03)


def test_equal_runs_differ_by_nothing_and_p_is_one() -> None:
    (one,) = compare_tallies(counts(8, 6), counts(8, 6), [SHARE], Resampling(100))
    assert (one.change, one.low, one.high, one.p) == (0.0, 0.0, 0.0, 1.0)


def test_nothing_over_nothing_is_not_compared() -> None:
    (one,) = compare_tallies(counts(0, said=0), counts(5), [SHARE], Resampling(10))
    assert (one.old, one.new, one.change, one.p, one.worse_by) == (None, 0.5, None, None, 0.0)
    assert compare_tallies([], [], [BY_NAME["relaxed_f1"]], Resampling(10))[0].change is None


def test_holm_multiplies_the_smallest_by_all_the_next_by_one_less_and_never_falls() -> None:
    assert holm([0.01, 0.04, 0.03, None]) == [pytest.approx(0.03), pytest.approx(0.06), pytest.approx(0.06), None]
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def entry(doc: str, case: str) -> dict[str, Any]:
    return {"doc": doc, "case": case, "counts": {}}


def test_other_cases_are_named_and_the_order_means_nothing() -> None:
    old: Data = {"per_document": [entry("a", "1"), entry("b", "2"), entry("c", "3")]}
    new: Data = {"per_document": [entry("b", "9"), entry("a", "1"), entry("d", "4")]}
    assert case_differences(old, new) == [
        "c is only in the old run",
        "d is only in the new run",
        "b has another text or other gold",
    ]
    assert case_differences(old, {"per_document": list(reversed(old["per_document"]))}) == []


def mistake(doc: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "doc": doc, "gold": "g", "predicted": "p", "span": [0, 9], "expected": "", "found": "", **more}


def test_a_mistake_that_one_run_makes_alone_is_flipped_whatever_its_predictions_identifier() -> None:
    same, came, gone = mistake("a", "span"), mistake("b", "missed"), mistake("c", "spurious")
    found = flips({"mistakes": [same, gone]}, {"mistakes": [came, {**same, "predicted": "other"}]})
    assert [(flip.doc, flip.state, flip.mistake["type"]) for flip in found] == [("b", "new", "missed"), ("c", "gone", "spurious")]


def test_a_mistake_made_once_more_is_flipped_once() -> None:
    one = mistake("a", "duplicate")
    assert len(flips({"mistakes": [one]}, {"mistakes": [one, one]})) == 1
