"""A reviewer's work by keyboard alone, and what the store holds afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from extractor.claims.checked import CheckedClaim
from extractor.claims.core import Evidence
from extractor.claims.finding import Finding, Span
from extractor.store import ClaimFilter, ClaimRow, RunInfo, Store
from extractor.text.document import Document
from extractor.text.selectors import evidence_at
from tests.browser.app import App
from tests.browser.samples import CREW, DOCUMENT, DROWNED, FIVE_MISSING, INJURED, INVENTED, SIX_MISSING, SOUND, fill
from tests.browser.screen import Screen
from tests.browser.test_resilience import CROWD, missing

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]


def test_twenty_quick_presses_are_twenty_decisions_in_order_once_each(serve: Serve, open_page: Open) -> None:
    app = serve()
    fill(app.store, *(missing(number) for number in range(1, 21)), document=replace(DOCUMENT, text=CROWD))
    screen = open_page(app)
    screen.awaits(missing(1).statement)
    screen.press(*["a"] * 20)
    screen.shows(".qb-empty", "All decided")
    screen.settle()
    decided = [decision for row in rows(app.store) for decision in app.store.claims.history(row.id).decisions]
    assert [decision.action for decision in decided] == ["accept"] * 20
    assert {decision.reviewer for decision in decided} == {"mira"}
    moments = [decision.decided_at for decision in decided]
    assert moments == sorted(moments), "the claims come in the article's order, and so do the decisions"


def test_a_finding_leads_to_its_place_in_the_article(serve: Serve, open_page: Open) -> None:
    app = serve()
    far = "The coroner said that only two crew members had died.\n"
    document = replace(DOCUMENT, text=DOCUMENT.text + "Nothing else is known about that night.\r\n\r\n" * 60 + far)
    found = Finding(
        code="figure.not_in_quote", severity="warn", field="figure", message="Another number stands below.", span=place(document, far)
    )
    run = app.store.runs.start(RunInfo("scripted", "1", "1"))
    claim = CREW.model_copy(update={"evidence": (located(document, CREW.evidence[0].text),)})
    told = [Finding(code="source.note", severity="info", field="attribution.cue", message="The cue is a mere note.")]
    told += [Finding(code="source.other", severity="warn", field="attribution.source", message=f"Reason {number}.") for number in range(9)]
    app.store.claims.save(run, app.store.documents.put(document), [CheckedClaim("c", claim, (found, *told))])
    screen = open_page(app)
    screen.awaits(CREW.statement)
    screen.shows('.qb-rows dt:text-is("Cue") + dd', "The cue is a mere note.")
    screen.shows('.qb-rows dt[data-severity="warn"]', "Who says it")
    screen.shows(".qb-further summary", "4 further findings")
    expect(screen.page.locator(".qb-rows")).to_be_in_viewport()
    assert in_view(screen, "3 crew members")
    assert not in_view(screen, far.strip())
    screen.page.get_by_role("button", name="show").click()
    screen.page.wait_for_function(IN_VIEW, arg=far.strip())


def place(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start, start + len(words.rstrip()))


def located(document: Document, words: str) -> Evidence:
    return evidence_at(document.text, place(document, words))


IN_VIEW = """(words) => {
  const pane = document.querySelector(".qb-article").getBoundingClientRect();
  const block = [...document.querySelectorAll(".qb-article > *")].find((one) => one.textContent.includes(words));
  const box = block.getBoundingClientRect();
  return box.top >= pane.top && box.bottom <= pane.bottom;
}"""


def in_view(screen: Screen, words: str) -> bool:
    """Whether `words` stand inside the article's pane as it is scrolled now."""
    return bool(screen.page.evaluate(IN_VIEW, words))


