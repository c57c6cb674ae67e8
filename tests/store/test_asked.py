"""What the queue asks the database for one claim: every statement is a trip, and putting one together costs more than executing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from extractor.review import State
from extractor.store import ClaimFilter, Store, open_store, queue
from extractor.store.parts import Order
from tests.store.samples import DEAD, UNION, checked, saved


def statements(store: Store, action: Callable[[], object]) -> list[Any]:
    """What an action asks the database, each as it was put together."""
    asked: list[Any] = []

    def note(_connection: object, statement: object, *_: object) -> None:
        asked.append(statement)

    event.listen(store._database.engine, "before_execute", note)
    action()
    event.remove(store._database.engine, "before_execute", note)
    return asked


def test_the_next_claim_takes_three_statements_which_are_put_together_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MANY", 0)
    saved(store, [checked(DEAD), checked(UNION)])
    first = statements(store, lambda: store.reviews.next("ada"))
    second = statements(store, lambda: store.reviews.next("bo"))
    assert len(second) == 3 + store._database.is_postgres, "the claim, its version, its findings; PostgreSQL is told not to sort"
    assert {id(one) for one in second} <= {id(one) for one in first}


@pytest.mark.parametrize("order", ["risk", "document", "age"])
def test_nor_is_what_comes_behind_a_claim(store: Store, order: Order) -> None:
    saved(store, [checked(DEAD), checked(UNION)])
    first = statements(store, lambda: store.reviews.next("ada", after=checked(DEAD).id, order=order))
    second = statements(store, lambda: store.reviews.next("bo", after=checked(DEAD).id, order=order))
    assert {id(one) for one in second} <= {id(one) for one in first}


def test_sorts_are_judged_anew_each_time_unless_there_are_many_claims(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(store, [checked(DEAD)])
    once = len(statements(store, lambda: store.reviews.next("ada")))
    assert len(statements(store, lambda: store.reviews.next("ada"))) == once
    monkeypatch.setattr(queue, "MANY", 0)
    store.reviews.next("ada")
    assert len(statements(store, lambda: store.reviews.next("ada"))) == once - 2
    monkeypatch.setattr("time.monotonic", lambda: float("inf"))
    assert len(statements(store, lambda: store.reviews.next("ada"))) == once


@pytest.mark.parametrize("state", ["pending", "blocked"])
def test_claims_of_one_state_are_walked_from_the_first_of_it(store: Store, state: State) -> None:
    """All that is blocked comes before what is pending by risk, and would be walked past in each doubted sort."""
    saved(store, [checked(DEAD)])
    asked = [str(one) for one in statements(store, lambda: store.reviews.next("ada", ClaimFilter(state=state)))]
    assert sum("priority >= (SELECT min(own.priority)" in one for one in asked) >= 1
    asked = [str(one) for one in statements(store, lambda: store.reviews.next("ada", ClaimFilter(state=state), order="document"))]
    assert not any("min(own.priority)" in one for one in asked)


@pytest.mark.postgres
def test_postgresql_neither_sorts_nor_keeps_all_claims_for_a_join_while_it_walks(postgres_url: str) -> None:
    """It took two seconds for the next claim of a model where a sort was doubted."""
    with open_store(postgres_url) as store, store.transaction():
        store.reviews.next("ada", ClaimFilter(model="rules"))
        with store._database.read() as connection:
            shown = [connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in ("enable_sort", "enable_material")]
    assert shown == ["off", "off"]


def test_a_page_of_claims_to_verify_is_read_without_a_join_whose_other_side_would_be_read_from_its_start(store: Store) -> None:
    saved(store, [checked(DEAD), checked(UNION)])
    asked = [str(one) for one in statements(store, lambda: list(store.verify_projection()))]
    (page,) = [one for one in asked if "claim_words" in one]
    assert "JOIN" not in page
