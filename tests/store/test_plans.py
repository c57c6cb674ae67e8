"""How SQLite reads: what must not grow with all that was ever decided is found by an index."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event

from extractor.store import Store, open_store
from tests.store.samples import DEAD, UNION, checked, decide, saved


@pytest.fixture
def filled(sqlite_url: str) -> Store:
    """Two claims, one of them decided."""
    store = open_store(sqlite_url)
    saved(store, [checked(DEAD), checked(UNION)])
    decide(store, checked(DEAD).id, "accept")
    return store


def plans(store: Store, action: Callable[[], object]) -> list[str]:
    """The plan of every query that `action` makes, as SQLite explains it."""
    engine = store._database.engine
    queries: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        queries.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    action()
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        explained = [(query, parameters) for query, parameters in queries if query.startswith("SELECT")]
        return [
            "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", parameters))  # type: ignore[arg-type]
            for query, parameters in explained
        ]


def test_the_audit_trail_reads_the_latest_decisions_off_an_index(filled: Store) -> None:
    (plan,) = plans(filled, lambda: list(filled.statistics.trail()))
    assert "USING INDEX ix_decisions_decided_at" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("order", ["risk", "document", "age"])
def test_the_queue_looks_up_what_a_reviewer_did_by_the_claim_and_sorts_nothing(filled: Store, order: str) -> None:
    found = "\n".join(plans(filled, lambda: filled.reviews.next("ada", order=order, limit=5)))  # type: ignore[arg-type]
    assert "ix_decisions_reviewer" not in found
    assert "SEARCH decisions USING INDEX" in found
    assert "TEMP B-TREE" not in found
