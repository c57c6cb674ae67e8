"""Documents: the immutable text, and metadata that may come to be known later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from extractor.errors import InputError, NotFoundError, StoreError
from extractor.store import tables
from extractor.store.database import Database, insert_if_new, now
from extractor.store.encoding import shown, shown_or_none, storable
from extractor.store.rows import DocumentRow
from extractor.text.document import Document

_METADATA = ("title", "url", "outlet", "published")
_ROW = tuple(DocumentRow.__dataclass_fields__)
_COLUMNS = tables.documents.c
_STORED = (
    select(_COLUMNS.id, _COLUMNS.number, _COLUMNS.sha256, *(_COLUMNS[name] for name in _METADATA))
    .where(_COLUMNS.id.in_(bindparam("ids", expanding=True)))
    .with_for_update()
)
_GIVEN = select(tables.documents).where(_COLUMNS.id.in_(bindparam("ids", expanding=True)))


class Documents:
    """The documents of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, document: Document) -> str:
        """Store a document, once for each text; returns its identifier.

        The same text again is the same document: its name stays the first one's, metadata that is given replaces what is stored, and
        metadata that is not given erases nothing. Raises `InputError` for text that no database can hold (NUL, lone surrogates).
        """
        self.put_all([document])
        return document.id

    def put_all(self, documents: Sequence[Document]) -> None:
        """The same for many documents."""
        for document in documents:
            if not storable(document.text):
                code = "input.binary" if "\0" in document.text else "input.encoding"
                raise InputError(f"{document.name}: the text has characters that are none", code=code, hint="Save it as plain UTF-8 text.")
        if not documents:
            return
        with self._database.write() as connection:
            known, new = _stored(connection, documents), dict[str, Document]()
            for document in documents:
                if document.id not in known:
                    new.setdefault(document.id, document)
            alone = not new or _inserted(connection, list(new.values()))
            repeated = [document for document in documents if not alone or new.get(document.id) is not document]
            if repeated and new:
                known = _stored(connection, documents)
            for document in repeated:
                _renew(connection, document, known[document.id])

    def get(self, document_id: str) -> Document:
        """The document. Raises `NotFoundError`."""
        return self.get_all([document_id])[0]

    def get_all(self, ids: Sequence[str]) -> list[Document]:
        """The same for several, in their order."""
        with self._database.read() as connection:
            found = {row.id: row for row in connection.execute(_GIVEN, {"ids": list(ids)})}
        missing = next((one for one in ids if one not in found), None)
        if missing is not None:
            raise NotFoundError(f"no document {missing}", hint="`quotebound status` lists what there is.")
        return [_document(found[one]) for one in ids]

    def list(self) -> Iterator[DocumentRow]:
        """Every document without its text, in order of arrival; streams."""
        columns = [tables.documents.c[name] for name in _ROW]
        query = select(*columns).order_by(tables.documents.c.number)
        with self._database.read() as connection:
            for row in connection.execute(query, execution_options={"yield_per": 500}):
                yield DocumentRow(*row)


def _document(row: Any) -> Document:
    return Document(row.text, row.name, row.title, row.url, row.outlet, row.published, row.media_type)


def _values(document: Document) -> dict[str, Any]:
    moment = now()
    return {
        "id": document.id,
        "sha256": document.sha256,
        "name": shown(document.name),
        **_given(document),
        "media_type": document.media_type,
        "chars": len(document.text),
        "created_at": moment,
        "updated_at": moment,
        "text": document.text,
    }


def _given(document: Document) -> dict[str, str | None]:
    return {name: shown_or_none(getattr(document, name)) for name in _METADATA}


def _stored(connection: Connection, documents: Sequence[Document]) -> dict[str, Any]:
    """What is stored of documents, by identifier; locked."""
    rows = connection.execute(_STORED, {"ids": [document.id for document in documents]})
    return {row.id: row for row in rows}


def _inserted(connection: Connection, documents: Sequence[Document]) -> bool:
    """Insert documents; whether none of them was there already."""
    query = insert_if_new(connection, tables.documents)
    done = connection.execute(query, [_values(document) for document in documents], execution_options={"preserve_rowcount": True})
    return done.rowcount == len(documents)


def _renew(connection: Connection, document: Document, known: Any) -> None:
    """Complete the metadata of a document that is stored."""
    if known.sha256 != document.sha256:
        raise StoreError(f"{document.name}: another text has the identifier {document.id}", hint="Change one character of it.")
    changed = {name: value for name, value in _given(document).items() if value is not None and value != getattr(known, name)}
    if not changed:
        return
    columns = tables.documents.c
    connection.execute(update(tables.documents).where(columns.id == document.id).values(**changed, updated_at=now()))
    if "outlet" in changed:
        claims = tables.claims
        here = claims.c.document_number == known.number
        connection.execute(update(claims).where(here).values(outlet=changed["outlet"]))
