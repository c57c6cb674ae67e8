"""kill -9 in the middle of a batch, at random moments: nothing lost, every document done once, repeated calls at most those in flight.

    python -m benches.kill [--times 5] [--documents 300] [--cases local worker server] [--seed 7]

`local`: the extracting process on SQLite. `worker`: one of two workers on PostgreSQL. `server`: PostgreSQL itself, with two workers;
it is started again, and the workers find it. What was asked is counted by the endpoint; what is done, by the database.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benches.load.documents import Numbered, database, document
from benches.load.endpoint import Endpoint, endpoint
from extractor.errors import StoreError
from extractor.store import Store, open_store

CONCURRENCY = 8
LATENCY = 0.2
START = "from extractor.cli import main; main()"
ROOT = Path(__file__).parents[1]


class Batch:
    """Documents in a folder, a database and an endpoint."""

    def __init__(self, folder: Path, url: str, server: Endpoint, documents: int, moment: float = 0.5) -> None:
        self.folder, self.url, self.server, self.documents, self.moment = folder, url, server, documents, moment
        (folder / "docs").mkdir()
        for number in range(documents):
            (folder / "docs" / f"{number}.txt").write_text(document(Numbered(number)).text)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A command of ours."""
        environment = {**os.environ, "OPENAI_BASE_URL": self.server.url, "PYTHONPATH": str(ROOT), "QUOTEBOUND_DB": self.url}
        log = (self.folder / "log.txt").open("ab")
        return subprocess.Popen([sys.executable, "-c", START, *words], cwd=self.folder, env=environment, stderr=log, stdout=log)

    def extract(self) -> subprocess.Popen[bytes]:
        """The batch on this machine."""
        return self.start("extract", "docs", "--model", "openai/test", "--concurrency", str(CONCURRENCY))

    def some_way(self) -> None:
        """Wait until the moment has come: so many of the documents have been asked about."""
        wait_for(lambda: self.server.seen().calls >= self.moment * self.documents)

    def judge(self, name: str, in_flight: int) -> None:
        """Compare what was asked, what is done and what is stored."""
        seen = self.server.seen()
        with open_store(self.url) as store:
            names = done(store)
            claims, wrong = store.claims.count(), sum(1 for _ in store.verify_projection())
        right = (
            len(names) == len(set(names)) == seen.documents == self.documents
            and claims == 3 * self.documents
            and seen.repeated <= in_flight
            and not wrong
        )
        print(
            f"  {name:<7} killed at {self.moment:.0%}, "
            f"{len(set(names))} of {self.documents} documents done, {len(names) - len(set(names))} twice, {claims} claims, "
            f"{seen.repeated} calls repeated (at most {in_flight}): {'as it should be' if right else 'WRONG'}",
            flush=True,
        )
        if not right:
            sys.exit((self.folder / "log.txt").read_text()[-3000:])


def done(store: Store) -> list[str]:
    """The names of what is done, in all runs."""
    return [item.name for run in store.runs.list() for item in store.runs.items(run.id, "done")]


def wait_for(condition: Callable[[], bool], seconds: float = 300) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("it never came to be")
        time.sleep(0.05)


def local(batch: Batch) -> None:
    """Kill the extracting process, then give the same command again."""
    process = batch.extract()
    batch.some_way()
    process.kill()
    process.wait()
    assert batch.extract().wait() == 0
    batch.judge("local", CONCURRENCY)


@contextmanager
def two_workers(batch: Batch, concurrency: int = CONCURRENCY) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Put all in line, start two workers, end them when all is done."""
    assert batch.start("extract", "docs", "--model", "openai/test", "--engine", "procrastinate").wait() == 0
    workers = [batch.start("worker", "--concurrency", str(concurrency), "--silence", "10") for _ in range(2)]
    try:
        yield workers
        wait_for(lambda: batch.server.seen().documents >= batch.documents)  # opening the store costs what is to be measured
        wait_for(lambda: _over(batch))
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait(60)


def _over(batch: Batch) -> bool:
    try:
        with open_store(batch.url) as store:
            return len(done(store)) >= batch.documents and all(run.status == "finished" for run in store.runs.list())
    except StoreError:
        return False


def worker(batch: Batch) -> None:
    """Kill one of two workers."""
    with two_workers(batch) as workers:
        batch.some_way()
        workers[0].kill()
    batch.judge("worker", CONCURRENCY)


def server(batch: Batch) -> None:
    """Kill PostgreSQL and all its processes, and start it again."""
    data = Path(batch.url.partition("?host=")[2])
    with two_workers(batch):
        batch.some_way()
        leader = int((data / "postmaster.pid").read_text().split()[0])
        os.kill(leader, signal.SIGKILL)
        time.sleep(2)
        restart(data)
    batch.judge("server", 2 * CONCURRENCY)


def restart(data: Path) -> None:
    """Start PostgreSQL again in its folder, as it was started."""
    from pgserver.postgres_server import get_server  # noqa: PLC0415 - only for those who have the wheel

    (data / "postmaster.pid").unlink(missing_ok=True)
    get_server(data).ensure_postgres_running()


CASES: dict[str, tuple[str, Callable[[Batch], None]]] = {
    "local": ("sqlite", local),
    "worker": ("postgres", worker),
    "server": ("postgres", server),
}


def main() -> None:
    """Kill what is asked for, so many times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=list(CASES))
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1000, help="of the moments")
    options = parser.parse_args()
    print(f"  seed {options.seed}", flush=True)
    chance = random.Random(options.seed)  # noqa: S311 - moments, no secrets
    for name in options.cases:
        kind, kill = CASES[name]
        for _ in range(options.times):
            with tempfile.TemporaryDirectory() as folder, database(kind) as url, endpoint(LATENCY) as answering:
                kill(Batch(Path(folder), url, answering, options.documents, chance.uniform(0.05, 0.9)))


if __name__ == "__main__":
    main()
