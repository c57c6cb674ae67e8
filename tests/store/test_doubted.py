"""The queue by risk: among equals, sorts of claims that reviewers have seldom kept so far come first."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.claims.conflict import CasualtyOutcome
from extractor.doubt import ENOUGH
from extractor.overlap import Overlap
from extractor.review import Action
from extractor.store import ClaimFilter, ClaimRow, Store, filters
from tests.store.samples import WARN, casualties, checked, decide, document, fix, saved

OUTCOMES: tuple[CasualtyOutcome, ...] = ("killed", "missing")
LINES = [f"Post {number} counted {number} people {OUTCOMES[number % 2]}." for number in range(2, 34)]
TEXT = "\n".join(LINES)
ARTICLE = document(TEXT, "posts.txt")
CLAIMS = [casualties(line, number, OUTCOMES[number % 2], text=TEXT) for number, line in enumerate(LINES, 2)]


def identity(number: int) -> str:
    return checked(CLAIMS[number - 2], of=ARTICLE).id


@pytest.fixture
def posts(store: Store) -> Store:
    """Claims 2 to 33: even ones killed, odd ones missing; 30 and 31 warned."""
    saved(
        store, [checked(claim, *([WARN] if number in (30, 31) else []), of=ARTICLE) for number, claim in enumerate(CLAIMS, 2)], of=ARTICLE
    )
    return store


def numbers(rows: Sequence[ClaimRow]) -> list[int | None]:
    return [row.claim.figure.low for row in rows if row.claim.figure]


def judge(store: Store, odd: Action, reviewer: str = "bo", count: int = ENOUGH) -> None:
    """Accept the first even claims, and do `odd` to the first odd ones."""
    for number in range(2, 2 + 2 * count):
        decide(store, identity(number), "accept" if number % 2 == 0 else odd, reviewer)


def test_as_long_as_reviewers_keep_them_claims_come_by_document(posts: Store) -> None:
    judge(posts, "accept")
    assert numbers(posts.reviews.next("ada", limit=9)) == [30, 31, 26, 27, 28, 29, 32, 33]


def test_a_sort_that_is_often_rejected_comes_first_among_equals_and_not_before_a_warning(posts: Store) -> None:
    judge(posts, "reject")
    assert numbers(posts.reviews.next("ada", limit=9)) == [31, 30, 27, 29, 33, 26, 28, 32]
    assert numbers(posts.reviews.next("ada", limit=9, order="document")) == list(range(26, 34))


def test_a_sort_that_is_often_fixed_is_doubted_even_where_the_fix_makes_another_sort_of_it(posts: Store) -> None:
    for number in range(3, 27, 2):
        fix(posts, identity(number), CLAIMS[number - 2].model_copy(update={"outcome": "abducted"}))
    assert numbers(posts.reviews.next("ada", limit=4)) == [31, 30, 27, 29]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_going_on_behind_a_claim_leaves_none_out_and_brings_none_twice(posts: Store, size: int) -> None:
    judge(posts, "reject")
    for number in (27, 28):
        decide(posts, identity(number), "skip", "ada")
    found: list[int | None] = []
    last: str | None = None
    while rows := [row for row in posts.reviews.next("ada", limit=size, after=last) if numbers([row]) != [27] and numbers([row]) != [28]]:
        found += numbers(rows)
        last = rows[-1].id
    assert found == [31, 30, 29, 33, 26, 32]


@pytest.mark.parametrize(("wanted", "first"), [(ClaimFilter(kind="casualties"), 31), (ClaimFilter(model="rules"), 30)])
def test_of_many_claims_they_come_first_where_the_filter_has_their_sorts_whole(
    posts: Store, monkeypatch: pytest.MonkeyPatch, wanted: ClaimFilter, first: int
) -> None:
    """Of a filter by anything else, all claims of a sort would have to be walked past where none of them is wanted."""
    judge(posts, "reject")
    assert numbers(posts.reviews.next("ada", wanted)) == [31], "the few that are sorted anyway"
    for bound in ("LEAST", "MOST"):
        monkeypatch.setattr(filters, bound, 5)
    assert numbers(posts.reviews.next("ada", wanted)) == [first]


def test_a_decision_that_is_taken_back_doubts_nothing(posts: Store) -> None:
    judge(posts, "reject")
    decide(posts, identity(3), "undo", "bo")
    assert numbers(posts.reviews.next("ada", limit=3)) == [30, 31, 3]


def test_what_is_sealed_moves_nothing_in_anybodys_order(posts: Store) -> None:
    posts.team.set_overlap(Overlap(rule="all"), "ada")
    before = numbers(posts.reviews.next("eve", limit=40))
    judge(posts, "reject")
    assert numbers(posts.reviews.next("eve", limit=40)) == before
    assert numbers(posts.reviews.next("bo", limit=9)) == [30, 31, 26, 27, 28, 29, 32, 33], "not in the order of whoever decided either"


def test_once_the_seal_is_open_claims_about_which_reviewers_differ_count_against_their_sort(posts: Store) -> None:
    posts.team.set_overlap(Overlap(rule="all"), "ada")
    judge(posts, "reject")
    judge(posts, "accept", "cy")
    assert {row.state for row in posts.claims.list() if row.claim.outcome == "missing"} == {"disagreed", "pending"}  # type: ignore[attr-defined]
    assert numbers(posts.reviews.next("ada", limit=9)) == [31, 30, 27, 29, 33, 26, 28, 32]
