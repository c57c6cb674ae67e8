"""The schema: made and upgraded by Alembic, from migrations that travel inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.sql.schema import SchemaItem

from extractor.errors import UsageError
from extractor.store.database import Database
from extractor.store.tables import metadata

VERSION_TABLE = "quotebound_schema"
_LOCK = 0x71756F7465  # "quote": PostgreSQL's advisory lock for upgrades


def ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, _compared: SchemaItem | None) -> bool:
    """Whether something in the database is ours: other tools' tables beside them are none of our business."""
    if reflected and kind == "index" and name == "ix_claim_words_search":
        return False  # PostgreSQL's alone; SQLite has a virtual table in its place
    table = name if kind == "table" else getattr(getattr(item, "table", None), "name", None)
    return not reflected or table in metadata.tables


OPTIONS: dict[str, Any] = {
    "target_metadata": metadata,
    "version_table": VERSION_TABLE,
    "render_as_batch": True,
    "transactional_ddl": True,  # SQLite's is, as long as the driver doesn't commit by itself: a migration happens whole or not at all
    "include_object": ours,
}


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
