"""Which documents are near-duplicates of which: keys by which candidates are found, and links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import bindparam, func, select

from extractor.store import tables
from extractor.store.database import Database, insert_if_new

_MOST = 5
_FOUND = (
    select(tables.near_keys.c.document_id, func.count())
    .where(tables.near_keys.c.key.in_(bindparam("keys", expanding=True)))
    .group_by(tables.near_keys.c.document_id)
    .order_by(func.count().desc(), tables.near_keys.c.document_id)
    .limit(_MOST)
)
_KNOWN = select(tables.near_keys.c.key).where(tables.near_keys.c.key.in_(bindparam("keys", expanding=True))).distinct()


class Copies:
    """The near-duplicates of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, keys: Collection[int]) -> set[int]:
        """Those of these keys that some document has."""
        if not keys:
            return set()
        with self._database.read() as connection:
            return set(connection.execute(_KNOWN, {"keys": sorted(keys)}).scalars())

    def candidates(self, keys: Collection[int]) -> list[str]:
        """Identifiers of documents that share a key, those that share most first; a few."""
        if not keys:
            return []
        with self._database.read() as connection:
            return [row.document_id for row in connection.execute(_FOUND, {"keys": list(keys)})]

    def remember_all(self, found: Mapping[str, Iterable[int]]) -> None:
        """Keep by which keys documents are found."""
        rows = [{"key": key, "document_id": document_id} for document_id, keys in found.items() for key in set(keys)]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert_if_new(connection, tables.near_keys), rows)

    def link(self, document_id: str, original_id: str) -> None:
        """Keep that a document is a copy of another, whose claims stand for it."""
        row = {"document_id": document_id, "original_id": original_id}
        with self._database.write() as connection:
            connection.execute(insert_if_new(connection, tables.document_copies), row)
