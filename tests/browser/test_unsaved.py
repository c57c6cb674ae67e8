"""What was typed and not saved is there again; what somebody else decided in the meantime is said, and never changed by one key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.app import App
from tests.browser.samples import DROWNED, INJURED, INVENTED, SIX_MISSING, SOUND, fill
from tests.browser.screen import SECONDS, Screen
from tests.browser.test_resilience import acts, rows
from tests.store.samples import decide

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]
MINE = "Fourteen people drowned when the ferry capsized."


def test_an_edit_outlives_a_reload_and_is_not_written_over_what_somebody_decided_meanwhile(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    edit(screen, MINE)
    screen.page.reload()
    screen.shows(".qb-notice", "An edit of yours is not saved")
    screen.shows(".qb-notice", MINE)
    screen.press("o")
    expect(statement(screen)).to_have_value(MINE, timeout=SECONDS)
    decide(app.store, rows(app.store)[0].id, "accept", reviewer="ada")
    screen.page.locator('[data-path="attribution.cue"]').fill(
        "added"
    )  # the checks are asked, and the claim as it stands comes with their answer
    screen.shows(".qb-overtaken", "ada accepted")
    statement(screen).focus()
    screen.press("Control+Enter")
    screen.shows(".qb-notice", "Somebody decided in the meantime")
    screen.shows(".qb-sides", f"Statement: {DROWNED.statement} → {MINE}")
    assert acts(app.store) == {DROWNED.statement: ["accept"]}
    screen.press("o")
    expect(statement(screen)).to_have_value(MINE, timeout=SECONDS)
    screen.press("Control+Enter")  # having seen it, mira decides anew
    screen.awaits(INJURED.statement)
    screen.settle()
    assert acts(app.store) == {MINE: ["accept", "fix"]}
    assert screen.page.evaluate("Object.keys(localStorage).filter((key) => key.includes('unsaved'))") == []


def test_a_claim_that_somebody_else_decides_stays_where_it_is_and_a_key_for_it_meets_no_other(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    decide(app.store, rows(app.store)[0].id, "accept", reviewer="ada")
    screen.page.evaluate("window.dispatchEvent(new Event('focus'))")  # somebody comes back to the window
    screen.shows(".qb-status", "ada accepted")
    screen.awaits(DROWNED.statement)
    screen.press("a")
    screen.shows(".qb-why-not.qb-pressed", "The claim is accepted already.")
    assert acts(app.store) == {DROWNED.statement: ["accept"]}


def test_a_claim_that_the_address_names_is_shown_though_the_queue_brings_it_too(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.page.goto(f"{app.url}/?claim={rows(app.store)[1].id}")
    screen.awaits(INJURED.statement)
    screen.press("j")
    screen.awaits(SIX_MISSING.statement)  # and not already before the key: the claim behind it had taken its place


def test_the_form_opens_at_the_field_in_question_and_is_gone_through_by_keyboard(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, INVENTED)
    screen = open_page(app)
    screen.awaits(INVENTED.statement)
    screen.press("f")
    focused(screen, "evidence.0.text")
    screen.press("Alt+j")
    focused(screen, "figure.text")  # it stands where the claim shows it: behind the quote
    screen.press("Alt+k", "Alt+k")
    focused(screen, "statement")


def edit(screen: Screen, words: str) -> None:
    """Open the form and give the claim another statement."""
    screen.press("f")
    statement(screen).fill(words)


def statement(screen: Screen) -> Locator:
    """The form's statement."""
    return screen.page.locator('[data-path="statement"]')


def focused(screen: Screen, path: str) -> None:
    """Wait until the field at a path has the focus."""
    expect(screen.page.locator(f'[data-path="{path}"]')).to_be_focused(timeout=SECONDS)
