"""The review app beside Label Studio: same machine, same browser, same articles and quotes, in one run, printed as ratios.

    python -m benches.label_studio                         100,000 claims waiting for us, 40 tasks for Label Studio
    python -m benches.label_studio --claims 10000 --decisions 20

Label Studio doesn't resolve with our dependencies: it gets an environment of its own under the user's cache folder, made on the first
run (some minutes, 1 GB). A decision there is a key for the choice and Ctrl+Enter; here it is one key. Timed inside the page, from the
last press to the first frame after the next quote is marked; `blank` counts arrivals with a moment without any text.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benches.review import fill
from extractor.store import ClaimRow, Store, open_store
from tests.browser.app import CHROMIUM, FLAGS, App, free_port

PACKAGE = "label-studio==1.23.2"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "quotebound" / "label-studio"
CORPORA = Path(__file__).parents[1] / "evals" / "corpora"
NAME, PASSWORD = "bench@example.org", "only-for-the-bench"
CONFIG = """<View><Labels name="quote" toName="text"><Label value="Quote"/></Labels><Text name="text" value="$text"/>
<Choices name="decision" toName="text" choice="single" showInline="true">
<Choice value="accept" hotkey="a"/><Choice value="reject" hotkey="r"/></Choices></View>"""
START_SECONDS = 300.0
PAUSE_MS = 400
LOADS = 5
"""Cold loads of each, by turns; the median counts. The first, not counted, is for the servers to wake up."""
PROBE = """
(() => {
  window.arrivals = [];
  const key = "%(key)s", mark = () => document.querySelector("%(state)s");
  const state = () => mark() && (mark().dataset.claim || mark().className);
  window.addEventListener("keydown", (event) => {
    if (event.key !== key) return;
    const begin = performance.now(), before = state();
    let blank = false;
    const look = () => {
      const text = document.querySelector("%(text)s");
      if (!text || !text.textContent.trim()) blank = true;
      const now = state(), quote = document.querySelector("%(quote)s");
      if (!now || now === before || !quote) return requestAnimationFrame(look);
      return requestAnimationFrame(() => {
        const ms = performance.now() - begin;
        setTimeout(() => {
          const box = (document.querySelector("%(quote)s") || quote).getBoundingClientRect(); // it may have been painted anew
          const pane = (document.querySelector("%(text)s") || document.body).getBoundingClientRect();
          const top = Math.max(0, pane.top), bottom = Math.min(innerHeight, pane.bottom);
          window.arrivals.push([ms, box.height > 0 && box.top >= top - 1 && box.top < bottom - 8, blank]);
        }, 150);
      });
    };
    requestAnimationFrame(look);
  }, true);
})();
"""
OURS = {"key": "a", "state": ".qb[data-claim]", "text": ".qb-article", "quote": ".qb-article .qb-quote"}
THEIRS = {"key": "Enter", "state": ".htx-highlight", "text": ".lsf-htx-richtext", "quote": ".htx-highlight"}


@dataclass(frozen=True)
class Site:
    """One of the two: where it is, what to look at there, the browser's context, and what memory its server takes."""

    url: str
    look: dict[str, str]
    context: dict[str, Any]
    memory: Callable[[], float]


@dataclass(frozen=True)
class Visit:
    """What one session measured; `arrivals` are (milliseconds, quote in view, blank in between)."""

    load_ms: float
    received_mb: float
    server_mb: float
    presses: float
    arrivals: list[tuple[float, bool, bool]]

    @property
    def p50(self) -> float:
        """Median from the last press to the next quote."""
        return statistics.median(ms for ms, _, _ in self.arrivals)

    @property
    def p95(self) -> float:
        """95th percentile."""
        taken = sorted(ms for ms, _, _ in self.arrivals)
        return taken[int(len(taken) * 0.95)]


