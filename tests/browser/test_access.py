"""For everybody: names that a screen reader says, a focus that is seen, zoom to 200 %, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from tests.browser.app import App
from tests.browser.samples import CREW, DOCUMENT, DROWNED, INJURED, INVENTED, SOUND, fill
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]
OPERATED = {"button", "textbox", "combobox", "listbox", "option", "searchbox", "progressbar", "toolbar", "document", "dialog", "link"}


def test_everything_that_can_be_operated_has_a_name_in_every_mode(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, INVENTED, *SOUND)
    fill(app.store, DROWNED, document=replace(DOCUMENT, text=f"Later.\r\n\r\n{DOCUMENT.text}", name="later.txt"))
    screen = open_page(app)
    screen.page.wait_for_selector('.qb[data-blank="false"]')
    for keys, sign in (
        ([], ".qb-statement"),
        (["w"], ".qb-statement"),
        (["r"], ".qb-reasons"),
        (["Escape", "f"], ".qb-form"),
        (["Escape", "m"], ".qb-gap-item"),
        (["Escape", "/"], "[data-facet=order]"),
        (["Escape", "?"], ".qb-key"),
    ):
        screen.press(*keys)
        screen.shows(sign)
        assert screen.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), f"the page scrolls after {keys}"
        assert nameless(screen.page) == [], f"after {keys}"
    assert screen.page.locator(".qb-turned").count() == 0
    screen.press("?", "n")
    screen.shows(".qb-turned", "new article: claim 1 of 1")


def test_at_200_percent_nothing_is_cut_off_and_the_decision_is_at_hand(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, DROWNED, INJURED, CREW)
    screen = open_page(app)
    screen.page.set_viewport_size({"width": 683, "height": 384})  # what 1366 × 768 comes down to at 200 %
    screen.awaits(DROWNED.statement)
    for key, statement in (("a", INJURED.statement), ("a", CREW.statement)):
        screen.press(key)
        screen.awaits(statement)
        assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert inside(screen.page, "[data-act=accept]")
        assert inside(screen.page, ".qb-article .qb-figure")
        assert inside(screen.page, ".qb-statement")
        screen.page.locator(".qb-origin").scroll_into_view_if_needed()
        assert inside(screen.page, ".qb-origin")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_wherever_tab_leads(serve: Serve, open_page: Open, scheme: str) -> None:
    app = serve()
    fill(app.store, DROWNED)
    screen = open_page(app)
    screen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    screen.page.reload()  # changing clothes takes Streamlit a moment, and the focus with it
    screen.awaits(DROWNED.statement)
    screen.page.locator(".qb-article").focus()
    seen = set()
    for _ in range(14):
        screen.press("Tab")
        place, ring = screen.page.evaluate(_RING)
        if place:
            seen.add(place)
            assert ring >= 2, place
    assert len(seen) >= 8


def nameless(page: Page) -> list[str]:
    """What a screen reader would have to call "button" and nothing else."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    bare = [
        node for node in tree if not node.get("ignored") and node["role"]["value"] in OPERATED and not node.get("name", {}).get("value")
    ]
    return [f"{node['role']['value']} {node.get('properties', '')}" for node in bare]


def inside(page: Page, selector: str) -> bool:
    """Whether the first such element is to be seen whole, not covered by another."""
    return bool(page.evaluate(_INSIDE, selector))


_INSIDE = """(selector) => {
  const node = document.querySelector(selector), box = node.getBoundingClientRect();
  if (box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight) return false;
  const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return Boolean(top) && (node.contains(top) || top.contains(node));
}"""
_RING = """() => {
  const node = document.activeElement;
  if (!node || !node.closest(".qb")) return [null, 0];
  const style = getComputedStyle(node);
  const ring = style.outlineStyle === "none" || style.outlineColor === "rgba(0, 0, 0, 0)" ? 0 : parseFloat(style.outlineWidth);
  return [node.dataset.act || node.className || node.tagName, ring];
}"""
