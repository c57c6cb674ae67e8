"""Other people's words that would be a program, a picture, a link or a layout: on every page they are words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from extractor.claims.conflict import Casualties
from extractor.claims.core import Attribution, Evidence, Figure, Mention
from extractor.text.document import Document
from review_ui.tables import claim_rows
from tests.browser.app import App
from tests.browser.samples import fill
from tests.browser.screen import SECONDS, Screen
from tests.store.samples import decide

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]
EVIL = (
    '<script>window.ran=1</script><img src="http://evil.example/a.png" onerror="window.ran=2"> ![pic](http://evil.example/b.png) '
    "[link](http://evil.example/c) http://evil.example/d www.evil.example a@evil.example $\\frac{1}{2}$ and $5 or $6 "
    ":red[red] :material/delete: :smile: `code` {{x}} %s &lt; \x1b[31m"
)
NAME = "<b>Kaz</b> :red[x] ![i](http://evil.example/n.png) www.evil.example"
TURNED = "\u202e14\u202c"
TEXT = f"Title {EVIL}\n\nThe {EVIL} ministry said that 12 soldiers died in Orm. It said {TURNED} were hurt.\n"
CLAIM = Casualties(
    statement=f"12 soldiers died. {EVIL}",
    evidence=(Evidence(text=f"The {EVIL} ministry said that 12 soldiers died in Orm."),),
    attribution=Attribution(source=Mention(text=f"{EVIL} ministry", name=EVIL), cue="said"),
    population=Mention(text="soldiers", name=EVIL),
    figure=Figure(text="12", low=12, high=12, qualifier="exact"),
    outcome="killed",
)
DOCUMENT = Document(TEXT, f"{EVIL}.txt", title=EVIL, outlet=EVIL, url="javascript:window.ran=3", published="2025-05-12")
PAGES = ("claims", "ledger", "progress", "team", "publish", "audit")


def harmless(page: Page) -> None:
    """Nothing ran, nothing is set as a formula, a picture or a link to elsewhere, and the page is no wider than the window."""
    found = page.evaluate(
        """() => [
          window.ran ?? null,
          document.querySelectorAll(".katex, [data-testid=stException]").length,
          [...document.images].map((one) => one.src).filter((src) => src.includes("evil")),
          [...document.links].map((one) => one.href).filter((href) => !href.startsWith(location.origin)),
          document.documentElement.scrollWidth > innerWidth,
        ]"""
    )
    assert found == [None, 0, [], [], False], page.url


def test_hostile_words_are_words_on_every_page(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, CLAIM, document=DOCUMENT)
    fill(app.store, CLAIM, document=replace(DOCUMENT, text=f"Later. {TEXT}", outlet="The Pier"))
    first, second = app.store.claims.list()
    decide(app.store, first.id, "accept", NAME)
    decide(app.store, second.id, "flag", NAME)
    screen = open_page(app)
    screen.awaits(CLAIM.statement)
    harmless(screen.page)
    for name in PAGES:
        screen.page.goto(f"{app.url}/{name}")
        expect(screen.page.locator("h1")).to_be_visible(timeout=SECONDS)
        screen.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        harmless(screen.page)
    screen.page.get_by_label("Claim", exact=True).fill(first.id)
    screen.press("Enter")
    expect(screen.page.get_by_text("The trail of a claim")).to_be_visible(timeout=SECONDS)
    harmless(screen.page)


def test_a_figure_that_is_turned_round_is_seen_to_be_and_marks_stay_where_they_were(serve: Serve, open_page: Open) -> None:
    app = serve()
    claim = CLAIM.model_copy(
        update={
            "statement": f"{TURNED} people were hurt.",
            "evidence": (Evidence(text=f"It said {TURNED} were hurt."),),
            "figure": Figure(text=TURNED, low=14, high=14, qualifier="exact"),
            "attribution": Attribution(),
        }
    )
    fill(app.store, claim, document=DOCUMENT)
    screen = open_page(app)
    screen.awaits("\ufffd14\ufffd people were hurt.")
    assert screen.marked("figure") == "14"
    assert claim_rows(app.store.claims.list())[0]["Claim"] == "\ufffd14\ufffd people were hurt."


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700), (800, 600)])
def test_every_button_of_the_bar_is_in_sight_and_a_second_line_takes_the_small_ones_together(
    serve: Serve, open_page: Open, size: tuple[int, int]
) -> None:
    app = serve()
    fill(app.store, CLAIM, document=DOCUMENT)
    screen = open_page(app)
    screen.awaits(CLAIM.statement)
    screen.page.set_viewport_size({"width": size[0], "height": size[1]})
    buttons = screen.page.locator(".qb-bar button")
    assert buttons.count() == 9
    for number in range(9):
        expect(buttons.nth(number)).to_be_in_viewport(ratio=1)
    lines = {round(box["y"] + box["height"] / 2) for number in range(4, 9) if (box := buttons.nth(number).bounding_box())}
    assert len(lines) == 1
    expect(screen.page.locator(".qb-place-in")).to_be_in_viewport(ratio=1)  # "claim 1 of 1" behind the file's name


def test_words_without_an_end_leave_the_figure_in_sight(serve: Serve, open_page: Open) -> None:
    app = serve()
    long = CLAIM.model_copy(
        update={"statement": "s" * 100_000, "attribution": Attribution(source=Mention(text="ministry", name="n" * 20_000))}
    )
    fill(app.store, long, document=DOCUMENT)
    screen = open_page(app)
    screen.awaits("s" * 100_000)
    expect(screen.page.locator(".qb-figure-card")).to_be_in_viewport(ratio=1)
    assert screen.page.evaluate(
        "[...document.querySelectorAll('.qb-pane *')].every((one) => one.getBoundingClientRect().right <= innerWidth)"
    )
