"""The schema: made and upgraded by Alembic, from migrations that travel inside the package."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from extractor.errors import UsageError
from extractor.store.database import Database

VERSION_TABLE = "quotebound_schema"
_LOCK = 0x71756F7465  # "quote": PostgreSQL's advisory lock for upgrades


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for one connection; no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def current(connection: Connection) -> str | None:
    """The schema's revision, or null in an empty database."""
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


def prepare(database: Database, *, upgrade: bool) -> None:
    """Bring the schema up to date, or make sure that it is. Raises `UsageError`."""
    with database.read() as connection:
        revision = current(connection)
        config = configuration(connection)
        script = ScriptDirectory.from_config(config)
        head = script.get_current_head()
        if revision == head:
            return
        _check(connection, database.label, revision, {step.revision for step in script.walk_revisions()})
    if not upgrade:
        raise UsageError(f"{database.label}: the schema is older than this program", hint="Run `quotebound db upgrade`.")
    with database.write() as connection:
        if database.is_postgres:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(configuration(connection), "head")


def _check(connection: Connection, label: str, revision: str | None, known: set[str]) -> None:
    if revision is None:
        if connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
            raise UsageError(f"{label}: the database belongs to another program", hint="Give a file of its own with --db.")
    elif revision not in known:
        raise UsageError(
            f"{label}: made by a newer quotebound (schema {revision})", hint="Upgrade quotebound, or give another database with --db."
        )
