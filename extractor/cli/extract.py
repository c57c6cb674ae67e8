"""`quotebound extract`: documents in, checked claims into the database."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from extractor.batch import Item, Job, run_batch
from extractor.claims.edtf import is_edtf
from extractor.cli.console import messages, plural, say
from extractor.cli.options import Database, ModelName, opened_store
from extractor.errors import UsageError
from extractor.ingest import Metadata, ReadOptions, Source, discover, load_metadata
from extractor.ingest.sources import check_paths
from extractor.settings import Settings, read_settings
from extractor.store import Store
from extractor.wiring import DEFAULT_MODEL, DOMAIN, Reader, StoreLedger, StoreSink, open_model, run_info

SHOWN_FAILURES = 20


@dataclass(frozen=True)
class Extraction:
    """What one call of `extract` is to do."""

    paths: tuple[Path, ...]
    model: str
    reader: Reader
    concurrency: int
    fresh: bool = False


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("extract")(extract)


def extract(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, folders, or .urls lists of web addresses.")],
    *,
    model: ModelName = None,
    published: Annotated[str | None, typer.Option(metavar="EDTF", help="Publication date of all of them, e.g. 2024-12-19.")] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of all of them.")] = None,
    metadata: Annotated[Path | None, typer.Option(metavar="FILE", help="documents.jsonl: date, outlet, address of each document.")] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, max=4096, help="Documents in work at once.")] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of plain-text files; never guessed.")] = "utf-8",
    max_bytes: Annotated[int | None, typer.Option(min=1, help="Largest file to read, in bytes.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Extract again what an earlier run has done.")] = False,
    engine: Annotated[str, typer.Option(metavar="ENGINE", help="local; further engines are not built yet.")] = "local",
    db: Database = None,
) -> int:
    """Read documents, have a model state their claims, check each against its quote, store all of it."""
    settings = read_settings()
    _check_options(published, engine)
    check_paths(paths)
    known = load_metadata(metadata) if metadata else {}
    options = ReadOptions(max_bytes or settings.max_bytes, encoding)
    job = Extraction(
        paths=tuple(paths),
        model=model or settings.model or DEFAULT_MODEL,
        reader=Reader(known, Metadata(published=published, outlet=outlet), options),
        concurrency=concurrency or settings.concurrency,
        fresh=fresh,
    )
    with opened_store(db, settings) as store:
        items = run_extraction(job, store, settings)
    report(items)
    return 1 if items.failed else 0


def _check_options(published: str | None, engine: str) -> None:
    if published is not None and not is_edtf(published):
        raise UsageError(f"--published {published}: not an EDTF date", hint="Write it like 2024-12-19 or 2024-12.")
    if engine != "local":
        raise UsageError(f"--engine {engine}: not built yet", hint="Leave --engine away: the local engine runs on this machine.")


class Totals:
    """How a run went, counted as it goes: flat in memory however many documents there are."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.by_status: Counter[str] = Counter()
        self.claims = 0
        self.blocked = 0
        self.malformed = 0
        self.failures: list[Item] = []

    @property
    def failed(self) -> int:
        """Documents that failed."""
        return self.by_status["failed"]

    def add(self, item: Item) -> None:
        """Count one item; the first failures are kept to be listed."""
        self.by_status[item.status] += 1
        self.claims += item.claims
        self.blocked += item.blocked
        self.malformed += item.malformed
        if item.failure and len(self.failures) < SHOWN_FAILURES:
            self.failures.append(item)


def run_extraction(job: Extraction, store: Store, settings: Settings) -> Totals:
    """Run `job`, showing progress on stderr; the run is closed in the store however it ends."""
    ledger = StoreLedger(store)
    model = open_model(job.model, settings, ledger, fresh=job.fresh)
    info = run_info(model, {"concurrency": job.concurrency, "fresh": job.fresh})
    run_id = store.runs.start(info)
    ledger.run_id = run_id
    totals = Totals(run_id)
    batch = Job(job.reader, model, DOMAIN, StoreSink(store, run_id, info), job.concurrency, job.fresh)

    async def work() -> None:
        try:
            async with aclosing(run_batch(discover(job.paths), batch)) as items:
                async for item in _shown(items, job):
                    totals.add(item)
        finally:
            await model.aclose()

    status = "interrupted"
    try:
        asyncio.run(work())
        status = "finished"
    finally:
        store.runs.finish(run_id, status)
    return totals


async def _shown(items: AsyncIterator[Item], job: Extraction) -> AsyncIterator[Item]:
    console = messages()
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(f"Extracting with {job.model}", total=sum(1 for _ in _counted(job)) if console.is_terminal else None)
        async for item in items:
            progress.advance(task)
            if item.failure and console.is_terminal:
                progress.console.print(f"failed: {item.name}", markup=False, highlight=False)
            yield item


def _counted(job: Extraction) -> Iterator[Source]:
    return discover(job.paths)


def report(totals: Totals) -> None:
    """Say on stderr how a run went, each failed document with its reason and way out."""
    done, skipped = totals.by_status["done"], totals.by_status["skipped"]
    parts = [f"{plural(done, 'document')} done", plural(totals.claims, "claim")]
    if totals.blocked:
        parts.append(f"{totals.blocked} blocked by checks")
    if totals.malformed:
        parts.append(plural(totals.malformed, "malformed item") + " left out")
    if skipped:
        parts.append(f"{skipped} already done (--fresh repeats them)")
    if totals.failed:
        parts.append(f"{totals.failed} failed")
    say(", ".join(parts) + ".")
    for item in totals.failures:
        if item.failure:
            way_out = f" → {item.failure.hint}" if item.failure.hint else ""
            reason = item.failure.message if item.name in item.failure.message else f"{item.name}: {item.failure.message}"
            say(f"  failed: {reason}{way_out}")
    hidden = totals.failed - len(totals.failures)
    if hidden > 0:
        say(f"  … and {hidden} more: quotebound status {totals.run_id} lists all.")
