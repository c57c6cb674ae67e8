"""`quotebound worker`: takes documents out of the line in PostgreSQL, on any number of machines."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import say
from extractor.cli.options import Concurrency, Database, Limits, opened_store
from extractor.settings import Settings, read_settings
from extractor.store import Store

if TYPE_CHECKING:  # procrastinate comes with the extra `postgres`
    from extractor.engines.worker import Pulse, WorkerOptions
    from extractor.queueing import QueueStep


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("worker")(worker)


def worker(
    *,
    concurrency: Concurrency = None,
    tries: Annotated[
        int, typer.Option(metavar="N", min=1, max=100, help="Tries after which a document is given up and parked with its reason.")
    ] = 3,
    silence: Annotated[
        float, typer.Option(metavar="SECONDS", min=1, help="Seconds without a sign of life after which a worker counts as dead.")
    ] = 30.0,
    drain: Annotated[bool, typer.Option("--drain", help="End when nothing is left in line.")] = False,
    port: Annotated[
        int | None,
        typer.Option(
            "--metrics-port", metavar="PORT", min=0, max=65535, help="Serve /health and /metrics there, on this machine's addresses."
        ),
    ] = None,
    requests_per_minute: Annotated[float | None, typer.Option(metavar="N", help="All workers together send at most so many.")] = None,
    tokens_per_minute: Annotated[float | None, typer.Option(metavar="N", help="All workers together send at most so many tokens.")] = None,
    db: Database = None,
) -> None:
    """Extract documents that `extract --engine procrastinate` has put in line, until told to stop (SIGTERM finishes what is in work)."""
    settings = Limits(None, None, requests_per_minute, tokens_per_minute).over(read_settings())
    from extractor.engines.worker import WorkerOptions  # noqa: PLC0415 - procrastinate comes with the extra `postgres`

    options = WorkerOptions(concurrency or settings.concurrency, tries, silence, drain)
    with opened_store(db, settings) as store:
        asyncio.run(_work(store, db or settings.db, settings, options, port))
    say("Stopped: nothing is left half done.")


async def _work(store: Store, url: str, settings: Settings, options: WorkerOptions, port: int | None) -> None:
    from extractor.engines.queue import opened  # noqa: PLC0415 - as above
    from extractor.engines.worker import Pulse, work  # noqa: PLC0415
    from extractor.queueing import QueueStep  # noqa: PLC0415

    step, pulse = QueueStep(store, settings, options.concurrency, url), Pulse(counts=port is not None)
    async with opened(url) as app:
        with _shown(port, step, pulse, options) if port is not None else nullcontext():
            say(f"Working on {options.concurrency} documents at once. SIGTERM or Ctrl-C finishes what is in work.")
            try:
                await work(app, step, options, pulse)
            finally:
                await step.aclose()


@contextmanager
def _shown(port: int, step: QueueStep, pulse: Pulse, options: WorkerOptions) -> Iterator[None]:
    """Serve health and metrics."""
    from extractor.engines.metrics import Metrics, served  # noqa: PLC0415 - its libraries come with the extra `metrics`
    from extractor.engines.worker import is_well  # noqa: PLC0415

    metrics = Metrics(lambda: pulse.waiting)
    step.ended.append(metrics.add)
    with served(port, metrics, lambda: is_well(pulse, options)) as bound:
        say(f"Health and metrics: http://127.0.0.1:{bound}/health and /metrics")
        yield