def environment() -> Path:
    """Label Studio's program in an environment of its own, made if it isn't there."""
    program = CACHE / "bin" / "label-studio"
    if not program.exists():
        print(f"installing {PACKAGE} into {CACHE}: some minutes", flush=True)
        if uv := shutil.which("uv"):
            subprocess.run([uv, "venv", "--quiet", "--allow-existing", str(CACHE)], check=True)
            subprocess.run([uv, "pip", "install", "--quiet", "--python", str(CACHE / "bin" / "python"), PACKAGE], check=True)
        else:
            subprocess.run([sys.executable, "-m", "venv", str(CACHE)], check=True)
            subprocess.run([str(CACHE / "bin" / "python"), "-m", "pip", "install", "--quiet", PACKAGE], check=True)
    return program


@contextmanager
def label_studio(folder: Path) -> Iterator[tuple[str, int]]:
    """Label Studio on a port of its own, with a fresh database in `folder`; its address and process id."""
    port = free_port()
    quiet = {"COLLECT_ANALYTICS": "false", "LABEL_STUDIO_BASE_DATA_DIR": str(folder), "LATEST_VERSION_CHECK": "false"}
    account = ["--username", NAME, "--password", PASSWORD]
    command = [str(environment()), "start", "--no-browser", "--port", str(port), *account]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=os.environ | quiet, cwd=folder, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(f"{address}/user/login/", process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own loopback address
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"Label Studio did not start (exit code {process.poll()})")


def task(row: ClaimRow, text: str) -> dict[str, Any]:
    """A claim as a task: the article, and its quote as a predicted region."""
    quote = row.claim.evidence[0]
    value = {"start": quote.start, "end": quote.end, "text": quote.text, "labels": ["Quote"]}
    region = {"id": row.id, "from_name": "quote", "to_name": "text", "type": "labels", "value": value}
    return {"data": {"text": text}, "predictions": [{"model_version": "rules", "result": [region]}]}


