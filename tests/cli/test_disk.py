"""A disk that is full and a database that is read-only: said clearly, and the same command goes on when it is mended."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest

from extractor.store import open_store
from tests.cli.run import CommandLine
from tests.endpoint import ScriptedEndpoint, first_sentence

DOCUMENTS = 30


def filled(quotebound: CommandLine) -> None:
    for number in range(DOCUMENTS):
        filler = f"Nothing else of note happened in district {number} on that day. " * 40
        quotebound.write(
            f"docs/{number:02}.txt", f"The army said on Monday that {number + 2} soldiers were killed near Dorrin.\n\n{filler}\n"
        )


def limit_pages(monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    """Let no SQLite database grow beyond so many pages, as on a disk that is full."""
    from extractor.store import database  # noqa: PLC0415 - to be patched

    monkeypatch.setattr(database, "_PRAGMAS", (*database._PRAGMAS, f"max_page_count={pages}"))


def test_a_full_disk_is_said_and_the_same_command_goes_on_where_there_is_room(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(quotebound)
    open_store(quotebound.db).close()
    pages = (quotebound.folder / "test.db").stat().st_size // 4096 + 25
    with monkeypatch.context() as small:
        limit_pages(small, pages)
        ended = quotebound("extract", "docs", "--near-duplicates", "extract")
        assert ended.code == 2
        assert "the disk is full" in ended.err
        assert "the same command again" in ended.err
    with open_store(quotebound.db) as store:
        before = store.claims.count()
        assert before < DOCUMENTS
        assert list(store.verify_projection()) == [], "what was saved is whole"
    again = quotebound("extract", "docs", "--near-duplicates", "extract")
    assert again.code == 0, again.err
    with open_store(quotebound.db) as store:
        assert store.claims.count() == DOCUMENTS


def test_a_read_only_database_is_said_before_anything_is_asked(quotebound: CommandLine) -> None:
    filled(quotebound)
    open_store(quotebound.db).close()
    path = quotebound.folder / "test.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    read_only = f"sqlite:///file:{path}?mode=ro&uri=true"
    ended = quotebound.bare("extract", "docs", "--db", read_only)
    assert ended.code == 2
    assert "read-only" in ended.err
    assert quotebound("extract", "docs").code == 0


def test_what_was_paid_before_the_disk_was_full_is_not_paid_again(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(quotebound)
    open_store(quotebound.db).close()
    words = ("extract", "docs", "--model", "openai/test", "--concurrency", "3", "--near-duplicates", "extract")
    with ScriptedEndpoint(first_sentence) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        with monkeypatch.context() as small:
            limit_pages(small, (quotebound.folder / "test.db").stat().st_size // 4096 + 40)
            ended = quotebound(*words)
            assert (ended.code, "the disk is full" in ended.err) == (2, True)
        before = len(endpoint.requests)
        assert 0 < before < DOCUMENTS
        assert quotebound(*words).code == 0
        assert len(endpoint.requests) <= DOCUMENTS + 3, "at most what was in flight is asked again"
        with open_store(quotebound.db) as store:
            assert store.claims.count() == DOCUMENTS


@pytest.mark.postgres
def test_a_read_only_server_is_said_before_anything_is_asked(quotebound: CommandLine, postgres_url: str) -> None:
    filled(quotebound)
    open_store(postgres_url).close()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET default_transaction_read_only = on".encode())
    ended = quotebound.bare("extract", "docs", "--db", postgres_url)
    assert ended.code == 2
    assert "the server is read-only" in ended.err
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(b"SET default_transaction_read_only = off")
        connection.execute(f"ALTER DATABASE {connection.info.dbname} RESET default_transaction_read_only".encode())
    assert quotebound.bare("extract", "docs", "--db", postgres_url).code == 0
