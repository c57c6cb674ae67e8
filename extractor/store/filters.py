"""Which claims are meant: filters of the queue and of lists, and the orders they come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isqrt
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, false, func, select, tuple_

from extractor.review import State
from extractor.store import tables
from extractor.store.parts import COLUMNS, Order, Part, Sized, Span, parts_of, sized, spans, within
from extractor.store.searching import found_first


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
LEAST, MOST = 400, 20_000
"""Bounds of how many claims count as few."""
_CLAIMS, _MARKS = tables.claims.c, tables.claim_marks.c


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """A filter as SQL over the claims table, and the columns of the order wanted, which are unique together.

    `walks` = an index has the claims in that order: nothing need be sorted. `soonest`: where no order is
    wanted, the one in which some are found with the least work, if any is. `lasting`: the same object for
    the same filter and order, whatever there is in the database, so that what is made of it can be kept.
    """

    conditions: list[ColumnElement[bool]]
    place: list[Any]
    walks: bool
    soonest: tuple[ColumnElement[Any], ...] = ()
    lasting: bool = False


def narrow(connection: Connection, wanted: ClaimFilter, order: Order | None, limit: int | None = None) -> Narrowed:
    """The filter as SQL, for reading the first `limit` claims in `order`; null: in whatever order, to count them.

    If a part of it admits few claims, they are found first, and sorted. Otherwise the claims of its rarest part are walked in order,
    and the rest of the filter is asked of each. So many are few that both take about the same time, were the claims spread evenly; of
    words, whose claims lie close together as a rule and are asked one by one, as many as can be sorted in a tenth of a second.
    """
    undecided = is_undecided(wanted)
    parts = list(parts_of(connection, wanted, _states(wanted), undecided=undecided))
    if not parts:
        return _whole(wanted, order)
    few = _few(connection, limit)
    sizes: list[Sized] = []
    for part in parts:
        rarer = min((one.size for one in sizes if one.size <= few), default=MOST)
        sizes.append(sized(connection, part, rarer if part.search else few * (4 if len(parts) > 1 else 1)))
    rarest = min((one for one in sizes if one.size <= (MOST if one.part.search else few)), key=lambda one: one.size, default=None)
    if rarest is not None:
        return _sorted(connection.dialect.name, wanted, order, sizes, rarest)
    if order is None and wanted.search is not None:
        found, soonest = found_first(connection, wanted.search, undecided=undecided)
        others = [_hidden(part, wanted) for part in parts if part.search is None]
        shared = [case((condition, 1), else_=0) == 1 for condition in _shared(wanted)]  # hidden, so that what is found comes first
        conditions = [*found, *shared, *_in_state(wanted, apart=True), *others]
        return Narrowed(conditions, [], walks=False, soonest=soonest)
    lying = spans(connection, parts, order, undecided=undecided) if len(parts) > 1 or order in ("risk", "age") else {}
    if lying is None:
        return _none(order)
    walked = _walked(sizes, lying, order, undecided=undecided)
    free = order is None and walked is None
    others = [part.condition if free else _hidden(part, wanted) for part in parts if part is not walked]
    states = [*_in_state(wanted, apart=walked is not None or order == "age"), *_at_least(wanted, order)]
    marked = walked is not None and walked.mark is not None
    lies = within(lying.values(), _MARKS if marked else _CLAIMS, order, connection.dialect.name) if others else []
    shared = [*_shared(wanted), *states, *others, *lies]
    if walked is None or walked.mark is None:
        return Narrowed([*shared, *([walked.condition] if walked else [])], ordering(order), walks=True)
    of_mark = [_MARKS.claim_id == _CLAIMS.id, _MARKS.mark == walked.mark, *([_MARKS.is_open] if undecided else [])]
    return Narrowed([*of_mark, *shared], ordering(order, _MARKS), walks=True)


@lru_cache
def _whole(wanted: ClaimFilter, order: Order | None) -> Narrowed:
    """The claims of a filter that has no parts, but may ask for claims that wait, or are due."""
    conditions = [*_shared(wanted), *_in_state(wanted, apart=order == "age"), *_at_least(wanted, order)]
    return Narrowed(conditions, ordering(order), walks=True, lasting=True)


def _sorted(dialect: str, wanted: ClaimFilter, order: Order | None, sizes: list[Sized], rarest: Sized) -> Narrowed:
    """The few claims of a filter's rarest part, of which the rest is asked."""
    if rarest.size == 0:
        return _none(order)
    others = [_hidden(one.part, wanted) for one in sizes if one is not rarest]
    shared = [*_shared(wanted), *_in_state(wanted, apart=True), *others]
    first, *rest = ordering(order)
    sorted_by = [func.coalesce(first, first).label(first.name), *rest]  # which no index has: PostgreSQL would rather walk than sort
    return Narrowed([rarest.among(dialect), *shared], sorted_by, walks=False)


