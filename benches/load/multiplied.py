"""A store made many times as large, as a year of runs would leave it: each copy of what there is has its own documents and its own run.

Rows are copied inside the database, with the rules' triggers, the search and all indices that nothing depends on made anew afterwards: a
million claims take a minute or two where saving them takes an hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, create_engine, func, literal, select, text

from extractor.store import tables
from extractor.store.migrations.marks_0008 import FILL
from extractor.store.opening import parse_url

_TABLES = (tables.runs, tables.documents, tables.claims, tables.claim_versions, tables.findings, tables.proposals, tables.claim_words)
_NAMED = frozenset({"id", "sha256", "claim_id", "document_id", "run_id"})
_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
_POSTGRES = (
    "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
    "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
)


def multiply(url: str, copies: int, accepted: float) -> None:
    """Copy all there is so many times, under identifiers that begin with the number of the copy; accept a share, from the front."""
    engine = create_engine(parse_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        documents = connection.execute(select(func.max(tables.documents.c.number))).scalar_one()
        with _indices_apart(connection):
            for copy in range(1, copies + 1):
                _copy(connection, copy, documents)
            _accept(connection, int(documents * (copies + 1) * accepted))
            for statement in ("DELETE FROM claim_marks", *FILL):
                connection.exec_driver_sql(statement)
        connection.execute(text("ANALYZE")) if connection.dialect.name == "postgresql" else None  # as autovacuum does within a minute
    engine.dispose()


def _copy(connection: Connection, copy: int, documents: int) -> None:
    first = select(tables.claims.c.id).where(tables.claims.c.document_number <= documents)
    origins = {"claims": tables.claims.c.document_number <= documents, "documents": tables.documents.c.number <= documents}
    first_runs = select(tables.claims.c.run_id).where(tables.claims.c.document_number <= documents)
    origins["runs"] = tables.runs.c.id.in_(first_runs)
    with _transaction(connection):
        for table in _TABLES:
            origin = origins[table.name] if table.name in origins else table.c.claim_id.in_(first)
            values = dict(_changed(table, copy, documents))
            connection.execute(table.insert().from_select(list(values), select(*values.values()).where(origin)))


def _accept(connection: Connection, documents: int) -> None:
    """Let two reviewers accept all that may be, in the first documents."""
    claims, decisions = tables.claims.c, tables.decisions
    may = (claims.document_number <= documents) & (claims.state == "pending")
    who = case((claims.document_number % 2 == 0, "ada"), else_="bo")
    event = {
        "id": func.substr(claims.id, 1, 36),
        "claim_id": claims.id,
        "sequence": literal(2),
        "seen_revision": literal(1),
        "action": literal("accept"),
        "reviewer": who,
        "decided_at": claims.created_at,
        "recorded_at": claims.created_at,
        "version": literal(1),
        "result": literal(1),
    }
    standing = {"state": "accepted", "is_open": False, "is_due": True, "revision": 2, "sequence": 2, "reviewer": who}
    with _transaction(connection):
        connection.execute(decisions.insert().from_select(list(event), select(*event.values()).where(may)))
        connection.execute(tables.claims.update().where(may).values(**standing))


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    connection.execute(text("BEGIN"))
    yield
    connection.execute(text("COMMIT"))


def _changed(table: Table, copy: int, documents: int) -> Iterator[tuple[str, ColumnElement[Any]]]:
    """A row's values in a copy: the last fifth is another model's, months go by, sources are of their own."""
    for column in table.columns:
        if column.name in _NAMED:
            yield column.name, literal(f"{copy:08x}").concat(func.substr(column, 9))
        elif column.name in ("number", "document_number"):
            if table is not tables.claim_words:  # counts by itself
                yield column.name, column + documents * copy
        elif column.name == "source":
            yield column.name, column.concat(f" in {copy}")
        elif column.name == "month":
            yield column.name, literal(f"{2020 + copy // 12}-{copy % 12 + 1:02d}")
        elif column.name == "model":
            yield column.name, literal("openai/gpt") if copy % 50 >= 40 else column
        else:
            yield column.name, column


@contextmanager
def _indices_apart(connection: Connection) -> Iterator[None]:
    """Without indices and triggers, which are made again at the end."""
    postgres = connection.dialect.name == "postgresql"
    made = connection.execute(text(_POSTGRES if postgres else _SQLITE)).all()
    for statement in ("SET session_replication_role = replica",) if postgres else ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF"):
        connection.execute(text(statement))
    for kind, name, _ in made:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    yield
    for _, _, statement in made:
        connection.exec_driver_sql(statement)
    if not postgres:
        connection.execute(text("INSERT INTO claim_search(claim_search) VALUES ('rebuild')"))
