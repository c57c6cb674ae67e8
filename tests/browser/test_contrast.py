"""Every page, in light and in dark: its text stands out from its ground by 4.5:1, large text by 3:1 (WCAG 2.2, criterion 1.4.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from extractor.overlap import Overlap
from extractor.release import publish
from extractor.store import Store
from tests.browser.app import App
from tests.browser.samples import DOCUMENT, DROWNED, INVENTED, SOUND, fill
from tests.browser.screen import SECONDS, Screen
from tests.browser.test_resilience import rows
from tests.store.samples import decide

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]
FAINT = Path(__file__).with_name("faint.js").read_text(encoding="utf-8")
PAGES = {  # with words near their end
    "claims": "Select a row to open",
    "ledger": "Claims about one event",
    "adjudicate": "Reviewers differ about 1 claim",
    "progress": "A point is the share",
    "team": "Nobody signs in here",
    "publish": "Releases so far",
    "audit": "Every step is kept",
    "guide": "What a claim is",
}
PICTURE = "![x](https://outside.example/x.png)"
MODES = {"r": ".qb-reasons", "f": ".qb-form", "m": ".qb-gap-item", "/": "[data-facet=order]", "?": ".qb-key"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_of_every_page_can_be_read(serve: Serve, open_page: Open, tmp_path: Path, scheme: Literal["light", "dark"]) -> None:
    app = serve()
    furnish(app.store, tmp_path)
    screen = open_page(app)
    page = screen.page
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.wait_for_selector('.qb[data-blank="false"]')
    weak = {"review": faint(page)}
    for key, sign in MODES.items():
        screen.press(key)
        screen.shows(sign)
        weak[f"review, {key}"] = faint(page)
        screen.press("Escape")
    for name, words in PAGES.items():
        page.goto(f"{app.url}/{name}")
        expect(page.get_by_text(words).first).to_be_visible(timeout=SECONDS)
        page.wait_for_selector('[data-test-script-state="notRunning"]')
        weak[name] = faint(page)
    assert {name: found for name, found in weak.items() if found} == {}


def furnish(store: Store, folder: Path) -> None:
    """Something to show on every page; words that Markdown would take for a picture are shown as they are, and nothing is fetched."""
    hostile = [claim.model_copy(update={"statement": f"{claim.statement} {PICTURE}"}) for claim in SOUND[1:]]
    fill(store, INVENTED, SOUND[0], *hostile, document=replace(DOCUMENT, name=f"{PICTURE}.txt"))
    blocked, first, second, third, *_ = [row.id for row in rows(store)]
    assert store.claims.get(first).claim.statement == DROWNED.statement
    decide(store, first, "accept", "mira", decided_at=datetime.now(UTC))
    publish(store.releases, folder / "releases", None)
    store.team.set_overlap(Overlap(rule="all"), "mira")
    decide(store, second, "accept", "ada")
    decide(store, second, "reject", "bo", reason=PICTURE)
    store.desk.assign([third], "mira", by="ada")
    store.reviews.next("ada", limit=1, lease_seconds=600)
    assert store.claims.get(blocked).blocked


def faint(page: Page) -> list[Any]:
    """The visible text of a page that stands out too little, and still does so two seconds later: its words, their colour, their ground,
    the contrast. Streamlit fades in what a run has drawn, and not all of that is an animation that can be waited for."""
    page.wait_for_function("document.getAnimations().every((one) => one.playState === 'finished')")
    found: list[Any] = page.evaluate(FAINT)
    if found:
        page.wait_for_timeout(2_000)
        found = page.evaluate(FAINT)
    return found
