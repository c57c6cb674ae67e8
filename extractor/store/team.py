"""The team: who is in it with which roles, how many of it decide about a claim, and what they decided independently.

A database without members is one person's, who may do everything. With the first member it is a team's: whoever has no role in it is
refused, here and by the database itself (migrations/rules_0005.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, select

from extractor.claims.core import Claim
from extractor.errors import RoleError, RuleError
from extractor.overlap import Overlap
from extractor.review import SYSTEM, Action
from extractor.roles import EVERY, ROLES, Role, lacking, whole
from extractor.store import tables
from extractor.store.database import Database, now


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member and what they may do, as it was last set. `subject` is the identity provider's identifier, null if never signed in."""

    name: str
    subject: str | None
    roles: frozenset[Role]
    set_by: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one of several reviewers decided about a claim; the seal is open. `claim` is as they would have it, null where rejected.

    `confirmed`: whether the claim stands as they would have it; null while nobody has settled it.
    """

    claim_id: str
    reviewer: str
    action: Action
    decided_at: datetime
    claim: Claim | None
    confirmed: bool | None


class Team:
    """The members of a store's team, and its rules."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def members(self) -> tuple[MemberRow, ...]:
        """Everybody who was ever in the team, by name; without roles those who left it."""
        members = tables.members
        with self._database.read() as connection:
            rows = connection.execute(select(members).order_by(members.c.number)).all()
        latest = {row.name: _member(row) for row in rows}
        return tuple(latest[name] for name in sorted(latest))

    def roles(self, name: str) -> frozenset[Role]:
        """What `name` may do: everything, as long as nobody is a member."""
        with self._database.read() as connection:
            return roles_of(connection, name)

    def admit(self, name: str, subject: str, roles: Iterable[Role], issuer: str, issued_at: datetime) -> frozenset[Role]:
        """Take note of what a token says of somebody who signs in; returns what they may do now.

        Somebody without any role is noted too: from then on the database is a team's, and refuses them. A token older than what was set
        last changes nothing. Raises `RoleError` for a name that is somebody else's.
        """
        with self._database.write() as connection:
            last = _latest(connection, name)
            _check_name(name, subject, last)
            new = MemberRow(name, subject, whole(roles), issuer, issued_at)
            if last is None or (issued_at > last.as_of and (last.subject, last.roles) != (subject, new.roles)):
                _insert(connection, new)
                return new.roles
            return last.roles

    def grant(self, name: str, roles: Iterable[Role], by: str) -> MemberRow:
        """Give `name` these roles and no others; none: they are out. Raises `RoleError` unless `by` is an admin, where there is one."""
        with self._database.write() as connection:
            if any("admin" in member.roles for member in self.members()):
                require(connection, by, "admin")
            _check_name(name, None, None)
            last = _latest(connection, name)
            row = MemberRow(name, last.subject if last else None, whole(roles), by, now())
            _insert(connection, row)
            return row

    def overlap(self) -> Overlap:
        """The rule that says how many reviewers decide about a claim."""
        with self._database.read() as connection:
            return overlap_of(connection)

    def set_overlap(self, overlap: Overlap, by: str) -> None:
        """Change the rule, for claims that nobody has decided about yet. Raises `RoleError` unless `by` is an admin."""
        with self._database.write() as connection:
            require(connection, by, "admin")
            connection.execute(tables.overlap_rules.insert(), {**overlap.model_dump(), "set_by": by, "set_at": now()})

    def opinions(self) -> Iterator[Opinion]:
        """What several reviewers decided independently about the same claim, once all have; claim by claim, streams."""
        parse = self._database.domain.parse_json
        with self._database.read() as connection:
            for row in connection.execute(_opened(), execution_options={"yield_per": 300}):
                claim = None if row.action == "reject" else parse(row.body)
                yield Opinion(row.claim_id, row.reviewer, row.action, row.decided_at, claim, _confirmed(row))


def _confirmed(row: Any) -> bool | None:
    if row.state == "disagreed":
        return None
    withdrawn = row.state in ("rejected", "retracted")
    return withdrawn if row.action == "reject" else not withdrawn and bool(row.body == row.standing)


def roles_of(connection: Connection, name: str) -> frozenset[Role]:
    """See `Team.roles`."""
    if connection.execute(select(~exists(select(tables.members.c.number)))).scalar_one():
        return EVERY
    member = _latest(connection, name)
    return member.roles if member else frozenset()


def require(connection: Connection, name: str, role: Role) -> None:
    """Raise `RoleError` unless `name` has the role."""
    if role not in roles_of(connection, name):
        raise RoleError(lacking(name, role), hint="An admin of the team gives roles.")


def overlap_of(connection: Connection) -> Overlap:
    """See `Team.overlap`."""
    overlaps = tables.overlap_rules.c
    columns = (overlaps.rule, overlaps.reviewers, overlaps.share)
    row = connection.execute(select(*columns).order_by(overlaps.number.desc()).limit(1)).one_or_none()
    return Overlap() if row is None else Overlap(rule=row.rule, reviewers=row.reviewers, share=row.share)


def _latest(connection: Connection, name: str) -> MemberRow | None:
    members = tables.members
    row = connection.execute(select(members).where(members.c.name == name).order_by(members.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _member(row)


def _member(row: Any) -> MemberRow:
    return MemberRow(row.name, row.subject, frozenset(role for role in ROLES if f" {role} " in row.roles), row.set_by, row.as_of)


def _insert(connection: Connection, member: MemberRow) -> None:
    roles = " ".join(role for role in ROLES if role in member.roles)
    values = {"name": member.name, "subject": member.subject, "set_by": member.set_by, "as_of": member.as_of}
    connection.execute(tables.members.insert(), {**values, "roles": f" {roles} " if roles else ""})


def _check_name(name: str, subject: str | None, last: MemberRow | None) -> None:
    if name == SYSTEM or not name.strip() or name != name.strip():
        raise RuleError(f"{name!r} can't be a member's name.", hint="Take a name of at least one character, without spaces around it.")
    if last is not None and last.subject is not None and last.subject != subject:
        raise RoleError(f"The name {name} belongs to another account.", hint="Decisions are stored by name: an admin must settle it.")


def _opened() -> Any:
    """Independent decisions that stand, of claims that wait for no further one, each with the content it would have and that stands."""
    decisions, claims, versions = tables.decisions.c, tables.claims.c, tables.claim_versions
    undo, standing = tables.decisions.alias("undo"), versions.alias("standing")
    same = (versions.c.claim_id == decisions.claim_id) & (versions.c.version == decisions.result)
    stands = (standing.c.claim_id == claims.id) & (standing.c.version == claims.version)
    columns = (decisions.claim_id, decisions.reviewer, decisions.action, decisions.decided_at, claims.state, versions.c.body)
    query = select(*columns, standing.c.body.label("standing")).join_from(tables.decisions, tables.claims, claims.id == decisions.claim_id)
    query = query.join(versions, same).join(standing, stands)
    independent = (decisions.needed > 1) & ~decisions.adjudicates & decisions.action.in_(("accept", "fix", "reject"))
    query = query.where(independent, ~claims.is_open, ~exists().where(undo.c.undoes == decisions.id))
    return query.order_by(claims.document_number, claims.position, claims.id, decisions.sequence)
