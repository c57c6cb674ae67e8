"""Fixtures that every test may ask for: a store of its own, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import settings

from extractor.store import Store, database, open_store
from extractor.store.schema import VERSION_TABLE, revisions
from extractor.store.tables import metadata

settings.register_profile("quotebound", deadline=None)  # how long an example takes is a benchmark's business
settings.load_profile("quotebound")

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def missing(reason: str) -> NoReturn:
    """Skip a test that needs what this machine lacks; in CI, where it is promised, fail it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class CompiledOnce(dict[tuple[Any, ...], Any]):
    """What statements compile to, by the dialect's name: SQLAlchemy keeps it by engine, and nearly every test has an engine of its own."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        dialect, *statement = key
        return super().get((dialect.name, *statement), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        dialect, *statement = key
        super().__setitem__((dialect.name, *statement), compiled)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """One such memory for the whole session: compiling again was a quarter of what the tests of the store took."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", partial(sa.create_engine, execution_options={"compiled_cache": CompiledOnce()}))
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of our own on a unix socket, for the whole session; gives its URL with `{}` for the database's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies warn where there is no XDG_RUNTIME_DIR
        try:
            from pgserver.postgres_server import get_server  # noqa: PLC0415 - only those who run these tests need the wheel
        except ImportError:
            missing("no PostgreSQL: the pgserver wheel is not made for this Python")

    folder = Path(tempfile.mkdtemp(prefix="qb-pg-"))  # short: a socket's path has room for 107 bytes
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync = off", "full_page_writes = off", "max_connections = 100"):
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template_quotebound")
        url = server.get_uri("template_quotebound").replace("/template_quotebound", "/{}")
        open_store(url.format("template_quotebound")).close()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with our schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database of this test's own."""
    path = tmp_path / "store.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_pool() -> list[str]:
    """Databases that tests have used and left as they were: emptied they serve the next, which is ten times faster than a new one."""
    return []


@pytest.fixture
def postgres_url(postgres_server: str, postgres_pool: list[str]) -> Iterator[str]:
    """A PostgreSQL database of this test's own."""
    name = postgres_pool.pop() if postgres_pool else f"test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    url = postgres_server.format(name)
    with psycopg.connect(postgres_server.format("postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template_quotebound".encode())
        yield url
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        if emptied(url):
            postgres_pool.append(name)
        else:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def emptied(url: str) -> bool:
    """Empty a database past its own rules; false if the test changed more than rows."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        settings = connection.execute("SELECT 1 FROM pg_db_role_setting").fetchall()
        tables = {name for (name,) in found} - {VERSION_TABLE}
        schema = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}".encode()).fetchall()  # noqa: S608 - a constant
        if settings or tables != set(metadata.tables) or schema != [(revisions()[-1],)]:
            return False
        connection.execute("SET session_replication_role = replica")  # our triggers refuse TRUNCATE; a superuser's replica runs none
        connection.execute(f"TRUNCATE {', '.join(sorted(tables))} RESTART IDENTITY CASCADE".encode())
    return True


@pytest.fixture(params=BOTH)
def store_url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, once on SQLite and once on PostgreSQL."""
    with open_store(store_url) as opened:
        yield opened
