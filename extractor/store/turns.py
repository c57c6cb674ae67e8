"""Turns at an endpoint: when the next request may be sent, for all processes that share this database.

For each endpoint and each thing that is limited, the moment at which the next request may take its place. Whoever wants to send takes
a place and moves the moment on, in one statement: nobody is asked twice, nobody polls, and a process that dies leaves a gap at most.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Float, bindparam, cast, func

from extractor.store import tables
from extractor.store.database import Database, inserting

_PAUSE = "pause"


class Turns:
    """Places in the line before each endpoint."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, endpoint: str, spacing: Mapping[str, float]) -> float:
        """Take a place; seconds until it comes up. `spacing`: what is limited → seconds for which this request uses it up."""
        with self._database.write() as connection:
            waits = [_moved(connection, endpoint, what, seconds) - seconds for what, seconds in {**spacing, _PAUSE: 0.0}.items()]
        return max(0.0, *waits)

    def pause(self, endpoint: str, seconds: float) -> None:
        """Let nobody send for so long who has not taken a place yet."""
        with self._database.write() as connection:
            left = _moved(connection, endpoint, _PAUSE, 0.0)
            if seconds > left:
                _moved(connection, endpoint, _PAUSE, seconds - left)


def _moved(connection: Connection, endpoint: str, what: str, seconds: float) -> float:
    """Move on by `seconds` the moment from which something is free, or from now if that is past; how far ahead it is then."""
    postgres = connection.dialect.name == "postgresql"
    table, moment = tables.endpoint_turns, _now(postgres=postgres)
    values = {"endpoint": endpoint, "what": what, "free_at": moment + bindparam("seconds", type_=Float)}
    insert = inserting(connection, table).values(values)
    later = (func.greatest if postgres else func.max)(table.c.free_at, moment) + bindparam("seconds", type_=Float)
    query = insert.on_conflict_do_update(index_elements=["endpoint", "what"], set_={"free_at": later})
    return float(connection.execute(query.returning(table.c.free_at - moment), {"seconds": seconds}).scalar_one())


def _now(*, postgres: bool) -> ColumnElement[Any]:
    """Seconds since 1970 by one clock for all: the server's, or on SQLite this machine's."""
    return cast(func.extract("epoch", func.now()), Float) if postgres else bindparam(None, time.time(), type_=Float)
