from __future__ import annotations

import pytest
from sqlalchemy import select

from extractor.errors import UsageError
from extractor.review import Decision
from extractor.store import ClaimRow, Store, open_store, tables
from extractor.store.database import make_engine
from extractor.store.opening import parse_url
from tests.store import samples

pytestmark = pytest.mark.postgres


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the same order everywhere."""
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.metadata.sorted_tables
        }
    engine.dispose()
    return found


def decide(store: Store, row: ClaimRow, action: str, **how: str) -> Decision:
    made = samples.decision(row, action, "ada", **how)  # type: ignore[arg-type]
    store.reviews.decide(made)
    return made


@pytest.fixture
def lived(sqlite_url: str) -> str:
    """A database with decisions, an undo, a release that was taken back, malformed items and calls."""
    with open_store(sqlite_url) as store:
        samples.saved(store, [samples.checked(claim) for claim in (samples.DEAD, samples.WOUNDED, samples.UNION, samples.MISSING)])
        first, second, *_ = store.claims.list()
        accepted = decide(store, first, "accept")
        decide(store, second, "reject", reason="hearsay")
        store.releases.create("the first", frozenset())
        decide(store, store.claims.get(first.id), "undo", undoes=accepted.id)
        store.releases.create("the second", frozenset())
    return sqlite_url


def test_a_copy_has_every_row_and_goes_on_counting(lived: str, postgres_url: str) -> None:
    with open_store(lived) as old, open_store(postgres_url) as new:
        copied = {done.table: done.rows for done in old.copy_to(new)}
        assert copied["claims"] == 4
        assert copied["release_items"] == 2
        assert everything(postgres_url) == everything(lived)
        assert list(new.verify_projection()) == []
        samples.saved(new, [samples.checked(samples.DEAD)])
        assert next(iter(new.runs.list())).id not in {run.id for run in old.runs.list()}


def test_the_rules_hold_in_the_copy(lived: str, postgres_url: str) -> None:
    with open_store(lived) as old, open_store(postgres_url) as new:
        list(old.copy_to(new))
    engine = make_engine(parse_url(postgres_url))
    with engine.connect() as connection, pytest.raises(Exception, match="quotebound: "):
        connection.exec_driver_sql("DELETE FROM decisions")
    engine.dispose()


def test_only_an_empty_postgresql_is_copied_into(lived: str, postgres_url: str) -> None:
    with open_store(lived) as old, open_store(postgres_url) as new:
        samples.saved(new, [samples.checked(samples.DEAD)])
        with pytest.raises(UsageError, match="not empty"):
            list(old.copy_to(new))
        with pytest.raises(UsageError, match="go to PostgreSQL"):
            list(new.copy_to(old))