def sign_in(browser: Browser, address: str, tasks: list[dict[str, Any]]) -> tuple[Any, str]:
    """A project with the tasks; the signed-in state and the address where its tasks are labelled one after the other."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/user/login/")
    page.fill("[name=email]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{address}/**")
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": address}
    project = {"title": "bench", "label_config": CONFIG, "show_collab_predictions": True, "model_version": "rules"}
    number = page.request.post(f"{address}/api/projects", data=project, headers=headers).json()["id"]
    page.request.post(f"{address}/api/projects/{number}/import", data=tasks, headers=headers)
    state = context.storage_state()
    context.close()
    return state, f"{address}/projects/{number}/data?labeling=1"


def cold_load(context: BrowserContext, url: str, quote: str) -> tuple[float, float]:
    """Open `url` with an empty cache: milliseconds until the first quote is marked, and megabytes received by then."""
    page = context.new_page()
    page.set_default_timeout(120_000)
    received: list[int] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    wire.on("Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"])))
    begin = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(quote)
    taken = (time.perf_counter() - begin) * 1000
    page.wait_for_timeout(1000)
    context.close()
    return taken, sum(received) / 1e6


def visit(context: BrowserContext, url: str, look: dict[str, str], decisions: int) -> tuple[float, list[tuple[float, bool, bool]]]:
    """Decide `decisions` times: presses a decision, and the arrivals."""
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(PROBE % look)
    page.goto(url)
    page.wait_for_selector(look["quote"])
    page.wait_for_timeout(3000)
    presses = 0
    for number in range(decisions):
        presses += decide(page, look)
        page.wait_for_function(f"window.arrivals.length > {number}")
        page.wait_for_timeout(PAUSE_MS)
    arrivals = [(float(ms), bool(seen), bool(blank)) for ms, seen, blank in page.evaluate("window.arrivals")]
    return presses / decisions, arrivals


def decide(page: Page, look: dict[str, str]) -> int:
    """Accept what is shown; how many presses it took. What we forbid to accept is skipped first, and not counted for either."""
    if look is OURS:
        while page.locator('[data-act="accept"][aria-disabled]').count():
            page.keyboard.press("s")
            page.wait_for_timeout(PAUSE_MS)
        page.keyboard.press("a")
        return 1
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    return 2


def memory_mb(pid: int) -> float:
    """Resident memory of a process and its children, in MB (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    own = sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
    return own + sum(memory_mb(int(child)) for child in children)


def extract(url: str) -> None:
    """Our own articles, read by the embedded model."""
    for corpus in ("samples", "tune", "test"):
        folder = CORPORA / corpus
        program = str(Path(sys.executable).with_name("quotebound"))
        command = [program, "extract", str(folder / "documents"), "--metadata", str(folder / "documents.jsonl"), "--db", url]
        subprocess.run(command, check=True, capture_output=True)


def tasks_of(store: Store, count: int) -> list[dict[str, Any]]:
    """The first claims that may be accepted, in the order in which our queue has them."""
    rows = [row for row in store.claims.list(limit=4 * count) if not row.blocked and row.claim.evidence[0].start is not None]
    return [task(row, store.documents.get(row.document_id).text) for row in rows[:count]]


def compare(browser: Browser, sites: list[Site], decisions: int) -> list[Visit]:
    """Load each cold, by turns, so that whatever else the machine does hits both; then decide in each."""
    loads = [[cold_load(browser.new_context(**site.context), site.url, site.look["quote"]) for site in sites] for _ in range(1 + LOADS)]
    found = []
    for site, own in zip(sites, zip(*loads[1:], strict=True), strict=True):
        times, sizes = zip(*own, strict=True)
        presses, arrivals = visit(browser.new_context(**site.context), site.url, site.look, decisions)
        found.append(Visit(statistics.median(times), statistics.median(sizes), site.memory(), presses, arrivals))
    return found


def show(ours: Visit, theirs: Visit) -> None:
    """The comparison, line by line."""
    lines = [
        ("decision → next quote, p50, ms", ours.p50, theirs.p50),
        ("decision → next quote, p95, ms", ours.p95, theirs.p95),
        ("presses a decision", ours.presses, theirs.presses),
        ("cold load, ms", ours.load_ms, theirs.load_ms),
        ("cold load, MB", ours.received_mb, theirs.received_mb),
        ("server memory, MB", ours.server_mb, theirs.server_mb),
    ]
    print(f"  {'':<32} {'quotebound':>12} {'Label Studio':>13} {'ratio':>7}")
    for name, mine, other in lines:
        print(f"  {name:<32} {mine:>12,.1f} {other:>13,.1f} {other / mine:>6.1f}x", flush=True)
    for name, at in (("quote in view on arrival", 1), ("blank in between", 2)):
        counts = [f"{sum(bool(arrival[at]) for arrival in visited.arrivals)}/{len(visited.arrivals)}" for visited in (ours, theirs)]
        print(f"  {name:<32} {counts[0]:>12} {counts[1]:>13}", flush=True)


def main() -> None:
    """Measure both, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=40)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="qb-bench-")))
        url = f"sqlite:///{folder / 'bench.db'}"
        extract(url)
        store = stack.enter_context(open_store(url))
        tasks = tasks_of(store, options.decisions + 2)
        fill(store, options.claims)
        address, pid = stack.enter_context(label_studio(folder))
        app = App(url, folder, store, "ada")
        stack.callback(app.stop)
        app.start()
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        stack.callback(browser.close)
        print(f"{store.claims.count():,} claims waiting for us, {len(tasks)} tasks for {PACKAGE}", flush=True)
        state, stream = sign_in(browser, address, tasks)
        size = {"width": 1366, "height": 768}
        theirs = Site(stream, THEIRS, {"viewport": size, "storage_state": state}, lambda: memory_mb(pid))
        show(*compare(browser, [Site(app.url, OURS, {"viewport": size}, app.memory_mb), theirs], options.decisions))


if __name__ == "__main__":
    main()
