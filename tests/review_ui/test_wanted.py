from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.review import STATES
from extractor.store import ClaimFilter
from review_ui.wanted import FACETS, LONGEST_SEARCH, Wanted


def test_an_address_says_what_is_wanted_and_back() -> None:
    wanted = Wanted.of({"kind": "price", "state": "accepted,fixed", "order": "risk", "flagged": "yes", "source": "HUR"})
    assert wanted == Wanted(ClaimFilter(kind="price", state=("accepted", "fixed"), source="HUR", flagged=True), "risk")
    assert Wanted.of(wanted.params) == wanted


def test_what_an_address_cannot_ask_for_is_left_aside() -> None:
    wanted = Wanted.of({"state": "eaten,pending", "order": "alphabet", "nonsense": "x", "flagged": "perhaps", "kind": ""})
    assert wanted == Wanted(ClaimFilter(state="pending"))


def test_a_search_longer_than_anybody_types_is_cut_where_it_is_seen() -> None:
    wanted = Wanted.of({"search": "union " * 2000})
    assert wanted.filter.search == ("union " * 2000)[:LONGEST_SEARCH]
    assert wanted.params == {"search": wanted.filter.search}


@pytest.mark.parametrize("words", ["a\0b", "\ud800"])
def test_what_no_database_can_hold_is_not_asked_of_one(words: str) -> None:
    assert Wanted.of({"search": words, "source": words}) == Wanted()


def test_nothing_asked_for_is_the_undecided_claims_by_article() -> None:
    assert Wanted().params == {}
    assert Wanted().sentence == "undecided, by article"
    assert Wanted.of({"state": "blocked", "finding": "quote.absent"}).sentence == "blocked, finding: quote.absent, by article"


@given(
    st.dictionaries(st.sampled_from(["kind", "outlet", "run", "model", "reviewer", "document"]), st.text(min_size=1, max_size=12)),
    st.lists(st.sampled_from(STATES), unique=True, max_size=3),
)
def test_every_wish_survives_the_address(words: dict[str, str], states: list[str]) -> None:
    wanted = Wanted.of(words | {"state": ",".join(states)})
    assert Wanted.of(wanted.params) == wanted


def test_each_field_is_counted_as_if_nothing_were_asked_of_it_and_among_the_undecided() -> None:
    asked = {name: rest for names, rest in Wanted.of({"kind": "price", "outlet": "The Loma Post"}).facets() for name in names}
    assert set(asked) == set(FACETS)
    assert asked["kind"] == ClaimFilter(outlet="The Loma Post", undecided=True)
    assert asked["source"] == ClaimFilter(kind="price", outlet="The Loma Post", undecided=True)
    assert asked["state"] == ClaimFilter(kind="price", outlet="The Loma Post")


def test_with_a_state_all_but_the_chosen_fields_are_counted_together() -> None:
    assert [len(names) for names, _ in Wanted.of({"state": "accepted"}).facets()] == [1, len(FACETS) - 1]
