from __future__ import annotations

import pytest

from extractor.errors import UsageError
from extractor.store import open_store
from extractor.store.database import make_engine
from extractor.store.opening import parse_url
from tests.store import samples
from tests.store.lived import everything, live

pytestmark = pytest.mark.postgres


@pytest.fixture
def lived(sqlite_url: str) -> str:
    with open_store(sqlite_url) as store:
        live(store)
    return sqlite_url


def test_a_copy_has_every_row_and_goes_on_counting(lived: str, postgres_url: str) -> None:
    with open_store(lived) as old, open_store(postgres_url) as new:
        copied = {done.table: done.rows for done in old.copy_to(new)}
        assert copied["claims"] == 4
        assert copied["release_items"] == 2
        there = everything(postgres_url)
        assert there == everything(lived)
        assert [name for name, rows in there.items() if not rows] == [], "a table that nothing is known of"
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


def test_the_copy_has_the_indices_of_a_new_database(lived: str, postgres_url: str) -> None:
    known = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname"
    with open_store(lived) as old, open_store(postgres_url) as new, new._database.engine.connect() as connection:
        made = connection.exec_driver_sql(known).scalars().all()
        connection.rollback()
        list(old.copy_to(new))
        assert connection.exec_driver_sql(known).scalars().all() == made


def test_only_an_empty_postgresql_is_copied_into(lived: str, postgres_url: str) -> None:
    with open_store(lived) as old, open_store(postgres_url) as new:
        samples.saved(new, [samples.checked(samples.DEAD)])
        with pytest.raises(UsageError, match="not empty"):
            list(old.copy_to(new))
        with pytest.raises(UsageError, match="go to PostgreSQL"):
            list(new.copy_to(old))
