"""What a database says, in the product's words: what happened, to which database, and the way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from extractor.errors import QuoteboundError, RuleError, StoreError, StoreFullError, StoreValueError

RULE = "quotebound: "
"""Every refusal of our own triggers begins with it (migrations/rules_0001.py)."""

_SAVED = "Free some space and give the same command again: what was saved before is whole."
_WAIT = ("another process has been writing for too long", "Wait until it is done, or use PostgreSQL for many writers.")
_DISK_FULL = "53100"
_BY_CODE: dict[int | str | None, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: ("the disk is full", _SAVED),
    sqlite3.SQLITE_READONLY: ("the database is read-only", "Make the file and its folder writable, or give another database with --db."),
    sqlite3.SQLITE_BUSY: _WAIT,
    sqlite3.SQLITE_LOCKED: _WAIT,
    sqlite3.SQLITE_IOERR: ("the disk reports an error", "Check the disk; what was saved before is in the file."),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", "Restore it from a backup, or save what is left with `sqlite3 FILE .recover`."),
    sqlite3.SQLITE_CANTOPEN: ("the file can't be opened", "Check that it may be read and written, and its folder too."),
    sqlite3.SQLITE_NOTADB: ("the file is not a SQLite database", "Give another file: nothing was written to this one."),
    _DISK_FULL: ("the server's disk is full", _SAVED),
    "53300": ("the server has no connection left", "Raise max_connections, or run fewer workers."),
    "25006": ("the server is read-only", "Give the URL of the primary server."),
    "42501": ("this user may not do that", "Grant it the rights on this database, or give another user in the URL."),
    "57P01": ("the server is shutting down", "Give the same command again when it is back: what was saved before is whole."),
    "55P03": ("another process holds a lock for too long", "Give the same command again."),
    "40P01": ("two writers blocked each other", "Give the same command again: nothing of this step was written."),
}
"""By SQLite's primary result code, or PostgreSQL's SQLSTATE."""
_WORDS = (
    ("password authentication failed", "the server refuses user and password", "Correct them in the URL."),
    ("no password supplied", "the server asks for a password", "Give it in the URL: postgresql://USER:PASSWORD@HOST/NAME."),
    ("pg_hba.conf", "the server doesn't let this user in from here", "Ask its administrator for an entry in pg_hba.conf."),
    ('role "', "the server doesn't know this user", "Correct the user in the URL, or create it with `createuser`."),
    ('database "', "the server has no such database", "Correct the name in the URL, or create it with `createdb`."),
    ("connection refused", "no server answers there", "Start PostgreSQL, or correct host and port in the URL."),
    ("no such file or directory", "no server answers there", "Start PostgreSQL, or correct the host in the URL."),
    ("resolve host", "the host's name can't be resolved", "Correct the host in the URL."),
    ("translate host name", "the host's name can't be resolved", "Correct the host in the URL."),
    ("timeout expired", "the server doesn't answer", "Check host, port and firewall."),
)
"""What libpq says of a connection that never came to be, for which there is no code."""


@contextmanager
def translated(label: str) -> Iterator[None]:
    """Turn the database's errors into ours. `label` is the URL without its password."""
    try:
        yield
    except QuoteboundError:
        raise
    except PoolTimeoutError as error:
        raise StoreError(f"{label}: all connections are in use", hint="Run fewer workers at once.") from error
    except IntegrityError as error:
        raise _integrity(label, error) from error
    except DataError as error:
        raise StoreValueError(f"{label}: the database can't hold a value: {first_line(error.orig or error)}") from error
    except DBAPIError as error:
        message, hint = explained(error)
        kind = StoreFullError if _codes(error) & {sqlite3.SQLITE_FULL, _DISK_FULL} else StoreError
        raise kind(f"{label}: {message}", hint=hint) from error
    except SQLAlchemyError as error:
        raise StoreError(f"{label}: {first_line(error)}") from error


def _integrity(label: str, error: IntegrityError) -> StoreError:
    message = first_line(error.orig or error)
    if RULE in message:
        return RuleError(message.partition(RULE)[2])
    return StoreValueError(f"{label}: the database refuses: {message}")


def _codes(error: DBAPIError) -> set[int | str | None]:
    """PostgreSQL's SQLSTATE, or SQLite's primary result code: the low byte of what it gives."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return {getattr(error.orig, "sqlstate", None), None if code is None else code & 0xFF}


def explained(error: DBAPIError) -> tuple[str, str]:
    """What happened and the way out; the database's own words where we have none."""
    said = first_line(error.orig or error)
    for code in _codes(error):
        if told := _BY_CODE.get(code):
            return told
    for words, message, hint in _WORDS:
        if words in said.lower():
            return message, hint
    if error.connection_invalidated:
        return f"the connection was lost ({said})", "Give the same command again when the server is back."
    return said, ""


def first_line(error: BaseException) -> str:
    """The first line of an error's message."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
