from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from extractor.errors import UsageError
from extractor.store import open_store
from extractor.store.opening import parse_url


def refusal(url: str, *, create: bool = True) -> UsageError:
    with pytest.raises(UsageError) as caught:
        open_store(url, create=create)
    assert caught.value.hint, "every refusal says the way out"
    return caught.value


def test_a_new_sqlite_file_is_made_in_wal_mode_with_durable_commits(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'new.db'}") as store, store._database.read() as connection:
        settings = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys", "synchronous")}
        assert settings == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15_000


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    error = refusal(f"sqlite:///{tmp_path}/none/x.db")
    assert f"there is no folder {tmp_path}/none" in error.message


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is a folder" in refusal(f"sqlite:///{tmp_path}").message


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, and long enough to have a header of their own. " * 20)
    before = path.read_bytes()
    assert "not a SQLite database" in refusal(f"sqlite:///{path}").message
    assert path.read_bytes() == before


def test_a_reading_command_makes_no_file(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(f"sqlite:///{tmp_path / 'typo.db'}", create=False).message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    assert "in memory" in refusal(url).message


@pytest.mark.parametrize("url", ["", "mysql://u:secret@h/d", "oracle://h/d", "postgresql+asyncpg://h/d", "://u:secret@h"])
def test_other_urls_are_refused_with_an_example_and_without_the_password(url: str) -> None:
    error = refusal(url)
    assert "sqlite:///FILE" in error.hint
    assert "secret" not in error.message


@pytest.mark.parametrize("url", ["quotebound.db", "sqlite://quotebound.db"])
def test_a_url_with_too_few_slashes_is_answered_with_the_right_one(url: str) -> None:
    assert "Give sqlite:///quotebound.db" in refusal(url).hint


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgres_goes_by_several_names(scheme: str) -> None:
    assert parse_url(f"{scheme}://u@h/d").drivername == "postgresql+psycopg"


def test_without_its_driver_postgresql_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = refusal("postgresql://u:secret@h/d")
    assert "quotebound[postgres]" in error.hint
    assert "secret" not in error.message


def test_no_server_is_said_plainly(tmp_path: Path) -> None:
    error = refusal(f"postgresql://u:secret@/d?host={tmp_path}")
    assert "no server answers there" in error.message
    assert "secret" not in error.message


@pytest.mark.postgres
def test_an_unknown_database_and_user_are_named(postgres_server: str) -> None:
    assert "no such database" in refusal(postgres_server.format("nowhere")).message
    assert "doesn't know this user" in refusal(postgres_server.format("postgres").replace("//postgres", "//nobody")).message


@pytest.fixture
def guarded_url(postgres_server: str) -> Iterator[str]:
    """A database whose server asks for a password; `{}` is the user and password."""
    with psycopg.connect(postgres_server.format("postgres"), autocommit=True) as connection:
        row = connection.execute("SHOW hba_file").fetchone()
        assert row is not None
        rules = Path(row[0])
        before = rules.read_text()
        connection.execute(b"CREATE ROLE guarded LOGIN PASSWORD 'right'")
        rules.write_text(f"local all guarded scram-sha-256\n{before}")
        connection.execute("SELECT pg_reload_conf()")
        yield postgres_server.format("template_quotebound").replace("postgres:@", "{}@")
        rules.write_text(before)
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(b"DROP ROLE guarded")


@pytest.mark.postgres
def test_a_wrong_password_is_said_and_never_shown(guarded_url: str) -> None:
    wrong = refusal(guarded_url.format("guarded:wr0ng"))
    assert "refuses user and password" in wrong.message
    assert "wr0ng" not in wrong.message + wrong.hint
    assert "asks for a password" in refusal(guarded_url.format("guarded")).message


def test_the_label_hides_the_password() -> None:
    assert parse_url("postgresql://u:secret@h/d").render_as_string(hide_password=True) == "postgresql+psycopg://u:***@h/d"
