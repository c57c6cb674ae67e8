"""A whole store into another database: every row of every table, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.sql.schema import Column

from extractor.errors import StoreError, UsageError
from extractor.store.database import Database
from extractor.store.tables import metadata

_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that was copied, and how many rows it has."""

    table: str
    rows: int


def copy_all(source: Database, target: Database) -> Iterator[Copied]:
    """Copy `source` into the empty PostgreSQL database `target`; yields each table as it is done. Streams.

    Nothing is there until all of it is. The rows were let in by our rules once, in the order in which things happened; they are
    copied table by table, so the rules' triggers rest meanwhile, and indices are made when the rows are there. Raises `UsageError` for
    a target that can't be copied into.
    """
    if not target.is_postgres:
        raise UsageError(f"{target.label}: copies go to PostgreSQL", hint="A SQLite file is copied as a file, while nobody writes to it.")
    with source.read() as reading, target.write(whole=True) as writing:
        _require_empty(target.label, writing)
        for table in metadata.sorted_tables:
            _rules(writing, table, "DISABLE")
            indices = _dropped(writing, table)
            rows = _copy(reading, writing, table)
            for statement in (*indices, f'ANALYZE "{table.name}"'):
                writing.exec_driver_sql(statement)
            _rules(writing, table, "ENABLE")
            count_on(writing, table)
            yield Copied(table.name, rows)


def _require_empty(label: str, connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is not None:
            raise UsageError(f"{label}: the database is not empty ({table.name} has rows)", hint="Make a new one with `createdb`.")


def _copy(reading: Connection, writing: Connection, table: Table) -> int:
    rows = reading.execute(select(table).order_by(*_order(table)), execution_options={"yield_per": _ROWS})
    number, names = 0, ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = writing.connection.cursor()  # SQLAlchemy knows no COPY
    with driver.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as sink:
        for row in rows:
            sink.write_row(row)
            number += 1
    there = writing.execute(select(func.count()).select_from(table)).scalar_one()
    if there != number:
        raise StoreError(f"{table.name}: {number} rows were read and {there} are there", hint="Nothing was copied; try again.")
    return number


def _dropped(connection: Connection, table: Table) -> list[str]:
    """Drop the indices that no constraint needs; what makes them again."""
    known = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = :table AND indexname NOT IN"
    own = connection.execute(text(f"{known} (SELECT conname FROM pg_constraint)"), {"table": table.name}).all()  # noqa: S608
    for name, _ in own:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [definition for _, definition in own]


def _order(table: Table) -> list[Column[object]]:
    """By when things happened where the table knows it: a decision that undoes another comes after it."""
    names = ("sequence", "number", *(column.name for column in table.primary_key))
    return [table.c[name] for name in dict.fromkeys(names) if name in table.c]


def _rules(connection: Connection, table: Table, state: str) -> None:
    connection.execute(text(f'ALTER TABLE "{table.name}" {state} TRIGGER USER'))


def count_on(connection: Connection, table: Table) -> None:
    """Let the table's counting key go on behind what was copied."""
    counting = table.autoincrement_column
    if counting is None:
        return
    sequence = select(func.pg_get_serial_sequence(table.name, counting.name)).scalar_subquery()
    connection.execute(select(func.setval(sequence, select(func.coalesce(func.max(counting), 0) + 1).scalar_subquery(), False)))
