"""How fast the review app is in a real browser: decision key → next claim readable and its quote in view.

    python -m benches.review                               100,000 claims waiting, one reviewer, then four at once
    python -m benches.review --claims 10000 --decisions 50

Each key press is timed inside the page, from the event to the first frame painted after the next claim is there; a press counts as a
failure if the claim's quote is not in view then. Cold load is the time from opening the address to the first claim.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from benches.store import PER_DOCUMENT, save
from extractor.store import RunInfo, Store, open_store
from tests.browser.app import CHROMIUM, FLAGS, App

PAUSE_MS = 250
PROBE = """
window.arrivals = [];
window.addEventListener("keydown", (event) => {
  if (event.key !== "a") return;
  const begin = performance.now();
  const screen = document.querySelector(".qb");
  const before = screen.dataset.claim;
  const look = () => {
    if (screen.dataset.claim === before || !screen.dataset.claim) return requestAnimationFrame(look);
    const pane = document.querySelector(".qb-article").getBoundingClientRect();
    const quote = document.querySelector(".qb-article .qb-quote");
    const box = quote && quote.getBoundingClientRect();
    const inView = Boolean(box && box.top >= pane.top && box.bottom <= pane.bottom);
    return requestAnimationFrame(() => window.arrivals.push([performance.now() - begin, inView]));
  };
  requestAnimationFrame(look);
}, true);
"""


@dataclass(frozen=True)
class Session:
    """What one reviewer's session measured."""

    load_ms: float
    received_bytes: int
    arrivals: list[tuple[float, bool]]


def fill(store: Store, total: int) -> None:
    """Store `total` claims that wait, some of them blocked or warned."""
    run = store.runs.start(RunInfo("rules", "1", "1"))
    for begin in range(0, total // PER_DOCUMENT, 200):
        with store.transaction():
            for number in range(begin, min(begin + 200, total // PER_DOCUMENT)):
                save(store, run, number)


def review(url: str, decisions: int) -> Session:
    """Open the app and accept `decisions` claims, one every `PAUSE_MS`; blocked ones are skipped with the next key."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(120_000)
        received: list[int] = []
        page.on("response", lambda response: received.append(int(response.headers.get("content-length", 0))))
        page.add_init_script(PROBE)
        begin = time.perf_counter()
        page.goto(url)
        page.wait_for_selector('.qb[data-blank="false"] .qb-statement')
        load = (time.perf_counter() - begin) * 1000
        page.wait_for_timeout(1500)
        for _ in range(decisions):
            if page.locator('[data-act="accept"][aria-disabled]').count():
                page.keyboard.press("s")
            page.keyboard.press("a")
            page.wait_for_timeout(PAUSE_MS)
        page.wait_for_selector('.qb[data-waiting="0"]')
        arrivals = [(float(ms), bool(seen)) for ms, seen in page.evaluate("window.arrivals")]
        browser.close()
    return Session(load, sum(received), arrivals)


def show(name: str, sessions: list[Session], target: dict[str, float]) -> None:
    """One line of figures, each with how far it stays below its target."""
    taken = sorted(ms for session in sessions for ms, _ in session.arrivals)
    seen = sum(seen for session in sessions for _, seen in session.arrivals)
    found = {"p50": statistics.median(taken), "p95": taken[int(len(taken) * 0.95)]}
    said = [
        f"{mark} {ms:>6.0f} ms" + (f", {target[mark] / ms:.1f}x below {target[mark]:.0f}" if mark in target else "")
        for mark, ms in found.items()
    ]
    print(f"  {name:<34} {'   '.join(said)}   quote in view {seen}/{len(taken)}", flush=True)


def main() -> None:
    """Measure one reviewer, then four at once on the same database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=100)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="qb-bench-")))
        url = f"sqlite:///{folder / 'bench.db'}"
        store = stack.enter_context(open_store(url))
        fill(store, options.claims)
        apps = [App(url, folder, store, name) for name in ("ada", "bo", "cy", "dee")]
        for app in apps:
            stack.callback(app.stop)
        print(f"review app, {store.claims.count():,} claims waiting")
        apps[0].start()
        alone = review(apps[0].url, options.decisions)
        show("decision key → next claim, alone", [alone], {"p50": 90, "p95": 250})
        print(
            f"  {'cold load':<34} {alone.load_ms:,.0f} ms, {alone.received_bytes / 1e6:.1f} MB, server {apps[0].memory_mb():.0f} MB",
            flush=True,
        )
        for app in apps[1:]:
            app.start()
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda app: review(app.url, options.decisions // 2), apps))
        show("the same, four reviewers at once", together, {"p95": 600})


if __name__ == "__main__":
    main()
