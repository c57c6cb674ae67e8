from __future__ import annotations

import pytest

from evals.gamma import Continuum, Unit, disorder, gamma
from extractor.claims.finding import Span


def unit(start: int, end: int, category: str = "killed") -> Unit:
    return Unit(Span(start, end), category)


@pytest.mark.parametrize(
    ("first", "second", "cost"),
    [
        ([], [], 0),
        ([unit(0, 10)], [], 1),
        ([unit(0, 10)], [unit(0, 10)], 0),
        ([unit(0, 10)], [unit(0, 20)], (10 / 30) ** 2),
        ([unit(0, 10)], [unit(0, 20, "wounded")], (10 / 30) ** 2 + 1),
        ([unit(0, 10)], [unit(100, 110)], 2),  # (200/20)² is dearer than two units that the other has not
        ([unit(0, 10), unit(20, 30)], [unit(20, 30), unit(0, 12)], (2 / 22) ** 2),  # order of the lists means nothing
    ],
)
def test_the_disorder_is_the_cost_of_the_cheapest_alignment(first: list[Unit], second: list[Unit], cost: float) -> None:
    assert disorder(first, second) == pytest.approx(cost)


def test_full_agreement_is_one_and_nothing_marked_is_null() -> None:
    marked = (unit(0, 10), unit(50, 80, "wounded"))
    assert gamma([Continuum(200, marked, marked)]) == 1
    assert gamma([Continuum(200, (), ())]) is None
    assert gamma([]) is None


def test_the_disorder_of_chance_is_that_of_drawing_either_annotator_for_both() -> None:
    """One unit over the whole text, so that turning moves nothing: observed 1; by chance the categories differ half of the time."""
    one = Continuum(1, (unit(0, 1, "killed"),), (unit(0, 1, "wounded"),))
    assert gamma([one], samples=4000) == pytest.approx(1 - 1 / 0.5, abs=0.1)


def test_a_moved_quote_costs_less_than_a_missing_one() -> None:
    marked = tuple(unit(start, start + 40) for start in range(0, 1000, 100))
    moved = (unit(5, 45), *marked[1:])
    found = [gamma([Continuum(1000, marked, second)]) for second in (marked, moved, marked[1:])]
    assert all(one is not None for one in found)
    assert found == sorted(found, key=lambda one: -(one or 0))
    assert len(set(found)) == 3
