"""Batches against an endpoint that answers late: how near the ideal N·latency/concurrency, and what a document costs.

    python -m benches.batch [--documents 2000] [--cases 1s 2s 200ms growth] [--databases sqlite postgres]

Endpoint, database and extraction share the machine. A run's time goes from the first request to the last answer, by the endpoint's
clock, so that starting the program is not in it; its processor time and memory are those of the extracting process alone, after a
warm-up. `growth` compares 100,000 small documents with 10,000 at a 5 ms endpoint.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import tempfile
import time
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benches.kill import Batch, two_workers
from benches.load.documents import Numbered, database, document
from benches.load.endpoint import Endpoint, endpoint
from extractor.batch import Job, run_batch
from extractor.settings import Settings
from extractor.store import open_store
from extractor.wiring import DOMAIN, StoreLedger, StoreSink, open_model, run_info
from extractor.writer import Writer


@dataclass(frozen=True)
class Case:
    """Latency in seconds, documents at once, and the ratio to the ideal that must be reached."""

    latency: float
    concurrency: int
    target: float


CASES = {"1s": Case(1.0, 64, 1.10), "2s": Case(2.0, 256, 1.2), "200ms": Case(0.2, 64, 2.0)}
WARM_UP = 100
FACTOR = 10


@dataclass(frozen=True)
class Cost:
    """What an extracting process used: seconds and processor seconds a document, and its peak of memory in MB."""

    wall: float
    cpu: float
    memory: float


def extract(report: Any, url: str, address: str, documents: range, concurrency: int) -> None:
    """Extract some documents in a process of its own, after a warm-up."""
    settings = Settings(openai_base_url=address, timeout=60)

    async def work() -> Cost:
        with open_store(url) as store:
            ledger = StoreLedger(store)
            model = open_model("openai/test", settings, ledger)
            info = run_info(model, {})
            ledger.run_id = store.runs.start(info)
            job = Job(document, model, DOMAIN, StoreSink(store, ledger.run_id, info), concurrency)
            await _all(range(-WARM_UP, 0), job, ledger.writer)
            cpu, wall = time.process_time(), time.perf_counter()
            await _all(documents, job, ledger.writer)
            cost = Cost(
                (time.perf_counter() - wall) / len(documents),
                (time.process_time() - cpu) / len(documents),
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            )
            await model.aclose()
            await ledger.aclose()
        return cost

    report.send(asyncio.run(work()))


async def _all(numbers: range, job: Job, writer: Writer) -> None:
    async with aclosing(run_batch((Numbered(number) for number in numbers), job, writer)) as items:
        async for item in items:
            assert item.status == "done", item


def measured(url: str, server: Endpoint, documents: range, concurrency: int) -> Cost:
    """Run `extract` in its own process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=extract, args=(theirs, url, server.url, documents, concurrency))
    process.start()
    theirs.close()
    cost: Cost = ours.recv()
    process.join()
    return cost


def show(kind: str, name: str, documents: int) -> None:
    """One case on one database."""
    case = CASES[name]
    with database(kind) as url, endpoint(case.latency) as server:
        cost = measured(url, server, range(documents), case.concurrency)
        seen = server.seen()
    ideal = case.latency * documents / case.concurrency
    ratio = cost.wall * documents / ideal
    assert (seen.repeated, seen.documents) == (0, documents + WARM_UP), seen
    print(
        f"  {kind:<9} {name:>5} at {case.concurrency:<4} {cost.wall * documents:6.1f} s, {ratio:.2f} x ideal (target {case.target:.2f}), "
        f"{cost.cpu * 1000:.1f} ms CPU a document (target 6), {cost.memory:.0f} MB",
        flush=True,
    )


def workers(documents: int) -> None:
    """Two workers that share the places of the stress case, on PostgreSQL, with endpoint and database on the same cores."""
    case = CASES["200ms"]
    with tempfile.TemporaryDirectory() as folder, database("postgres") as url, endpoint(case.latency) as server:
        with two_workers(Batch(Path(folder), url, server, documents), case.concurrency // 2):
            pass
        seen = server.seen()
    ideal = case.latency * documents / case.concurrency
    ratio = seen.seconds / ideal
    print(f"  two workers, 200ms at {case.concurrency}: {seen.seconds:.1f} s, {ratio:.2f} x ideal (target 1.60), {seen.repeated} repeated")


def growth(kind: str, documents: int) -> None:
    """Ten times as many documents: rate, processor time and memory should stay."""
    costs = []
    for number in (documents // FACTOR, documents):
        with database(kind) as url, endpoint(0.005, claims=1) as server:
            cost = measured(url, server, range(number), 64)
        costs.append(cost)
        rate = 1 / cost.wall
        print(
            f"  {kind:<9} {number:>7,} documents: {rate:.0f}/s, {cost.cpu * 1000:.2f} ms CPU a document, {cost.memory:.0f} MB", flush=True
        )
    small, large = costs
    print(
        f"  ratio: time {large.wall / small.wall:.2f}, CPU {large.cpu / small.cpu:.2f}, memory {large.memory / small.memory:.2f} (0.9-1.1)"
    )


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--cases", nargs="+", default=[*CASES, "workers", "growth"], choices=[*CASES, "workers", "growth"])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"])
    parser.add_argument("--growth", type=int, default=100_000, help="documents of the case growth")
    options = parser.parse_args()
    for kind in options.databases:
        for name in options.cases:
            if name == "workers":
                if kind == "postgres":
                    workers(options.documents)
            elif name == "growth":
                growth(kind, options.growth)
            else:
                show(kind, name, options.documents)


if __name__ == "__main__":
    main()
