"""Who may do what, as the store and the database itself hold it, whatever a page does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from extractor.errors import RoleError, RuleError
from extractor.overlap import Overlap
from extractor.review import Action
from extractor.roles import EVERY, Role
from extractor.store import Store
from extractor.store.database import make_engine
from extractor.store.opening import parse_url
from tests.store.samples import DEAD, checked, decide, saved
from tests.store.test_rules import insert_decision

CLAIM = checked(DEAD).id
ISSUER = "https://id.example"
MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


@pytest.fixture
def team(store: Store) -> Store:
    """A claim, and one member for each role, named after it."""
    saved(store, [checked(DEAD)])
    for role in ("admin", "viewer", "reviewer", "adjudicator", "publisher"):
        store.team.grant(role, [role], "admin")
    store.team.grant("bo", ["reviewer"], "admin")
    return store


def test_without_members_the_database_is_one_persons_who_may_do_everything(store: Store) -> None:
    assert store.team.roles("anybody") == EVERY


@pytest.mark.parametrize("name", ["viewer", "publisher", "stranger"])
def test_who_may_not_decide_is_refused_by_the_store(team: Store, name: str) -> None:
    actions: tuple[Action, ...] = ("accept", "reject", "skip", "flag")
    for action in actions:
        with pytest.raises(RoleError, match=f"{name} may not decide about claims: the role 'reviewer' is missing"):
            decide(team, CLAIM, action, name)
    with pytest.raises(RoleError):
        team.reviews.lease(CLAIM, name, 60)
    with pytest.raises(RoleError):
        team.reviews.next(name, lease_seconds=60)
    with pytest.raises(RoleError):
        team.desk.assign([CLAIM], "bo", name)
    assert [row.id for row in team.reviews.next(name)] == [CLAIM], "looking is allowed to whoever gets this far"
    assert team.claims.history(CLAIM).decisions == ()


def test_only_an_adjudicator_settles_what_reviewers_differ_about(team: Store) -> None:
    team.team.set_overlap(Overlap(rule="all"), "admin")
    decide(team, CLAIM, "accept", "reviewer")
    decide(team, CLAIM, "reject", "bo")
    with pytest.raises(RoleError, match="may not settle what reviewers differ about"):
        decide(team, CLAIM, "accept", "bo")
    assert decide(team, CLAIM, "accept", "adjudicator").state == "accepted"


def test_only_a_publisher_publishes(team: Store) -> None:
    decide(team, CLAIM, "accept", "reviewer")
    for name in ("reviewer", "adjudicator", None):
        with pytest.raises(RoleError, match="may not publish"):
            team.releases.create(publisher=name)
    release = team.releases.create(publisher="publisher")
    assert release is not None
    assert release.publisher == "publisher"


def test_only_an_admin_gives_roles_and_changes_rules(team: Store) -> None:
    with pytest.raises(RoleError, match="may not change roles"):
        team.team.grant("viewer", ["admin"], "viewer")
    with pytest.raises(RoleError, match="may not change roles"):
        team.team.set_overlap(Overlap(rule="all"), "adjudicator")
    team.team.grant("bo", [], "admin")
    with pytest.raises(RoleError):
        decide(team, CLAIM, "accept", "bo")
    assert {member.name: member.roles for member in team.team.members()}["bo"] == frozenset()


def test_the_database_itself_refuses_who_has_no_role(team: Store, store_url: str) -> None:
    assert team.team.roles("eve") == frozenset()
    engine = make_engine(parse_url(store_url))
    release = "INSERT INTO releases (number, created_at, publisher) VALUES (7, '2026-05-04 12:00:00', {})"
    true = "true" if engine.dialect.name == "postgresql" else "1"
    for statement in (
        insert_decision(CLAIM, "accept"),
        insert_decision(CLAIM, "accept", reviewer="'viewer'"),
        insert_decision(CLAIM, "accept", reviewer="'reviewer'", adjudicates=true),
        release.format("'reviewer'"),
        release.format("NULL"),
    ):
        with pytest.raises(IntegrityError, match="quotebound: this name has no role"), engine.begin() as connection:
            connection.execute(sa.text(statement))
    for statement in ("UPDATE members SET roles = ' admin '", "DELETE FROM members"):
        with pytest.raises(IntegrityError, match="never changed"), engine.begin() as connection:
            connection.execute(sa.text(statement))
    with engine.begin() as connection:
        connection.execute(sa.text(insert_decision(CLAIM, "accept", reviewer="'reviewer'")))
    engine.dispose()


def admit(store: Store, *roles: Role, at: datetime, subject: str = "s-1") -> frozenset[Role]:
    return store.team.admit("ada@example.org", subject, roles, ISSUER, at)


def test_a_token_gives_roles_and_a_newer_one_takes_them(store: Store) -> None:
    assert admit(store, "adjudicator", at=MONDAY) == {"viewer", "reviewer", "adjudicator"}
    assert admit(store, "viewer", at=TUESDAY) == {"viewer"}
    assert admit(store, "adjudicator", at=MONDAY) == {"viewer"}, "an old session doesn't bring them back"
    assert admit(store, at=WEDNESDAY) == frozenset()
    assert store.team.roles("ada@example.org") == frozenset()


def test_whoever_signs_in_without_a_role_makes_nobody_mighty(store: Store) -> None:
    saved(store, [checked(DEAD)])
    assert admit(store, at=MONDAY) == frozenset()
    with pytest.raises(RoleError):
        decide(store, CLAIM, "accept", "ada@example.org")


def test_an_admin_takes_roles_from_whoever_is_signed_in(store: Store) -> None:
    admit(store, "reviewer", at=MONDAY)
    store.team.grant("ada@example.org", [], "desk")
    assert admit(store, "reviewer", at=MONDAY) == frozenset()


def test_a_name_stays_with_its_account(store: Store) -> None:
    admit(store, "reviewer", at=MONDAY)
    with pytest.raises(RoleError, match="belongs to another account"):
        admit(store, "admin", at=TUESDAY, subject="s-2")


@pytest.mark.parametrize("name", ["system", " ", " ada"])
def test_some_names_are_nobodys(store: Store, name: str) -> None:
    with pytest.raises(RuleError, match="can't be a member's name"):
        store.team.admit(name, "s", ["admin"], ISSUER, MONDAY)
