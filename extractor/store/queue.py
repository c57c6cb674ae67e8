"""What comes next for a reviewer, in the order that they want."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, bindparam, case, func, literal_column, or_, select, true, union

from extractor.claims.domain import Domain
from extractor.doubt import Sort, doubted
from extractor.review import Action
from extractor.store import tables
from extractor.store.database import now
from extractor.store.events import among, named
from extractor.store.filters import ANY, ClaimFilter, Narrowed, beyond, is_undecided, narrow
from extractor.store.loading import PAGE, claims_by_id, no_claim, unsorted
from extractor.store.parts import Order, there
from extractor.store.rows import ClaimRow
from extractor.store.statistics import latest_rulings

LOUD: tuple[Action, ...] = ("accept", "fix", "reject")
MANY = 20_000
"""Claims above which sorts are judged anew every `SECONDS` only: of the five hundred decisions that are looked at few are newer."""
SECONDS = 10.0
_CLAIMS = tables.claims.c
_REVIEWER, _NAMED = bindparam("reviewer", type_=Text), bindparam("named", type_=Text)
_LAST = select(func.max(tables.claim_words.c.number))
_AT = select(tables.claims).where(_CLAIMS.id == bindparam("at"))
_PLACED = ("priority", "created_at", "document_number", "position", "id")
_PLACE = SimpleNamespace(**{name: bindparam(f"place_{name}", type_=_CLAIMS[name].type) for name in _PLACED})


@dataclass(frozen=True)
class Wish:
    """What a reviewer asks of the queue; the arguments of `Reviews.next`."""

    reviewer: str
    wanted: ClaimFilter
    limit: int
    after: str | None
    order: Order


@dataclass(frozen=True)
class Walk:
    """How the queue is walked: the order, how far, and which sorts come first.

    `behind`: from behind `_PLACE` on, and whether the claim there is of a doubted sort; null: from the start. `assigned`: the filter says
    itself who is to decide.
    """

    dialect: str
    narrowed: Narrowed
    limit: int
    sorts: tuple[Sort, ...]
    behind: bool | None
    assigned: bool


class Doubts:
    """Which sorts are doubted, as they were judged last."""

    def __init__(self) -> None:
        self._judged: tuple[tuple[Sort, ...], float] = ((), 0.0)

    def now(self, connection: Connection) -> tuple[Sort, ...]:
        """The sorts; judged anew unless there are many claims and it was a moment ago. Ask with sorting off (`loading.unsorted`)."""
        sorts, until = self._judged
        if time.monotonic() >= until:
            sorts = doubted(latest_rulings(connection))
            many = (connection.execute(_LAST).scalar_one() or 0) > MANY
            self._judged = sorts, time.monotonic() + (SECONDS if many else 0)
        return sorts


def next_claims(connection: Connection, wish: Wish, domain: Domain, doubts: Doubts) -> tuple[ClaimRow, ...]:
    """See `Reviews.next`."""
    wanted = wish.wanted if wish.wanted.state is not None else replace(wish.wanted, undecided=True)
    narrowed = narrow(connection, wanted, wish.order, wish.limit)
    place = None if wish.after is None else _place(connection, wish.after)
    if wish.order == "risk" or narrowed.walks:
        unsorted(connection)
    able = wish.order == "risk" and is_undecided(wanted) and (not narrowed.walks or _of_sorts(wanted))
    sorts = tuple(_possible(doubts.now(connection), wanted)) if able else ()
    behind = None if place is None else (place.kind, place.outcome) in sorts
    walk = Walk(connection.dialect.name, narrowed, wish.limit, sorts, behind, wish.wanted.assignee is not None)
    found = _next_ids(connection, wish.reviewer, walk, place)
    return tuple(row for at in range(0, len(found), PAGE) for row in claims_by_id(connection, found[at : at + PAGE], domain))


def _next_ids(connection: Connection, reviewer: str, walk: Walk, place: Any) -> list[str]:
    """The claims to hand out: what the reviewer skipped comes last."""
    query = _kept_query if walk.narrowed.lasting else _query
    values = {} if place is None else {_PLACE.__dict__[name].key: getattr(place, name) for name in _PLACED}
    values |= {"reviewer": reviewer, "named": named(reviewer), "moment": now()}
    found = list(connection.execute(query(walk, skipped=False), values).scalars())
    if len(found) < walk.limit:
        found += connection.execute(query(walk, skipped=True), values).scalars()
    return found[: walk.limit]


def _query(walk: Walk, *, skipped: bool) -> Select[str]:
    """The first claims that the reviewer has, or has not, skipped.

    A query that is kept says its limit itself: where that is a value, PostgreSQL plans anew each time, for fear that it is large.
    """
    of = among(walk.dialect, _NAMED, _CLAIMS.skipped_by)
    most: Any = literal_column(str(walk.limit)) if walk.narrowed.lasting else walk.limit
    return _walk(walk, _waiting(walk).where(of if skipped else ~of), most).limit(most)


_kept_query = lru_cache(_query)
"""Queries of claims that nothing in the database narrows: to put one together costs more than to execute it."""


def _waiting(walk: Walk) -> Select[str]:
    """The claims that may be handed out, in no order.

    Thousands that may not can lie before the first that may: whatever keeps a claim back but a lease stands in its own row, so that
    walking past it looks nothing up.
    """
    leases = tables.leases.c
    theirs = (leases.claim_id == _CLAIMS.id, leases.reviewer != _REVIEWER, leases.expires_at > bindparam("moment"))
    taken = there(select(leases.claim_id).where(*theirs))
    query = select(_CLAIMS.id).where(*walk.narrowed.conditions, ~among(walk.dialect, _NAMED, _CLAIMS.decided_by), ~taken)
    if not walk.assigned:
        further = (_CLAIMS.opinions > 0) & _CLAIMS.is_open  # whoever it was assigned to has decided: it is somebody else's turn
        query = query.where(_CLAIMS.assignee.is_(None) | (_CLAIMS.assignee.concat("") == _REVIEWER) | further)
    return query


def _place(connection: Connection, claim_id: str) -> Any:
    row = connection.execute(_AT, {"at": claim_id}).one_or_none()
    if row is None:
        raise no_claim(claim_id)
    return row


def _walk(walk: Walk, query: Select[str], most: Any) -> Select[str]:
    """The claims in the order wanted, from behind the place on. `query`: those that may be handed out.

    By risk, doubted sorts come first among claims of the same priority. No index has that order: each sort is walked by itself and all
    claims beside them, no further than the limit, and what comes of it is merged. What comes first among all in the new order does so
    among its sort, or among all in the old order, too. The few claims that are sorted anyway are sorted so.
    """
    plain, sorts = walk.narrowed.place, walk.sorts
    if not sorts:
        from_place = query if walk.behind is None else query.where(beyond(plain, _PLACE))
        return from_place.order_by(*plain)
    calm = case((or_(*(_of(sort, hidden=True) for sort in sorts)), 0), else_=1).label("calm")
    doubted_behind, behind = (true(), true()) if walk.behind is None else _behind(calm, plain, doubts=walk.behind)
    arms = [query.where(behind), *(query.where(_of(sort, hidden=False), doubted_behind) for sort in sorts)]
    first, *rest = plain
    if not walk.narrowed.walks:
        return arms[0].order_by(first, calm, *rest)
    found = union(*(select(arm.with_only_columns(*plain, calm).order_by(*plain).limit(most).subquery()) for arm in arms)).subquery()
    first, *rest = (found.c[column.name] for column in plain)
    return select(rest[-1]).order_by(first, found.c.calm, *rest)


def _of_sorts(wanted: ClaimFilter) -> bool:
    """Whether a filter admits a sort's claims all or none, but for their state.

    Of any other, a sort's claims would all have to be walked past where none of them is wanted.
    """
    return replace(wanted, kind=None, outcome=None, state=None, undecided=None, due=None) == ANY


def _possible(sorts: tuple[Sort, ...], wanted: ClaimFilter) -> Iterator[Sort]:
    """The sorts that a filter leaves."""
    return (sort for sort in sorts if wanted.kind in (None, sort.kind) and wanted.outcome in (None, sort.outcome))


def _of(sort: Sort, *, hidden: bool) -> ColumnElement[bool]:
    """Claims of a sort; `hidden` from the planner where another index is walked, as is the kind where the outcome says more."""
    outcome = _CLAIMS.outcome.concat("") if hidden else _CLAIMS.outcome
    if sort.outcome is None:
        return and_(_CLAIMS.kind.concat("") == sort.kind if hidden else _CLAIMS.kind == sort.kind, outcome.is_(None))
    return and_(_CLAIMS.kind.concat("") == sort.kind, outcome == sort.outcome)


def _behind(calm: ColumnElement[int], plain: list[Any], *, doubts: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What comes after the place in a doubted sort, and among all, where `calm` is 0 for doubted ones; `doubts` = the place is of one."""
    priority, *_ = plain
    later, here = priority > _PLACE.priority, priority == _PLACE.priority
    plainly = beyond(plain, _PLACE)
    if doubts:
        return plainly, and_(priority >= _PLACE.priority, or_(~here, calm == 1, plainly))
    return later, and_(plainly, or_(~here, calm == 1))
