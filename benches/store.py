"""How fast the store is: saving, the queue's next, deciding, filters, a release; on SQLite and PostgreSQL in one run.

    python benches/store.py                  100,000 claims
    python benches/store.py --claims 1000000 --databases sqlite
    python benches/store.py --claims 1000000 --url sqlite:////var/tmp/million.db     fills it once, measures it each time

PostgreSQL is started from the `pgserver` wheel with its durable defaults; SQLite runs as the product opens it. Each figure is the
median and the 95th percentile of single calls, each with its own commit. Medians are held against the targets: misses are listed at the
end, and end with 1. Filters are timed in processor time: of this process, which on SQLite is all there is, and of PostgreSQL's behind
the connection, where it runs on this machine. The first 20,000 claims are saved as a run saves them; the rest are copies of them with
other words, made by the database itself (load/multiplied.py).
"""

from __future__ import annotations

import argparse
import itertools
import resource
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from benches.load.documents import database
from benches.load.multiplied import MONTH, REGION, multiply
from extractor.claims.checked import CheckedClaim, claim_id
from extractor.claims.conflict import Casualties
from extractor.claims.core import Attribution, Evidence, Figure, Mention, TimeRef
from extractor.claims.finding import Finding, Span
from extractor.review import Action, Decision
from extractor.store import ClaimFilter, ClaimRow, ItemEnd, Proposals, RunInfo, Store, open_store
from extractor.store.facets import Facet
from extractor.store.parts import Order
from extractor.text.document import Document

PER_DOCUMENT = 10
SAVED = 20_000
ACCEPTED = 0.4
OUTCOMES = ("killed", "wounded", "missing", "captured")
DAY = f"{MONTH}-14"


def document(number: int) -> Document:
    """A document of ten sentences, all its own."""
    seen = [f"counted {n + 2} people {OUTCOMES[n % 4]} on the coast road on {DAY}." for n in range(PER_DOCUMENT)]
    lines = [f"Station {number}-{n} in {REGION} {what}" for n, what in enumerate(seen)]
    return Document("\n".join(lines), f"{number}.txt", outlet=f"Outlet {number % 40}", published="2026-05-04")


def claims(source: Document) -> list[CheckedClaim]:
    """A claim a sentence, with what the checks find: one in twenty blocked, one in five warned, one in ten thousand with a rare finding."""
    found = []
    for n, line in enumerate(source.text.split("\n")):
        start = source.text.index(line)
        marker = int(source.name.removesuffix(".txt")) * 7 + n
        claim, findings = _claim(line, start, n), list[Finding]()
        for often, changed in ((10_000, _denied), (20, _miscounted), (5, _undated)):
            if marker % often == 0 and not findings:
                claim, finding = changed(claim)
                findings.append(finding)
        found.append(CheckedClaim(claim_id(source.id, claim), claim, tuple(findings), {"rule": "N people OUTCOME"}))
    return found


def _claim(line: str, start: int, n: int) -> Casualties:
    return Casualties(
        statement=line,
        evidence=(Evidence(text=line, start=start, end=start + len(line)),),
        attribution=Attribution(source=Mention(text=line.partition(" counted")[0])),
        event_time=TimeRef(text=DAY, edtf=DAY, resolved_from="text"),
        outcome=OUTCOMES[n % 4],
        figure=Figure(text=str(n + 2), low=n + 2, high=n + 2, qualifier="exact"),
    )


def _denied(plain: Casualties) -> tuple[Casualties, Finding]:
    """With a rare finding; what it says is what the checks say, as of the others."""
    found = Finding(
        code="stance.unsupported",
        severity="warn",
        field="stance",
        message="The claim is denied, but no word in or near the quote denies it.",
        expected="words such as “denied”, “no”, “not”",
        found="denied",
        span=_quoted(plain),
    )
    return plain.model_copy(update={"stance": "denied"}), found


def _miscounted(plain: Casualties) -> tuple[Casualties, Finding]:
    """With a finding that blocks: its figure is nowhere."""
    wrong = Figure(text="700", low=700, high=700, qualifier="exact")
    message = "The figure “700” stands nowhere in the document."
    found = Finding(code="figure.not_in_quote", severity="block", field="figure.text", message=message, expected="700", span=_quoted(plain))
    statement = plain.statement.replace(f"counted {plain.figure.text if plain.figure else ''} ", "counted 700 ")
    return plain.model_copy(update={"figure": wrong, "statement": statement}), found


def _undated(plain: Casualties) -> tuple[Casualties, Finding]:
    """With a warning: its day is not resolved."""
    begin = (plain.evidence[0].start or 0) + plain.statement.index(DAY)
    message, span = f"“{DAY}” can be resolved: it means {DAY}.", Span(begin, begin + len(DAY))
    found = Finding(code="time.unresolved", severity="warn", field="event_time.edtf", message=message, expected=DAY, span=span)
    return plain.model_copy(update={"event_time": TimeRef(text=DAY)}), found


