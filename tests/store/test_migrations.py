from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from extractor.errors import UsageError
from extractor.overlap import Overlap
from extractor.store import ClaimFilter, open_store
from extractor.store.database import make_engine
from extractor.store.migrate import OPTIONS, configuration
from extractor.store.opening import parse_url
from extractor.store.schema import VERSION_TABLE, current, revisions
from extractor.store.tables import metadata
from tests.store import samples
from tests.store.lived import Row, everything, live

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "extractor" / "store" / "migrations" / "versions"


@pytest.fixture
def engine(store_url: str) -> Iterator[sa.Engine]:
    made = make_engine(parse_url(store_url))
    yield made
    made.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(b"CREATE DATABASE empty_one TEMPLATE template0")
        yield server.format("empty_one")
        connection.execute(b"DROP DATABASE empty_one WITH (FORCE)")


def test_the_migrations_make_exactly_the_tables_of_the_code(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={**OPTIONS, "compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_there_is_one_history_and_its_files_are_named_by_its_steps(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(configuration(connection))
    assert script.get_heads() == revisions()[-1:]
    assert sorted(step.revision for step in script.walk_revisions()) == revisions()


def test_opening_twice_changes_nothing(empty_url: str) -> None:
    open_store(empty_url).close()
    with open_store(empty_url, upgrade=False) as store:
        assert list(store.documents.list()) == []


def test_several_openers_of_a_new_database_at_once_all_succeed(empty_url: str) -> None:
    failures: list[BaseException] = []

    def open_it() -> None:
        try:
            with open_store(empty_url) as store:
                samples.saved(store, [samples.checked(samples.DEAD)])
        except BaseException as error:  # noqa: BLE001 - a thread has no other way to say it
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_without_upgrade_an_empty_or_old_schema_is_refused_with_the_way_out(empty_url: str) -> None:
    with pytest.raises(UsageError, match="older than this program") as caught:
        open_store(empty_url, upgrade=False)
    assert "quotebound db upgrade" in caught.value.hint


def test_a_newer_schema_is_refused_and_left_alone(store_url: str, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608
    with pytest.raises(UsageError, match="newer quotebound") as caught:
        open_store(store_url)
    assert "Upgrade quotebound" in caught.value.hint


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.store.migrations.rules_0001.REFUSED_INSERTS", (("claims", "x", "THIS IS NO SQL", "m"),))
    with pytest.raises(UsageError, match="syntax error"):
        open_store(empty_url)
    engine = make_engine(parse_url(empty_url))
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def test_each_step_of_an_upgrade_is_told_and_what_is_done_is_kept_when_a_later_one_is_stopped(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(parse_url(empty_url))
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0006")
    told: list[str] = []
    with monkeypatch.context() as stopped:
        stopped.setattr("extractor.store.migrations.marks_0008.FILL", ("THIS IS NO SQL",))
        with pytest.raises(UsageError, match="syntax error"):
            open_store(empty_url, told=told.append)
    with engine.begin() as connection:
        assert current(connection) == "0007"
        assert not sa.inspect(connection).has_table("claim_marks")
    open_store(empty_url, told=told.append).close()
    steps = [line.partition(": from schema ")[2].partition(" of ")[0] for line in told]
    assert steps[:3] == ["0006 to 0007", "0007 to 0008", "0007 to 0008"]
    assert steps[3:] == [f"{one} to {other}" for one, other in pairwise(revisions()[7:])]
    engine.dispose()


@pytest.mark.postgres
def test_other_tools_tables_in_the_same_database_are_left_alone(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(b"CREATE TABLE procrastinate_jobs (id int)")
        connection.execute(b"CREATE TABLE alembic_version (version_num text)")
    engine = make_engine(parse_url(postgres_url))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), metadata) == []
    engine.dispose()
    open_store(postgres_url).close()


def test_a_sqlite_file_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    with pytest.raises(UsageError, match="belongs to another program"):
        open_store(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]


def test_the_migrations_travel_inside_the_package(tmp_path: Path) -> None:
    """As installed from a wheel: the package's folder alone, anywhere, makes a database."""
    shutil.copytree(ROOT / "extractor", tmp_path / "site" / "extractor", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import extractor.store, sys; assert extractor.store.__file__.startswith(sys.argv[1]); "
        "extractor.store.open_store('sqlite:///' + sys.argv[2]).close()"
    )
    site, path = str(tmp_path / "site"), tmp_path / "x.db"
    subprocess.run([sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {code}", site, path], check=True, cwd="/")
    with open_store(f"sqlite:///{path}", upgrade=False) as store:
        assert list(store.runs.list()) == []


def test_the_claims_of_an_older_database_are_found_by_their_words_and_stand_in_the_new_order(empty_url: str, tmp_path: Path) -> None:
    disagreed = samples.WARN.model_copy(update={"code": "opinion.differs"})
    newest = f"sqlite:///{tmp_path / 'newest.db'}"
    with open_store(newest) as store:
        samples.saved(store, [samples.checked(samples.DEAD), samples.checked(samples.UNION, disagreed)])
    engine, old = make_engine(parse_url(newest)), make_engine(parse_url(empty_url))
    with old.begin() as connection, engine.connect() as source:
        age(connection, "0001", source, ("documents", "runs", "claims", "claim_versions", "findings", "proposals"))
        connection.execute(sa.text("UPDATE claims SET priority = priority - 1 WHERE priority > 10"))
        connection.execute(sa.text("UPDATE claims SET priority = 11 WHERE priority = 10"))
    engine.dispose()
    old.dispose()
    with open_store(empty_url) as store:
        assert list(store.verify_projection()) == []
        assert [row.claim.statement for row in store.claims.list(ClaimFilter(search="spokeswoman"))] == [samples.UNION.statement]


def test_what_one_reviewer_decided_and_published_before_there_were_teams_stays_so(empty_url: str, tmp_path: Path) -> None:
    newest = f"sqlite:///{tmp_path / 'newest.db'}"
    with open_store(newest) as store:
        samples.saved(store, [samples.checked(samples.DEAD), samples.checked(samples.UNION)])
        samples.decide(store, samples.checked(samples.DEAD).id, "accept")
        store.releases.create()
    engine, old = make_engine(parse_url(newest)), make_engine(parse_url(empty_url))
    kept = (
        "documents",
        "runs",
        "claims",
        "claim_words",
        "claim_versions",
        "findings",
        "proposals",
        "decisions",
        "releases",
        "release_items",
    )
    with old.begin() as connection, engine.connect() as source:
        age(connection, "0004", source, kept)
    engine.dispose()
    old.dispose()
    with open_store(empty_url) as store:
        assert list(store.verify_projection()) == []
        assert [(row.state, row.reviewer) for row in store.claims.list()] == [("published", "ada"), ("pending", None)]
        assert [release.publisher for release in store.releases.list()] == [None]
        assert samples.decide(store, samples.checked(samples.DEAD).id, "reject", "bo").state == "rejected"


def test_what_reviewers_passed_before_it_stood_in_the_claims_own_row_is_kept_from_them_still(empty_url: str, tmp_path: Path) -> None:
    newest, (dead, union, missing) = f"sqlite:///{tmp_path / 'newest.db'}", (samples.DEAD, samples.UNION, samples.MISSING)
    with open_store(newest) as store:
        samples.saved(store, [samples.checked(claim) for claim in (dead, union, missing)])
        for name in ("ada of the 1%", "bo", "bo"):
            samples.decide(store, samples.checked(dead).id, "skip", name)
        samples.decide(store, samples.checked(dead).id, "undo", "bo")
        samples.decide(store, samples.checked(dead).id, "undo", "bo")
        store.team.set_overlap(Overlap(rule="all"), "ada")
        samples.decide(store, samples.checked(union).id, "accept", "bo")
    engine, old = make_engine(parse_url(newest)), make_engine(parse_url(empty_url))
    with old.begin() as connection, engine.connect() as source:
        age(connection, "0009", source, [table.name for table in metadata.sorted_tables])
    engine.dispose()
    old.dispose()
    with open_store(empty_url) as store:
        assert list(store.verify_projection()) == []
        for name, claims in (("ada of the 1%", [union, missing, dead]), ("bo", [dead, missing])):
            assert [row.claim for row in store.reviews.next(name, limit=5)] == claims


@pytest.mark.parametrize("revision", sorted(path.name[:4] for path in VERSIONS.glob("0*.py")))
def test_every_released_schema_is_upgraded_with_all_that_was_in_it(empty_url: str, tmp_path: Path, revision: str) -> None:
    newest = f"sqlite:///{tmp_path / 'newest.db'}"
    with open_store(newest) as store:
        live(store)
    engine, old = make_engine(parse_url(newest)), make_engine(parse_url(empty_url))
    with old.begin() as connection, engine.connect() as source:
        before = age(connection, revision, source, [table.name for table in metadata.sorted_tables])
        connection.execute(sa.text("UPDATE claims SET priority = priority - 1")) if revision == "0001" else None
    engine.dispose()
    old.dispose()
    with open_store(empty_url) as store:
        assert list(store.verify_projection()) == []
        after = everything(empty_url)
        for name, rows in before.items():
            assert sorted(({column: row[column] for column in rows[0]} for row in after[name]), key=repr) == sorted(rows, key=repr), name
        assert store.claims.count(ClaimFilter(search="spokeswoman")) == 2
        assert samples.decide(store, samples.checked(samples.UNION).id, "accept").state == "accepted"


def age(connection: sa.Connection, revision: str, source: sa.Connection, names: Sequence[str]) -> dict[str, list[Row]]:
    """An older schema with the rows that those of these tables which it has have in `source`; the rows."""
    command.upgrade(configuration(connection), revision)
    known, rows = sa.MetaData(), {}
    known.reflect(connection)
    with rules_at_rest(connection, known):
        for name in (name for name in names if name in known.tables):
            columns = known.tables[name].c.keys()
            rows[name] = [
                dict(row) for row in source.execute(sa.select(*(metadata.tables[name].c[column] for column in columns))).mappings()
            ]
            if rows[name]:
                connection.execute(sa.table(name, *(metadata.tables[name].c[column]._copy() for column in columns)).insert(), rows[name])
    return {name: found for name, found in rows.items() if found}


@contextmanager
def rules_at_rest(connection: sa.Connection, known: sa.MetaData) -> Iterator[None]:
    """Rows that were let in one after the other go in table by table: the triggers' rules, not the search's, rest meanwhile."""
    if connection.dialect.name == "postgresql":
        for name in known.tables:
            connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        for name in known.tables:
            connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        return
    rules = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> 'claim_words'")
    triggers = connection.execute(rules).all()
    for trigger in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}")
    yield
    for trigger in triggers:
        connection.exec_driver_sql(trigger.sql)
