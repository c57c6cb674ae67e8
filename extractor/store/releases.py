"""Releases: what is published, corrected or taken back, decided in the database and kept as it was printed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select, case, func, select, text, tuple_

from extractor.claims.domain import Domain
from extractor.errors import NotFoundError
from extractor.receipts import PrintedDocument
from extractor.review import Released
from extractor.store import tables
from extractor.store.appending import update_projections
from extractor.store.database import Database, now
from extractor.store.encoding import shown_or_none
from extractor.store.events import timelines
from extractor.store.loading import by_key
from extractor.store.printed import due_documents, printed_documents
from extractor.store.printing import printed_items
from extractor.store.rows import ReleaseRow
from extractor.store.team import require

_PAGE = 300
_Place = tuple[int, int, str]


class Releases:
    """The releases of a store; only ever added to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def domain(self) -> Domain:
        """What the claims are of."""
        return self._database.domain

    def create(self, note: str | None = None, held: Collection[str] = (), publisher: str | None = None) -> ReleaseRow | None:
        """Make a release of everything that changed since the last one, in one transaction; null if nothing did.

        Accepted or fixed and not in print in that version: published, or corrected where another version was printed before. In print
        and no longer accepted: retracted. Claims that are `held` back stay accepted, and due; what is to be retracted can't be held.
        Raises `RoleError` unless `publisher` may publish, where there is a team.
        """
        with self._database.write() as connection:
            require(connection, publisher or "nobody", "publisher")
            if self._database.is_postgres:
                connection.execute(text("LOCK TABLE releases IN SHARE ROW EXCLUSIVE MODE"))
            by_key(connection)
            number = connection.execute(select(func.coalesce(func.max(tables.releases.c.number), 0) + 1)).scalar_one()
            release = {"number": number, "created_at": now(), "note": shown_or_none(note), "publisher": publisher}
            printed = 0
            after: _Place | None = None
            while page := _due(connection, after, limit=_PAGE):
                after = (page[-1].document_number, page[-1].position, page[-1].id)
                due = [row for row in page if row.id not in held or row.state not in ("accepted", "fixed")]
                printed += _print_page(connection, release, due, first=printed == 0)
            if printed and self._database.is_postgres:
                connection.execute(text("ANALYZE release_items"))  # they are read at once, document by document
        return self.get(number) if printed else None

    def get(self, number: int) -> ReleaseRow:
        """A release. Raises `NotFoundError`."""
        with self._database.read() as connection:
            row = connection.execute(_rows().where(tables.releases.c.number == number)).one_or_none()
        if row is None:
            raise NotFoundError(f"no release {number}", hint="`quotebound status` lists the releases.")
        return ReleaseRow(*row)

    def latest(self) -> ReleaseRow | None:
        """The newest release, or null."""
        with self._database.read() as connection:
            row = connection.execute(_rows().order_by(tables.releases.c.number.desc()).limit(1)).one_or_none()
        return ReleaseRow(*row) if row is not None else None

    def list(self) -> Iterator[ReleaseRow]:
        """Every release, oldest first."""
        with self._database.read() as connection:
            for row in connection.execute(_rows().order_by(tables.releases.c.number)):
                yield ReleaseRow(*row)

    def items(self, number: int) -> Iterator[dict[str, Any]]:
        """The published records of a release (CODEBOOK.md, "Published record"), in document order; streams. Raises `NotFoundError`."""
        self.get(number)
        items = tables.release_items.c
        query = select(items.record).where(items.release_number == number).order_by(items.document_number, items.position, items.claim_id)
        yield from self._records(query)

    rows = items

    def printed(self, number: int) -> Iterator[PrintedDocument]:
        """What a release prints, document by document, with all that receipts are derived from; streams. Raises `NotFoundError`."""
        self.get(number)
        with self._database.read() as connection:
            yield from printed_documents(connection, number)

    def due(self) -> Iterator[PrintedDocument]:
        """What the next release would print, document by document, without what it would take back; streams."""
        with self._database.read() as connection:
            yield from due_documents(connection)

    def in_print(self, number: int | None = None) -> Iterator[dict[str, Any]]:
        """The whole of what was in print after a release (null: now), whichever release printed it; in document order, streams."""
        items = tables.release_items.c
        later = tables.release_items.alias("later")
        newer = (later.c.claim_id == items.claim_id) & (later.c.sequence > items.sequence)
        query = select(items.record).where(items.state != "retracted")
        if number is not None:
            query = query.where(items.release_number <= number)
            newer &= later.c.release_number <= number
        query = query.where(~select(later.c.claim_id).where(newer).exists())
        yield from self._records(query.order_by(items.document_number, items.position, items.claim_id))

    def _records(self, query: Select[Any]) -> Iterator[dict[str, Any]]:
        with self._database.read() as connection:
            for record in connection.execute(query, execution_options={"yield_per": _PAGE}).scalars():
                yield json.loads(record)


def _rows() -> Select[Any]:
    releases, items = tables.releases, tables.release_items.c
    counts = [func.coalesce(func.sum(case((items.state == state, 1), else_=0)), 0) for state in ("published", "corrected", "retracted")]
    columns = (releases.c.number, releases.c.created_at, releases.c.note, releases.c.publisher)
    joined = select(*columns, *counts).outerjoin_from(releases, tables.release_items, items.release_number == releases.c.number)
    return joined.group_by(*columns)


def _due(connection: Connection, after: _Place | None, limit: int) -> list[Any]:
    """Claims that this release must do something with, the next ones behind `after`."""
    claims = tables.claims
    order = (claims.c.document_number, claims.c.position, claims.c.id)
    query = select(claims).where(claims.c.is_due).order_by(*order).limit(limit).with_for_update()
    if after is not None:
        query = query.where(tuple_(*order) > after)
    return list(connection.execute(query).all())


def _print_page(connection: Connection, release: dict[str, Any], due: list[Any], *, first: bool) -> int:
    """Print what is due, under a release that its first item brings into being; how many there were."""
    if not due:
        return 0
    histories = timelines(connection, [row.id for row in due])
    items = printed_items(connection, release["number"], due, histories)
    if items and first:
        connection.execute(tables.releases.insert(), release)
    if items:
        connection.execute(tables.release_items.insert(), items)
    events = {item["claim_id"]: Released(item["version"], item["state"]) for item in items}
    after = {name: history.then(events[name]) if name in events else history for name, history in histories.items()}
    update_projections(connection, after)
    return len(items)
