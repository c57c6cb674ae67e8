"""Reviewing: what comes next, who is at it, what is decided."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, select

from extractor.claims.checked import CheckedClaim
from extractor.review import Action, Decision, State
from extractor.store import tables
from extractor.store.database import Database, now, pairs, upsert
from extractor.store.deciding import decide, refused
from extractor.store.filters import ANY, ClaimFilter
from extractor.store.loading import no_claim
from extractor.store.parts import Order
from extractor.store.queue import LOUD, Doubts, Wish, next_claims
from extractor.store.rows import ClaimRow, LeaseRow, Progress
from extractor.store.team import require

HELD = 20_000
"""Claims above which, as long as one in twenty of so many waits, they are counted every `SECONDS` only: a million take a tenth of one."""
SECONDS = 5.0
_WAITING: tuple[State, ...] = ("pending", "blocked", "disagreed")
_FREE = (tables.leases.c.reviewer == bindparam("asking")) | (tables.leases.c.expires_at <= bindparam("moment"))


@dataclass(frozen=True, slots=True)
class _Count:
    """Claims by state, and how many wait, as they were counted; `until` (monotonic seconds): how long that is good enough."""

    states: dict[State, int]
    waiting: int
    until: float


class Reviews:
    """The queue and its decisions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: _Count | None = None
        self._doubts = Doubts()

    def next(
        self,
        reviewer: str,
        wanted: ClaimFilter = ANY,
        *,
        limit: int = 1,
        after: str | None = None,
        order: Order = "risk",
        lease_seconds: float | None = None,
    ) -> tuple[ClaimRow, ...]:
        """The next `limit` undecided claims for `reviewer`: by risk, by age, or as they stand in their documents.

        By risk: `review.priority`, and among equals first the sorts that reviewers have seldom kept so far (`doubt.doubted`; not where a
        filter by more than state, kind and outcome leaves more claims than are sorted). Left out: what somebody else has leased, or is to
        decide (unless the filter asks for an assignee), and what the reviewer has decided while others still have to. What the reviewer
        has skipped comes last. `after` is the identifier of a claim (decided or not): go on behind its place in the queue.
        `lease_seconds` leases what is handed out. A filter with `state` may ask for decided claims too.
        """
        wish = Wish(reviewer, wanted, limit, after, order)
        if lease_seconds is None:
            with self._database.read() as connection:
                return next_claims(connection, wish, self._database.domain, self._doubts)
        with self._database.write() as connection:
            require(connection, reviewer, "reviewer")
            rows = next_claims(connection, wish, self._database.domain, self._doubts)
            return tuple(row for row in rows if _lease(connection, row.id, reviewer, lease_seconds).reviewer == reviewer)

    def decide(self, decision: Decision, checked: CheckedClaim | None = None) -> ClaimRow:
        """Write a decision, and return the claim as it stands after it. Sent again (same UUID), it is written once.

        A fix brings `checked`: the edited claim with what the checks found in it. Raises `ConflictError` when the claim has moved on
        since the revision the reviewer saw, `RoleError` where the reviewer lacks the role, `RuleError` for what may not be,
        `NotFoundError` for an unknown claim.
        """
        with self._database.write() as connection:
            return decide(connection, self._database.domain, decision, checked)

    def refused(self, reviewer: str, claim_ids: Sequence[str]) -> dict[str, dict[Action, str]]:
        """For some claims (a page of them) each action that `decide` would refuse from `reviewer` now, and why, in words."""
        with self._database.read() as connection:
            return refused(connection, reviewer, claim_ids)

    def lease(self, claim_id: str, reviewer: str, seconds: float) -> LeaseRow:
        """Reserve a claim, or prolong the reservation; returns who has it now, which may be somebody else."""
        with self._database.write() as connection:
            require(connection, reviewer, "reviewer")
            if connection.execute(select(tables.claims.c.id).where(tables.claims.c.id == claim_id)).one_or_none() is None:
                raise no_claim(claim_id)
            return _lease(connection, claim_id, reviewer, seconds)

    def leases(self) -> tuple[LeaseRow, ...]:
        """Who is at which claim now."""
        leases = tables.leases
        query = select(leases).where(leases.c.expires_at > now()).order_by(leases.c.expires_at)
        with self._database.read() as connection:
            return tuple(_lease_row(row) for row in connection.execute(query))

    def own_opinions(self, reviewer: str, claim_ids: Sequence[str]) -> dict[str, Action]:
        """What `reviewer` has decided about some claims (a page of them) while other reviewers still have to, by claim."""
        claims, decisions = tables.claims.c, tables.decisions.c
        undo = tables.decisions.alias("undo")
        sealed = (claims.opinions > 0) & claims.is_open & claims.id.in_(claim_ids)
        own = (decisions.reviewer == reviewer) & (decisions.version == claims.version) & decisions.action.in_(LOUD)
        query = select(claims.id, decisions.action).join_from(tables.claims, tables.decisions, decisions.claim_id == claims.id)
        with self._database.read() as connection:
            return pairs(connection, query.where(sealed, own, ~exists().where(undo.c.undoes == decisions.id)))

    def progress(self, reviewer: str) -> Progress:
        """How far the review is, and what `reviewer` did since midnight UTC. Very many claims are counted every few seconds only."""
        decisions, undo = tables.decisions.c, tables.decisions.alias("undo")
        midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
        own = and_(decisions.reviewer == reviewer, decisions.decided_at >= midnight, decisions.action != "undo")
        today = select(func.count()).where(own, ~exists().where(undo.c.undoes == decisions.id))
        with self._database.read() as connection:
            if self._counted is None or time.monotonic() >= self._counted.until:
                self._counted = _count(connection)
            counted, mine = self._counted, connection.execute(today).scalar_one()
        return Progress(counted.waiting, sum(counted.states.values()) - counted.waiting, dict(counted.states), mine)


def _count(connection: Connection) -> _Count:
    """Count all claims."""
    claims = tables.claims.c
    states: dict[State, int] = pairs(connection, select(claims.state, func.count()).group_by(claims.state))
    reopened = connection.execute(select(func.count()).where(claims.state == "retracted", claims.is_open)).scalar_one()
    waiting = sum(states.get(state, 0) for state in _WAITING) + reopened
    many = waiting > HELD // 20 and sum(states.values()) > HELD
    return _Count(states, waiting, time.monotonic() + (SECONDS if many else 0))


def _lease(connection: Connection, claim_id: str, reviewer: str, seconds: float) -> LeaseRow:
    """Take or prolong a lease unless somebody else has it; who has it now."""
    leases, moment = tables.leases, now()
    values = {"claim_id": claim_id, "reviewer": reviewer, "acquired_at": moment, "expires_at": moment + timedelta(seconds=seconds)}
    connection.execute(upsert(connection, leases, _FREE), {**values, "asking": reviewer, "moment": moment})
    return _lease_row(connection.execute(select(leases).where(leases.c.claim_id == claim_id)).one())


def _lease_row(row: Any) -> LeaseRow:
    return LeaseRow(row.claim_id, row.reviewer, row.acquired_at, row.expires_at)
