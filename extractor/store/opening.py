"""Opening a store: from what a user types as `--db` to a database whose schema is ours and up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from extractor.claims.conflict import CONFLICT
from extractor.claims.domain import Domain
from extractor.errors import StoreError, UsageError
from extractor.store.database import Database
from extractor.store.schema import prepare
from extractor.store.store import Store

_FILE = "sqlite:///"
_FORMS = "Give sqlite:///FILE or postgresql://USER@HOST/NAME."


def _unsaid(_: str) -> None:
    """For those who show nobody what is being done."""


def open_store(
    url: str, *, upgrade: bool = True, create: bool = True, domain: Domain = CONFLICT, told: Callable[[str], None] = _unsaid
) -> Store:
    """The store at `url`: `sqlite:///FILE` or `postgresql://…` (also `postgres://`); an older schema is upgraded.

    `told` hears of each step of that before it begins. A SQLite file that isn't there is made, unless `create` is false. `domain` reads
    the stored claims. Raises `UsageError` with the way out if the database can't be opened.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        _check_file(parsed, create)
    try:
        database = Database(parsed, domain)
    except ImportError as error:
        raise UsageError(f"{_label(parsed)}: the PostgreSQL driver is missing", hint="pip install 'quotebound[postgres]'") from error
    try:
        prepare(database, told if upgrade else None)
    except StoreError as error:
        database.close()
        raise UsageError(error.message, hint=error.hint or _FORMS) from error
    except BaseException:
        database.close()
        raise
    return Store(database)


def parse_url(url: str) -> URL:
    """The URL with the driver we use. Raises `UsageError`, whose message never holds a password."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        meant = f"Give {_FILE}{url}, or postgresql://USER@HOST/NAME." if url and ":" not in url else _FORMS
        raise UsageError(f"{url.rpartition('@')[2]}: not a database URL", hint=meant) from error
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise UsageError(f"{_label(parsed)}: this kind of database is not supported", hint=_FORMS)
    if parsed.host is not None and parsed.get_backend_name() == "sqlite":
        raise UsageError(f"{_label(parsed)}: a slash is missing", hint=f"Give {_FILE}{url.partition('://')[2]}, with three slashes.")
    if parsed.database in (None, "", ":memory:"):
        raise UsageError(f"{_label(parsed)}: a database in memory would lose what reviewers decide", hint=_FORMS)
    return parsed


def _check_file(url: URL, create: bool) -> None:
    name = url.database or ""
    if name.startswith("file:"):  # a SQLite URI says itself what it wants
        return
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"{_label(url)}: {path} is a folder", hint=f"Give a file in it: sqlite:///{path / 'quotebound.db'}")
    if not path.parent.is_dir():
        raise UsageError(f"{_label(url)}: there is no folder {path.parent}", hint="Make the folder, or correct the path in --db.")
    if not create and not path.exists():
        raise UsageError(f"{_label(url)}: there is no such file", hint="Correct the path in --db, or fill it with `quotebound extract`.")


def _label(url: URL) -> str:
    return url.render_as_string(hide_password=True)
