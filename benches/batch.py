"""Batches against an endpoint that answers late: how near the ideal N·latency/concurrency, and what a document costs.

    python -m benches.batch [--documents 2000] [--cases 1s 2s 200ms growth] [--databases sqlite postgres]

Endpoint, database and extraction share the machine. A run's time goes from the first request to the last answer, by the endpoint's
clock, so that starting the program is not in it; its processor time and memory are those of the extracting process alone, after a
warm-up. `growth` reads 100,000 small documents at a 5 ms endpoint and compares each tenth with the first.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benches.kill import Batch, two_workers
from benches.load.documents import Numbered, database, document
from benches.load.endpoint import Endpoint, endpoint
from extractor.batch import Job, run_batch
from extractor.cli.app import collect_seldom
from extractor.domain import DOMAIN
from extractor.settings import Settings
from extractor.store import open_store
from extractor.wiring import StoreLedger, StoreSink, open_model, run_info
from extractor.writer import Writer


@dataclass(frozen=True)
class Case:
    """Latency in seconds, documents at once, and the ratio to the ideal that must be reached."""

    latency: float
    concurrency: int
    target: float


CASES = {"1s": Case(1.0, 64, 1.10), "2s": Case(2.0, 256, 1.2), "200ms": Case(0.2, 64, 2.0)}
WARM_UP = 100
TENTHS = 10


@dataclass(frozen=True)
class Cost:
    """What an extracting process used: seconds and processor seconds a document, and its peak of memory in MB."""

    wall: float
    cpu: float
    memory: float


def extract(report: Any, url: str, address: str, parts: Sequence[range], concurrency: int) -> None:
    """Extract some documents in a process of its own, after a warm-up; reports each part as it ends."""
    settings = Settings(openai_base_url=address, timeout=60)
    collect_seldom()  # as the command line does

    async def work() -> None:
        with open_store(url) as store:
            ledger = StoreLedger(store)
            model = open_model("openai/test", settings, ledger)
            info = run_info(model, {})
            ledger.run_id = store.runs.start(info)
            job = Job(document, model, DOMAIN, StoreSink(store, ledger.run_id, info), concurrency)
            await _all(range(-WARM_UP, 0), job, ledger.writer)
            for documents in parts:
                cpu, wall = time.process_time(), time.perf_counter()
                await _all(documents, job, ledger.writer)
                cost = Cost(
                    (time.perf_counter() - wall) / len(documents),
                    (time.process_time() - cpu) / len(documents),
                    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                )
                report.send(cost)
            await model.aclose()
            await ledger.aclose()

    asyncio.run(work())


async def _all(numbers: range, job: Job, writer: Writer) -> None:
    async with aclosing(run_batch((Numbered(number) for number in numbers), job, writer)) as items:
        async for item in items:
            assert item.status == "done", item


def measured(url: str, server: Endpoint, parts: Sequence[range], concurrency: int) -> Iterator[Cost]:
    """Run `extract` in its own process; the cost of each part as it ends."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=extract, args=(theirs, url, server.url, parts, concurrency))
    process.start()
    theirs.close()
    for _ in parts:
        yield ours.recv()
    process.join()


def show(kind: str, name: str, documents: int) -> None:
    """One case on one database."""
    case = CASES[name]
    with database(kind) as url, endpoint(case.latency) as server:
        (cost,) = measured(url, server, [range(documents)], case.concurrency)
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
    """Two workers that share the places of the stress case, on PostgreSQL, with endpoint and database on the same cores.

    Their processor time is that of the whole processes, starting included, and of the one that puts the documents in line.
    """
    case, before = CASES["200ms"], resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder, database("postgres") as url, endpoint(case.latency) as server:
        with two_workers(Batch(Path(folder), url, server, documents), case.concurrency // 2):
            pass
        seen, after = server.seen(), resource.getrusage(resource.RUSAGE_CHILDREN)
    ratio = seen.seconds / (case.latency * documents / case.concurrency)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"  two workers, 200ms at {case.concurrency}: {seen.seconds:.1f} s, {ratio:.2f} x ideal (target 1.60), {seen.repeated} repeated, "
        f"{cpu / documents * 1000:.1f} ms CPU a document all in"
    )


def growth(kind: str, documents: int) -> None:
    """Ten times as many documents: rate, processor time and memory should stay."""
    step, costs = documents // TENTHS, list[Cost]()
    with database(kind) as url, endpoint(0.005, claims=1) as server:
        for cost in measured(url, server, [range(at, at + step) for at in range(0, step * TENTHS, step)], 64):
            costs.append(cost)
            done, wall, cpu = len(costs) * step, sum(one.wall for one in costs), sum(one.cpu for one in costs)
            print(
                f"  {kind:<9} {done:>7,} documents: {len(costs) / wall:.0f}/s, {cpu / len(costs) * 1000:.2f} ms CPU a document "
                f"({cost.cpu * 1000:.2f} lately), {cost.memory:.0f} MB; to the first tenth: time {wall / len(costs) / costs[0].wall:.2f}, "
                f"CPU {cpu / len(costs) / costs[0].cpu:.2f}, memory {cost.memory / costs[0].memory:.2f} (0.9-1.1)",
                flush=True,
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
