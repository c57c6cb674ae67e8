"""Several people at once, blind to each other, and a team that signs in at a real OpenID provider on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from extractor.overlap import Overlap
from extractor.store import ClaimFilter, DecisionRow, Store
from tests.browser.app import App, await_answer, free_port
from tests.browser.samples import DOCUMENT, DROWNED, INJURED, fill
from tests.browser.screen import SECONDS, Screen
from tests.browser.test_resilience import CROWD, missing

pytestmark = pytest.mark.browser
Serve = Callable[..., App]
Open = Callable[[App], Screen]
NAMES = ("ada", "bo", "eve", "mira")


ROUNDS = 60


@pytest.mark.parametrize("database", ["serve", pytest.param("serve_postgres", marks=pytest.mark.postgres)])
def test_four_at_once_decide_about_every_claim_twice_and_nobody_sees_what_another_did(
    database: str, request: pytest.FixtureRequest, open_page: Open
) -> None:
    serve: Serve = request.getfixturevalue(database)
    apps = [serve(name) for name in NAMES]
    store = apps[0].store
    fill(store, *(missing(number) for number in range(1, 61)), document=replace(DOCUMENT, text=CROWD))
    store.team.set_overlap(Overlap(rule="all"), "ada")
    screens = [open_page(app) for app in apps]
    for number in range(ROUNDS):
        for screen in screens:
            if screen.page.locator('.qb[data-blank="false"]').count():
                screen.press("a", "a", "a")
            elif number % 10 == 5:  # everything was reserved for the others when this page opened
                screen.page.reload()
        if number >= 10 and store.claims.count(ClaimFilter(state="accepted")):
            break  # a slow machine takes more rounds until the first claim has had two
    for screen in screens:
        screen.settle()
        assert screen.page.locator(".qb-notice").count() == 0
    by_claim = {row.id: [one.reviewer for one in opinions(store, row.id)] for row in store.claims.list()}
    assert all(len(names) == len(set(names)) <= 2 for names in by_claim.values())
    states = Counter(row.state for row in store.claims.list())
    assert states["accepted"] == sum(len(names) == 2 for names in by_claim.values()) > 0
    assert set(states) <= {"accepted", "pending"}
    assert list(store.verify_projection()) == []


def opinions(store: Store, claim_id: str) -> list[DecisionRow]:
    """Every decision about a claim, each as its own reviewer sees it."""
    return [one for name in NAMES for one in store.claims.history(claim_id, name).decisions if one.reviewer == name]


def test_two_who_differ_are_settled_by_a_third_with_one_key(serve: Serve, open_page: Open) -> None:
    ada, bo = serve("ada"), serve("bo")
    fill(ada.store, DROWNED)
    ada.store.team.set_overlap(Overlap(rule="all"), "ada")
    first = open_page(ada)
    first.awaits(DROWNED.statement)
    first.press("a")
    first.shows(".qb-empty", "decided by you and not yet by others")
    first.settle()
    first.page.goto(f"{ada.url}/?claim={next(ada.store.claims.list()).id}")  # a new session: nothing of the old one to take back
    first.awaits(DROWNED.statement)
    first.shows(".qb-why-not", "You have decided about this claim; other reviewers have not yet.")
    assert first.page.locator(".qb-bar [aria-disabled]").count() == 3
    first.press("u", "a")
    first.settle()
    assert [(one.action, one.undone) for one in opinions(ada.store, next(ada.store.claims.list()).id)] == [
        ("accept", True),
        ("undo", False),
        ("accept", False),
    ]
    second = open_page(bo)
    second.awaits(DROWNED.statement)
    assert second.page.locator(".qb-past").count() == 0
    second.press("r", "2")
    second.settle()
    assert [row.state for row in ada.store.claims.list()] == ["disagreed"]
    page = open_page(serve("eve")).page
    page.goto(page.url.split("/")[0] + "//" + page.url.split("/")[2] + "/adjudicate")
    expect(page.get_by_text("Reviewers differ about 1 claim")).to_be_visible(timeout=SECONDS)
    page.set_viewport_size({"width": 1024, "height": 500})
    expect(page.get_by_role("button", name="As ada accepted")).to_be_in_viewport(ratio=1, timeout=SECONDS)  # whatever the article's length
    page.keyboard.press("1")
    expect(page.get_by_text("Settled: accepted")).to_be_visible(timeout=SECONDS)
    row = next(iter(ada.store.claims.list(ClaimFilter())))
    assert (row.state, row.reviewer) == ("accepted", "eve")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An OpenID provider with three accounts: a reviewer, a viewer, and one without any role."""
    people = {"rea": ["desk"], "vic": ["readers"], "nob": ["kitchen"]}
    accounts = [json.dumps({"sub": name, "email": f"{name}@orm.example", "groups": groups}) for name, groups in people.items()]
    port = free_port()
    words = [word for account in accounts for word in ("--user-claims", account)]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        await_answer(process, port, "/.well-known/openid-configuration")
        monkeypatch.setenv("QUOTEBOUND_OIDC_METADATA_URL", f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        monkeypatch.setenv("QUOTEBOUND_OIDC_CLIENT_ID", "quotebound")
        monkeypatch.setenv("QUOTEBOUND_OIDC_CLIENT_SECRET", "a secret of this test")
        monkeypatch.setenv("QUOTEBOUND_OIDC_ROLES", "groups")
        monkeypatch.setenv("QUOTEBOUND_OIDC_ROLE_VALUES", "reviewer=desk, viewer=readers")
        yield
        process.terminate()


@pytest.mark.usefixtures("provider")
def test_a_team_signs_in_and_each_may_do_what_the_token_says(serve_anew: Serve, new_page: Callable[[], Page]) -> None:
    app = serve_anew("")
    fill(app.store, DROWNED, INJURED)

    reviewer = signed_in(new_page(), app, "rea")
    screen = Screen(reviewer)
    screen.awaits(DROWNED.statement)
    screen.press("a")
    screen.awaits(INJURED.statement)
    screen.settle()
    assert decided(app.store) == [("accept", "rea@orm.example")]

    looking = signed_in(new_page(), app, "vic")
    looking.goto(f"{app.url}/?claim={next(row.id for row in app.store.claims.list() if row.state == 'pending')}")
    viewer = Screen(looking)
    viewer.awaits(INJURED.statement)
    assert [viewer.page.locator(f"[data-act={act}]").count() for act in ("accept", "fix", "reject", "skip", "undo", "next")] == [0] * 5 + [
        1
    ]
    viewer.press("a")
    viewer.shows(".qb-status", "Deciding takes the role of a reviewer")
    viewer.settle()
    assert decided(app.store) == [("accept", "rea@orm.example")]

    nobody = signed_in(new_page(), app, "nob")
    expect(nobody.get_by_role("heading", name="You have no role here")).to_be_visible(timeout=SECONDS)
    assert nobody.locator(".qb").count() == 0

    reviewer.goto(f"{app.url}/team")
    expect(reviewer.get_by_text("Signed in as rea@orm.example: viewer, reviewer")).to_be_visible(timeout=SECONDS)
    reviewer.get_by_role("button", name="Sign out").click()
    reviewer.get_by_role("button", name="End session").click()  # the provider's own page: it ends there, too, and sends people back
    expect(reviewer.get_by_role("button", name="Sign in")).to_be_visible(timeout=SECONDS)
    assert reviewer.locator(".qb").count() == 0


def signed_in(page: Page, app: App, who: str) -> Page:
    """The page after `who` has signed in."""
    page.set_default_timeout(SECONDS)
    page.goto(app.url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_placeholder("sub").fill(who)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{app.url}/**")
    return page


def decided(store: Store) -> list[tuple[str, str]]:
    """What was decided, and by whom."""
    return [(one.action, one.reviewer) for row in store.claims.list() for one in store.claims.history(row.id).decisions]
