"""Full-text search: the same on both databases, whatever is typed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from extractor.store import ClaimFilter, Store, open_store
from extractor.store.searching import MOST_WORDS, month_of, words_of
from tests.store.samples import DEAD, MISSING, UNION, WOUNDED, casualties, checked, document, edited, fix, saved
from tests.store.test_passed import explained

ACCENTED = DEAD.model_copy(update={"statement": "Señora Élodie’s co-operative lost 1,234 sacks."})


@pytest.fixture
def filled(store: Store) -> Store:
    """Four claims, the first with accents, a hyphen and a number with a comma."""
    saved(store, [checked(ACCENTED), checked(WOUNDED), checked(UNION), checked(MISSING)], of=document())
    return store


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("union", 2),
        ("UNION spokes", 2),
        ("union divers", 1),
        ('"missing divers"', 1),
        ('"divers missing"', 0),
        ("senora elodie", 1),
        ("Co-operative", 1),
        ("1,234", 1),
        ("wound", 1),
        ('"wound"', 0),
        ("nothing-of-the-kind", 0),
        ("", 0),
        ("!!! '); DROP TABLE claims; --", 0),
        ("unbalanced \"quote' & | :* NEAR(", 0),
        ("OR", 0),
        ("harbour AND", 0),
        ("union " * 2000, 2),
        ('"missing divers" ' * 1000, 1),
    ],
)
def test_claims_are_found_by_all_their_words_and_no_query_is_an_error(filled: Store, typed: str, found: int) -> None:
    assert filled.claims.count(ClaimFilter(search=typed)) == found
    assert len(list(filled.claims.list(ClaimFilter(search=typed)))) == found


def test_the_queue_finds_the_same_whether_few_or_many_claims_match(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    few = [row.id for row in filled.reviews.next("ada", ClaimFilter(search="union"), limit=9)]
    for bound in ("LEAST", "MOST"):
        monkeypatch.setattr(f"extractor.store.filters.{bound}", 0)
    assert [row.id for row in filled.reviews.next("ada", ClaimFilter(search="union"), limit=9)] == few
    monkeypatch.setattr("extractor.store.filters.MOST", 2)
    monkeypatch.setattr("extractor.store.parts.HANDED", 1)
    monkeypatch.setattr("extractor.store.parts.is_frequent", lambda *_: False)
    assert [row.id for row in filled.reviews.next("ada", ClaimFilter(search="union"), limit=9)] == few
    assert len(few) == 2


def test_a_fixed_claim_is_found_by_its_new_words_and_not_by_the_old(filled: Store) -> None:
    row = next(filled.claims.list(ClaimFilter(search="wounded")))
    fix(filled, row.id, edited(WOUNDED, "Forty people were hurt, zanily."))
    assert [one.id for one in filled.claims.list(ClaimFilter(search="zanily"))] == [row.id]
    assert filled.claims.count(ClaimFilter(search='"people were wounded"')) == 0
    assert list(filled.verify_projection()) == []


def test_a_search_goes_with_the_other_filters(filled: Store) -> None:
    assert filled.claims.count(ClaimFilter(search="union", outcome="missing")) == 1


def test_a_very_long_claim_is_indexed_by_its_beginning() -> None:
    assert len(words_of({"statement": "word " * (MOST_WORDS + 10)}).split()) == MOST_WORDS


@pytest.mark.parametrize(
    ("edtf", "month"),
    [
        ("2025-05-12", "2025-05"),
        ("2025-05", "2025-05"),
        ("2025", "2025"),
        ("2025-05-30/2025-06-02", "2025-05"),
        ("2025-XX-04", "2025"),
        ("../2025", None),
        (None, None),
    ],
)
def test_the_month_of_a_claim_is_where_its_time_begins(edtf: str | None, month: str | None) -> None:
    assert month_of({"event_time": {"edtf": edtf}}) == month
    assert month_of({"event_time": None}) is None


def nodes(plan: Any) -> Iterator[Any]:
    """A plan's steps."""
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


@pytest.mark.postgres
def test_whether_words_stand_together_is_seen_in_the_words_themselves(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        saved(store, [checked(DEAD), checked(WOUNDED), checked(UNION)])
        assert store.claims.count(ClaimFilter(search='"dock workers"')) == 1
        steps = [
            step for plan in explained(store, lambda: store.claims.count(ClaimFilter(search='"workers dock"'))) for step in nodes(plan)
        ]
        assert any(step.get("Index Name") == "ix_claim_words_search" for step in steps)
        assert sum(step.get("Rows Removed by Index Recheck", 0) for step in steps) == 0
        assert store.claims.count(ClaimFilter(search='"workers dock"')) == 0


@pytest.mark.postgres
def test_words_that_many_claims_hold_are_counted_among_the_latest_and_no_further_than_asked(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.store.searching.SAMPLE", 10)
    text = "\n".join(f"Post {number} counted {number} people killed." for number in range(2, 202))
    article = document(text, "posts.txt")
    claims = [casualties(line, number, text=text) for number, line in enumerate(text.split("\n"), 2)]
    with open_store(postgres_url) as store:
        saved(store, [checked(claim, of=article) for claim in claims], of=article)
        count = partial(store.claims.count, ClaimFilter(undecided=True, search="counted"), most=5)
        assert count() == 5
        *_, counting = explained(store, count)
        (words,) = [step for step in nodes(counting) if step.get("Relation Name") == "claim_words"]
        assert (words["Scan Direction"], words["Actual Rows"]) == ("Backward", 5)
