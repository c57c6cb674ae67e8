"""Links between claims: what people said of them, as events that are only ever added to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from extractor.errors import NotFoundError, RuleError
from extractor.ledger import Entry, Judged, Link
from extractor.store import tables
from extractor.store.database import Database, insert_if_new, now
from extractor.store.encoding import shown_or_none
from extractor.store.team import require

_CLOSED = ("rejected", "retracted")
_PAGE = 300
"""Claims, or documents with theirs, that are read at once."""


class Links:
    """The ledger's events, and the claims it may link."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def judge(self, event: Judged) -> None:
        """Write an event; sent again (same UUID), it is written once.

        Raises `NotFoundError` for unknown claims, `RuleError` for a claim with itself.
        """
        link = event.link
        if link.first == link.second:
            raise RuleError("a claim can't be linked with itself")
        with self._database.write() as connection:
            require(connection, event.reviewer, "reviewer")
            if connection.execute(select(tables.link_events.c.id).where(tables.link_events.c.id == event.id)).first():
                return
            ids = tables.claims.c.id
            known = set(connection.execute(select(ids).where(ids.in_((link.first, link.second)))).scalars())
            for claim_id in (link.first, link.second):
                if claim_id not in known:
                    raise NotFoundError(f"no claim {claim_id}")
            row = {
                "id": event.id,
                "relation": link.relation,
                "first_claim": link.first,
                "second_claim": link.second,
                "verdict": event.verdict,
                "reviewer": event.reviewer,
                "decided_at": event.at,
                "recorded_at": now(),
                "reason": shown_or_none(event.reason),
            }
            connection.execute(insert_if_new(connection, tables.link_events), row)

    def events(self) -> Iterator[Judged]:
        """Every event, in order; streams."""
        query = select(tables.link_events).order_by(tables.link_events.c.number)
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                link = Link(row.relation, row.first_claim, row.second_claim)
                yield Judged(row.id, link, row.verdict, row.reviewer, row.decided_at, row.reason)

    def stamp(self) -> tuple[int, datetime | None]:
        """What changes whenever an entry may have: how many claims there are, and when one last changed."""
        claims = tables.claims.c
        with self._database.read() as connection:
            count, last = connection.execute(select(func.count(), func.max(claims.changed_at))).one()
        return count, last

    def entries(self, *, newest: int | None = None) -> list[Entry]:
        """The claims that the ledger may link: all, or of the `newest` so many, that nobody has turned down, in document order."""
        claims = tables.claims.c
        query = _linkable().order_by(claims.document_number.desc(), claims.position.desc(), claims.id.desc()).limit(newest)
        with self._database.read() as connection:
            rows = connection.execute(query).all()[::-1]
        return list(self._made(rows))

    def entries_of(self, claim_ids: Collection[str]) -> list[Entry]:
        """Those of some claims that the ledger may link, in document order."""
        ids, rows = sorted(claim_ids), list[Any]()
        with self._database.read() as connection:
            for start in range(0, len(ids), _PAGE):
                rows += connection.execute(_linkable().where(tables.claims.c.id.in_(ids[start : start + _PAGE]))).all()
        return list(self._made(sorted(rows, key=lambda row: (row.document_number, row.position, row.id))))

    def entries_by_publication(self) -> Iterator[Entry]:
        """All claims that the ledger may link, by when they were published and then in document order, the undated last; streams."""
        documents = tables.documents.c
        published = func.coalesce(documents.published, "~")
        by = published.collate("C") if self._database.is_postgres else published
        numbers = select(documents.number).order_by(by, documents.number)
        with self._database.read() as connection:
            for page in connection.execute(numbers, execution_options={"yield_per": _PAGE}).scalars().partitions():
                places = {number: place for place, number in enumerate(page)}
                rows = connection.execute(_linkable().where(tables.claims.c.document_number.in_(page))).all()
                yield from self._made(sorted(rows, key=lambda row: (places[row.document_number], row.position, row.id)))

    def _made(self, rows: Iterable[Any]) -> Iterator[Entry]:
        parse = self._database.domain.parse_json
        for order, row in enumerate(rows):
            yield Entry(row.id, parse(row.body), row.document_id, row.published, row.outlet, order)


def _linkable() -> Select[Any]:
    """Claims that nobody has turned down, with their documents."""
    claims, documents, versions = tables.claims.c, tables.documents.c, tables.claim_versions.c
    columns = (claims.id, claims.document_id, claims.document_number, claims.position, versions.body, documents.published, documents.outlet)
    joined = select(*columns).join_from(tables.claims, tables.documents, documents.id == claims.document_id)
    standing = (versions.claim_id == claims.id) & (versions.version == claims.version)
    return joined.join(tables.claim_versions, standing).where(claims.state.not_in(_CLOSED))
