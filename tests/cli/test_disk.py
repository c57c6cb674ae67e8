"""A disk that is full and a database that is read-only: said clearly, and the same command goes on when it is mended."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from extractor.store import open_store
from tests.cli.run import CommandLine
from tests.endpoint import ScriptedEndpoint, first_sentence
from tests.store.samples import decide

DOCUMENTS = 30
SAMPLES = Path(__file__).parents[2] / "evals" / "corpora" / "samples"


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


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def limited(words: str, blocks: int, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a shell that lets no file grow beyond so many KB, as on a disk that is full."""
    command = f"ulimit -f {blocks}; exec {Path(sys.executable).parent}/quotebound {words}"
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, env={**os.environ, **environment}, check=False)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_a_full_disk_cuts_off_of_the_results_is_no_success(tmp_path: Path, unbuffered: str) -> None:
    out = tmp_path / "prompt.txt"
    whole = limited(f"prompts show conflict/extract.v1 > {out}", 500, PYTHONUNBUFFERED=unbuffered)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert out.stat().st_size > 8_192
    cut = limited(f"prompts show conflict/extract.v1 > {out}", 8, PYTHONUNBUFFERED=unbuffered)
    assert cut.returncode == 2, cut.stderr
    assert "What was printed is not whole: File too large" in cut.stderr
    assert "run the same command again" in cut.stderr
    full = limited("prompts show conflict/extract.v1 > /dev/full", 500, PYTHONUNBUFFERED=unbuffered)
    assert (full.returncode, "What was printed is not whole: the disk is full" in full.stderr) == (2, True)
    assert full.stderr.count("\n") == 2, "nothing more at the very end"


def test_gold_that_cannot_be_written_leaves_nothing_that_looks_whole(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound("extract", quotebound.write("a.txt", "Twelve miners were killed at Halm on Dec. 14, the ministry said on Thursday.\n"))
    written = Path.write_text

    def full(path: Path, text: str, encoding: str | None = None) -> int:
        if path.name != "gold.jsonl":
            return written(path, text, encoding)
        path.touch()
        raise FULL

    with monkeypatch.context() as small:
        small.setattr(Path, "write_text", full)
        ended = quotebound("gold", "export", "--to", quotebound.folder / "to" / "gold")
    assert ended.code == 2
    assert "gold: can't be written: the disk is full" in ended.err
    assert list((quotebound.folder / "to").iterdir()) == []
    assert quotebound("gold", "export", "--to", quotebound.folder / "to" / "gold").code == 0
    assert {path.name for path in (quotebound.folder / "to" / "gold").iterdir()} == {"documents", "documents.jsonl", "gold.jsonl"}


def test_a_release_that_cannot_be_written_leaves_no_folder(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound("extract", quotebound.write("a.txt", "Twelve miners were killed at Halm on Dec. 14, the ministry said on Thursday.\n"))
    with open_store(quotebound.db) as store:
        for row in list(store.claims.list()):
            decide(store, row.id, "accept", "ada")

    def full(_file: int) -> None:
        raise FULL

    releases = quotebound.folder / "releases"
    with monkeypatch.context() as small:
        small.setattr(os, "fsync", full)
        ended = quotebound("publish", "--to", releases)
    assert (ended.code, "can't be written: the disk is full" in ended.err) == (2, True)
    assert list(releases.iterdir()) == []
    assert quotebound("publish", "--to", releases).code == 0
    assert (releases / "0001" / "datapackage.json").exists()


def test_recordings_and_reports_that_cannot_be_written_end_the_run_and_leave_no_piece(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(quotebound)
    words = ("extract", "docs", "--model", "openai/test", "--near-duplicates", "extract", "--record", quotebound.folder / "kept")

    def full(_file: int) -> None:
        raise FULL

    with ScriptedEndpoint(first_sentence) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        with monkeypatch.context() as small:
            small.setattr(os, "fsync", full)
            ended = quotebound(*words)
            assert (ended.code, "can't be written: the disk is full" in ended.err) == (2, True)
            assert list((quotebound.folder / "kept").iterdir()) == []
            report = quotebound.bare("eval", SAMPLES, "--report", quotebound.folder / "pages")
            assert (report.code, "can't be written: the disk is full" in report.err) == (2, True)
            assert list((quotebound.folder / "pages").iterdir()) == []
        before = len(endpoint.requests)
        with open_store(quotebound.db) as store:
            kept = sum(call.status == "ok" for call in store.calls.list())
        assert 0 < kept <= before <= DOCUMENTS
        assert quotebound(*words).code == 0
        assert len(endpoint.requests) - before == DOCUMENTS - kept, "what was answered before is not asked again"
        assert len(list((quotebound.folder / "kept").iterdir())) == DOCUMENTS


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
