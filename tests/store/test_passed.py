"""What a reviewer has passed is walked past at the price of its row: nothing is looked up about it, however much of it comes first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from extractor.overlap import Overlap
from extractor.store import ClaimFilter, Store, statistics
from extractor.store.parts import Order
from tests.store.samples import casualties, checked, decide, document, saved
from tests.store.test_plans import steps

POSTS = 130
LINES = [f"Post {number} counted {number} people killed." for number in range(2, 2 + POSTS)]
TEXT = "\n".join(LINES)
ARTICLE = document(TEXT, "posts.txt")
CLAIMS = [checked(casualties(line, number, text=TEXT), of=ARTICLE) for number, line in enumerate(LINES, 2)]
FEW, MANY = 10, 110
AROUND = "Ada, of the desk at 100%"
"""A name with what the column's own signs are."""


@pytest.fixture
def posts(store: Store) -> Store:
    """Claims of one sort, in one document."""
    saved(store, CLAIMS, of=ARTICLE)
    return store


def read(store: Store, action: Callable[[], object]) -> int:
    """How much a database looks at: PostgreSQL's pages, each as often as it is gone to; tens of SQLite's instructions."""
    if not store._database.is_postgres:
        return steps(store, action)
    return sum(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in explained(store, action))


def explained(store: Store, action: Callable[[], object]) -> list[Any]:
    """How PostgreSQL executed each query of an action."""
    engine, queries = store._database.engine, list[tuple[str, Any]]()

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        queries.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    action()
    event.remove(engine, "before_cursor_execute", note)
    plans = []
    with engine.connect() as connection:
        for query, parameters in queries:
            if not query.startswith("SELECT set_config"):
                (plan,) = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}", parameters).scalar_one()
                plans.append(plan["Plan"])
            else:
                connection.exec_driver_sql(query, parameters)
    return plans


def skip(store: Store, number: int) -> None:
    decide(store, CLAIMS[number].id, "skip", AROUND)


def decide_sealed(store: Store, number: int) -> None:
    decide(store, CLAIMS[number].id, "accept", AROUND)


def assign(store: Store, number: int) -> None:
    store.desk.assign([CLAIMS[number].id], "bo", "bo")


@pytest.mark.parametrize("order", ["risk", "document", "age"])
@pytest.mark.parametrize("act", [skip, decide_sealed, assign])
def test_a_claim_that_is_walked_past_costs_its_own_row_and_no_more(
    posts: Store, monkeypatch: pytest.MonkeyPatch, act: Callable[[Store, int], None], order: Order
) -> None:
    monkeypatch.setattr(statistics, "LATEST", FEW)  # the decisions by which sorts are doubted are looked at besides, so many at most
    monkeypatch.setattr(statistics, "_JUDGED", statistics._judged())
    posts.team.set_overlap(Overlap(rule="all"), "ada")
    taken, done = [], 0
    for passed in (FEW, MANY):
        with posts.transaction():
            for number in range(done, passed):
                act(posts, number)
        done = passed
        asked = partial(posts.reviews.next, AROUND, order=order)
        assert [row.id for row in asked()] == [CLAIMS[passed].id]
        taken.append(read(posts, asked))
    most = 3 if posts._database.is_postgres else 5  # pages, as updates move rows about; some fifty instructions
    assert taken[1] - taken[0] < most * (MANY - FEW)


def test_whose_name_holds_another_name_has_passed_for_nobody_else(posts: Store) -> None:
    for name in (AROUND, "Ada,", "a da"):
        decide(posts, CLAIMS[0].id, "skip", name)
    for name, first in ((AROUND, 1), ("Ada,", 1), ("a da", 1), ("da", 0), ("a", 0), ("Ada, of the desk at 100%25", 0), ("%", 0)):
        assert [row.id for row in posts.reviews.next(name)] == [CLAIMS[first].id], name


def test_what_one_has_skipped_stays_last_among_decided_claims_too(posts: Store) -> None:
    decide(posts, CLAIMS[0].id, "skip")
    for number in (0, 1):
        decide(posts, CLAIMS[number].id, "accept", "bo")
    found = posts.reviews.next("ada", ClaimFilter(state="accepted"), limit=5)
    assert [row.id for row in found] == [CLAIMS[1].id, CLAIMS[0].id]
