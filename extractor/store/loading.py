"""Claims as they are handed out: rows of several tables put together, a few hundred at a time, so that memory stays flat."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Result, Select, bindparam, select, text

from extractor.claims.domain import Domain
from extractor.claims.finding import Finding
from extractor.errors import NotFoundError
from extractor.store import tables
from extractor.store.encoding import finding_of
from extractor.store.rows import AssignmentRow, ClaimRow, RunRef

_IN_ORDER = text("SELECT set_config('enable_sort', 'off', true), set_config('enable_material', 'off', true)")
_BY_KEY = text("SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true)")
PAGE = 400
"""Rows put together at once; each is a bound parameter, of which old SQLite allows 999."""


def _standing() -> Select[Any]:
    """Claims with the version that stands and the run it comes from."""
    claims, versions, runs = tables.claims, tables.claim_versions, tables.runs
    same = (versions.c.claim_id == claims.c.id) & (versions.c.version == claims.c.version)
    columns = [versions.c.body, versions.c.trace, versions.c.decision_id, runs.c.model, runs.c.model_version]
    return select(claims, *columns).join_from(claims, versions, same).join(runs, runs.c.id == claims.c.run_id)


_STANDING = _standing().where(tables.claims.c.id.in_(bindparam("ids", expanding=True)))
_FINDINGS = select(tables.findings).where(tables.findings.c.claim_id.in_(bindparam("ids", expanding=True)))
_FOUND = _FINDINGS.order_by(tables.findings.c.claim_id, tables.findings.c.version, tables.findings.c.ordinal)


def claim_rows(connection: Connection, ids: Select[str], domain: Domain, *, walks: bool, stream: bool = False) -> Iterator[ClaimRow]:
    """The claims whose identifiers the query `ids` gives, in its order; `walks` as in `Narrowed`.

    First the identifiers, then the rest by key: whatever the filter, the database walks one narrow index and joins nothing that it
    then throws away. `stream` for many: PostgreSQL then opens a cursor on the server, which costs a few trips.
    """
    options: dict[str, Any] = {"stream_results": True} if stream else {}
    for page in execute_in_order(connection, ids, options, walks=walks).yield_per(PAGE).partitions():
        yield from claims_by_id(connection, [row[0] for row in page], domain)


def execute_in_order(connection: Connection, query: Select[Any], options: dict[str, Any], *, walks: bool) -> Result[Any]:
    """Execute a query that an index has in order.

    PostgreSQL can't guess how many claims a lease or a skip leaves out, and would now and then rather read and sort a million of
    them: from then on sorting is off.
    """
    if walks:
        unsorted(connection)
    return connection.execute(query, execution_options=options)


def unsorted(connection: Connection) -> None:
    """From here to the end of the transaction PostgreSQL plans as if it could not sort, unless it must.

    Nor keep one side of a join: where several conditions are hidden from it, it believes that next to no claim meets them, and would
    read all claims once to keep those, rather than look up each that it walks past.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_IN_ORDER)


def by_key(connection: Connection) -> None:
    """From here to the end of the transaction PostgreSQL looks rows up by their keys, as SQLite does anyway.

    For what reads a few rows again and again while it writes many: it knows nothing yet of those rows, and would read all of them to the
    last each time.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_BY_KEY)


def claims_by_id(connection: Connection, ids: list[str], domain: Domain) -> list[ClaimRow]:
    """Some claims, a page of them at most, in the order of `ids`; unknown ones are left out."""
    found = {row.id: row for row in connection.execute(_STANDING, {"ids": ids})} if ids else {}
    findings = findings_of(connection, [(row.id, row.version) for row in found.values()])
    rows = (found[claim_id] for claim_id in ids if claim_id in found)
    return [_claim_row(row, findings[row.id, row.version], domain) for row in rows]


def one_claim(connection: Connection, claim_id: str, domain: Domain) -> ClaimRow:
    """A claim. Raises `NotFoundError`."""
    found = claims_by_id(connection, [claim_id], domain)
    if not found:
        raise no_claim(claim_id)
    return found[0]


def no_claim(claim_id: str) -> NotFoundError:
    """The error for an unknown claim."""
    return NotFoundError(f"no claim {claim_id}", hint="`quotebound claims` lists what there is.")


def findings_of(connection: Connection, versions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[Finding, ...]]:
    """The findings of some versions, each in the order in which the checks gave them."""
    wanted = set(versions)
    found: dict[tuple[str, int], tuple[Finding, ...]] = defaultdict(tuple)
    # by claim alone: SQLite would read the whole table for a list of pairs; the other versions of a claim are few
    for row in connection.execute(_FOUND, {"ids": sorted({claim_id for claim_id, _ in wanted})}) if wanted else ():
        if (row.claim_id, row.version) in wanted:
            found[row.claim_id, row.version] = (*found[row.claim_id, row.version], finding_of(row))
    return found


def assignments_of(connection: Connection, claim_id: str) -> tuple[AssignmentRow, ...]:
    """Who was to decide a claim, in order."""
    rows = tables.assignments.c
    query = select(rows.assignee, rows.assigned_by, rows.assigned_at).where(rows.claim_id == claim_id).order_by(rows.number)
    return tuple(AssignmentRow(*row) for row in connection.execute(query))


def _claim_row(row: Any, findings: tuple[Finding, ...], domain: Domain) -> ClaimRow:
    return ClaimRow(
        id=row.id,
        document_id=row.document_id,
        state=row.state,
        version=row.version,
        revision=row.revision,
        claim=domain.parse_json(row.body),
        findings=findings,
        trace=json.loads(row.trace),
        run=RunRef(row.model, row.model_version, row.run_id),
        priority=row.priority,
        flagged=row.flagged,
        edited=row.decision_id is not None,
        reviewer=row.reviewer,
        assignee=row.assignee,
        in_print=row.in_print,
        versions=row.version if row.is_open and row.opinions else row.versions,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
