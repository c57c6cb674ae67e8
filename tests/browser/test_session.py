"""A reviewer's minute: a hundred mixed decisions by keyboard alone, all stored, in order, with who and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.browser.app import App
from tests.browser.samples import DOCUMENT, casualties, exactly, fill
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]
Step = tuple[str, int, str | None]

TOTAL = 100
REASON = "Wrong figure"
VILLAGES = "\n".join(f"In village {number} the mayor said {number} people were missing.\n" for number in range(1, TOTAL + 1))


def test_a_hundred_mixed_decisions_by_keyboard_are_stored_in_order_with_who_and_when(serve: Serve, open_page: Open) -> None:
    app = serve("mira")
    claims = [
        casualties(quote(number), exactly(str(number), number), "missing", "the mayor", said(number)) for number in range(1, TOTAL + 1)
    ]
    fill(app.store, *claims, document=replace(DOCUMENT, text=VILLAGES))
    screen = open_page(app)
    begun = datetime.now(UTC)
    expected = list(steps())[:TOTAL]
    for action, village, _ in expected:
        screen.page.wait_for_selector('.qb[data-mode="read"][data-blank="false"]')
        if action == "fix":
            fix(screen, village)
        else:
            screen.press(*{"accept": "a", "reject": "r2", "flag": "x", "skip": "s", "undo": "u"}[action])
    screen.settle()
    stored = sorted(
        (decision.decided_at, decision.action, row.claim.figure.low if row.claim.figure else None, decision.reason, decision.reviewer)
        for row in app.store.claims.list()
        for decision in app.store.claims.history(row.id).decisions
    )
    assert [(action, village, reason) for _, action, village, reason, _ in stored] == expected
    assert {reviewer for *_, reviewer in stored} == {"mira"}
    moments = [moment for moment, *_ in stored]
    assert begun <= moments[0]
    assert moments[-1] <= datetime.now(UTC)
    assert len(set(moments)) == TOTAL


def steps() -> Iterator[Step]:
    """What the reviewer does to the claims, one village after the other."""
    for village in range(1, TOTAL + 1):
        match village % 10:
            case 2:
                yield "reject", village, REASON
            case 4:
                yield "flag", village, None
            case 5:
                yield "skip", village, None
            case 7:
                yield "fix", village, None
            case 8:
                yield "accept", village, None
                yield "undo", village, None
                yield "accept", village, None
            case _:
                yield "accept", village, None


def fix(screen: Screen, village: int) -> None:
    """Another statement, typed and saved by keyboard."""
    screen.press("f")
    screen.shows(".qb-form")
    for _ in range(30):
        if screen.page.evaluate("document.activeElement?.dataset?.path") == "statement":
            break
        screen.press("Tab")
    screen.press("Control+a")
    screen.page.keyboard.type(f"{village} villagers are missing.")
    screen.press("Control+Enter")


def quote(village: int) -> str:
    """What the article says of a village."""
    return f"In village {village} the mayor said {village} people were missing."


def said(village: int) -> str:
    """The same as a claim."""
    return f"{village} people are missing in village {village}."
