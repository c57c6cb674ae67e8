from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from extractor.claims.conflict import Casualties
from extractor.errors import NotFoundError
from extractor.store import ClaimFilter, ClaimRow, Store, reviews
from tests.store import samples
from tests.store.samples import BLOCK, DEAD, MISSING, UNION, WARN, WOUNDED, checked, decide, saved


@pytest.fixture
def queue(store: Store) -> Store:
    """Four claims; by risk: wounded (blocked), dead (warned), union, missing."""
    saved(store, [checked(MISSING), checked(UNION), checked(DEAD, WARN), checked(WOUNDED, BLOCK)])
    return store


BY_RISK = [WOUNDED, DEAD, UNION, MISSING]


def claims(rows: Sequence[ClaimRow]) -> list[Casualties]:
    return [row.claim for row in rows if isinstance(row.claim, Casualties)]


def test_the_riskiest_comes_first_then_document_order(queue: Store) -> None:
    assert claims(queue.reviews.next("ada", limit=10)) == BY_RISK
    assert claims(queue.reviews.next("ada")) == [WOUNDED]


def test_what_is_decided_leaves_the_queue_and_comes_back_when_undone(queue: Store) -> None:
    decide(queue, checked(WOUNDED).id, "reject")
    assert claims(queue.reviews.next("bo")) == [DEAD]
    decide(queue, checked(WOUNDED).id, "undo")
    assert claims(queue.reviews.next("bo")) == [WOUNDED]


def test_the_queue_goes_on_behind_a_claim_even_a_decided_one(queue: Store) -> None:
    decide(queue, checked(DEAD).id, "accept")
    assert claims(queue.reviews.next("ada", after=checked(DEAD).id, limit=5)) == [UNION, MISSING]
    assert queue.reviews.next("ada", after=checked(MISSING).id) == ()


def test_the_queue_in_document_order(queue: Store) -> None:
    assert claims(queue.reviews.next("ada", order="document", limit=5)) == [DEAD, WOUNDED, UNION, MISSING]
    assert claims(queue.reviews.next("ada", order="document", after=checked(WOUNDED).id)) == [UNION]


def test_a_filter_narrows_the_queue(queue: Store) -> None:
    assert claims(queue.reviews.next("ada", ClaimFilter(source="A union spokeswoman"), limit=5)) == [UNION, MISSING]
    assert claims(queue.reviews.next("ada", ClaimFilter(state="blocked"), limit=5)) == [WOUNDED]


def test_a_filter_with_a_state_may_ask_for_decided_claims(queue: Store) -> None:
    decide(queue, checked(DEAD).id, "accept")
    assert claims(queue.reviews.next("bo", ClaimFilter(state="accepted"), limit=5)) == [DEAD]


def test_what_one_skips_comes_last_for_oneself_and_stays_first_for_others(queue: Store) -> None:
    decide(queue, checked(WOUNDED).id, "skip", "ada")
    assert claims(queue.reviews.next("ada", limit=5)) == [DEAD, UNION, MISSING, WOUNDED]
    assert claims(queue.reviews.next("bo")) == [WOUNDED]


def test_a_skip_that_is_undone_counts_no_more(queue: Store) -> None:
    decide(queue, checked(WOUNDED).id, "skip", "ada")
    decide(queue, checked(WOUNDED).id, "undo", "ada")
    assert claims(queue.reviews.next("ada")) == [WOUNDED]


def test_a_claim_that_changed_since_it_was_skipped_is_shown_again(queue: Store) -> None:
    decide(queue, checked(WOUNDED).id, "skip", "ada")
    saved(queue, [checked(MISSING), checked(UNION), checked(DEAD, WARN), checked(samples.edited(WOUNDED), BLOCK)])
    assert [row.id for row in queue.reviews.next("ada")] == [checked(WOUNDED).id]


