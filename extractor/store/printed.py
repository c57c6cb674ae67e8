"""What receipts are derived from: what a release prints of each document, with what else of it is in print and what reviewers saw."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from extractor.receipts import PrintedClaim, PrintedDocument, Sibling
from extractor.store import tables
from extractor.store.loading import findings_of
from extractor.store.printing import standing_records

_PAGE = 300
_Item = TypeVar("_Item")


def printed_documents(connection: Connection, number: int) -> Iterator[PrintedDocument]:
    """What release `number` prints, document by document, in the order of its items; streams."""
    items = tables.release_items.c
    numbers = select(items.document_number).where(items.release_number == number).distinct().order_by(items.document_number)
    for document in connection.execute(numbers, execution_options={"yield_per": _PAGE}).scalars():
        claims = tuple(_printed_claims(connection, number, document))
        yield PrintedDocument(_text(connection, document), claims, _in_print(connection, document, items.release_number < number, number))


def due_documents(connection: Connection) -> Iterator[PrintedDocument]:
    """What the next release would print, document by document, without what it would take back; streams.

    The records have neither state nor review yet; only accepted and fixed claims are given, beside those that stay in print.
    """
    claims = tables.claims.c
    due = and_(claims.is_due, claims.state.in_(("accepted", "fixed")))
    numbers = select(claims.document_number).where(due).distinct().order_by(claims.document_number)
    for document in connection.execute(numbers, execution_options={"yield_per": _PAGE}).scalars():
        ids = select(claims.id).where(due, claims.document_number == document).order_by(claims.position, claims.id)
        wanted = list(connection.execute(ids).scalars())
        records = {name: record for page in _pages(wanted) for name, record in standing_records(connection, page).items()}
        stays = _in_print(connection, document, claims.state.in_(("published", "corrected")))
        yield PrintedDocument(_text(connection, document), tuple(PrintedClaim(records[name]) for name in wanted), stays)


def _text(connection: Connection, document: int) -> str:
    text: str = connection.execute(select(tables.documents.c.text).where(tables.documents.c.number == document)).scalar_one()
    return text


def _printed_claims(connection: Connection, number: int, document: int) -> Iterator[PrintedClaim]:
    items, versions = tables.release_items, tables.claim_versions
    same = and_(versions.c.claim_id == items.c.claim_id, versions.c.version == items.c.version)
    query = (
        select(items.c.claim_id, items.c.version, items.c.record, versions.c.decision_id)
        .join_from(items, versions, same)
        .where(items.c.release_number == number, items.c.document_number == document)
        .order_by(items.c.position, items.c.claim_id)
    )
    for page in _pages(connection.execute(query).all()):
        findings = findings_of(connection, [(row.claim_id, row.version) for row in page])
        for row in page:
            yield PrintedClaim(json.loads(row.record), findings[row.claim_id, row.version], row.decision_id is not None)


def _in_print(connection: Connection, document: int, wanted: ColumnElement[bool], number: int | None = None) -> tuple[Sibling, ...]:
    """The `wanted` claims of a document that are in print after release `number` (null: now), each as it was last printed."""
    claims, items = tables.claims, tables.release_items
    later = items.alias("later")
    newer = and_(later.c.claim_id == items.c.claim_id, later.c.sequence > items.c.sequence)
    if number is not None:
        newer = and_(newer, later.c.release_number <= number)
    query: Select[Any] = (
        select(items.c.release_number, items.c.record)
        .join_from(claims, items, items.c.claim_id == claims.c.id)
        .where(claims.c.document_number == document, items.c.state != "retracted", wanted)
        .where(~select(later.c.claim_id).where(newer).exists())
        .order_by(items.c.position, items.c.claim_id)
    )
    return tuple(Sibling(row.release_number, json.loads(row.record)) for row in connection.execute(query))


def _pages(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), _PAGE):
        yield items[start : start + _PAGE]
