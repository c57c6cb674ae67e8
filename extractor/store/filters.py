"""Which claims are meant: filters of the queue and of lists, and the orders they come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isqrt
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, any_, case, func, select, text, true, tuple_

from extractor.review import State
from extractor.store import tables
from extractor.store.searching import found_by, found_first, holds, is_frequent

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
LEAST, MOST = 400, 20_000
"""Bounds of how many claims count as few."""
_COLUMNS = ("reviewer", "assignee", "source", "month", "outlet", "outcome", "kind")
"""Columns with an index in document order, the ones first that say most."""
_CLAIMS, _MARKS = tables.claims.c, tables.claim_marks.c
_BY_INDEX = text("SELECT set_config('enable_seqscan', 'off', true)")
_PROBED = tables.claim_marks.alias("probed")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A filter as SQL over the claims table, and the columns of the order wanted, which are unique together.

    `walks` = an index has the claims in that order: nothing need be sorted. `marked`: which is then one of marks, not of claims.
    """

    conditions: list[ColumnElement[bool]]
    place: list[Any]
    walks: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a filter: `ids`, the claims that it admits; `condition`, the same for a claim at hand; `mark`, if it is one.

    `search`: words that all of them hold.
    """

    ids: Select[str]
    condition: ColumnElement[bool]
    column: str | None = None
    mark: str | None = None
    search: str | None = None


def narrow(connection: Connection, wanted: ClaimFilter, order: Order | None, limit: int | None = None) -> Narrowed:
    """The filter as SQL, for reading the first `limit` claims in `order`; null: in whatever order, to count them.

    If a part of it admits few claims, they are found first, and sorted. Otherwise the claims of its rarest part are walked in order,
    and the rest of the filter is asked of each. So many are few that both take about the same time, were the claims spread evenly.
    """
    parts = list(_parts(connection, wanted))
    few = _few(connection, limit)
    sizes = [_size(connection, part, few * (4 if len(parts) > 1 else 1)) for part in parts]
    size, rarest = min(zip(sizes, parts, strict=True), key=lambda sized: sized[0], default=(0, None))
    if order is None and wanted.search is not None and size > few:
        found = found_first(connection.dialect.name, wanted.search)
        others = [part.condition if part.column is None else _hidden(part, wanted) for part in parts if part.search is None]
        shared = [case((condition, 1), else_=0) == 1 for condition in _shared(wanted)]  # hidden, so that what is found comes first
        return Narrowed([*found, *shared, *_in_state(wanted, apart=True), *others], [], walks=False, marked=False)
    walked = rarest if size <= few else _walked(parts, sizes, wanted, order)
    free = order is None and walked is None
    others = [part.condition if free or part.column is None else _hidden(part, wanted) for part in parts if part is not walked]
    states = _in_state(wanted, apart=walked is not None or order == "age")
    shared = [*_shared(wanted), *states, *others]
    if walked is not None and size <= few:
        first, *rest = ordering(order)
        sorted_by = [func.coalesce(first, first).label(first.name), *rest]  # which no index has: PostgreSQL would rather walk than sort
        return Narrowed([_among(connection, walked.ids), *shared], sorted_by, walks=False, marked=False)
    if walked is None or walked.mark is None:
        return Narrowed([*shared, *([walked.condition] if walked else [])], ordering(order), walks=True, marked=False)
    of_mark = [_MARKS.claim_id == _CLAIMS.id, _MARKS.mark == walked.mark, *([_MARKS.is_open] if is_undecided(wanted) else [])]
    return Narrowed([*of_mark, *shared], ordering(order, _MARKS), walks=True, marked=True)


def _among(connection: Connection, ids: Select[str]) -> ColumnElement[bool]:
    """The claims that a query names; PostgreSQL is given them as an array, so that it begins with them whatever it believes."""
    if connection.dialect.name != "postgresql":
        return _CLAIMS.id.in_(ids)
    return _CLAIMS.id == any_(func.array(ids.scalar_subquery()))


def is_undecided(wanted: ClaimFilter) -> bool:
    """Whether only claims that wait for a decision are wanted."""
    states = _states(wanted)
    return bool(wanted.undecided) or bool(states and states <= {"pending", "blocked"})


def _few(connection: Connection, limit: int | None) -> int:
    """How many claims are found and sorted for what walking to `limit` of them costs."""
    claims = connection.execute(select(func.max(tables.claim_words.c.number))).scalar_one() or 0
    return max(LEAST, min(MOST, isqrt(claims * (limit or 1))))


def _size(connection: Connection, part: _Part, most: int) -> int:
    """How many claims a part admits, counted no further than to one more than `most`."""
    if part.search is not None:
        if is_frequent(connection, part.search):
            return most + 1
        if connection.dialect.name == "postgresql":  # it can't guess how rare words are, and would rather read all claims to the last
            connection.execute(_BY_INDEX)
    return connection.execute(select(func.count()).select_from(part.ids.limit(most + 1).subquery())).scalar_one()


def _walked(parts: list[_Part], sizes: list[int], wanted: ClaimFilter, order: Order | None) -> _Part | None:
    """The rarest part that an index has in the order wanted."""
    if order == "age":
        return None
    ordered = tables.FILTERED if order == "risk" else _COLUMNS
    undecided = is_undecided(wanted)
    able = [
        (size, part)
        for size, part in zip(sizes, parts, strict=True)
        if (part.mark or part.column in ordered) and (undecided or order != "risk")
    ]
    return min(able, key=lambda sized: sized[0], default=(0, None))[1]


def _parts(connection: Connection, wanted: ClaimFilter) -> Iterator[_Part]:
    """What of a filter may admit few claims only."""
    is_open = [_CLAIMS.is_open] if is_undecided(wanted) else []
    for name in _COLUMNS:
        if (value := getattr(wanted, name)) is not None:
            yield _Part(select(_CLAIMS.id).where(_CLAIMS[name] == value, *is_open), _CLAIMS[name] == value, column=name)
    for name in ("finding", "model", "run"):
        if (value := getattr(wanted, name)) is not None:
            yield _marked(f"{name}:{value}", undecided=bool(is_open))
    if wanted.document is not None:
        number = select(tables.documents.c.number).where(tables.documents.c.id == wanted.document).scalar_subquery()
        yield _plain(_CLAIMS.document_number == number)
    if wanted.flagged is not None:
        yield _plain(_CLAIMS.flagged == wanted.flagged)
    if wanted.state is not None and not is_open:
        yield _Part(select(_CLAIMS.id).where(_CLAIMS.state.in_(_states(wanted))), true())
    if wanted.search is not None:
        dialect = connection.dialect.name
        search = wanted.search if wanted.outcome is None else f'{wanted.search} "{wanted.outcome}"'  # which stands among a claim's words
        yield _Part(found_by(dialect, search), holds(dialect, wanted.search), search=search)


def _plain(condition: ColumnElement[bool]) -> _Part:
    return _Part(select(_CLAIMS.id).where(condition), condition)


def _marked(mark: str, *, undecided: bool) -> _Part:
    marks = select(_MARKS.claim_id).where(_MARKS.mark == mark, *([_MARKS.is_open] if undecided else []))
    return _Part(marks, there(select(_PROBED.c.claim_id).where(_PROBED.c.claim_id == _CLAIMS.id, _PROBED.c.mark == mark)), mark=mark)


def _hidden(part: _Part, wanted: ClaimFilter) -> ColumnElement[bool]:
    """A column's condition so that no index serves it: SQLite would take one rather than walk."""
    name = part.column or ""
    value: str = getattr(wanted, name)
    condition: ColumnElement[bool] = _CLAIMS[name].concat("") == value
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


def _states(wanted: ClaimFilter) -> set[str]:
    return {wanted.state} if isinstance(wanted.state, str) else set(wanted.state or ())


def there(query: Select[Any]) -> ColumnElement[bool]:
    """Whether a correlated query finds a row, asked for each claim in turn: EXISTS would let PostgreSQL join it whole beforehand."""
    return query.correlate(tables.claims).limit(1).scalar_subquery().is_not(None)


def ordering(order: Order | None, columns: Any = _CLAIMS) -> list[Any]:
    """The columns of an order, ascending; they are unique together: `review.priority` or age first, then document order."""
    places: list[Any] = [columns.document_number, columns.position, columns.claim_id if columns is _MARKS else columns.id]
    first: dict[Order | None, str] = {"risk": "priority", "age": "created_at"}
    return [columns[first[order]], *places] if order in first else places


def beyond(columns: list[Any], row: Any) -> ColumnElement[bool]:
    """Claims that come after `row`, one of the claims table, in the order of `columns`."""
    return tuple_(*columns) > tuple_(*(getattr(row, "id" if column.name == "claim_id" else column.name) for column in columns))
