"""A line before SQLite's one writer: whoever commits without pause lets others in between two commits.

SQLite's own waiting knows no line: it asks now and then, at last ten times a second, and a process that commits and begins anew holds the
database nearly always when it is asked. Here whoever wants to write holds a lock until it may, and a writer that wants to go on waits for
that lock like everybody:

    batch    ■■■■■ commit ─ wants the lock ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ ■■■■■
    reviewer    └ has the lock ┄┄┄ begins, gives it back ─ ■ commit

The lock is flock(2) on the write-ahead log, which is there while anybody has the database open, and on which SQLite itself keeps no lock:
no further file, and nothing that a killed process could leave behind. Nothing depends on it but whose turn it is: where it can't be had
(other systems, other users' files, somebody holds it too long) SQLite's own waiting decides, as it does among strangers.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

if sys.platform != "win32":
    import fcntl

PATIENCE = 5.0
"""Seconds that one waits for the lock, at most."""
CLOSELY = 1.0
"""Seconds for which whoever has it asks for the database every `PAUSE`; then SQLite asks."""
PAUSE = 0.002


@contextmanager
def in_line(log: str) -> Iterator[None]:
    """Wait for the lock on a write-ahead log and hold it; without, if it can't be had."""
    try:
        file = os.open(log, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        file = None
    try:
        if file is not None:
            _wait(file)
        yield
    finally:
        if file is not None:
            os.close(file)


def _wait(file: int) -> None:
    until = time.monotonic() + PATIENCE
    with suppress(OSError):
        while not _locked(file) and time.monotonic() < until:
            time.sleep(PAUSE)


def _locked(file: int) -> bool:
    if sys.platform != "win32":
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def begin_closely(connection: sqlite3.Connection) -> bool:
    """Begin to write as soon as nobody else does, within `CLOSELY`; false if it could not, for whatever reason."""
    ((timeout,),) = connection.execute("PRAGMA busy_timeout").fetchall()
    until = time.monotonic() + CLOSELY
    connection.execute("PRAGMA busy_timeout=0")
    with suppress(sqlite3.OperationalError):
        while not _begun(connection) and time.monotonic() < until:
            time.sleep(PAUSE)
    connection.execute(f"PRAGMA busy_timeout={timeout}")
    return connection.in_transaction


def _begun(connection: sqlite3.Connection) -> bool:
    """Whether it may write now; raises what has nothing to do with others."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
    return connection.in_transaction