def test_reject_skip_and_undo_by_one_key_each(serve: Serve, open_page: Open) -> None:
    app = started(serve, *SOUND)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.press("s")
    screen.awaits(INJURED.statement)
    screen.press("r", "2")
    screen.awaits(SIX_MISSING.statement)
    screen.press("a")
    screen.awaits(FIVE_MISSING.statement)
    screen.press("u")
    screen.awaits(SIX_MISSING.statement)
    screen.press("r", "0")
    screen.page.keyboard.type("uncertain source, ask again")
    screen.press("Enter")
    screen.awaits(FIVE_MISSING.statement)
    screen.press("a", "a")
    screen.awaits(DROWNED.statement)  # skipped, so it comes last
    assert screen.page.locator(".qb-flagged").count() == 0
    screen.press("x")
    screen.shows(".qb-flagged", "second look")
    screen.settle()
    stored = {row.claim.statement: row for row in rows(app.store)}
    assert stored[DROWNED.statement].state == "pending"
    assert stored[INJURED.statement].state == "rejected"
    assert told(app.store, stored[INJURED.statement]) == [("reject", "Wrong figure")]
    assert told(app.store, stored[SIX_MISSING.statement]) == [
        ("accept", None),
        ("undo", None),
        ("reject", "uncertain source, ask again"),
    ]
    assert stored[CREW.statement].state == "accepted"


def test_a_blocked_claim_is_not_accepted_but_fixed_with_a_quote_chosen_by_keyboard(serve: Serve, open_page: Open) -> None:
    app = started(serve, INVENTED)
    screen = open_page(app)
    screen.awaits(INVENTED.statement)
    screen.shows(".qb-lost", INVENTED.evidence[0].text)
    screen.shows(".qb-why-not", "A check blocks this claim: it can be fixed or rejected, not accepted.")
    screen.press("a")
    screen.shows(".qb-pressed", "A check blocks this claim")
    assert rows(app.store)[0].state == "blocked"
    screen.press("f")
    screen.shows(".qb-form")
    screen.press("Control+Enter")
    screen.shows(".qb-status", "Not saved")
    choose(screen, "A fisherman, Tomas Brek, told reporters he had counted nine bodies on the beach.")
    screen.shows(".qb-verdict:not([data-state=block])")
    screen.press("Control+Enter")
    screen.shows(".qb-empty", "All decided")
    screen.settle()
    row = rows(app.store)[0]
    assert row.state == "fixed"
    quote = row.claim.evidence[0]
    assert quote.start is not None
    assert quote.text == "A fisherman, Tomas Brek, told reporters he had counted nine bodies on the beach."
    assert DOCUMENT.text[quote.start : quote.end] == quote.text


def test_a_suggestion_is_marked_as_one_and_is_no_evidence_until_it_is_chosen(serve: Serve, open_page: Open) -> None:
    said = CREW.evidence[0].text
    near = said.replace("said 3 crew", "said three of the crew")
    app = started(serve, CREW.model_copy(update={"evidence": (Evidence(text=near),)}))
    screen = open_page(app)
    screen.awaits(CREW.statement)
    screen.shows(".qb-suggestion h4", "Suggestion only")
    screen.shows(".qb-suggestion ins", "3")
    expect(screen.page.locator(".qb-article .qb-suggested").first).to_have_attribute("title", re.compile("^Suggestion only"))
    assert screen.page.locator(".qb-article .qb-quote").count() == 0
    assert [(quote.text, quote.start) for quote in rows(app.store)[0].claim.evidence] == [(near, None)]
    assert screen.marked("suggested") == said
    screen.page.get_by_role("button", name="fix with this passage").click()
    screen.shows(".qb-verdict:not([data-state=block])[data-state]")
    assert rows(app.store)[0].claim.evidence[0].start is None, "choosing stores nothing: saving does"
    screen.press("Control+Enter")
    screen.shows(".qb-empty", "All decided")
    screen.settle()
    row = rows(app.store)[0]
    assert (row.state, row.claim.evidence[0].text) == ("fixed", said)


def test_a_quote_selected_with_the_mouse_is_exact_to_the_code_point(serve: Serve, open_page: Open) -> None:
    app = started(serve, INJURED)
    screen = open_page(app)
    screen.awaits(INJURED.statement)
    assert screen.marked("quote") == INJURED.evidence[0].text
    screen.press("f")
    screen.shows(".qb-form")
    wanted = "Ame\u0301lie Nore\u0301n of the island hospital 👩🏽‍⚕️ said that 22 people had been injured, two of them badly"
    screen.select(wanted[1:-1])  # both edges inside a word: the selection is widened to whole words
    screen.press("Control+Enter")  # at once: what is saved is what was checked last, not what was checked before
    screen.shows(".qb-empty")
    screen.settle()
    quote = rows(app.store)[0].claim.evidence[0]
    assert quote.text == wanted
    assert DOCUMENT.text[quote.start : quote.end] == wanted


