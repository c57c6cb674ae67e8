from __future__ import annotations

import uuid

import pytest

from extractor.errors import ConflictError, NotFoundError, RuleError
from extractor.review import Decision
from extractor.store import ClaimFilter, Store
from tests.store import samples
from tests.store.samples import BLOCK, DEAD, WARN, checked, decide, decision, edited, fix, saved

CLAIM = checked(DEAD)


@pytest.fixture
def pending(store: Store) -> Store:
    """One pending claim."""
    saved(store, [checked(DEAD, WARN)])
    return store


@pytest.fixture
def blocked(store: Store) -> Store:
    """One blocked claim."""
    saved(store, [checked(DEAD, BLOCK)])
    return store


def test_accept_and_reject(pending: Store) -> None:
    row = decide(pending, CLAIM.id, "accept")
    assert (row.state, row.revision, row.reviewer) == ("accepted", 2, "ada")
    row = decide(pending, CLAIM.id, "reject", "bo", reason="hearsay")
    assert (row.state, row.revision, row.reviewer) == ("rejected", 3, "bo")
    assert pending.claims.history(CLAIM.id).decisions[-1].reason == "hearsay"


def test_a_fix_makes_a_version_of_its_reviewer(pending: Store) -> None:
    row = fix(pending, CLAIM.id, edited(DEAD), WARN)
    assert (row.state, row.version, row.revision, row.claim, row.findings, row.edited) == ("fixed", 2, 2, edited(DEAD), (WARN,), True)
    assert row.id == CLAIM.id


def test_the_filters_follow_what_was_fixed(pending: Store) -> None:
    fix(pending, CLAIM.id, DEAD.model_copy(update={"outcome": "wounded", "salience": "minor"}))
    assert pending.claims.count(by_outcome("wounded")) == 1
    assert pending.claims.get(CLAIM.id).priority == 27
    decide(pending, CLAIM.id, "undo")
    assert pending.claims.count(by_outcome("killed")) == 1
    assert pending.claims.get(CLAIM.id).priority == 12


def by_outcome(outcome: str) -> ClaimFilter:
    return ClaimFilter(outcome=outcome)


def test_a_blocked_claim_is_not_accepted(blocked: Store) -> None:
    with pytest.raises(RuleError, match="blocks this claim"):
        decide(blocked, CLAIM.id, "accept")
    assert blocked.claims.get(CLAIM.id).state == "blocked"


def test_a_blocked_claim_can_be_fixed_or_rejected(blocked: Store) -> None:
    assert fix(blocked, CLAIM.id, edited(DEAD)).state == "fixed"
    assert decide(blocked, CLAIM.id, "reject").state == "rejected"


def test_a_fix_that_is_blocked_itself_is_refused_and_leaves_nothing(pending: Store) -> None:
    with pytest.raises(RuleError, match="The quote is not in the document"):
        fix(pending, CLAIM.id, edited(DEAD), BLOCK)
    assert pending.claims.get(CLAIM.id).versions == 1


def test_a_fix_that_changes_nothing_is_refused(pending: Store) -> None:
    with pytest.raises(RuleError, match="changes nothing"):
        fix(pending, CLAIM.id, DEAD, WARN)


def test_a_fix_without_its_checked_claim_is_refused(pending: Store) -> None:
    row = pending.claims.get(CLAIM.id)
    with pytest.raises(RuleError, match="just been checked"):
        pending.reviews.decide(decision(row, "fix", claim=edited(DEAD)))


@pytest.mark.parametrize("action", ["accept", "fix"])
def test_a_quote_that_does_not_stand_in_the_document_is_never_accepted_whatever_the_checks_said(store: Store, action: str) -> None:
    absent = samples.casualties("13 dock workers were killed", 13)
    moved = DEAD.model_copy(update={"evidence": (DEAD.evidence[0].model_copy(update={"start": 0, "end": 27}),)})
    for claim in (absent, moved):
        saved(store, [checked(claim)])
        with pytest.raises(RuleError, match="does not stand in the document"):
            fix(store, checked(claim).id, edited(claim)) if action == "fix" else decide(store, checked(claim).id, "accept")


def test_skip_and_flag_change_nothing_but_are_kept(pending: Store) -> None:
    decide(pending, CLAIM.id, "skip")
    row = decide(pending, CLAIM.id, "flag", "bo", reason="ask the desk")
    assert (row.state, row.revision, row.flagged) == ("pending", 1, True)
    assert [step.action for step in pending.claims.history(CLAIM.id).decisions] == ["skip", "flag"]
    assert not decide(pending, CLAIM.id, "accept").flagged


