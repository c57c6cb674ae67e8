"""Several reviewers about one claim: blind until all have decided, settled where they agree, adjudicated where they differ."""

from __future__ import annotations

import uuid
from contextlib import suppress

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from extractor.claims.finding import Finding
from extractor.errors import ConflictError, RuleError
from extractor.overlap import Overlap, Rule
from extractor.review import ACTIONS, Action, Decision
from extractor.roles import Role
from extractor.store import ClaimFilter, Store, open_store
from extractor.store.database import make_engine
from extractor.store.opening import parse_url
from tests.store.samples import BLOCK, DEAD, TEXT, UNION, WARN, checked, decide, decision, document, edited, fix, saved
from tests.store.test_rules import insert_decision, insert_item

CLAIM = checked(DEAD).id
OTHER = edited(DEAD, "Twelve people died.")


@pytest.fixture
def pair(store: Store) -> Store:
    """One claim, about which two reviewers decide."""
    saved(store, [checked(DEAD, WARN)])
    store.team.set_overlap(Overlap(rule="all"), "ada")
    return store


def seen(store: Store, reader: str | None) -> list[tuple[str, str]]:
    return [(one.reviewer, one.action) for one in store.claims.history(CLAIM, reader).decisions]


def test_until_both_have_decided_nobody_sees_what_the_other_did(pair: Store) -> None:
    before = pair.claims.get(CLAIM)
    row = fix(pair, CLAIM, edited(DEAD), WARN)
    assert (row.state, row.version, row.revision, row.reviewer, row.versions) == ("pending", 1, 1, None, 1)
    assert row.claim == before.claim
    assert seen(pair, "ada") == [("ada", "fix")]
    for reader in ("bo", None):
        assert seen(pair, reader) == []
        assert [version.version for version in pair.claims.history(CLAIM, reader).versions] == [1]
    assert pair.claims.count(ClaimFilter(reviewer="ada")) == 0
    assert list(pair.team.opinions()) == []
    decide(pair, CLAIM, "reject", "bo")
    assert seen(pair, "bo") == seen(pair, None) == [("ada", "fix"), ("bo", "reject")]
    assert {opinion.reviewer: opinion.confirmed for opinion in pair.team.opinions()} == {"ada": None, "bo": None}


