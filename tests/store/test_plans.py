"""How SQLite reads: what must not grow with all claims, or with all that was ever decided, is found by an index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, get_args

import pytest
from sqlalchemy import event

from extractor.doubt import ENOUGH
from extractor.review import STATES
from extractor.store import ClaimFilter, RunInfo, Store, filters, open_store
from extractor.store.facets import Facet
from extractor.store.parts import Order, Sized
from tests.store.samples import DEAD, RULES, UNION, WARN, casualties, checked, decide, document, saved


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
        explained = [(query, parameters) for query, parameters in queries if query.startswith(("SELECT", "WITH"))]
        return [
            "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", parameters))  # type: ignore[arg-type]
            for query, parameters in explained
        ]


def test_the_audit_trail_reads_the_latest_decisions_off_an_index(filled: Store) -> None:
    (plan,) = plans(filled, lambda: list(filled.statistics.trail()))
    assert "USING INDEX ix_decisions_decided_at" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("order", ["risk", "document", "age"])
def test_the_queue_looks_up_nothing_that_a_reviewer_did_and_sorts_nothing(filled: Store, order: str) -> None:
    found = "\n".join(plans(filled, lambda: filled.reviews.next("ada", order=order, limit=5)))  # type: ignore[arg-type]
    assert "ix_decisions_reviewer" not in found
    assert ("decisions" in found) == (order == "risk"), "the latest rulings alone, by which sorts are doubted"
    assert "TEMP B-TREE FOR ORDER BY" not in found


FILTERS = {
    "nothing": ClaimFilter(),
    "kind": ClaimFilter(kind="casualties"),
    "outcome": ClaimFilter(outcome="killed"),
    "source": ClaimFilter(source="A union spokeswoman"),
    "finding": ClaimFilter(finding="time.unresolved"),
    "outlet": ClaimFilter(outlet="The Quay"),
    "model": ClaimFilter(model="rules"),
    "run": ClaimFilter(run="r"),
    "month": ClaimFilter(month="2026-05"),
    "reviewer": ClaimFilter(reviewer="ada"),
    "assignee": ClaimFilter(assignee="ada"),
    "decided": ClaimFilter(state="accepted"),
    "pending": ClaimFilter(state="pending"),
    "two states": ClaimFilter(state=("pending", "blocked")),
    "words": ClaimFilter(search="union"),
    "kind and outcome": ClaimFilter(kind="casualties", outcome="killed"),
    "finding and outlet": ClaimFilter(finding="time.unresolved", outlet="The Quay"),
    "finding and model": ClaimFilter(finding="time.unresolved", model="rules"),
    "run and state": ClaimFilter(run="r", state=("pending", "blocked")),
    "month and words": ClaimFilter(month="2026-05", search="union"),
    "decided and finding": ClaimFilter(state="accepted", finding="time.unresolved"),
}


@pytest.mark.parametrize("order", ["risk", "document", "age"])
@pytest.mark.parametrize("wanted", FILTERS.values(), ids=FILTERS)
def test_many_claims_of_any_filter_are_walked_in_any_order(
    filled: Store, monkeypatch: pytest.MonkeyPatch, wanted: ClaimFilter, order: str
) -> None:
    monkeypatch.setattr("extractor.store.filters.sized", lambda _connection, part, *_: Sized(part, 10**9))
    for action in (
        lambda: filled.reviews.next("ada", wanted, order=order, limit=5),  # type: ignore[arg-type]
        lambda: filled.reviews.next("ada", replace(wanted, state=wanted.state or STATES), order=order, limit=5),  # type: ignore[arg-type]
        lambda: list(filled.claims.list(wanted, limit=5)),
    ):
        found = "\n".join(plans(filled, action))
        assert "TEMP B-TREE FOR ORDER BY" not in found
        assert "SCAN claims\n" not in f"{found}\n"


@pytest.mark.parametrize("wanted", FILTERS.values(), ids=FILTERS)
def test_few_claims_of_any_filter_are_found_by_an_index(filled: Store, wanted: ClaimFilter) -> None:
    found = "\n".join(plans(filled, lambda: filled.reviews.next("ada", wanted)))
    assert "SCAN claims\n" not in f"{found}\n"
    assert "SCAN claim_marks" not in found


def test_values_beyond_what_is_counted_are_hopped_to_along_an_index(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.store.facets.COUNTED", 1)
    hops = [plan for plan in plans(filled, lambda: filled.claims.facets(get_args(Facet))) if "MATCH" not in plan][2:]
    for person in ("reviewer", "assignee"):
        assert any(f"INDEX ix_claims_list_{person}" in plan for plan in hops)


def test_what_there_is_to_filter_by_is_counted_claim_by_claim_off_its_key(filled: Store) -> None:
    found = "\n".join(plans(filled, lambda: filled.claims.facets(get_args(Facet), ClaimFilter(undecided=True))))
    assert "SEARCH claim_marks USING PRIMARY KEY (claim_id=?)" in found
    assert "SCAN claim_marks" not in found


def steps(store: Store, action: Callable[[], object]) -> int:
    """How many tens of SQLite's own instructions an action takes."""
    taken: list[int] = []

    def count(connection: Any, *_: object) -> None:
        connection.connection.set_progress_handler(lambda: taken.append(1), 10)

    event.listen(store._database.engine, "before_cursor_execute", count)
    action()
    event.remove(store._database.engine, "before_cursor_execute", count)
    return len(taken)


