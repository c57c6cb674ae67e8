"""The parts of a filter: which claims each admits, how many they are, and where in the order wanted they lie."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, Text, any_, bindparam, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from extractor.store import tables
from extractor.store.searching import BY_INDEX, found_by, holds, is_frequent

if TYPE_CHECKING:
    from extractor.store.filters import ClaimFilter

Order = Literal["risk", "document", "age"]
COLUMNS = ("reviewer", "assignee", "source", "month", "outlet", "outcome", "kind")
"""Columns with an index in document order, the ones first that say most."""
HANDED = 2_000
"""Claims that are handed back to the database by their names; more are sooner found once again."""
MANY = 10**9
_CLAIMS, _MARKS = tables.claims.c, tables.claim_marks.c
_PROBED = tables.claim_marks.alias("probed")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a filter: `ids`, the claims that it admits; `condition`, the same for a claim at hand.

    `column`, `mark`: which one it is of, if it is; then `rows` says which rows of the claims' table, or the marks', are its own.
    `search`: words that all of the claims hold.
    """

    ids: Select[str]
    condition: ColumnElement[bool]
    column: str | None = None
    mark: str | None = None
    search: str | None = None
    rows: tuple[ColumnElement[bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Sized:
    """A part with how many claims it admits, counted no further than it must be, and of words that very few hold those claims."""

    part: Part
    size: int
    found: Sequence[str] | None = None

    def among(self, dialect: str) -> ColumnElement[bool]:
        """The claims that it admits; PostgreSQL is given them as an array, so that it begins with them whatever it believes."""
        if dialect != "postgresql":
            there = (
                select(func.json_each(json.dumps(self.found)).table_valued("value").c.value) if self.found is not None else self.part.ids
            )
            return _CLAIMS.id.in_(there)
        found = bindparam(None, list(self.found), ARRAY(Text)) if self.found is not None else func.array(self.part.ids.scalar_subquery())
        return _CLAIMS.id == any_(found)


def parts_of(connection: Connection, wanted: ClaimFilter, states: set[str], *, undecided: bool) -> Iterator[Part]:
    """What of a filter may admit few claims only."""
    is_open = (_CLAIMS.is_open,) if undecided else ()
    for name in COLUMNS:
        if (value := getattr(wanted, name)) is not None:
            rows = (_CLAIMS[name] == value, *is_open)
            yield Part(select(_CLAIMS.id).where(*rows), rows[0], column=name, rows=rows)
    for name in ("finding", "model", "run"):
        if (value := getattr(wanted, name)) is not None:
            yield _marked(f"{name}:{value}", undecided=undecided)
    if wanted.document is not None:
        number = select(tables.documents.c.number).where(tables.documents.c.id == wanted.document).scalar_subquery()
        yield _plain(_CLAIMS.document_number == number)
    if wanted.flagged is not None:
        yield _plain(_CLAIMS.flagged == wanted.flagged)
    if states and not undecided:
        yield Part(select(_CLAIMS.id).where(_CLAIMS.state.in_(states)), true())
    if wanted.search is not None:
        dialect = connection.dialect.name
        search = wanted.search if wanted.outcome is None else f'{wanted.search} "{wanted.outcome}"'  # which stands among a claim's words
        yield Part(found_by(dialect, search), holds(dialect, wanted.search), search=search)


def _plain(condition: ColumnElement[bool]) -> Part:
    return Part(select(_CLAIMS.id).where(condition), condition)


def _marked(mark: str, *, undecided: bool) -> Part:
    rows = (_MARKS.mark == mark, *([_MARKS.is_open] if undecided else []))
    probe = there(select(_PROBED.c.claim_id).where(_PROBED.c.claim_id == _CLAIMS.id, _PROBED.c.mark == mark))
    return Part(select(_MARKS.claim_id).where(*rows), probe, mark=mark, rows=rows)


def there(query: Select[Any]) -> ColumnElement[bool]:
    """Whether a correlated query finds a row, asked for each claim in turn: EXISTS would let PostgreSQL join it whole beforehand."""
    return query.correlate(tables.claims).limit(1).scalar_subquery().is_not(None)


def sized(connection: Connection, part: Part, most: int) -> Sized:
    """A part with how many claims it admits, counted to one more than `most`."""
    if part.search is None:
        return Sized(part, connection.execute(select(func.count()).select_from(part.ids.limit(most + 1).subquery())).scalar_one())
    if is_frequent(connection, part.search):
        return Sized(part, MANY)
    if connection.dialect.name == "postgresql":
        connection.execute(BY_INDEX)
    found = connection.execute(part.ids.limit(most + 1)).scalars().all()
    return Sized(part, len(found), found if len(found) <= HANDED else None)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a part's claims lie: numbers of their documents, and where it is to be had off an index the most urgent priority."""

    first: int
    last: int
    urgent: int | None


def spans(connection: Connection, parts: Sequence[Part], order: Order | None, *, undecided: bool) -> dict[Part, Span] | None:
    """Where the claims of each part that an index has in order lie; null if no claim is of all parts."""
    lying = [part for part in parts if part.rows]
    ranked = [part for part in lying if order == "risk" and undecided and (part.mark or part.column in tables.FILTERED)]
    ends = [_end(part, end, "document_number") for part in lying for end in (func.min, func.max)]
    if not ends:
        return {}
    found = connection.execute(select(*ends, *(_end(part, func.min, "priority") for part in ranked))).one()
    if None in found:
        return None
    urgent = dict(zip(ranked, found[len(ends) :], strict=True))
    lie = {part: Span(found[2 * n], found[2 * n + 1], urgent.get(part)) for n, part in enumerate(lying)}
    return lie if max(span.first for span in lie.values()) <= min(span.last for span in lie.values()) else None


def _end(part: Part, end: Any, column: str) -> Any:
    return select(end((_MARKS if part.mark else _CLAIMS)[column])).where(*part.rows).scalar_subquery()


def within(spans: Iterable[Span], read: Any, order: Order | None, dialect: str) -> list[ColumnElement[bool]]:
    """That claims lie where all spans do: from where the last one begins to where the first one ends. `read`: columns of what is walked.

    A month, a run, an outlet or a model has its claims close together; without this, all that comes before them would be walked past.
    """
    found = list(spans)
    if not found:
        return []
    urgent = [span.urgent for span in found if span.urgent is not None]
    number = (
        read.document_number if order == "document" or dialect == "postgresql" else read.document_number + 0
    )  # no index is to begin there
    where = [number >= literal(max(span.first for span in found)), number <= literal(min(span.last for span in found))]
    return [*([read.priority >= max(urgent)] if urgent else []), *where]
