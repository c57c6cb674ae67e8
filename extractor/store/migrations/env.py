"""Run by Alembic: migrates over the connection it is given, inside that connection's transaction."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.sql.schema import SchemaItem

from extractor.store.migrate import VERSION_TABLE
from extractor.store.tables import metadata


def ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, _compared: SchemaItem | None) -> bool:
    """Other tools' tables in the same database are none of our business."""
    table = name if kind == "table" else getattr(getattr(item, "table", None), "name", None)
    return not reflected or table in metadata.tables


def migrate(connection: Connection) -> None:
    """Upgrade within one transaction in both databases: SQLite's DDL is transactional as long as the driver doesn't commit."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=VERSION_TABLE,
        render_as_batch=True,
        transactional_ddl=True,
        include_object=ours,
    )
    context.run_migrations()


migrate(context.config.attributes["connection"])
