"""Making and upgrading the schema: by Alembic, from migrations that travel inside the package."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.sql.schema import SchemaItem

from extractor.store.database import Database
from extractor.store.schema import MIGRATIONS, VERSION_TABLE, current, revisions
from extractor.store.tables import metadata

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
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, told: Callable[[str], None]) -> None:
    """Bring the schema up to date, step by step: each is there whole or not at all, and is not done again if a later one is stopped."""
    known = revisions()
    while True:
        with database.write() as connection:
            if database.is_postgres:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            here = current(connection)
            if here is None:
                return command.upgrade(configuration(connection), "head")
            if here not in known[:-1]:
                return None
            step = known[known.index(here) + 1]
            told(f"{database.label}: from schema {here} to {step} of {known[-1]}; with millions of claims this takes minutes.")
            command.upgrade(configuration(connection), step)
