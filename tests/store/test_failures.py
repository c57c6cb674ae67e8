from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DataError, OperationalError

from extractor.errors import StoreError, StoreFullError, StoreValueError, UsageError
from extractor.store import Store, open_store
from extractor.store.failures import translated
from tests.store import samples
from tests.store.samples import DEAD, checked, saved


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


def limit_pages(store: Store, extra: int) -> None:
    """Let the file grow by `extra` pages only: SQLite then says just what it says on a full disk."""

    def limit(connection: sqlite3.Connection, _entry: object) -> None:
        [used] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {used + extra}")

    store._database.engine.dispose()
    event.listen(store._database.engine, "connect", limit)


def test_a_full_disk_is_a_clear_error_and_what_was_saved_is_whole(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        saved(store, [checked(DEAD)])
        limit_pages(store, 3)
        with pytest.raises(StoreError, match="the disk is full") as caught:
            store.documents.put(samples.document("long " * 100_000, "long.txt"))
        assert sqlite_url in caught.value.message
        assert "Free some space" in caught.value.hint
        assert [row.name for row in store.documents.list()] == ["harbour.txt"]
        assert list(store.verify_projection()) == []


def failing(orig: Exception) -> OperationalError:
    return OperationalError("INSERT", {}, orig)


def test_a_full_disk_is_told_by_the_databases_code_and_never_by_its_words() -> None:
    full = sqlite3.OperationalError("in no language that we know")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    for orig in (full, psycopg.errors.DiskFull("aucun espace disponible")):
        with pytest.raises(StoreFullError, match="disk is full"), translated("some.db"):
            raise failing(orig)
    with pytest.raises(StoreError) as caught, translated("some.db"):
        raise failing(sqlite3.OperationalError('no such column: "the disk is full"'))
    assert not isinstance(caught.value, StoreFullError)


@pytest.mark.parametrize(
    ("code", "message"),
    [(sqlite3.SQLITE_READONLY_DBMOVED, "the database is read-only"), (sqlite3.SQLITE_IOERR_WRITE, "the disk reports an error")],
)
def test_an_extended_code_of_sqlite_is_understood_as_its_family(code: int, message: str) -> None:
    error = sqlite3.OperationalError("words")
    error.sqlite_errorcode = code
    with pytest.raises(StoreError, match=message), translated("some.db"):
        raise failing(error)


def test_a_read_only_database_is_a_clear_error(sqlite_url: str, path: Path) -> None:
    with open_store(sqlite_url) as store:
        saved(store, [checked(DEAD)])
        with open_store(f"sqlite:///file:{path}?mode=ro&uri=true") as reader:
            assert reader.claims.count() == 1
            with pytest.raises(StoreError, match="the database is read-only") as caught:
                reader.documents.put(samples.document("another", "b.txt"))
    assert "writable" in caught.value.hint


def test_a_value_that_the_database_cannot_hold_is_told_apart_from_a_database_that_takes_none() -> None:
    refused = DataError("INSERT", {}, sqlite3.DataError("string or blob too big"))
    with pytest.raises(StoreValueError, match="can't hold a value: string or blob too big"), translated("some.db"):
        raise refused


def test_a_damaged_file_is_a_clear_error(sqlite_url: str, path: Path) -> None:
    with open_store(sqlite_url) as store:
        for number in range(50):
            store.documents.put(samples.document(f"Text {number} " * 500, f"{number}.txt"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[40_960:] = os.urandom(len(content) - 40_960)
    path.write_bytes(content)

    def read_it_all() -> None:
        with open_store(sqlite_url) as store:
            for row in store.documents.list():
                store.documents.get(row.id)

    with pytest.raises((StoreError, UsageError), match="damaged"):
        read_it_all()


def test_a_writer_that_waits_too_long_says_so(sqlite_url: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.store.database._PRAGMAS", ("journal_mode=WAL", "busy_timeout=20"))
    with open_store(sqlite_url) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert list(store.documents.list()) == [], "reading never waits for a writer"
        with pytest.raises(StoreError, match="another process has been writing") as caught:
            store.documents.put(samples.document())
        other.execute("ROLLBACK")
        assert "PostgreSQL" in caught.value.hint
        store.documents.put(samples.document())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_that_takes_nothing_is_no_place_for_a_database() -> None:
    with pytest.raises(UsageError, match="/dev/full"):
        open_store("sqlite:////dev/full")


@pytest.fixture
def lost(postgres_url: str) -> Iterator[Store]:
    """A store whose connections the server has just closed."""
    with open_store(postgres_url) as store:
        saved(store, [checked(DEAD)])
        yield store


def kill_connections(url: str) -> None:
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.postgres
def test_idle_connections_lost_in_a_restart_are_replaced_unnoticed(lost: Store, postgres_url: str) -> None:
    kill_connections(postgres_url)
    assert samples.decide(lost, checked(DEAD).id, "accept").state == "accepted"


@pytest.mark.postgres
def test_a_connection_lost_in_the_middle_is_a_clear_error_and_nothing_is_half_written(lost: Store, postgres_url: str) -> None:
    def write_and_lose() -> None:
        with lost.transaction():
            lost.documents.put(samples.document("another", "b.txt"))
            kill_connections(postgres_url)
            lost.documents.put(samples.document("a third", "c.txt"))

    with pytest.raises(StoreError) as caught:
        write_and_lose()
    assert "again" in caught.value.hint
    assert [row.name for row in lost.documents.list()] == ["harbour.txt"]


@pytest.mark.postgres
def test_a_read_only_server_is_a_clear_error(lost: Store, postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET default_transaction_read_only = on".encode())
    kill_connections(postgres_url)
    with pytest.raises(StoreError, match="the server is read-only") as caught:
        lost.documents.put(samples.document("another", "b.txt"))
    assert "primary" in caught.value.hint


def test_a_copied_database_opens(sqlite_url: str, path: Path, tmp_path: Path) -> None:
    with open_store(sqlite_url) as store:
        saved(store, [checked(DEAD)])
    shutil.copyfile(path, tmp_path / "copy.db")
    with open_store(f"sqlite:///{tmp_path / 'copy.db'}") as store:
        assert store.claims.count() == 1