def test_undo_leads_back_and_only_ones_own(pending: Store) -> None:
    decide(pending, CLAIM.id, "accept")
    with pytest.raises(RuleError, match="nothing to undo"):
        decide(pending, CLAIM.id, "undo", "bo")
    row = decide(pending, CLAIM.id, "undo")
    assert (row.state, row.revision, row.reviewer) == ("pending", 3, None)
    with pytest.raises(RuleError, match="nothing to undo"):
        decide(pending, CLAIM.id, "undo")


def test_undo_of_a_fix_brings_the_version_before_back(pending: Store) -> None:
    fix(pending, CLAIM.id, edited(DEAD))
    row = decide(pending, CLAIM.id, "undo")
    assert (row.state, row.version, row.claim, row.findings, row.versions) == ("pending", 1, DEAD, (WARN,), 2)
    assert fix(pending, CLAIM.id, edited(DEAD)).version == 3


def test_a_decision_sent_twice_is_written_once(pending: Store) -> None:
    accept = decision(pending.claims.get(CLAIM.id), "accept")
    first = pending.reviews.decide(accept)
    assert pending.reviews.decide(accept) == first
    assert len(pending.claims.history(CLAIM.id).decisions) == 1


def test_a_fix_sent_twice_makes_one_version(pending: Store) -> None:
    sent = decision(pending.claims.get(CLAIM.id), "fix", claim=edited(DEAD))
    for _ in range(2):
        row = pending.reviews.decide(sent, checked(edited(DEAD)))
    assert (row.version, row.versions) == (2, 2)


def test_an_identifier_that_stands_for_another_decision_is_refused(pending: Store) -> None:
    row = pending.claims.get(CLAIM.id)
    accept = decision(row, "accept")
    pending.reviews.decide(accept)
    with pytest.raises(RuleError, match="belongs to another decision"):
        pending.reviews.decide(decision(row, "reject", id=accept.id))


def test_whoever_comes_second_is_told_who_decided_what_and_when(pending: Store) -> None:
    seen = pending.claims.get(CLAIM.id)
    decide(pending, CLAIM.id, "reject", "bo", reason="a rumour")
    with pytest.raises(ConflictError, match=r"was rejected by bo at 2026-05-04 12:00 UTC \(a rumour\)") as caught:
        pending.reviews.decide(decision(seen, "accept"))
    assert "not written" in caught.value.message
    assert pending.claims.get(CLAIM.id).reviewer == "bo"


def test_a_conflict_names_the_run_that_changed_the_claim(pending: Store) -> None:
    seen = pending.claims.get(CLAIM.id)
    run_id = saved(pending, [checked(edited(DEAD))])
    with pytest.raises(ConflictError, match=f"was changed by run {run_id}"):
        pending.reviews.decide(decision(seen, "accept"))


def test_a_conflict_names_the_release_that_came_between(pending: Store) -> None:
    seen = decide(pending, CLAIM.id, "accept")
    pending.releases.create()
    with pytest.raises(ConflictError, match="was published in release 1"):
        pending.reviews.decide(decision(seen, "reject"))


def test_skip_and_flag_come_through_even_when_the_claim_has_moved_on(pending: Store) -> None:
    seen = pending.claims.get(CLAIM.id)
    decide(pending, CLAIM.id, "accept", "bo")
    assert pending.reviews.decide(decision(seen, "flag")).flagged


def test_a_client_may_send_its_whole_queue_without_waiting_for_answers(pending: Store) -> None:
    seen = pending.claims.get(CLAIM.id)
    accept = decision(seen, "accept")
    queue = [
        decision(seen, "flag"),
        accept,
        decision(seen, "undo", revision=seen.revision + 1, undoes=accept.id),
        decision(seen, "reject", revision=seen.revision + 2),
    ]
    assert [pending.reviews.decide(step).state for step in queue] == ["pending", "accepted", "pending", "rejected"]


def test_nobody_decides_in_the_programs_name(pending: Store) -> None:
    with pytest.raises(RuleError, match="program's own name"):
        decide(pending, CLAIM.id, "accept", "system")


def test_a_person_may_accept_what_the_system_closed(pending: Store) -> None:
    saved(pending, [])
    assert decide(pending, CLAIM.id, "accept").state == "accepted"


def test_an_unknown_claim_is_not_found(store: Store) -> None:
    unknown = Decision(
        id=str(uuid.uuid4()), claim_id="c0ffee", action="accept", reviewer="ada", decided_at=samples.NOON, version=1, revision=1
    )
    with pytest.raises(NotFoundError, match="no claim c0ffee"):
        store.reviews.decide(unknown)
