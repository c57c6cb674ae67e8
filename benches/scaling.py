"""The load model of docs/SCALING.md: how long a batch takes and what it costs, by simulation, checked against a run.

    python -m benches.scaling            the table, and the check against a real run on this machine
    python -m benches.scaling --model    the table alone, in a second

A document waits for a place among those in work, for its process's core, for its turn at the endpoint's rates, for the endpoint, and
for the database. Each is a server with its own line; the slowest one sets the pace, and is named.
"""

from __future__ import annotations

import argparse
import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benches.batch import CASES, WARM_UP, measured
from benches.load.documents import database
from benches.load.endpoint import endpoint

SIMULATED = 20_000
"""Documents that are simulated at most; a longer batch goes on at the same pace."""
DAY = 86_400
CHECKED = ("1s", "200ms")
"""Where the latency is the bottleneck, and where the core is."""


@dataclass(frozen=True)
class Load:
    """What a batch meets. Seconds, tokens, US dollars; a rate of null is none.

    `cpu` is processor time a document in the extracting process, `commit` what the database needs for a document on its own cores,
    `tokens_in` of which `cached` are paid at a tenth.
    """

    documents: int
    latency: float = 4.0
    concurrency: int = 64
    processes: int = 1
    cpu: float = 0.006
    commit: float = 0.002
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    tokens_in: int = 5_500
    cached: int = 4_500
    tokens_out: int = 900
    price_in: float = 0.25e-6
    price_out: float = 2.0e-6

    @property
    def cost(self) -> float:
        """What the calls cost."""
        asked = (self.tokens_in - self.cached) + self.cached / 10
        return self.documents * (asked * self.price_in + self.tokens_out * self.price_out)

    @property
    def paces(self) -> dict[str, float]:
        """Documents a second that each part could do alone."""
        paces = {
            "places x latency": self.concurrency * self.processes / self.latency,
            "cores": self.processes / self.cpu,
            "database": 1 / self.commit if self.commit else float("inf"),
        }
        if self.requests_per_minute:
            paces["requests a minute"] = self.requests_per_minute / 60
        if self.tokens_per_minute:
            paces["tokens a minute"] = self.tokens_per_minute / 60 / (self.tokens_in + self.tokens_out)
        return paces

    @property
    def bottleneck(self) -> str:
        """What sets the pace."""
        return min(self.paces, key=lambda name: self.paces[name])


def simulated(load: Load, seed: int = 1) -> float:
    """Seconds that the batch takes."""
    number = min(load.documents, SIMULATED)
    ends = max(_ends(replace(load, documents=number), random.Random(seed)))  # noqa: S311 - a simulation
    return ends + (load.documents - number) / min(load.paces.values())


def _ends(load: Load, chance: random.Random) -> Iterator[float]:
    """When each document is stored. Half of the processor time comes before the call, half after it; latencies vary by a quarter."""
    places = [(0.0, process) for process in range(load.processes) for _ in range(load.concurrency)]
    cores = [0.0] * load.processes
    spacing = 1 / min((pace for name, pace in load.paces.items() if name.endswith("a minute")), default=float("inf"))
    turn = stored = 0.0
    for _ in range(load.documents):
        at, process = heapq.heappop(places)
        cores[process] = max(at, cores[process]) + load.cpu
        turn = max(cores[process], turn) + spacing
        answered = turn + chance.gauss(load.latency, load.latency / 4 if load.latency > 1 else 0)
        stored = max(stored, answered - load.commit) + load.commit if answered > stored else stored + load.commit
        done = max(answered, stored)
        heapq.heappush(places, (done, process))
        yield done


CASES_SHOWN = (
    ("10^4, one process", Load(10_000)),
    ("10^4, more places", Load(10_000, concurrency=256)),
    ("10^6, one process", Load(1_000_000, concurrency=256)),
    ("10^6, vendor's rates", Load(1_000_000, concurrency=512, requests_per_minute=5_000, tokens_per_minute=4_000_000)),
    ("10^6, higher rates", Load(1_000_000, concurrency=512, processes=2, requests_per_minute=30_000, tokens_per_minute=60_000_000)),
    ("10^8, 4 processes", Load(100_000_000, concurrency=1024, processes=4)),
    ("10^8, 16 processes", Load(100_000_000, concurrency=512, processes=16, commit=0.002)),
    ("10^8, 16, faster disk", Load(100_000_000, concurrency=512, processes=16, commit=0.0005)),
)


def table() -> None:
    """Time, cost and bottleneck of each case."""
    print(f"  {'batch':<24} {'time':>12} {'cost':>12}  {'pace':>8}  set by")
    for name, load in CASES_SHOWN:
        seconds = simulated(load)
        time = f"{seconds / DAY:.1f} days" if seconds > DAY else f"{seconds / 3600:.1f} h" if seconds > 3600 else f"{seconds / 60:.1f} min"
        print(f"  {name:<24} {time:>12} {load.cost:>11,.0f}$  {load.documents / seconds:>6.0f}/s  {load.bottleneck}")


def check(name: str, documents: int) -> None:
    """Run a batch here and compare it with the simulation of what it measured."""
    case = CASES[name]
    with database("sqlite") as url, endpoint(case.latency) as server:
        (cost,) = measured(url, server, [range(documents)], case.concurrency)
        assert server.seen().documents == documents + WARM_UP
    load = Load(documents, latency=case.latency, concurrency=case.concurrency, cpu=cost.cpu, commit=0.0)
    expected, seen = simulated(load), cost.wall * documents
    print(
        f"  {documents} documents, {case.latency} s, {case.concurrency} at once, {cost.cpu * 1000:.1f} ms CPU each (measured): simulated "
        f"{expected:.1f} s ({load.bottleneck}), taken {seen:.1f} s: ratio {seen / expected:.2f} (the endpoint shares these cores)",
        flush=True,
    )


def main() -> None:
    """The table, and the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", action="store_true", help="the table alone")
    parser.add_argument("--documents", type=int, default=1000)
    options = parser.parse_args()
    table()
    if not options.model:
        for name in CHECKED:
            check(name, options.documents)


if __name__ == "__main__":
    main()
