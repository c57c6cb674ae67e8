"""Who wants to write beside somebody who commits without pause gets a turn between two commits."""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread
from typing import Self

import pytest

from extractor.errors import StoreError
from extractor.store import RunInfo, Store, line, open_store
from extractor.store.line import in_line


class Batch:
    """A writer that holds the database for a while, commits and begins anew at once."""

    def __init__(self, store: Store) -> None:
        self.commits, self._end, self._store = 0, Event(), store
        self._thread = Thread(target=self._write)

    def _write(self) -> None:
        while not self._end.is_set():
            with self._store.transaction():
                time.sleep(0.03)
            self.commits += 1

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()


@pytest.fixture
def log(sqlite_url: str) -> Iterator[str]:
    """The write-ahead log of a database that is open."""
    with open_store(sqlite_url) as store:
        list(store.runs.list())
        yield f"{sqlite_url.removeprefix('sqlite:///')}-wal"


def test_two_reviewers_wait_for_two_commits_of_a_batch_that_never_pauses(sqlite_url: str) -> None:
    waited: list[int] = []
    with open_store(sqlite_url) as ours, open_store(sqlite_url) as theirs, Batch(theirs) as batch:

        def review() -> None:
            for _ in range(10):
                before = batch.commits
                with ours.transaction():
                    waited.append(batch.commits - before)
                time.sleep(0.01)

        reviewers = [Thread(target=review) for _ in range(2)]
        for each in reviewers:
            each.start()
        for each in reviewers:
            each.join()
    assert sorted(waited)[len(waited) * 3 // 4] <= 2


def is_free(log: str) -> bool:
    """Whether somebody who came now would have the lock at once."""
    with Path(log).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def test_one_has_the_lock_at_a_time_and_who_waits_too_long_goes_on_without(log: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", 0.0)
    with in_line(log):
        assert not is_free(log)
        with in_line(log):
            pass
        assert not is_free(log), "the other never had it"
    assert is_free(log)


def test_without_a_log_nobody_waits(tmp_path: Path) -> None:
    with ExitStack() as both:
        both.enter_context(in_line(str(tmp_path / "none-wal")))
        both.enter_context(in_line(str(tmp_path / "none-wal")))


def test_a_database_that_is_held_too_long_is_refused_as_before_and_leaves_its_timeout(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "CLOSELY", 0.0)
    monkeypatch.setattr("extractor.store.database._PRAGMAS", ("journal_mode=WAL", "busy_timeout=20"))
    with open_store(sqlite_url) as store, sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process has been writing"):
            store.runs.start(RunInfo("rules", "1", "1"))
        other.rollback()
        store.runs.start(RunInfo("rules", "1", "1"))
        with store._database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 20