def grown(store: Store, documents: int, model: str = RULES.model) -> None:
    """So many more documents of a claim each, the last one's by another model."""
    known = store.claims.count()
    for number in range(known, known + documents):
        text = f"Harbour officials said that {number} dock workers were killed."
        source = document(text, f"{number}.txt", outlet="The Gull")
        info = RunInfo(model, "1", "1") if number + 1 == known + documents else RULES
        saved(store, [checked(casualties(text[:-1], number, text=text), of=source)], of=source, info=info)


@pytest.mark.parametrize("order", get_args(Order))
def test_what_lies_before_the_first_claim_that_all_of_a_filter_admits_is_not_looked_at(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, order: Order
) -> None:
    for bound in ("LEAST", "MOST"):
        monkeypatch.setattr(filters, bound, 0)
    taken = []
    with open_store(sqlite_url) as store, store.transaction():
        for documents, model in ((10, "tern"), (100, "gull")):
            grown(store, documents, model)
            wanted = ClaimFilter(outcome="killed", outlet="The Gull", model=model)
            asked = partial(store.reviews.next, "ada", wanted, order=order)
            assert [row.run.model for row in asked()] == [model]
            taken.append(steps(store, asked))
    assert taken[1] - taken[0] < 100, "ten instructions for each of the hundred more would be to look at them"


@pytest.mark.parametrize("order", get_args(Order))
def test_claims_before_the_first_that_holds_words_of_a_few_thousand_are_not_looked_at(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, order: Order
) -> None:
    monkeypatch.setattr(filters, "_few", lambda *_: 1)
    monkeypatch.setattr("extractor.store.parts.is_frequent", lambda *_: False)
    taken = []
    with open_store(sqlite_url) as store, store.transaction():
        for documents, clinic in ((20, "Alder"), (200, "Birch")):
            grown(store, documents)
            for number in range(3):
                text = f"{clinic} clinic, ward {number}, counted 7 people wounded."
                source = document(text, f"{clinic} {number}.txt")
                saved(store, [checked(casualties(text, 7, "wounded", text=text), of=source)], of=source)
            asked = partial(store.reviews.next, "ada", ClaimFilter(search=clinic), order=order)
            assert "wounded" in asked()[0].claim.statement
            taken.append(steps(store, asked))
    assert taken[1] - taken[0] < 100, "ten instructions for each of two hundred more would be to look at them"


@pytest.mark.parametrize("wanted", [ClaimFilter(finding=WARN.code), ClaimFilter(search="wounded")], ids=["few", "words of others"])
def test_claims_of_a_doubted_sort_that_the_rest_of_the_filter_leaves_out_are_not_looked_at(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, wanted: ClaimFilter
) -> None:
    for bound in ("LEAST", "MOST"):
        monkeypatch.setattr(filters, bound, 5)
    monkeypatch.setattr("extractor.store.searching.SAMPLE", 10)
    taken: list[int] = []
    with open_store(sqlite_url) as store, store.transaction():
        for number in range(6):
            text = f"Clinic {number} counted 7 people wounded."
            source = document(text, f"clinic {number}.txt")
            saved(store, [checked(casualties(text, 7, "wounded", text=text), *([WARN] if number < 2 else []), of=source)], of=source)
        for documents in (ENOUGH + 10, 200):
            grown(store, documents)
            for row in store.reviews.next("bo", ClaimFilter(outcome="killed"), limit=ENOUGH if not taken else 0):
                decide(store, row.id, "reject")
            asked = partial(store.reviews.next, "ada", wanted)
            assert "wounded" in asked()[0].claim.statement
            taken.append(steps(store, asked))
    assert taken[1] - taken[0] < 100, "five instructions for each of two hundred more would be to look at them"


def test_counting_claims_that_wait_by_their_words_does_not_look_at_those_decided_before(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("filters.LEAST", 5), ("filters.MOST", 5), ("searching.SAMPLE", 10), ("facets.COUNTED", 5)):
        monkeypatch.setattr(f"extractor.store.{name}", value)
    wanted = ClaimFilter(undecided=True, search="workers")
    with open_store(sqlite_url) as store, store.transaction():
        for documents in (20, 200):
            grown(store, documents)
            for row in store.reviews.next("bo", order="document", limit=documents - 10):
                decide(store, row.id, "accept")
        assert store.claims.count(wanted) == 20
        for asked in (partial(store.claims.facets, ["outcome"], wanted), partial(store.claims.count, wanted, most=5)):
            assert steps(store, asked) < 200, "ten instructions for each of two hundred decided ones would be to look at them"
