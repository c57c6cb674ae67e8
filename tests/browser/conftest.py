"""A real browser before the real app on a database of the test's own. The page may ask loopback for things, and nobody else."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from extractor.store import Store, open_store
from tests.browser.app import CHROMIUM, FLAGS, App
from tests.browser.screen import Screen
from tests.conftest import missing

LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No other name leads anywhere. Asking about each request instead would keep the browser from caching, for every page of a test."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file; no longer, because Playwright's event loop keeps other asynchronous tests from running."""
    if CHROMIUM is None:
        missing("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, LOOPBACK])
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def standing(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The apps on SQLite, until the last browser test has ended: starting one takes longer than most tests."""
    with ExitStack() as stack:
        yield Standing(sqlite_template, tmp_path_factory.mktemp("app"), stack)


@pytest.fixture
def serve(standing: Standing) -> Iterator[Callable[..., App]]:
    """The app over an empty database, for one reviewer or for several on the same database."""
    standing.empty()
    with open_store(standing.url) as store:
        yield partial(standing.serve, store)


@pytest.fixture
def serve_anew(sqlite_url: str, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """The same with a process of the test's own, which finds what is in the environment now."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(sqlite_url))
        yield partial(_started, stack, store, sqlite_url, tmp_path)


@pytest.fixture
def serve_postgres(postgres_url: str, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """The same on PostgreSQL."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(postgres_url))
        yield partial(_started, stack, store, postgres_url, tmp_path)


def _started(stack: ExitStack, store: Store, url: str, folder: Path, reviewer: str = "mira") -> App:
    app = App(url, folder, store, reviewer)
    stack.callback(app.stop)
    app.start()
    return app


class Standing:
    """Apps that stay up from test to test, one a reviewer, all on one database, which is emptied in between."""

    def __init__(self, template: Path, folder: Path, stack: ExitStack) -> None:
        self._template = template
        self._folder = folder
        self._stack = stack
        self._apps: dict[str, App] = {}
        self.url = f"sqlite:///{folder / 'store.db'}"

    def empty(self) -> None:
        """Make the database what the template is, under the connections that are open; and no release is out."""
        with closing(sqlite3.connect(self._template)) as empty, closing(sqlite3.connect(self._folder / "store.db")) as used:
            empty.backup(used)
        shutil.rmtree(self._folder / "releases", ignore_errors=True)

    def serve(self, store: Store, reviewer: str = "mira") -> App:
        """The reviewer's app, with the test's view of its store."""
        if reviewer not in self._apps:
            self._apps[reviewer] = App(self.url, self._folder, store, reviewer)
            self._stack.callback(self._apps[reviewer].stop)
        app = self._apps[reviewer]
        app.store = store
        if not app.is_running:
            app.start()
        return app


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """A page in a browser of its own; at the end, nothing outside may have been asked for and no script may have failed.

    What the pages of an identity provider ask for is their own affair.
    """
    provider = os.environ.get("QUOTEBOUND_OIDC_METADATA_URL", "nowhere").partition("/.well-known")[0]
    outside: list[str] = []
    errors: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "blob:", "data:")):
            outside.append(f"{_asking(request)} asks for {request.url}")

    with ExitStack() as stack:

        def new() -> Page:
            context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
            stack.callback(context.close)
            context.on("request", note)
            page: Page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            return page

        yield new
    assert [line for line in outside if not line.startswith(provider)] == []
    assert errors == []


def _asking(request: Request) -> str:
    try:
        return request.frame.url
    except PlaywrightError:
        return "A page about to open"


@pytest.fixture
def open_page(new_page: Callable[[], Page]) -> Callable[[App], Screen]:
    """Opens the app in a page of its own."""

    def opened(app: App) -> Screen:
        page = new_page()
        page.goto(app.url)
        return Screen(page)

    return opened