def _none(order: Order | None) -> Narrowed:
    return Narrowed([false()], ordering(order), walks=False)


def is_undecided(wanted: ClaimFilter) -> bool:
    """Whether only claims that wait for a decision are wanted."""
    states = _states(wanted)
    return bool(wanted.undecided) or bool(states and states <= {"pending", "blocked"})


def _few(connection: Connection, limit: int | None) -> int:
    """How many claims are found and sorted for what walking to `limit` of them costs."""
    claims = connection.execute(select(func.max(tables.claim_words.c.number))).scalar_one() or 0
    return max(LEAST, min(MOST, isqrt(claims * (limit or 1))))


def _walked(sizes: list[Sized], lying: Mapping[Part, Span], order: Order | None, *, undecided: bool) -> Part | None:
    """The rarest part that an index has in the order wanted; of those too many to be counted, the one whose claims lie closest together."""
    if order == "age" or (order == "risk" and not undecided):
        return None
    ordered = tables.FILTERED if order == "risk" else COLUMNS
    able = [one for one in sizes if one.part.mark or one.part.column in ordered]
    if not able:
        return None
    return min(able, key=lambda one: (one.size, lying[one.part].last - lying[one.part].first if one.part in lying else 0)).part


def _hidden(part: Part, wanted: ClaimFilter) -> ColumnElement[bool]:
    """A part's condition so that no column's index serves it: SQLite would take one rather than walk."""
    if part.column is None:
        return part.condition
    value: str = getattr(wanted, part.column)
    condition: ColumnElement[bool] = _CLAIMS[part.column].concat("") == value
    return condition


def _shared(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    """Conditions that every way of reading has."""
    values = {_CLAIMS.is_due: wanted.due, _CLAIMS.is_open: True if is_undecided(wanted) else wanted.undecided}
    return [column == value for column, value in values.items() if value is not None]


def _in_state(wanted: ClaimFilter, *, apart: bool) -> list[ColumnElement[bool]]:
    """The states, hidden from the planner unless one of them is all that there is to walk: the queue's index has both undecided ones."""
    states = _states(wanted)
    if not states:
        return []
    return [_CLAIMS.state == states.pop() if len(states) == 1 and not apart else _CLAIMS.state.concat("").in_(states)]


def _at_least(wanted: ClaimFilter, order: Order | None) -> list[ColumnElement[bool]]:
    """By risk, from the first claim in the one undecided state that is wanted: all that is blocked comes before what is pending."""
    states = _states(wanted)
    if order != "risk" or len(states) != 1 or not is_undecided(wanted):
        return []
    own = tables.claims.alias("own").c
    first = select(func.min(own.priority)).where(own.state == states.pop()).scalar_subquery()
    return [_CLAIMS.priority >= first]


def _states(wanted: ClaimFilter) -> set[str]:
    return {wanted.state} if isinstance(wanted.state, str) else set(wanted.state or ())


def ordering(order: Order | None, columns: Any = _CLAIMS) -> list[Any]:
    """The columns of an order, ascending; they are unique together: `review.priority` or age first, then document order."""
    places: list[Any] = [columns.document_number, columns.position, columns.claim_id if columns is _MARKS else columns.id]
    first: dict[Order | None, str] = {"risk": "priority", "age": "created_at"}
    return [columns[first[order]], *places] if order in first else places


def beyond(columns: list[Any], row: Any) -> ColumnElement[bool]:
    """Claims that come after `row`, one of the claims table, in the order of `columns`."""
    return tuple_(*columns) > tuple_(*(getattr(row, "id" if column.name == "claim_id" else column.name) for column in columns))
