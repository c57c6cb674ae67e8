"""What there is to filter by."""

from __future__ import annotations

import pytest

from extractor.store import ClaimFilter, Store
from tests.store.samples import DEAD, UNION, WARN, WOUNDED, checked, decide, document, saved


def test_facets_count_the_values_of_matching_claims_the_commonest_first(store: Store) -> None:
    saved(store, [checked(DEAD, WARN), checked(WOUNDED, WARN, WARN), checked(UNION)], of=document(outlet="The Quay"))
    facets = store.claims.facets(["state", "kind", "outcome", "source", "finding", "outlet", "model", "reviewer"]).values
    assert facets == {
        "state": {"pending": 3},
        "kind": {"casualties": 3},
        "outcome": {"killed": 2, "wounded": 1},
        "source": {"A union spokeswoman": 1, "Harbour officials": 1, "The regional clinic": 1},
        "finding": {"time.unresolved": 2},
        "outlet": {"The Quay": 3},
        "model": {"rules": 3},
        "reviewer": {},
    }
    assert list(facets["outcome"]) == ["killed", "wounded"]


def test_facets_keep_to_the_filter(store: Store) -> None:
    saved(store, [checked(DEAD), checked(WOUNDED, WARN)])
    decide(store, next(store.claims.list(ClaimFilter(outcome="killed"))).id, "accept")
    assert store.claims.facets(["outcome", "finding"], ClaimFilter(state="pending")).values == {
        "outcome": {"wounded": 1},
        "finding": {"time.unresolved": 1},
    }
    assert store.claims.facets(["reviewer"]).values == {"reviewer": {"ada": 1}}


def test_counting_stops_after_some_claims_and_says_so_but_every_value_is_there(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(store, [checked(DEAD, WARN), checked(WOUNDED), checked(UNION)], of=document(outlet="The Quay"))
    assert not store.claims.facets(["outcome"]).partial
    monkeypatch.setattr("extractor.store.facets.COUNTED", 1)
    facets = store.claims.facets(["state", "outcome", "finding", "outlet", "model", "assignee"])
    assert facets.partial
    assert {name: set(values) for name, values in facets.values.items()} == {
        "state": {"pending"},
        "outcome": {"killed", "wounded"},
        "finding": {"time.unresolved"},
        "outlet": {"The Quay"},
        "model": {"rules"},
        "assignee": set(),
    }
    assert sum(facets.values["outcome"].values()) == 2


def test_a_count_goes_no_further_than_it_is_asked_to(store: Store) -> None:
    saved(store, [checked(DEAD, WARN), checked(WOUNDED), checked(UNION)])
    assert store.claims.count(most=2) == 2
    assert store.claims.count(ClaimFilter(search="union"), most=2) == 1
