from __future__ import annotations

import pytest

from evals.drift import drift
from tests.evals.examples import gold


def test_claims_that_came_went_and_changed_are_named_by_column() -> None:
    old = {"a.txt": (gold("1"), gold("2"), gold("3"), gold("4"))}
    new = {"a.txt": (gold("1"), gold("2", stance="hedged", low=11), gold("3", alt={"stance": ["hedged"]}), gold("5"))}
    found = drift(old, new)
    assert (found.kept, found.added, found.removed) == (3, ("5",), ("4",))
    assert dict(found.changed) == {"low": ("2",), "stance": ("2",), "alt": ("3",)}
    assert found.share == pytest.approx(4 / 5)


def test_gold_that_is_what_it_was_has_not_drifted_and_no_gold_is_null() -> None:
    one = {"a.txt": (gold("1"),)}
    assert (drift(one, one).share, drift(one, one).changed) == (0.0, {})
    assert drift({}, {}).share is None
