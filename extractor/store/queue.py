"""What comes next for a reviewer, in the order that they want."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, or_, select, union

from extractor.claims.domain import Domain
from extractor.doubt import Sort, doubted
from extractor.review import Action
from extractor.store import tables
from extractor.store.database import now
from extractor.store.events import among
from extractor.store.filters import ClaimFilter, Narrowed, beyond, narrow
from extractor.store.loading import PAGE, claims_by_id, no_claim, unsorted
from extractor.store.parts import Order, there
from extractor.store.rows import ClaimRow
from extractor.store.statistics import latest_rulings

LOUD: tuple[Action, ...] = ("accept", "fix", "reject")
_CLAIMS = tables.claims.c


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
    """How the queue is walked: the order, how far, which sorts come first (each with its claims), and from behind which claim's row."""

    narrowed: Narrowed
    limit: int
    sorts: Mapping[Sort, Narrowed]
    place: Any


def next_claims(connection: Connection, wish: Wish, domain: Domain) -> tuple[ClaimRow, ...]:
    """See `Reviews.next`."""
    wanted = wish.wanted if wish.wanted.state is not None else replace(wish.wanted, undecided=True)
    narrowed = narrow(connection, wanted, wish.order, wish.limit)
    place = None if wish.after is None else _place(connection, wish.after)
    with unsorted(connection):  # once for all that is walked: each time is a trip
        possible = _possible(doubted(latest_rulings(connection)), wanted) if wish.order == "risk" else ()
        sorts = {sort: (narrowed.walks and _narrowed_to(connection, sort, wish, wanted)) or narrowed for sort in possible}
        walk = Walk(narrowed, wish.limit, sorts, place)
        found = _next_ids(connection, wish, walk) if narrowed.walks else None
    found = _next_ids(connection, wish, walk) if found is None else found
    return tuple(row for at in range(0, len(found), PAGE) for row in claims_by_id(connection, found[at : at + PAGE], domain))


def _next_ids(connection: Connection, wish: Wish, walk: Walk) -> list[str]:
    """The claims to hand out: what the reviewer skipped comes last."""
    dialect = connection.dialect.name
    skipped = among(dialect, wish.reviewer, _CLAIMS.skipped_by)

    def ids(which: ColumnElement[bool], most: int) -> Iterable[str]:
        return connection.execute(_walk(walk, lambda of: _waiting(wish, of, dialect).where(which)).limit(most)).scalars()

    found = list(ids(~skipped, wish.limit))
    return found if len(found) == wish.limit else [*found, *ids(skipped, wish.limit - len(found))]


def _waiting(wish: Wish, narrowed: Narrowed, dialect: str) -> Select[str]:
    """The claims that may be handed out, in no order.

    Thousands that may not can lie before the first that may: whatever keeps a claim back but a lease stands in its own row, so that
    walking past it looks nothing up.
    """
    leases = tables.leases.c
    taken = there(select(leases.claim_id).where(leases.claim_id == _CLAIMS.id, leases.reviewer != wish.reviewer, leases.expires_at > now()))
    query = select(_CLAIMS.id).where(*narrowed.conditions, ~among(dialect, wish.reviewer, _CLAIMS.decided_by), ~taken)
    if wish.wanted.assignee is None:
        further = (_CLAIMS.opinions > 0) & _CLAIMS.is_open  # whoever it was assigned to has decided: it is somebody else's turn
        query = query.where(_CLAIMS.assignee.is_(None) | (_CLAIMS.assignee.concat("") == wish.reviewer) | further)
    return query


def _place(connection: Connection, claim_id: str) -> Any:
    row = connection.execute(select(tables.claims).where(_CLAIMS.id == claim_id)).one_or_none()
    if row is None:
        raise no_claim(claim_id)
    return row


def _walk(walk: Walk, waiting: Callable[[Narrowed], Select[str]]) -> Select[str]:
    """The claims in the order wanted, from behind the place on.

    By risk, doubted sorts come first among claims of the same priority. No index has that order: each sort is walked by itself and all
    claims beside them, no further than the limit, and what comes of it is merged. What comes first among all in the new order does so
    among its sort, or among all in the old order, too. The few claims that are sorted anyway are sorted so.
    """
    plain, place, sorts, query = walk.narrowed.place, walk.place, walk.sorts, waiting(walk.narrowed)
    if not sorts:
        behind = query if place is None else query.where(beyond(plain, place))
        return behind.order_by(*plain)
    doubts = place is not None and Sort(place.kind, place.outcome) in sorts
    calm = case((or_(*(_of(sort, hidden=True) for sort in sorts)), 0), else_=1).label("calm")
    query = query if place is None else query.where(_behind(place, calm, plain, doubts=doubts)[1])
    first, *rest = plain
    if not walk.narrowed.walks:
        return query.order_by(first, calm, *rest)
    arms = [(query, plain)]
    for sort, own in sorts.items():
        arm = waiting(own).where(_of(sort, hidden=own.marked or not own.walks))
        arms.append((arm if place is None else arm.where(_behind(place, calm, own.place, doubts=doubts)[0]), own.place))
    found = union(*(select(arm.with_only_columns(*by, calm).order_by(*by).limit(walk.limit).subquery()) for arm, by in arms)).subquery()
    first, *rest = (found.c[column.name] for column in plain)
    return select(rest[-1]).order_by(first, found.c.calm, *rest)


def _narrowed_to(connection: Connection, sort: Sort, wish: Wish, wanted: ClaimFilter) -> Narrowed | None:
    """The claims of a sort among those wanted; null if they are best looked for among all.

    Words that many claims hold may not go with the sort at all, and all of the sort's claims would be walked past.
    """
    if wanted.search is None or sort.outcome is None:
        return None
    return narrow(connection, replace(wanted, outcome=sort.outcome), wish.order, wish.limit)


def _possible(sorts: tuple[Sort, ...], wanted: ClaimFilter) -> Iterator[Sort]:
    """The sorts that a filter leaves."""
    return (sort for sort in sorts if wanted.kind in (None, sort.kind) and wanted.outcome in (None, sort.outcome))


def _of(sort: Sort, *, hidden: bool) -> ColumnElement[bool]:
    """Claims of a sort; `hidden` from the planner where another index is walked, as is the kind where the outcome says more."""
    outcome = _CLAIMS.outcome.concat("") if hidden else _CLAIMS.outcome
    if sort.outcome is None:
        return and_(_CLAIMS.kind.concat("") == sort.kind if hidden else _CLAIMS.kind == sort.kind, outcome.is_(None))
    return and_(_CLAIMS.kind.concat("") == sort.kind, outcome == sort.outcome)


def _behind(place: Any, calm: ColumnElement[int], plain: list[Any], *, doubts: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What comes after `place` in a doubted sort, and among all, where `calm` is 0 for doubted ones; `doubts` = the place is of one."""
    priority, *_ = plain
    later, here = priority > place.priority, priority == place.priority
    plainly = beyond(plain, place)
    if doubts:
        return plainly, and_(priority >= place.priority, or_(~here, calm == 1, plainly))
    return later, and_(plainly, or_(~here, calm == 1))
