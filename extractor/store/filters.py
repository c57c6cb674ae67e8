"""Which claims are meant: filters of the queue and of lists, and the orders they come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, select, tuple_

from extractor.review import State
from extractor.store import tables

Order = Literal["risk", "document"]


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Every given field must match; null = any.

    `state`: one or several. `document`, `run`: identifiers. `source`: the originator's canonical name, or its words where it has
    none. `finding`: a code that the version that stands has. `model`, `run`: who proposes the claim now. `reviewer`: whose decision
    rules. `due`: whether the next release does something with the claim.
    """

    state: State | tuple[State, ...] | None = None
    document: str | None = None
    kind: str | None = None
    outcome: str | None = None
    source: str | None = None
    finding: str | None = None
    outlet: str | None = None
    run: str | None = None
    model: str | None = None
    reviewer: str | None = None
    flagged: bool | None = None
    due: bool | None = None


ANY = ClaimFilter()
FEW = 400
"""Up to so many claims a filter names one by one."""


def conditions(connection: Connection, wanted: ClaimFilter, order: Order) -> list[ColumnElement[bool]]:
    """The filter as SQL over the claims table, for reading in `order`."""
    claims = tables.claims.c
    plain = {
        claims.kind: wanted.kind,
        claims.outcome: wanted.outcome,
        claims.source: wanted.source,
        claims.outlet: wanted.outlet,
        claims.reviewer: wanted.reviewer,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in plain.items() if value is not None]
    if wanted.document is not None:
        documents = tables.documents.c
        number = select(documents.number).where(documents.id == wanted.document).scalar_subquery()
        found.append(claims.document_number == number)
    if wanted.flagged is not None:
        found.append(claims.flagged if wanted.flagged else ~claims.flagged)
    if wanted.due is not None:
        found.append(claims.is_due if wanted.due else ~claims.is_due)
    return [*found, *_in_state(wanted, order), *_related(connection, wanted)]


def _in_state(wanted: ClaimFilter, order: Order) -> list[ColumnElement[bool]]:
    """Both undecided states by risk are read along the queue's index, so the ones on states are hidden from the planner there."""
    if wanted.state is None:
        return []
    state, is_open = tables.claims.c.state, tables.claims.c.is_open
    states = {wanted.state} if isinstance(wanted.state, str) else set(wanted.state)
    undecided = [is_open] if states <= {"pending", "blocked"} else []
    if len(states) == 1:
        return [state == states.pop(), *undecided]
    return [(state + "" if undecided and order == "risk" else state).in_(states), *undecided]


def _related(connection: Connection, wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    """Findings and proposals are in tables of their own: a few claims are named one by one, many are probed along the order."""
    claims, findings, proposals = tables.claims.c, tables.findings.c, tables.proposals.c
    related: list[ColumnElement[bool]] = []
    if wanted.finding is not None:
        named = select(findings.claim_id).where(findings.code == wanted.finding)
        related += _few(connection, named)
        related.append(there(named.where(findings.claim_id == claims.id, findings.version == claims.version)))
    if wanted.model is not None or wanted.run is not None:
        named = select(proposals.claim_id).where(~proposals.withdrawn)
        named = named.where(proposals.model == wanted.model) if wanted.model is not None else named
        named = named.where(proposals.run_id == wanted.run) if wanted.run is not None else named
        related += _few(connection, named) or [there(named.where(proposals.claim_id == claims.id))]
    return related


def _few(connection: Connection, named: Select[str]) -> list[ColumnElement[bool]]:
    """The claims that `named` names, if they are few; else nothing."""
    ids = connection.execute(named.limit(FEW + 1)).scalars().all()
    return [tables.claims.c.id.in_(set(ids))] if len(ids) <= FEW else []


def there(query: Select[Any]) -> ColumnElement[bool]:
    """Whether a correlated query finds a row, asked for each claim in turn: EXISTS would let PostgreSQL join it whole beforehand."""
    return query.correlate(tables.claims).limit(1).scalar_subquery().is_not(None)


def ordering(order: Order) -> list[Any]:
    """The columns of an order, ascending; they are unique together. `risk` is the queue's: `review.priority`, then document order."""
    claims = tables.claims.c
    places: list[Any] = [claims.document_number, claims.position, claims.id]
    return [claims.priority, *places] if order == "risk" else places


def beyond(order: Order, place: tuple[Any, ...]) -> ColumnElement[bool]:
    """Claims that come after `place`, the values of the order's columns."""
    return tuple_(*ordering(order)) > tuple_(*place)
