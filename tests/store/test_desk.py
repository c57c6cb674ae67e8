"""Assignments, keys of one's own, and the run of claims made by hand."""

from __future__ import annotations

import pytest

from extractor.errors import NotFoundError, RoleError
from extractor.store import ClaimFilter, Store
from tests.store.samples import DEAD, UNION, WOUNDED, checked, saved


def test_what_is_assigned_to_somebody_waits_for_them_alone(store: Store) -> None:
    saved(store, [checked(DEAD), checked(WOUNDED)])
    dead, wounded = (row.id for row in store.claims.list())
    store.desk.assign([dead], "ada", by="mira")
    assert [row.id for row in store.reviews.next("ada", limit=9)] == [dead, wounded]
    assert [row.id for row in store.reviews.next("mira", limit=9)] == [wounded]
    assert [row.id for row in store.reviews.next("mira", ClaimFilter(assignee="ada"), limit=9)] == [dead]
    assert store.claims.facets(["assignee"]).values == {"assignee": {"ada": 1}}


def test_each_assignment_is_kept_with_who_made_it(store: Store) -> None:
    saved(store, [checked(DEAD)])
    claim = next(store.claims.list()).id
    store.desk.assign([claim], "ada", by="mira")
    store.desk.assign([claim], None, by="ada")
    assert [(row.assignee, row.assigned_by) for row in store.desk.assignments(claim)] == [("ada", "mira"), (None, "ada")]
    assert store.claims.get(claim).assignee is None
    assert store.desk.reviewers() == ("ada",)
    assert list(store.verify_projection()) == []


def test_assigning_an_unknown_claim_assigns_none_of_the_others(store: Store) -> None:
    saved(store, [checked(DEAD)])
    claim = next(store.claims.list()).id
    with pytest.raises(NotFoundError):
        store.desk.assign([claim, "ghost"], "ada", by="mira")
    assert store.claims.get(claim).assignee is None


def test_keys_are_kept_for_each_reviewer(store: Store) -> None:
    store.desk.set_keys("ada", {"accept": "g", "skip": "h"})
    store.desk.set_keys("mira", {"accept": "v"})
    store.desk.set_keys("ada", {"accept": "l"})
    assert store.desk.keys("ada") == {"accept": "l"}
    assert store.desk.keys("mira") == {"accept": "v"}


def test_claims_made_by_hand_belong_to_one_run_of_their_maker(store: Store) -> None:
    run = store.desk.run_by_hand("mira", "3")
    assert store.desk.run_by_hand("mira", "3") == run
    assert store.desk.run_by_hand("ada", "3") != run
    store_run = store.runs.get(run)
    assert (store_run.info.model, store_run.info.model_version) == ("human", "mira")


def test_the_queue_by_age_has_the_oldest_claim_first_whatever_its_place(store: Store) -> None:
    saved(store, [checked(UNION)])
    saved(store, [checked(UNION), checked(DEAD)])
    statements = [row.claim.statement for row in store.reviews.next("ada", order="age", limit=9)]
    assert statements == [UNION.statement, DEAD.statement]
    oldest = store.reviews.next("ada", order="age")[0]
    assert [row.claim.statement for row in store.reviews.next("ada", order="age", after=oldest.id, limit=9)] == [DEAD.statement]


def test_who_may_only_look_assigns_nothing_and_makes_no_claim_by_hand(store: Store) -> None:
    saved(store, [checked(DEAD)])
    store.team.grant("ada", ["admin"], "ada")
    store.team.grant("vi", ["viewer"], "ada")
    claim = next(store.claims.list()).id
    with pytest.raises(RoleError):
        store.desk.assign([claim], "ada", by="vi")
    with pytest.raises(RoleError):
        store.desk.run_by_hand("vi", "3")
    assert store.claims.get(claim).assignee is None
