"""Many claims at once: each decision is its own event, and what has moved on is left alone."""

from __future__ import annotations

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.store import Store
from review_ui.bulk import Order, carry_out
from review_ui.readings import Readings
from review_ui.workbench import Workbench
from tests.store.samples import DEAD, UNION, WOUNDED, checked, decide, saved


@pytest.fixture
def bench(store: Store) -> Workbench:
    """Three claims before reviewer mira."""
    saved(store, [checked(DEAD), checked(WOUNDED), checked(UNION)])
    return Workbench(store, CONFLICT, "mira", Readings())


def test_each_claim_is_rejected_by_a_decision_of_its_own(bench: Workbench) -> None:
    rows = list(bench.store.claims.list())
    outcome = carry_out(bench, Order("reject", "Out of scope"), rows)
    decisions = [bench.store.claims.history(row.id).decisions for row in rows]
    assert [[(one.action, one.reviewer, one.reason) for one in each] for each in decisions] == [[("reject", "mira", "Out of scope")]] * 3
    assert len({each[0].id for each in decisions}) == 3
    assert outcome.told("reject") == "3 claims rejected."


def test_what_somebody_decided_meanwhile_is_left_alone_and_said(bench: Workbench) -> None:
    rows = list(bench.store.claims.list())
    decide(bench.store, rows[1].id, "accept", reviewer="ada")
    outcome = carry_out(bench, Order("reject", "Out of scope"), rows)
    assert outcome.stored == 2
    assert len(outcome.refused) == 1
    assert rows[1].claim.statement in outcome.refused[0]
    assert bench.store.claims.get(rows[1].id).state == "accepted"


def test_claims_are_assigned_and_marked_without_being_decided(bench: Workbench) -> None:
    rows = list(bench.store.claims.list())
    carry_out(bench, Order("assign", "ada"), rows[:2])
    carry_out(bench, Order("flag"), rows[2:])
    after = list(bench.store.claims.list())
    assert [row.assignee for row in after] == ["ada", "ada", None]
    assert [row.flagged for row in after] == [False, False, True]
    assert {row.state for row in after} == {"pending"}
    carry_out(bench, Order("assign"), rows)
    assert {row.assignee for row in bench.store.claims.list()} == {None}
