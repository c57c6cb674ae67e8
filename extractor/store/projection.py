"""Whether what is kept for the queue's sake is what the history adds up to (`quotebound doctor`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from extractor.claims.domain import Domain
from extractor.store import tables
from extractor.store.database import Database
from extractor.store.events import content_columns, timelines
from extractor.store.loading import claims_by_id
from extractor.store.rows import Mismatch

_PAGE = 300


def mismatches(database: Database) -> Iterator[Mismatch]:
    """Every column of a claim that differs from the fold of its history, by claim; streams."""
    after = ""
    while True:
        with database.read() as connection:
            page = _page(connection, after)
            found = list(_compared(connection, page, database.domain))
        yield from found
        if len(page) < _PAGE:
            return
        after = page[-1].id


def _page(connection: Connection, after: str) -> list[Any]:
    claims, words, assignments = tables.claims, tables.claim_words.c, tables.assignments.c
    latest = select(assignments.assignee).where(assignments.claim_id == claims.c.id).order_by(assignments.number.desc()).limit(1)
    own = select(words.words).where(words.claim_id == claims.c.id)  # no join: PostgreSQL would read all words before the page's as well
    query = select(claims, own.scalar_subquery().label("words"), latest.scalar_subquery().label("assigned"))
    return list(connection.execute(query.where(claims.c.id > after).order_by(claims.c.id).limit(_PAGE)).all())


def _compared(connection: Connection, page: list[Any], domain: Domain) -> Iterator[Mismatch]:
    ids = [row.id for row in page]
    histories = timelines(connection, ids)
    standing = {row.id: row for row in claims_by_id(connection, ids, domain)}
    marked, proposed = _marks(connection, ids), _proposed(connection, ids)
    for row in page:
        expected = histories[row.id].columns() | {"assignee": row.assigned}
        if row.id in standing:
            expected |= content_columns(standing[row.id].claim, standing[row.id].findings)
            found = {f"finding:{finding.code}" for finding in standing[row.id].findings}
            place = (row.is_open, row.priority, row.document_number, row.position)
            expected["marks"] = sorted((mark, *place) for mark in found | proposed[row.id])
        for field, value in expected.items():
            stored = sorted(marked[row.id]) if field == "marks" else getattr(row, field)
            if stored != value:
                yield Mismatch(row.id, field, stored, value)


def _marks(connection: Connection, ids: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    marks = tables.claim_marks.c
    query = select(marks.claim_id, marks.mark, marks.is_open, marks.priority, marks.document_number, marks.position)
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for claim_id, *mark in connection.execute(query.where(marks.claim_id.in_(ids))):
        found[claim_id].append(tuple(mark))
    return found


def _proposed(connection: Connection, ids: list[str]) -> dict[str, set[str]]:
    proposals = tables.proposals.c
    query = select(proposals.claim_id, proposals.model, proposals.run_id).where(proposals.claim_id.in_(ids), ~proposals.withdrawn)
    found: dict[str, set[str]] = defaultdict(set)
    for claim_id, model, run_id in connection.execute(query):
        found[claim_id] |= {f"model:{model}", f"run:{run_id}"}
    return found
