"""Which claims are meant: filters of the queue and of lists, and the orders they come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, exists, tuple_

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


def conditions(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    """The filter as SQL over the claims table."""
    claims = tables.claims.c
    plain = {
        claims.document_id: wanted.document,
        claims.kind: wanted.kind,
        claims.outcome: wanted.outcome,
        claims.source: wanted.source,
        claims.outlet: wanted.outlet,
        claims.reviewer: wanted.reviewer,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in plain.items() if value is not None]
    if wanted.state is not None:
        states = (wanted.state,) if isinstance(wanted.state, str) else wanted.state
        found.append(claims.state.in_(states))
        if set(states) <= {"pending", "blocked"}:  # lets the queue's index serve them
            found.append(claims.is_open)
    if wanted.flagged is not None:
        found.append(claims.flagged if wanted.flagged else ~claims.flagged)
    if wanted.due is not None:
        found.append(claims.is_due if wanted.due else ~claims.is_due)
    return [*found, *_related(wanted)]


def _related(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    claims, findings, proposals = tables.claims.c, tables.findings.c, tables.proposals.c
    related: list[ColumnElement[bool]] = []
    if wanted.finding is not None:
        same = (findings.claim_id == claims.id) & (findings.version == claims.version) & (findings.code == wanted.finding)
        related.append(exists().where(same))
    if wanted.model is not None or wanted.run is not None:
        same = (proposals.claim_id == claims.id) & ~proposals.withdrawn
        same = same & (proposals.model == wanted.model) if wanted.model is not None else same
        same = same & (proposals.run_id == wanted.run) if wanted.run is not None else same
        related.append(exists().where(same))
    return related


def ordering(order: Order) -> list[Any]:
    """The columns of an order, ascending; they are unique together. `risk` is the queue's: `review.priority`, then document order."""
    claims = tables.claims.c
    places: list[Any] = [claims.document_number, claims.position, claims.id]
    return [claims.priority, *places] if order == "risk" else places


def beyond(order: Order, place: tuple[Any, ...]) -> ColumnElement[bool]:
    """Claims that come after `place`, the values of the order's columns."""
    return tuple_(*ordering(order)) > tuple_(*place)
