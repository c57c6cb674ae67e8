"""Nothing is lost and nothing doubled: a reload, a restarted server, somebody else at the same claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from extractor.claims.conflict import Casualties
from extractor.review import Action
from extractor.store import ClaimFilter, ClaimRow, Store
from tests.browser.app import App
from tests.browser.samples import DOCUMENT, DROWNED, INJURED, SIX_MISSING, SOUND, casualties, exactly, fill
from tests.browser.screen import Screen
from tests.store.samples import decide

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]


def test_a_reload_right_after_a_decision_loses_nothing(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.press("a", "a")
    screen.page.reload()
    screen.awaits(SIX_MISSING.statement)
    screen.settle()
    assert acts(app.store) == {DROWNED.statement: ["accept"], INJURED.statement: ["accept"]}


def test_what_is_decided_while_the_server_is_away_is_stored_when_it_is_back(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.settle()
    app.stop()
    screen.press("a", "r", "3")
    screen.awaits(SIX_MISSING.statement)
    screen.shows(".qb-lost-connection", "2 decisions kept here")
    app.start()
    screen.settle()
    assert acts(app.store) == {DROWNED.statement: ["accept"], INJURED.statement: ["reject"]}


def test_a_decision_by_somebody_else_is_shown_with_both_versions_and_not_overwritten(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    first = rows(app.store)[0]
    decide(app.store, first.id, "reject", reviewer="ada", reason="Out of scope")
    screen.press("a")
    screen.shows(".qb-notice", "Somebody decided in the meantime")
    screen.shows(".qb-notice", "ada: rejected")
    screen.shows(".qb-notice", "You: accept")
    assert rows(app.store)[0].state == "rejected"
    screen.press("o")
    screen.awaits(DROWNED.statement)
    screen.shows(".qb-state", "rejected")
    screen.shows(".qb-past", "ada rejected: Out of scope")
    screen.press("a")  # having seen it, mira decides anew
    screen.awaits(INJURED.statement)
    screen.settle()
    assert acts(app.store) == {DROWNED.statement: ["reject", "accept"]}


def test_two_reviewers_share_a_queue_without_meeting(serve: Serve, open_page: Open) -> None:
    mira, ada = serve("mira"), serve("ada")
    fill(mira.store, *(missing(number) for number in range(1, 61)), document=replace(DOCUMENT, text=CROWD))
    screens = [open_page(mira), open_page(ada)]
    for _ in range(10):
        for screen in screens:
            screen.page.wait_for_selector('.qb[data-blank="false"]')
            screen.press("a", "a")
    for screen in screens:
        screen.settle()
        assert screen.page.locator(".qb-notice").count() == 0
    decided = [decision for row in rows(mira.store) for decision in mira.store.claims.history(row.id).decisions]
    assert Counter(decision.reviewer for decision in decided) == {"mira": 20, "ada": 20}
    assert len({decision.claim_id for decision in decided}) == 40


CROWD = "\n".join(f"In village {number} the mayor said {number} people were missing.\n" for number in range(1, 61))


def missing(number: int) -> Casualties:
    """A claim of the crowded article."""
    quote = f"In village {number} the mayor said {number} people were missing."
    return casualties(quote, exactly(str(number), number), "missing", "the mayor", f"{number} people are missing in village {number}.")


def rows(store: Store) -> list[ClaimRow]:
    """All claims, in document order."""
    return list(store.claims.list(ClaimFilter()))


def acts(store: Store) -> dict[str, list[Action]]:
    """What was decided, by the claim's statement, in order."""
    found = {row.claim.statement: [decision.action for decision in store.claims.history(row.id).decisions] for row in rows(store)}
    return {statement: actions for statement, actions in found.items() if actions}
