"""What there is to filter by."""

from __future__ import annotations

from extractor.store import ClaimFilter, Store
from tests.store.samples import DEAD, UNION, WARN, WOUNDED, checked, decide, document, saved


def test_facets_count_the_values_of_matching_claims_the_commonest_first(store: Store) -> None:
    saved(store, [checked(DEAD, WARN), checked(WOUNDED, WARN, WARN), checked(UNION)], of=document(outlet="The Quay"))
    facets = store.claims.facets(["state", "kind", "outcome", "source", "finding", "outlet", "model", "reviewer"])
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
    assert store.claims.facets(["outcome", "finding"], ClaimFilter(state="pending")) == {
        "outcome": {"wounded": 1},
        "finding": {"time.unresolved": 1},
    }
    assert store.claims.facets(["reviewer"]) == {"reviewer": {"ada": 1}}