def _quoted(plain: Casualties) -> Span:
    quote = plain.evidence[0]
    return Span(quote.start or 0, quote.end or 0)


def save(store: Store, run_id: str, *numbers: int) -> None:
    """Documents with their claims, as an extraction does it: one transaction."""
    found = [document(number) for number in numbers]
    with store.transaction():
        store.documents.put_all(found)
        store.claims.save_all([Proposals(run_id, one.id, tuple(claims(one))) for one in found])
        store.runs.items_end(run_id, [ItemEnd(one.name, one.id, "done") for one in found])


def decision(row: ClaimRow, action: Action) -> Decision:
    """A decision now."""
    reason = "hearsay" if action == "reject" else None
    moment = datetime.now(UTC)
    return Decision(
        id=str(uuid.uuid4()),
        claim_id=row.id,
        action=action,
        reviewer="ada",
        decided_at=moment,
        version=row.version,
        revision=row.revision,
        reason=reason,
    )


def timed(action: Callable[[], object], times: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Milliseconds of each call."""
    taken = []
    for _ in range(times):
        begin = clock()
        action()
        taken.append((clock() - begin) * 1000)
    return taken


def working(store: Store) -> Callable[[], float]:
    """A clock of processor seconds, this process's and those of the server's that answers it; without its parallel helpers."""
    database = store._database  # noqa: SLF001 - which backend answers is nothing that the store tells
    if not database.is_postgres:
        return time.process_time
    with database.read() as connection:
        kept = Path(f"/proc/{connection.exec_driver_sql('SELECT pg_backend_pid()').scalar_one()}/schedstat")
    if not kept.exists():
        return time.process_time
    return lambda: time.process_time() + int(kept.read_text().split()[0]) / 1e9


class Report:
    """Prints figures, and keeps those that miss their target."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def show(self, name: str, taken: list[float], target: float | None = None, note: str = "") -> None:
        """One line of figures; a target (ms) is for the median."""
        middle, high = statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)] if len(taken) > 1 else taken[0]
        against = "" if target is None else f"{middle / target:.2f} of {target:g} ms"
        print(f"  {name:<46} p50 {middle:>9.2f} ms   p95 {high:>9.2f} ms   {against}{note}", flush=True)
        self.judge(name, middle, target)

    def judge(self, name: str, middle: float, target: float | None) -> str:
        """A figure as it is printed beside others: with a star if it misses its target."""
        late = target is not None and middle > target
        if late:
            self.missed.append(f"{name}: {middle:.1f} ms, target {target:g} ms")
        return f"{middle:>7.1f}{'*' if late else ' '}"