def test_what_somebody_has_leased_is_left_out_for_others(queue: Store) -> None:
    lease = queue.reviews.lease(checked(WOUNDED).id, "ada", 60)
    assert lease.reviewer == "ada"
    assert claims(queue.reviews.next("bo")) == [DEAD]
    assert claims(queue.reviews.next("ada")) == [WOUNDED]


def test_a_lease_belongs_to_whoever_came_first(queue: Store) -> None:
    queue.reviews.lease(checked(DEAD).id, "ada", 60)
    assert queue.reviews.lease(checked(DEAD).id, "bo", 60).reviewer == "ada"
    assert [(lease.claim_id, lease.reviewer) for lease in queue.reviews.leases()] == [(checked(DEAD).id, "ada")]


def test_a_heartbeat_prolongs_a_lease(queue: Store) -> None:
    first = queue.reviews.lease(checked(DEAD).id, "ada", 60)
    assert queue.reviews.lease(checked(DEAD).id, "ada", 120).expires_at > first.expires_at


def test_a_lease_that_has_expired_blocks_nobody(queue: Store) -> None:
    queue.reviews.lease(checked(WOUNDED).id, "ada", 0.01)
    time.sleep(0.02)
    assert claims(queue.reviews.next("bo")) == [WOUNDED]
    assert queue.reviews.leases() == ()
    assert queue.reviews.lease(checked(WOUNDED).id, "bo", 60).reviewer == "bo"


def test_deciding_gives_the_lease_back(queue: Store) -> None:
    queue.reviews.lease(checked(DEAD).id, "ada", 60)
    decide(queue, checked(DEAD).id, "accept")
    assert queue.reviews.leases() == ()


def test_the_queue_can_lease_what_it_hands_out(queue: Store) -> None:
    assert claims(queue.reviews.next("ada", limit=2, lease_seconds=60)) == [WOUNDED, DEAD]
    assert claims(queue.reviews.next("bo", limit=2, lease_seconds=60)) == [UNION, MISSING]
    assert queue.reviews.next("cy", limit=2, lease_seconds=60) == ()
    assert {lease.reviewer for lease in queue.reviews.leases()} == {"ada", "bo"}


def test_a_claim_undone_after_publication_is_in_the_queue_even_after_its_retraction(store: Store) -> None:
    saved(store, [checked(DEAD)])
    decide(store, checked(DEAD).id, "accept")
    store.releases.create()
    decide(store, checked(DEAD).id, "undo")
    assert [row.state for row in store.reviews.next("ada")] == ["pending"]
    store.releases.create()
    assert [row.state for row in store.reviews.next("ada")] == ["retracted"]
    assert store.reviews.progress("ada").open == 1


def test_progress_counts_claims_and_ones_own_decisions(queue: Store) -> None:
    decide(queue, checked(DEAD).id, "accept")
    decide(queue, checked(UNION).id, "accept")
    decide(queue, checked(UNION).id, "undo")
    decide(queue, checked(MISSING).id, "reject", "bo")
    progress = queue.reviews.progress("ada")
    assert (progress.open, progress.decided) == (2, 2)
    assert progress.by_state == {"accepted": 1, "pending": 1, "rejected": 1, "blocked": 1}
    assert progress.mine_today == 0, "the decisions of this test are of a day in May"


def test_very_many_claims_are_counted_every_few_seconds_only(queue: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviews, "HELD", 3)
    monkeypatch.setattr(reviews, "SECONDS", 1000.0)
    assert queue.reviews.progress("ada").open == 4
    decide(queue, checked(DEAD).id, "accept")
    assert queue.reviews.progress("ada").open == 4, "counted a moment ago"
    later = time.monotonic() + 1000
    monkeypatch.setattr("time.monotonic", lambda: later)
    assert queue.reviews.progress("ada").open == 3


def test_a_claim_that_is_not_there_can_be_neither_leased_nor_passed(store: Store) -> None:
    for call in (lambda: store.reviews.lease("c0ffee", "ada", 60), lambda: store.reviews.next("ada", after="c0ffee")):
        with pytest.raises(NotFoundError, match="no claim c0ffee"):
            call()
