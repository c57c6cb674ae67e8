"""A claim's history as a readable list."""

from __future__ import annotations

from datetime import UTC, datetime

from extractor.store import Store
from review_ui.past import past_views
from tests.store.samples import DEAD, checked, decide, saved


def test_the_history_holds_every_step_the_latest_first_assignments_among_them(store: Store) -> None:
    saved(store, [checked(DEAD)])
    claim = next(store.claims.list())
    store.desk.assign([claim.id], "ada", by="mira")
    decide(store, claim.id, "accept", "ada", decided_at=datetime.now(UTC))
    store.desk.assign([claim.id], None, by="ada")
    past = [(one["who"], one["what"]) for one in past_views(store.claims.history(claim.id))]
    assert past == [("ada", "assigned to nobody any more"), ("ada", "accepted"), ("mira", "assigned to ada"), ("rules 7", "proposed")]