def bench(url: str, total: int, report: Report) -> None:
    """Fill a store, unless it is full, and measure it."""
    with open_store(url) as store:
        if store.claims.count(most=total) < total:
            fill(store, min(total, SAVED) // PER_DOCUMENT, report)
            begin = time.perf_counter()
            multiply(url, max(total // SAVED - 1, 0), ACCEPTED)
            print(f"  multiplied to {total:,} claims, two fifths decided, in {time.perf_counter() - begin:.0f} s", flush=True)
        measure(store, report)
        release(store)


def fill(store: Store, documents: int, report: Report) -> None:
    """Save documents as a run does: some with a commit each, the rest many to a commit."""
    run_id = store.runs.start(RunInfo("rules", "1", "1"))
    numbers = iter(range(documents))
    cpu, begin = time.process_time(), time.perf_counter()
    sample = timed(lambda: save(store, run_id, next(numbers)), min(300, documents))
    alone = len(sample) * PER_DOCUMENT / (time.perf_counter() - begin)
    cpu = (time.process_time() - cpu) / len(sample) * 1000
    note = f"{alone:,.0f} claims/s, a commit each; {cpu:.1f} ms CPU a document, making it included"
    report.show("save a document with ten claims", sample, note=note)
    begin, filled = time.perf_counter(), 0
    while group := list(itertools.islice(numbers, 50)):
        save(store, run_id, *group)
        filled += len(group)
    if filled:
        print(f"  {'save, 50 documents a commit':<46} {filled * PER_DOCUMENT / (time.perf_counter() - begin):,.0f} claims/s", flush=True)


def measure(store: Store, report: Report) -> None:
    """The queue, decisions and filters."""
    reviews = store.reviews
    report.show("next", timed(lambda: reviews.next("ada"), 100), 10)
    report.show("next 20, to prefetch", timed(lambda: reviews.next("ada", limit=20), 50))
    queue = iter(reviews.next("ada", limit=450))
    for _ in range(200):
        reviews.decide(decision(next(queue), "skip"))
    report.show("next, 200 skipped", timed(lambda: reviews.next("ada"), 50), 10)
    for _ in range(50):
        reviews.lease(next(queue).id, "bo", 600)
    report.show("next, 200 skipped, 50 leased by others", timed(lambda: reviews.next("ada"), 50), 10)
    rows = iter(reviews.next("cy", ClaimFilter(state="pending"), limit=300))
    report.show("decide: accept", timed(lambda: reviews.decide(decision(next(rows), "accept")), 150), 20)
    report.show("decide: reject", timed(lambda: reviews.decide(decision(next(rows), "reject")), 100), 20)
    doubt(store, report)
    filters(store, report)
    report.show("progress, a hundred times", timed(lambda: reviews.progress("cy"), 100), 2)
    report.show("count by state", timed(store.claims.count_by_state, 5))


def filters(store: Store, report: Report) -> None:
    """Every filter in every order: the next claim, a page of the queue and of the list, in processor time."""
    last = next(iter(store.reviews.next("ada", ClaimFilter(model="openai/gpt"))), None)
    wanted = {
        "state": ClaimFilter(state="pending"),
        "decided": ClaimFilter(state="accepted"),
        "kind and outcome": ClaimFilter(kind="casualties", outcome="missing"),
        "outlet": ClaimFilter(outlet="Outlet 39"),
        "finding": ClaimFilter(finding="time.unresolved"),
        "rare finding": ClaimFilter(finding="stance.unsupported"),
        "finding and outlet": ClaimFilter(finding="time.unresolved", outlet="Outlet 39"),
        "month": ClaimFilter(month="2023-07"),
        "source with one claim": ClaimFilter(source="Station 77-3 in region aaa"),
        "model": ClaimFilter(model="rules"),
        "model of the last fifth": ClaimFilter(model="openai/gpt"),
        "run": ClaimFilter(run=last.run.run_id if last else "none"),
        "run and outcome": ClaimFilter(run=last.run.run_id if last else "none", outcome="missing"),
        "reviewer": ClaimFilter(reviewer="ada"),
        "words of a quarter": ClaimFilter(search="missing"),
        "words of one in a thousand": ClaimFilter(search='"Station 77"'),
        "words of none": ClaimFilter(search="zebra"),
        "words and outlet": ClaimFilter(search="missing", outlet="Outlet 39"),
        "words and an outcome that excludes them": ClaimFilter(search="missing", outcome="killed"),
    }
    clock = working(store)
    single = [one for one in wanted.values() if sum(value is not None for value in asdict(one).values()) == 1]
    for name, one in wanted.items():
        for order in get_args(Order):
            acts = (
                lambda one=one, order=order: store.reviews.next("dee", one, order=order),
                lambda one=one, order=order: store.reviews.next("dee", one, order=order, limit=50),
                lambda one=one: list(store.claims.list(one, limit=50)),
            )
            taken = [statistics.median(timed(act, 3, clock)) for act in acts]
            targets = (10 if one in single else None, 100, 100)
            what = ("next", "page of 50", "listed")
            words = [f"{w} {report.judge(f'{name}, by {order}, {w}', ms, t)}" for w, ms, t in zip(what, taken, targets, strict=True)]
            print(f"  {f'{name}, by {order}':<50} {'  '.join(words)} ms CPU", flush=True)
    for name, one in {"": ClaimFilter(undecided=True), ", words of a quarter": ClaimFilter(undecided=True, search="missing")}.items():
        report.show(f"filter counts{name}", timed(lambda one=one: store.claims.facets(get_args(Facet), one), 5), 100)  # type: ignore[misc]


def doubt(store: Store, report: Report) -> None:
    """The queue by risk where reviewers reject two of four sorts of claims."""
    with store.transaction():
        for outcome, action in (("missing", "reject"), ("captured", "reject"), ("killed", "accept")):
            for row in store.reviews.next("eve", ClaimFilter(outcome=outcome, state="pending"), limit=20):
                store.reviews.decide(decision(row, action))  # type: ignore[arg-type]
    report.show("next, two sorts doubted", timed(lambda: store.reviews.next("ada"), 50), 10)
    report.show("audit trail, the latest 500", timed(lambda: list(store.statistics.trail()), 5), 100)


def release(store: Store) -> None:
    """Accept a tenth of what is pending, publish it, read it all: with flat memory."""
    accepted = 0
    with store.transaction():
        for row in store.reviews.next("eve", ClaimFilter(state="pending"), limit=2000):
            store.reviews.decide(decision(row, "accept"))
            accepted += 1
    steps: dict[str, Callable[[], int]] = {
        "release": lambda: made.published if (made := store.releases.create("bench")) else 0,
        "list everything": lambda: sum(1 for _ in store.claims.list()),
    }
    for name, act in steps.items():
        begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        rate = act() / (time.perf_counter() - begin)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"  {name:<46} {rate:,.0f} claims/s, {grown:.0f} MB more memory at the peak", flush=True)


def main() -> int:
    """Measure the databases asked for; 1 if a figure misses its target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"])
    parser.add_argument("--url", help="a database of your own, which is kept")
    options = parser.parse_args()
    report = Report()
    for kind in [options.url] if options.url else options.databases:
        print(f"{kind}, {options.claims:,} claims", flush=True)
        with nullcontext(kind) if options.url else database(kind) as url:
            bench(url, options.claims, report)
    print("\n".join(["", "Missed:", *report.missed]) if report.missed else "\nEvery target is met.")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
