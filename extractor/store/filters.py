"""Which claims are meant: filters of the queue and of lists, and the orders they come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, select, tuple_

from extractor.review import State
from extractor.store import tables
from extractor.store.searching import found_by

Order = Literal["risk", "document", "age"]


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Every given field must match; null = any.

    `state`: one or several. `document`, `run`: identifiers. `source`: the originator's canonical name, or its words where it has
    none. `finding`: a code that the version that stands has. `model`, `run`: who proposes the claim now. `reviewer`: whose decision
    rules. `undecided`: whether it waits for a decision. `due`: whether the next release does something with the claim. `month`: when
    it happened, "2025-05" or a year alone. `assignee`: who is to decide. `search`: words that the claim holds (`searching.py`).
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
    month: str | None = None
    assignee: str | None = None
    search: str | None = None
    flagged: bool | None = None
    undecided: bool | None = None
    due: bool | None = None


ANY = ClaimFilter()
FEW = 400
"""Up to so many claims a filter names one by one."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A filter as SQL over the claims table. `walks` = an index has the claims in the order wanted: nothing need be sorted."""

    conditions: list[ColumnElement[bool]]
    walks: bool


def narrow(connection: Connection, wanted: ClaimFilter, order: Order) -> Narrowed:
    """The filter as SQL, for reading in `order`."""
    plain = _plain(wanted)
    few = _few_claims(connection, wanted, order)
    named = [tables.claims.c.id.in_(ids) for ids in few.values() if ids is not None]
    probed = _probed(wanted, {name for name, ids in few.items() if ids is None})
    if "search" in few and few["search"] is None:  # found once, then looked up claim by claim along the order
        probed.append(tables.claims.c.id.concat("").in_(found_by(connection.dialect.name, wanted.search or "")))
    return Narrowed([*plain, *_in_state(wanted, order), *named, *probed], walks=not named)


def conditions(connection: Connection, wanted: ClaimFilter, order: Order) -> list[ColumnElement[bool]]:
    """The filter's conditions alone."""
    return narrow(connection, wanted, order).conditions


def _plain(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    """What stands in the claims table itself."""
    claims = tables.claims.c
    values = {
        claims.kind: wanted.kind,
        claims.outcome: wanted.outcome,
        claims.source: wanted.source,
        claims.outlet: wanted.outlet,
        claims.reviewer: wanted.reviewer,
        claims.month: wanted.month,
        claims.assignee: wanted.assignee,
        claims.flagged: wanted.flagged,
        claims.is_due: wanted.due,
        claims.is_open: wanted.undecided,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in values.items() if value is not None]
    if wanted.document is not None:
        found.append(claims.document_number == _document_number(wanted.document))
    return found


def _document_number(document_id: str) -> ScalarSelect[int]:
    documents = tables.documents.c
    return select(documents.number).where(documents.id == document_id).scalar_subquery()


def _in_state(wanted: ClaimFilter, order: Order) -> list[ColumnElement[bool]]:
    """Both undecided states by risk are read along the queue's index, so the ones on states are hidden from the planner there."""
    if wanted.state is None:
        return []
    state, is_open = tables.claims.c.state, tables.claims.c.is_open
    states = {wanted.state} if isinstance(wanted.state, str) else set(wanted.state)
    undecided = [is_open] if states <= {"pending", "blocked"} else []
    if len(states) == 1:
        return [state == states.pop(), *undecided]
    return [(state + "" if undecided and order != "document" else state).in_(states), *undecided]


def _few_claims(connection: Connection, wanted: ClaimFilter, order: Order) -> dict[str, set[str] | None]:
    """For each part of the filter that no index has in order: the claims that it admits if they are few, else null.

    Few claims are named one by one and sorted; many are met soon enough along the order.
    """
    claims = tables.claims.c
    parts: dict[str, Select[str]] = {}
    if wanted.finding is not None:
        parts["finding"] = select(tables.findings.c.claim_id).where(tables.findings.c.code == wanted.finding)
    if wanted.model is not None or wanted.run is not None:
        parts["proposal"] = _proposed(wanted)
    if wanted.reviewer is not None:
        parts["reviewer"] = select(claims.id).where(claims.reviewer == wanted.reviewer)
    for name in ("month", "assignee"):
        if (value := getattr(wanted, name)) is not None:
            parts[name] = select(claims.id).where(claims[name] == value)
    if wanted.search is not None:
        parts["search"] = found_by(connection.dialect.name, wanted.search)
    if wanted.flagged:
        parts["flagged"] = select(claims.id).where(claims.flagged)
    if wanted.document is not None and order != "document":
        parts["document"] = select(claims.id).where(claims.document_number == _document_number(wanted.document))
    return {name: _named(connection, query) for name, query in parts.items()}


def _named(connection: Connection, query: Select[str]) -> set[str] | None:
    ids = connection.execute(query.limit(FEW + 1)).scalars().all()
    return set(ids) if len(ids) <= FEW else None


def _probed(wanted: ClaimFilter, many: set[str]) -> list[ColumnElement[bool]]:
    """What must be looked up claim by claim. A finding always: the few were named whatever version has it."""
    claims, findings, proposals = tables.claims.c, tables.findings.c, tables.proposals.c
    probed: list[ColumnElement[bool]] = []
    if wanted.finding is not None:
        same = (findings.claim_id == claims.id) & (findings.version == claims.version) & (findings.code == wanted.finding)
        probed.append(there(select(findings.claim_id).where(same)))
    if "proposal" in many:
        probed.append(there(_proposed(wanted).where(proposals.claim_id == claims.id)))
    return probed


def _proposed(wanted: ClaimFilter) -> Select[str]:
    proposals = tables.proposals.c
    query = select(proposals.claim_id).where(~proposals.withdrawn)
    query = query.where(proposals.model == wanted.model) if wanted.model is not None else query
    return query.where(proposals.run_id == wanted.run) if wanted.run is not None else query


def there(query: Select[Any]) -> ColumnElement[bool]:
    """Whether a correlated query finds a row, asked for each claim in turn: EXISTS would let PostgreSQL join it whole beforehand."""
    return query.correlate(tables.claims).limit(1).scalar_subquery().is_not(None)


def ordering(order: Order) -> list[Any]:
    """The columns of an order, ascending; they are unique together: `review.priority` or age first, then document order."""
    claims = tables.claims.c
    places: list[Any] = [claims.document_number, claims.position, claims.id]
    first: dict[Order, list[Any]] = {"risk": [claims.priority], "age": [claims.created_at], "document": []}
    return [*first[order], *places]


def beyond(order: Order, place: tuple[Any, ...]) -> ColumnElement[bool]:
    """Claims that come after `place`, the values of the order's columns."""
    return tuple_(*ordering(order)) > tuple_(*place)
