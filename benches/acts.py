"""What one decision costs a reviewer on each page: keys, page loads, answers of the server waited for, milliseconds to the next one.

    python -m benches.acts                    20 decisions a page
    python -m benches.acts --decisions 40

Milliseconds go from the key to the first frame painted with the next claim (or pair of claims) in it, which can be decided then: where a
key runs the page again, when that run has ended. They are held against a bare rerun of Streamlit in the same run and browser: an app of
one button that counts. An answer is waited for if the next one was not on the screen before a message of the server came.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from extractor.claims.core import Mention
from extractor.overlap import Overlap
from extractor.review import Action, Decision
from extractor.store import ClaimFilter, ClaimRow, Store, open_store
from extractor.text.document import Document
from tests.browser.app import CHROMIUM, FLAGS, App, await_answer, free_port
from tests.browser.samples import casualties, exactly, fill

PAUSE_MS = 700
BUTTON = "more"
BARE = """
import streamlit as st
st.session_state.setdefault("n", 0)
def more() -> None:
    st.session_state["n"] += 1
st.button("more", key="more", shortcut="a", on_click=more)
st.subheader(f"shown {st.session_state['n']}")
"""
PROBE = """
window.answers = 0;
window.arrivals = [];
const Native = window.WebSocket;
window.WebSocket = class extends Native {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => { window.answers += 1; });
  }
};
const text = () => document.querySelector(window.watched)?.textContent;
const idle = () => !window.reruns || document.querySelector(".stApp").dataset.testScriptState === "notRunning";
window.addEventListener("keydown", () => {
  const begin = performance.now(), answers = window.answers, before = text();
  let waited = 0;
  const look = () => {
    const now = text();
    if (now && now !== before && idle()) return requestAnimationFrame(() => window.arrivals.push([performance.now() - begin, waited]));
    waited = window.answers - answers;
    return requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, true);
"""


@dataclass(frozen=True)
class Measured:
    """Decisions on one page: for each the milliseconds to the next one, and whether an answer was waited for."""

    arrivals: list[tuple[float, bool]]
    keys: int
    loads: int

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(ms for ms, _ in self.arrivals)

    def told(self, name: str, bare: float) -> str:
        """One line of figures."""
        decisions = len(self.arrivals)
        slow = sorted(ms for ms, _ in self.arrivals)[int(decisions * 0.95)]
        waited = sum(waited for _, waited in self.arrivals)
        acts = f"{self.keys / decisions:.1f} keys, {self.loads} page loads, an answer waited for {waited}/{decisions}"
        return f"  {name:<26} p50 {self.median:>5.0f} ms  p95 {slow:>5.0f} ms   {self.median / bare:.2f} of a bare rerun   {acts}"


def fill_pairs(store: Store, pairs: int) -> None:
    """Claims of one outlet, and as many of another about the same events."""
    said = [f"The harbour master of Quay {n} said that {n + 3} dockers of Quay {n} drowned on Sunday." for n in range(pairs)]
    claims = [
        casualties(line, exactly(str(n + 3), n + 3), "killed", f"The harbour master of Quay {n}", f"{n + 3} dockers of Quay {n} drowned.")
        for n, line in enumerate(said)
    ]
    named = [claim.model_copy(update={"population": Mention(text=f"dockers of Quay {n}")}) for n, claim in enumerate(claims)]
    for number, outlet in enumerate(("The Orm Gazette", "The Pier")):
        document = Document("\n\n".join([outlet, *said]), f"{number}.txt", outlet=outlet, published="2025-05-12")
        fill(store, *named, document=document)


def differ(store: Store) -> None:
    """Two reviewers differ about every claim of one outlet."""
    store.team.set_overlap(Overlap(rule="all"), "ada")
    for row in list(store.claims.list(ClaimFilter(outlet="The Pier"))):
        for reviewer, action in (("ada", "accept"), ("bo", "reject")):
            store.reviews.decide(decision(store.claims.get(row.id), reviewer, action))  # type: ignore[arg-type]


def decision(row: ClaimRow, reviewer: str, action: Action) -> Decision:
    """A decision now."""
    moment, reason = datetime.now(UTC), "hearsay" if action == "reject" else None
    given = {"claim_id": row.id, "version": row.version, "revision": row.revision, "reason": reason}
    return Decision(id=str(uuid.uuid4()), action=action, reviewer=reviewer, decided_at=moment, **given)


def measure(page: Page, url: str, watched: str, key: str, decisions: int) -> Measured:
    """Press `key` again and again, each time when the next one has been there for a while; `watched` is what tells one from the next."""
    loads: list[str] = []
    page.goto(url)
    page.wait_for_selector(watched)
    page.wait_for_selector(f".qb, .qb-sheet-hint kbd, .st-key-{BUTTON}")  # whatever takes the keys
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.wait_for_timeout(2 * PAUSE_MS)
    setting = "([watched, reruns]) => { Object.assign(window, { watched, reruns, arrivals: [] }); }"
    page.evaluate(setting, [watched, page.locator(".qb").count() == 0])
    for number in range(decisions):
        page.keyboard.press(key)
        page.wait_for_function("(number) => window.arrivals.length > number", arg=number)
        page.wait_for_timeout(PAUSE_MS)
    arrivals = [(float(ms), bool(waited)) for ms, waited in page.evaluate("window.arrivals")]
    return Measured(arrivals, decisions, len(loads))


@contextmanager
def bare_app(folder: Path) -> Iterator[str]:
    """The address of the smallest app there is."""
    script, port = folder / "bare.py", free_port()
    script.write_text(BARE)
    options = (
        "--server.port",
        str(port),
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
        "--server.fileWatcherType",
        "none",
    )
    with subprocess.Popen([sys.executable, "-m", "streamlit", "run", str(script), *options], stdout=subprocess.DEVNULL) as process:
        try:
            await_answer(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def main() -> None:
    """Measure the queue, Ledger and Adjudicate, and a bare rerun before and after them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decisions", type=int, default=20)
    decisions = parser.parse_args().decisions
    with tempfile.TemporaryDirectory(prefix="qb-bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bench.db'}"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(60_000)
        page.add_init_script(PROBE)
        with open_store(url) as store, bare_app(folder) as bare:
            fill_pairs(store, decisions + 5)
            app = App(url, folder, store, "eve")
            app.start()
            try:
                before = measure(page, bare, "h3", "a", decisions)
                ledger = measure(page, f"{app.url}/ledger", ".qb-pair thead", "r", decisions)
                queue = measure(page, app.url, ".qb-statement", "a", decisions)
                differ(store)
                adjudicated = measure(page, f"{app.url}/adjudicate", "h3", "1", decisions)
                after = measure(page, bare, "h3", "a", decisions)
            finally:
                app.stop()
        browser.close()
    rerun = statistics.mean((before.median, after.median))
    print(f"one decision, {decisions} on each page")
    print(f"  {'a bare rerun':<26} p50 {before.median:>5.0f} ms, {after.median:.0f} ms after the others")
    for name, measured in (("Review", queue), ("Ledger", ledger), ("Adjudicate", adjudicated)):
        print(measured.told(name, rerun))


if __name__ == "__main__":
    main()
