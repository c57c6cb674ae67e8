"""A real browser before the real app on a database of the test's own. The page may ask loopback for things, and nobody else."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from extractor.store import Store, open_store
from review_ui.launch import command
from tests.browser.screen import Screen

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60.0


class App:
    """The app as a process on a port of its own: its address, its folder, and the store behind it."""

    def __init__(self, database: str, folder: Path, store: Store, reviewer: str) -> None:
        self.folder = folder
        self.store = store
        self._port = _free_port()
        self._command, self._environment = command(self._port, database, reviewer)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it is healthy."""
        with (self.folder / f"app-{self._port}.log").open("a") as log:
            environment = os.environ | self._environment
            self._process = subprocess.Popen(self._command, env=environment, cwd=self.folder, stdout=log, stderr=log)
        _await_health(self._process, self._port)

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file; no longer, because Playwright's event loop keeps other asynchronous tests from running."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def serve(sqlite_url: str, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Starts the app, for one reviewer or for several on the same database."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(sqlite_url))

        def started(reviewer: str = "mira") -> App:
            app = App(sqlite_url, tmp_path, store, reviewer)
            stack.callback(app.stop)
            app.start()
            return app

        yield started


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


def _await_health(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail(f"the app did not start (exit code {process.poll()})")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[App], Screen]]:
    """Opens the app in a page of its own; at the end, nothing outside may have been asked for and no script may have failed."""
    with ExitStack() as stack:
        outside: list[str] = []
        errors: list[str] = []

        def guard(route: Route) -> None:
            if route.request.url.startswith(("http://127.0.0.1:", "blob:", "data:")):
                route.continue_()
            else:
                outside.append(route.request.url)
                route.abort()

        def opened(app: App) -> Screen:
            context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
            stack.callback(context.close)
            context.route("**/*", guard)
            page: Page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(app.url)
            return Screen(page)

        yield opened
        assert outside == []
        assert errors == []
