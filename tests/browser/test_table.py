"""The table of claims: several rows are selected and decided about together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App
from tests.browser.samples import CREW, DROWNED, SIX_MISSING, SOUND, fill
from tests.browser.screen import SECONDS, Screen
from tests.browser.test_resilience import acts, rows
from tests.store.samples import decide

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]
_ROW = 35


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


def select(page: Page, *numbers: int) -> None:
    """Tick rows of the table, which is drawn on a canvas."""
    table = page.get_by_test_id("stDataFrame")
    expect(table.locator("canvas").first).to_be_visible(timeout=SECONDS)
    for number in numbers:
        table.click(position={"x": 15, "y": _ROW * (number + 1.5)})
    expect(page.get_by_role("button", name=f"{len(numbers)} claims …")).to_be_visible(timeout=SECONDS)