def test_the_queue_is_put_in_another_order_by_keyboard_and_keeps_it_over_a_reload(serve: Serve, open_page: Open) -> None:
    app = started(serve, *SOUND, INVENTED)
    screen = open_page(app)
    screen.awaits(rows(app.store)[0].claim.statement)
    screen.press("/")
    screen.shows("[data-facet=order]")
    screen.page.locator("[data-facet=order]").focus()
    screen.press("r")  # the select takes it for "riskiest first", the review screen doesn't take it for "reject"
    screen.press("Tab")
    screen.page.wait_for_url("**/*order=risk*")
    screen.press("Escape")
    screen.awaits(INVENTED.statement)  # blocked claims first
    screen.page.reload()
    screen.awaits(INVENTED.statement)
    assert {row.state for row in rows(app.store)} == {"pending", "blocked"}


def test_keys_do_nothing_while_somebody_types(serve: Serve, open_page: Open) -> None:
    app = started(serve, DROWNED, CREW)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.press("f")
    screen.page.locator("#qb-f-statement").fill("")
    screen.page.keyboard.type("Fourteen passengers drowned; a far sad skiff ran upright?")
    screen.shows(".qb-verdict[data-state]")
    screen.press("Control+Enter")
    screen.awaits(CREW.statement)
    screen.settle()
    stored = rows(app.store)
    assert [row.state for row in stored] == ["fixed", "pending"]
    assert stored[0].claim.statement == "Fourteen passengers drowned; a far sad skiff ran upright?"


def test_publishing_by_keyboard_releases_what_was_accepted_and_fixed_and_nothing_else(serve: Serve, open_page: Open) -> None:
    app = started(serve, DROWNED, INJURED, CREW)
    screen = open_page(app)
    screen.awaits(DROWNED.statement)
    screen.press("a", "r", "1")
    screen.awaits(CREW.statement)
    screen.settle()
    screen.press("p")
    screen.shows("h1", "Publish")
    screen.shows("[data-testid=stMarkdown]", "1 to publish")
    screen.shows("[data-testid=stButton]", "Publish")
    screen.press("Control+Enter")
    screen.shows("[data-testid=stAlert]", "Release 1 is out")
    lines = (app.folder / "releases" / "0001" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["statement"] for line in lines] == [DROWNED.statement]


def test_without_claims_the_page_says_which_command_to_run(serve: Serve, open_page: Open) -> None:
    screen = open_page(serve())
    screen.shows(".qb-empty", "No claims yet")
    screen.shows(".qb-empty", "quotebound extract")


def started(serve: Serve, *claims: object) -> App:
    """The app over a store with these claims."""
    app = serve()
    fill(app.store, *claims)  # type: ignore[arg-type]
    return app


def rows(store: Store) -> list[ClaimRow]:
    """All claims, in document order."""
    return list(store.claims.list(ClaimFilter()))


def told(store: Store, row: ClaimRow) -> list[tuple[str, str | None]]:
    """What was decided about a claim, in order, with the reasons."""
    return [(decision.action, decision.reason) for decision in store.claims.history(row.id).decisions]


def choose(screen: Screen, words: str) -> None:
    """Choose words of the article by keyboard: to their first word, then stretch to the last, then take the punctuation in."""
    screen.press("Alt+p")
    first, last = words.split(maxsplit=1)[0], words.rsplit(maxsplit=1)[-1].rstrip(".")
    for _ in range(400):
        if screen.marked("pick") == first:
            break
        screen.press("ArrowLeft" if screen.page.evaluate(_IS_AFTER, words) else "ArrowRight")
    for _ in range(100):
        if screen.marked("pick").endswith(last):
            break
        screen.press("Shift+ArrowRight")
    screen.press(".")
    assert screen.marked("pick") == words
    screen.press("Enter")


_IS_AFTER = """(words) => {
  const block = [...document.querySelectorAll(".qb-block")].find((node) => node.textContent.includes(words));
  const range = document.createRange();
  range.selectNodeContents(block);
  range.setEndBefore(document.querySelector(".qb-article .qb-pick"));
  return range.toString().length > block.textContent.indexOf(words);
}"""
