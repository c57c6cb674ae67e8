"""Whether a database's schema is the one that this program knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from extractor.errors import UsageError
from extractor.store.database import Database

VERSION_TABLE = "quotebound_schema"
MIGRATIONS = Path(__file__).parent / "migrations"


def revisions() -> list[str]:
    """Every revision of the schema, the newest last: the numbers that the migrations' files begin with."""
    return sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current(connection: Connection) -> str | None:
    """The schema's revision, or null in an empty database."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    return found


def prepare(database: Database, told: Callable[[str], None] | None) -> None:
    """Bring the schema up to date, each step told, or without `told` make sure that it is. Raises `UsageError`."""
    known = revisions()
    with database.read() as connection:
        revision = current(connection)
        if revision == known[-1]:
            return
        _check(connection, database.label, revision, known)
    if told is None:
        raise UsageError(f"{database.label}: the schema is older than this program", hint="Run `quotebound db upgrade`.")
    from extractor.store import migrate  # noqa: PLC0415 - Alembic is for those whose schema is old, and nobody else waits for it

    migrate.upgrade(database, told)


def _check(connection: Connection, label: str, revision: str | None, known: list[str]) -> None:
    if revision is None:
        if connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
            raise UsageError(f"{label}: the database belongs to another program", hint="Give a file of its own with --db.")
    elif revision not in known:
        raise UsageError(
            f"{label}: made by a newer quotebound (schema {revision})", hint="Upgrade quotebound, or give another database with --db."
        )
