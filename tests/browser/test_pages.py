"""The other pages at work: rows of the table decided about together or assigned, a link confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from extractor.claims.core import Mention
from tests.browser.app import App
from tests.browser.samples import CREW, DOCUMENT, DROWNED, SIX_MISSING, SOUND, fill
from tests.browser.screen import SECONDS, Screen
from tests.browser.test_resilience import acts, rows
from tests.store.samples import decide

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]
_ROW = 33


def test_selected_rows_are_rejected_together_after_a_question_and_what_changed_meanwhile_is_left_alone(
    serve: Serve, open_page: Open
) -> None:
    app = serve()
    fill(app.store, *SOUND)
    page = open_page(app).page
    page.goto(f"{app.url}/claims")
    select(page, 0, 2, 4)
    page.get_by_role("button", name="Reject: 3 claims …").click()
    expect(page.get_by_text("Reject 3 claims (The quote does not say this)?")).to_be_visible(timeout=SECONDS)
    assert acts(app.store) == {}, "nothing happens before the question is answered"
    decide(app.store, rows(app.store)[4].id, "accept", reviewer="ada")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("2 claims rejected.")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("Not stored: Three crew members died")).to_be_visible(timeout=SECONDS)
    assert acts(app.store) == {DROWNED.statement: ["reject"], SIX_MISSING.statement: ["reject"], CREW.statement: ["accept"]}
    assert {row.reviewer for row in rows(app.store) if row.state == "rejected"} == {"mira"}


def test_a_claim_is_assigned_and_its_trail_says_so(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    page = open_page(app).page
    page.goto(f"{app.url}/claims")
    select(page, 1)
    choose(page, "With what is selected", "Assign")
    choose(page, "To", "ada")
    page.get_by_role("button", name="Assign: 1 claim …").click()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("1 claim assigned.")).to_be_visible(timeout=SECONDS)
    row = rows(app.store)[1]
    assert [(one.assignee, one.assigned_by) for one in app.store.desk.assignments(row.id)] == [("ada", "mira")]
    page.goto(f"{app.url}/audit")
    page.get_by_label("Claim", exact=True).fill(row.id)
    page.keyboard.press("Enter")
    expect(page.get_by_text("mira: assigned to ada")).to_be_visible(timeout=SECONDS)


def choose(page: Page, box: str, words: str) -> None:
    """Type into a box of choices, and take what is found."""
    page.get_by_role("combobox", name=box).click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name=box)).to_have_value(words, timeout=SECONDS)


def test_a_proposed_link_is_confirmed_by_one_key_and_the_claims_stand_side_by_side(serve: Serve, open_page: Open) -> None:
    app = serve()
    claim = DROWNED.model_copy(
        update={"population": Mention(text="passengers"), "statement": "Fourteen passengers drowned, it is said. " * 5}
    )
    fill(app.store, claim)
    fill(app.store, claim, document=replace(DOCUMENT, text="Later.\r\n\r\n" + DOCUMENT.text, name="later.txt", outlet="The Pier"))
    page = open_page(app).page
    page.goto(f"{app.url}/ledger")
    page.set_viewport_size({"width": 1024, "height": 600})
    for button in (page.get_by_role("button", name="Leave for later"), page.get_by_role("link", name="Open in the article").last):
        button.scroll_into_view_if_needed(timeout=SECONDS)
        expect(button).to_be_in_viewport(ratio=1, timeout=SECONDS)  # the cards are as high as what stands in them
    expect(page.get_by_role("button", name="Same event")).to_be_in_viewport(ratio=1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("not the same", timeout=SECONDS)
    page.keyboard.press("r")  # while the list is open, its keys do nothing
    page.keyboard.press("?")
    page.keyboard.press("a")
    expect(page.get_by_role("tab", name="Groups (1)")).to_be_visible(timeout=SECONDS)
    assert [(one.verdict, one.reviewer) for one in app.store.links.events()] == [("confirm", "mira")]


def select(page: Page, *numbers: int) -> None:
    """Tick rows of the table, which is drawn on a canvas."""
    table = page.get_by_test_id("stDataFrame")
    expect(table.locator("canvas").first).to_be_visible(timeout=SECONDS)
    for number in numbers:
        table.click(position={"x": 15, "y": _ROW * (number + 1.5)})
    expect(page.get_by_role("button", name=f": {len(numbers)} claim")).to_be_visible(timeout=SECONDS)
