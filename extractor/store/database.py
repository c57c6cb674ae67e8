"""A database: its engine, and transactions that read or write. SQLite and PostgreSQL differ here and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import URL, ColumnElement, Connection, Engine, Insert, Select, Table, create_engine, event, literal_column
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.pool import ConnectionPoolEntry

from extractor.claims.domain import Domain
from extractor.store.failures import translated
from extractor.store.line import begin_closely, in_line

BUSY_TIMEOUT_MS = 15_000
_PRAGMAS = ("journal_mode=WAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON", "synchronous=FULL", "cache_size=-16000")
_NO_COMPILING = "-c jit=off"
"""No query of ours is worth the tenth of a second that PostgreSQL takes to compile one that it believes to be dear."""


class Database:
    """Transactions on one database. Safe to share between threads; a nested transaction of the same thread joins the outer one."""

    def __init__(self, url: URL, domain: Domain) -> None:
        self.domain = domain
        self.label = url.render_as_string(hide_password=True)
        self.engine = make_engine(url)
        self._writers = self.engine.execution_options(quotebound_writer=True)
        self._thread = threading.local()

    @property
    def is_postgres(self) -> bool:
        """Whether it is PostgreSQL; else it is SQLite."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads: one consistent view, never waits for a writer. Inside `write` it sees what is being written."""
        outer = self._writing
        with translated(self.label):
            if outer is not None:
                yield outer
                return
            with self.engine.begin() as connection:
                yield connection

    @contextmanager
    def write(self, *, whole: bool = False) -> Iterator[Connection]:
        """A transaction that writes, committed at the end or rolled back whole. SQLite lets one writer in at a time.

        Inside another `write` of the same thread it is a part of that one, and is rolled back alone if it fails; inside one that is
        `whole` nothing is rolled back alone, which spares two statements a part.
        """
        outer = self._writing
        with translated(self.label):
            if outer is not None:
                with nullcontext() if self._thread.whole else outer.begin_nested():
                    yield outer
                return
            with self._writers.begin() as connection:
                self._thread.writing, self._thread.whole = connection, whole
                try:
                    yield connection
                finally:
                    self._thread.writing = None

    @property
    def _writing(self) -> Connection | None:
        """This thread's open write transaction. Readers are not joined: they stream, and a thread may hold several."""
        return getattr(self._thread, "writing", None)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def make_engine(url: URL) -> Engine:
    """An engine with our settings; it connects on first use."""
    if url.get_backend_name() == "postgresql":
        connect = {"connect_timeout": 10, "application_name": "quotebound", "options": _NO_COMPILING}
        return create_engine(url, pool_pre_ping=True, connect_args=connect)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own: we say BEGIN or BEGIN IMMEDIATE
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    entry.info["log"] = f"{connection.execute('PRAGMA database_list').fetchone()[2]}-wal"


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("quotebound_writer", False):
        connection.exec_driver_sql("BEGIN")
        return
    with in_line(connection.info["log"]):
        driver: Any = connection.connection.driver_connection
        if not begin_closely(driver):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def upsert(connection: Connection, table: Table, only_if: ColumnElement[bool] | None = None) -> Insert:
    """An INSERT that renews every other column of a row whose key is there already, if `only_if` (over that row) holds."""
    return _upsert(connection.dialect.name, table, only_if)


@lru_cache
def _upsert(dialect: str, table: Table, only_if: ColumnElement[bool] | None) -> Insert:
    query = _insert(dialect, table)
    keys = {column.name for column in table.primary_key}
    fresh = {column.name: query.excluded[column.name] for column in table.columns if column.name not in keys}
    return _together(query.on_conflict_do_update(index_elements=sorted(keys), set_=fresh, where=only_if))


def insert_if_new(connection: Connection, table: Table) -> Insert:
    """An INSERT that does nothing where any of the row's keys is there already."""
    return _together(inserting(connection, table).on_conflict_do_nothing())


def _together(query: PostgresInsert | SqliteInsert) -> Insert:
    """On PostgreSQL many rows go in one statement, which SQLAlchemy does for what may meet a conflict only if it gives something back."""
    return query.returning(literal_column("1")) if isinstance(query, PostgresInsert) else query


def inserting(connection: Connection, table: Table) -> PostgresInsert | SqliteInsert:
    """An INSERT that may say what to do on a conflict."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Table) -> PostgresInsert | SqliteInsert:
    return PostgresInsert(table) if dialect == "postgresql" else SqliteInsert(table)


def pairs(connection: Connection, query: Select[Any], parameters: dict[str, Any] | None = None) -> dict[Any, Any]:
    """The rows of a query with two columns, as first → second."""
    return {row[0]: row[1] for row in connection.execute(query, parameters)}


def now() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)
