"""What the model missed, whole articles, keys of one's own, search: by keyboard, in the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from extractor.store import ClaimFilter
from tests.browser.app import App
from tests.browser.samples import CREW, DOCUMENT, DROWNED, INJURED, SIX_MISSING, SOUND, fill
from tests.browser.screen import SECONDS, Screen

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]


def test_an_article_is_gone_through_and_a_claim_made_of_what_is_missing_by_keyboard_alone(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.press("d")
    screen.page.wait_for_url("**/*state=all*")
    screen.page.wait_for_selector('.qb[data-blank="false"]')
    screen.awaits(DROWNED.statement)
    screen.press(*"aaaaa")
    screen.shows(".qb-gap-item[aria-selected=true]", "Rescuers pulled 31 survivors")
    screen.press("ArrowDown", "j")
    screen.shows(".qb-gap-item[aria-selected=true]", "nine bodies on the beach")
    screen.press("Enter")
    screen.shows(".qb-form")
    screen.page.keyboard.type("Nine bodies lay on the beach.")
    screen.shows(".qb-verdict:not([data-state=block])[data-state]")
    screen.press("Control+Enter")
    screen.shows(".qb-status", "Claim added and accepted")
    screen.settle()
    made = next(app.store.claims.list(ClaimFilter(model="human")))
    place = made.claim.evidence[0]
    assert (made.state, made.reviewer, made.run.prompt_version) == ("accepted", "mira", "mira")
    assert place.text == DOCUMENT.text[place.start : place.end]
    assert "nine bodies" in place.text
    assert made.claim.figure is not None
    assert (made.claim.figure.text, made.claim.figure.low) == ("nine", 9)
    expect(screen.page.locator(".qb-gaps")).not_to_contain_text("nine bodies")
    screen.press("u")
    screen.awaits("Nine bodies lay on the beach.")
    screen.settle()
    assert app.store.claims.get(made.id).state == "pending"


def test_words_selected_anywhere_become_the_quote_of_a_new_claim(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, DROWNED)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.select("The police said 3 crew members died on the bridge of the ship.")
    screen.press("c")
    screen.shows(".qb-form-title", "A claim by hand")
    screen.page.keyboard.type(CREW.statement)
    screen.press("Control+Enter")
    screen.shows(".qb-status", "Claim added")
    screen.settle()
    made = next(app.store.claims.list(ClaimFilter(model="human")))
    assert made.claim.evidence[0].text == "The police said 3 crew members died on the bridge of the ship."


def test_an_empty_claim_lacks_nothing_before_somebody_has_begun_to_fill_it_in(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, DROWNED)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.select("The police said 3 crew members died on the bridge of the ship.")
    screen.press("c")
    screen.shows(".qb-verdict", "Say in one sentence of yours")
    expect(screen.page.locator(".qb-verdict .qb-finding, .qb-field[data-severity]")).to_have_count(0)
    screen.press("Control+Enter")
    screen.shows(".qb-status", "Not saved")
    screen.shows(".qb-verdict .qb-finding", "Nothing is given here.")
    screen.page.keyboard.type(CREW.statement)
    expect(screen.page.locator('.qb-field[data-severity="block"]')).to_have_count(0, timeout=SECONDS)


def test_a_click_on_a_number_that_no_claim_covers_makes_a_claim_of_its_sentence(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, DROWNED)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.page.locator(".qb-article [data-gap]", has_text="nine").click()
    screen.shows(".qb-form-title", "A claim by hand")
    screen.page.keyboard.type("Nine bodies lay on the beach.")
    screen.shows(".qb-verdict:not([data-state=block])[data-state]")
    screen.press("Control+Enter")
    screen.shows(".qb-status", "Claim added")
    screen.settle()
    made = next(app.store.claims.list(ClaimFilter(model="human"))).claim
    assert made.evidence[0].text == "A fisherman, Tomas Brek, told reporters he had counted nine bodies on the beach."
    assert made.figure is not None
    assert made.figure.text == "nine"


def test_other_keys_are_refused_where_they_meet_and_kept_for_the_reviewer(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, DROWNED, INJURED, SIX_MISSING)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.press("?", "Enter")  # the first key has the focus: "accept"
    screen.shows('.qb-key[aria-pressed="true"]')
    screen.press("s")
    screen.shows(".qb-help .qb-note", "“s” is the key of “skip” already")
    screen.press("Enter", "e")
    screen.shows(".qb-help .qb-note", "Kept")
    screen.press("Escape", "a")  # the old key does nothing any more
    screen.press("e")
    screen.awaits(INJURED.statement)
    screen.page.reload()
    screen.awaits(INJURED.statement)
    screen.shows("[data-act=accept] kbd", "e")
    screen.press("e")
    screen.awaits(SIX_MISSING.statement)
    screen.settle()
    assert app.store.claims.count(ClaimFilter(state="accepted")) == 2
    assert app.store.desk.keys("mira") == {"accept": "e"}


def test_words_narrow_the_queue_and_stay_in_the_address(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.press("/")
    screen.shows("[data-facet=search]")
    screen.page.keyboard.type("hospital 0")  # no key acts while somebody types
    screen.page.wait_for_url("**/*search=hospital*")
    screen.press(*["Backspace"] * 2)
    screen.press("Escape")
    screen.awaits(INJURED.statement)
    screen.page.reload()
    screen.awaits(INJURED.statement)


def test_how_a_claim_was_found_is_shown_with_its_words(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(
        app.store, CREW, trace={"pattern": "passive", "words": {"figure": {"text": "3", "start": 5, "end": 6}}, "source": "leading: “said”"}
    )
    screen = open_page(app)
    screen.awaits(CREW.statement)
    screen.press("w")
    for words in ("passive", "leading: “said”"):
        screen.shows(".qb-trace[open]", words)
    with screen.page.expect_popup() as opened:
        screen.press("g")
    expect(opened.value.get_by_role("heading", name="Guidelines")).to_be_visible(timeout=SECONDS)
    assert screen.statement == CREW.statement, "the guidelines stand beside the work"