def test_what_was_taken_back_under_the_seal_is_sealed_too(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    decide(pair, CLAIM, "undo")
    assert seen(pair, "bo") == []
    assert seen(pair, "ada") == [("ada", "accept"), ("ada", "undo")]


def test_two_who_agree_settle_the_claim(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    row = decide(pair, CLAIM, "accept", "bo")
    assert (row.state, row.revision, row.reviewer) == ("accepted", 2, "bo")
    assert pair.releases.create() is not None


def test_two_fixes_agree_if_they_make_the_same_of_the_claim(pair: Store) -> None:
    fix(pair, CLAIM, edited(DEAD), WARN)
    row = fix(pair, CLAIM, edited(DEAD), reviewer="bo")
    assert (row.state, row.version, row.claim) == ("fixed", 3, edited(DEAD))
    assert pair.releases.create() is not None


@pytest.mark.parametrize("second", ["reject", "fix", "other fix"])
def test_where_they_differ_the_claim_waits_for_an_adjudicator_and_is_not_published(pair: Store, second: str) -> None:
    fix(pair, CLAIM, edited(DEAD)) if second == "other fix" else decide(pair, CLAIM, "accept")
    row = decide(pair, CLAIM, "reject", "bo") if second == "reject" else fix(pair, CLAIM, OTHER, reviewer="bo")
    assert (row.state, row.version, row.reviewer) == ("disagreed", 1, None)
    assert pair.reviews.next("eve") == ()
    assert pair.reviews.progress("eve").open == 1
    assert pair.releases.create() is None
    assert list(pair.verify_projection()) == []


def test_an_adjudicator_takes_one_of_the_versions_and_that_settles_it(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    fix(pair, CLAIM, OTHER, reviewer="bo")
    row = decide(pair, CLAIM, "accept", "eve", version=2)
    assert (row.state, row.version, row.claim, row.reviewer) == ("accepted", 2, OTHER, "eve")
    assert pair.claims.history(CLAIM).decisions[-1].adjudicates
    assert {opinion.reviewer: opinion.confirmed for opinion in pair.team.opinions()} == {"ada": False, "bo": True}
    assert pair.releases.create() is not None
    assert list(pair.verify_projection()) == []


def test_an_adjudicator_may_find_a_third_way_and_take_it_back(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    decide(pair, CLAIM, "reject", "bo")
    assert fix(pair, CLAIM, OTHER, reviewer="eve").state == "fixed"
    assert decide(pair, CLAIM, "undo", "eve").state == "disagreed"
    assert decide(pair, CLAIM, "reject", "eve").state == "rejected"


def test_a_version_that_nobody_proposed_to_take_is_no_candidate(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    decide(pair, CLAIM, "reject", "bo")
    with pytest.raises(ConflictError):
        decide(pair, CLAIM, "accept", "eve", version=2)


def test_a_blocked_version_is_not_accepted_by_an_adjudicator_either(store: Store) -> None:
    saved(store, [checked(DEAD, BLOCK)])
    store.team.set_overlap(Overlap(rule="all"), "ada")
    fix(store, CLAIM, edited(DEAD))
    decide(store, CLAIM, "reject", "bo")
    with pytest.raises(RuleError, match="blocks this claim"):
        decide(store, CLAIM, "accept", "eve")
    assert decide(store, CLAIM, "accept", "eve", version=2).claim == edited(DEAD)


def test_nobody_is_two_reviewers(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    with pytest.raises(RuleError, match="Take your decision back first"):
        decide(pair, CLAIM, "accept")
    decide(pair, CLAIM, "undo")
    decide(pair, CLAIM, "reject")
    assert pair.claims.get(CLAIM).state == "pending"


def test_once_both_have_decided_neither_can_take_it_back(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    decide(pair, CLAIM, "accept", "bo")
    with pytest.raises(RuleError, match="the seal is open"):
        decide(pair, CLAIM, "undo", "bo")


def test_each_is_given_the_claim_once_whoever_it_was_assigned_to(pair: Store) -> None:
    saved(pair, [checked(DEAD, WARN), checked(UNION)])
    pair.desk.assign([CLAIM], "ada", "eve")
    assert CLAIM not in [row.id for row in pair.reviews.next("bo", limit=5)]
    decide(pair, CLAIM, "accept")
    assert CLAIM not in [row.id for row in pair.reviews.next("ada", limit=5)]
    assert CLAIM in [row.id for row in pair.reviews.next("bo", limit=5)]
    assert pair.reviews.own_opinions("ada", [CLAIM]) == {CLAIM: "accept"}
    assert pair.reviews.own_opinions("bo", [CLAIM]) == {}


def test_a_client_may_send_its_whole_queue_under_the_seal_too(pair: Store) -> None:
    row = pair.claims.get(CLAIM)
    accept = decision(row, "accept")
    undo = decision(row, "undo", revision=2, undoes=accept.id)
    queue: list[Decision] = [accept, undo, decision(row, "reject", revision=3)]
    assert [pair.reviews.decide(step).state for step in queue] == ["pending"] * 3
    with pytest.raises(ConflictError):
        pair.reviews.decide(decision(row, "accept", "bo", revision=2))


def test_a_later_run_leaves_a_claim_alone_about_which_somebody_has_decided(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    saved(pair, [checked(edited(DEAD))])
    saved(pair, [])
    assert decide(pair, CLAIM, "accept", "bo").state == "accepted"


def test_the_rule_holds_for_claims_that_nobody_has_decided_about_yet(pair: Store) -> None:
    decide(pair, CLAIM, "accept")
    pair.team.set_overlap(Overlap(rule="none"), "ada")
    saved(pair, [checked(DEAD, WARN), checked(UNION)])
    assert decide(pair, checked(UNION).id, "accept").state == "accepted"
    assert pair.claims.get(CLAIM).state == "pending"
    assert decide(pair, CLAIM, "accept", "bo").state == "accepted"


def test_what_one_decided_before_the_rule_is_not_changed_by_one_after_it(store: Store) -> None:
    saved(store, [checked(DEAD)])
    decide(store, CLAIM, "accept")
    store.team.set_overlap(Overlap(rule="all"), "ada")
    decide(store, CLAIM, "reject", "bo")
    assert store.claims.history(CLAIM).decisions[-1].adjudicates


def test_the_database_itself_publishes_only_what_is_settled(pair: Store, store_url: str) -> None:
    decide(pair, CLAIM, "accept")
    engine = make_engine(parse_url(store_url))
    unsettled = pytest.raises(IntegrityError, match="quotebound: the reviewers who were asked for have not agreed")
    with unsettled, engine.begin() as connection:
        for statement in insert_item(CLAIM, "published"):
            connection.execute(sa.text(statement))
    too_few = pytest.raises(IntegrityError, match="quotebound: more reviewers were asked for")
    with too_few, engine.begin() as connection:
        connection.execute(sa.text(insert_decision(CLAIM, "accept")))
    with engine.begin() as connection:  # twice the same reviewer
        connection.execute(sa.text(insert_decision(CLAIM, "accept", needed="2", reviewer="'ada'")))
    with unsettled, engine.begin() as connection:
        for statement in insert_item(CLAIM, "published"):
            connection.execute(sa.text(statement))
    engine.dispose()


class TriedError(Exception):
    """Ends a decision that was only tried."""


def carry_out(store: Store, claim: str, action: Action, reviewer: str) -> None:
    if action == "fix":
        fix(store, claim, edited(DEAD, f"Twelve died, {uuid.uuid4()}."), reviewer=reviewer)
    else:
        decide(store, claim, action, reviewer)


def tried(store: Store, claim: str, action: Action, reviewer: str) -> str | None:
    """What the store says to an action on a claim as it stands; nothing is kept of it."""

    def try_it() -> None:
        carry_out(store, claim, action, reviewer)
        raise TriedError

    try:
        with store.transaction():
            try_it()
    except RuleError as error:
        return error.message
    except TriedError:
        pass
    return None


HISTORIES: list[tuple[Finding, list[tuple[str, Action]]]] = [
    (WARN, []),
    (BLOCK, []),
    (WARN, [("ada", "accept")]),
    (BLOCK, [("ada", "reject")]),
    (BLOCK, [("ada", "fix")]),
    (WARN, [("ada", "skip")]),
    (WARN, [("ada", "accept"), ("bo", "accept")]),
    (BLOCK, [("ada", "fix"), ("bo", "fix")]),
    (WARN, [("ada", "reject"), ("ada", "undo")]),
    (WARN, [("ada", "fix"), ("bo", "reject"), ("eve", "reject")]),
]


@pytest.mark.parametrize("rule", ["none", "all"])
def test_what_the_store_says_that_it_would_refuse_is_just_what_it_refuses(sqlite_url: str, rule: Rule) -> None:
    members: dict[str, Role] = {"eve": "admin", "ada": "reviewer", "bo": "reviewer", "vic": "viewer"}
    with open_store(sqlite_url) as store:  # one database is enough: what is allowed is decided before it is asked
        store.team.set_overlap(Overlap(rule=rule), "ada")
        for name, role in members.items():
            store.team.grant(name, [role], "eve")
        for number, (finding, steps) in enumerate(HISTORIES):
            article = document(f"{TEXT}{number}")
            proposed = checked(DEAD, finding, of=article)
            saved(store, [proposed], of=article)
            for reviewer, action in steps:
                with suppress(RuleError):
                    carry_out(store, proposed.id, action, reviewer)
            for reviewer in members:
                refused = store.reviews.refused(reviewer, [proposed.id])[proposed.id]
                assert refused == {one: why for one in ACTIONS if (why := tried(store, proposed.id, one, reviewer)) is not None}, steps
