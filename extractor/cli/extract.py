"""`quotebound extract`: documents in, checked claims into the database."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from extractor.batch import Job, run_batch
from extractor.claims.edtf import is_edtf
from extractor.cli.batch_folder import require_collected
from extractor.cli.console import EXIT_INTERRUPTED, plural, say
from extractor.cli.expected import announce
from extractor.cli.interrupt import Sources, patient
from extractor.cli.options import Database, Limits, ModelName, opened_store
from extractor.cli.progress import json_end, json_line, shown
from extractor.cli.totals import Totals, report
from extractor.errors import UsageError
from extractor.ingest import Metadata, ReadOptions, discover, load_metadata
from extractor.ingest.sources import check_paths
from extractor.models.batch_files import RequestFiles
from extractor.settings import Settings, read_settings
from extractor.store import PASSES, SECOND_OPINION, Store
from extractor.wiring import DEFAULT_MODEL, DOMAIN, LANGUAGE_MODEL, Reader, StoreLedger, StoreSink, open_model, run_info

BATCH_FILE = "batch-file"


@dataclass(frozen=True)
class Extraction:
    """What one call of `extract` is to do."""

    paths: tuple[Path, ...]
    model: str
    reader: Reader
    concurrency: int
    fresh: bool = False
    record_to: Path | None = None
    passes: int = 1
    second: str | None = None
    batch_dir: Path | None = None
    quiet: bool = False
    lines: bool = False

    @property
    def repeats(self) -> bool:
        """Whether documents that are done are read again: a recording is of all of them, stored answers too."""
        return self.fresh or self.record_to is not None


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
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Extract again what an earlier run has done; a language model is paid again.")
    ] = False,
    record: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write every exchange to this folder, for --model recorded/DIR.")
    ] = None,
    passes: Annotated[
        int, typer.Option(min=1, max=9, help="Looks at a document: from 2 on, a language model is asked about figures without a claim.")
    ] = 1,
    second_opinion: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Read every document with this model too (rules): figures only one found are marked."),
    ] = None,
    max_cost: Annotated[float | None, typer.Option(metavar="USD", help="Stop when the run has spent this much; the rest is left.")] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option("--max-tokens", "--max-total-tokens", min=1, help="Stop when the run has used so many tokens; the rest is left."),
    ] = None,
    requests_per_minute: Annotated[float | None, typer.Option(metavar="N", help="Send at most so many requests a minute.")] = None,
    tokens_per_minute: Annotated[float | None, typer.Option(metavar="N", help="Send at most so many tokens a minute.")] = None,
    engine: Annotated[
        str, typer.Option(metavar="ENGINE", help="local, or batch-file: write a provider's batch files instead of asking.")
    ] = "local",
    batch_dir: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the batch files; see `quotebound batch`.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    lines: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each document as it ends, and one at the end.")] = False,
    db: Database = None,
) -> int:
    """Read documents, have a model state their claims, check each against its quote, store all of it."""
    limits = Limits(max_cost, max_tokens, requests_per_minute, tokens_per_minute)
    settings = limits.over(read_settings())
    _check_options(published, engine, batch_dir)
    check_paths(paths)
    known = load_metadata(metadata) if metadata else {}
    options = ReadOptions(max_bytes or settings.max_bytes, encoding)
    job = Extraction(
        paths=tuple(paths),
        model=model or settings.model or DEFAULT_MODEL,
        reader=Reader(known, Metadata(published=published, outlet=outlet), options),
        concurrency=concurrency or settings.concurrency,
        fresh=fresh,
        record_to=record,
        passes=passes,
        second=second_opinion,
        batch_dir=batch_dir,
        quiet=quiet,
        lines=lines,
    )
    with opened_store(db, settings) as store:
        totals = run_extraction(job, store, settings)
    if lines:
        typer.echo(json_end(totals))
    if not quiet or not totals.whole:
        report(totals)
    if totals.interrupted:
        return EXIT_INTERRUPTED
    return 0 if totals.whole else 1


def _check_options(published: str | None, engine: str, batch_dir: Path | None) -> None:
    if published is not None and not is_edtf(published):
        raise UsageError(f"--published {published}: not an EDTF date", hint="Write it like 2024-12-19 or 2024-12.")
    if engine not in ("local", BATCH_FILE):
        raise UsageError(f"--engine {engine}: not built yet", hint="Leave --engine away: the local engine runs on this machine.")
    if (engine == BATCH_FILE) != (batch_dir is not None):
        raise UsageError("--engine batch-file and --batch-dir DIR go together", hint="Give both, or neither.")


def run_extraction(job: Extraction, store: Store, settings: Settings) -> Totals:
    """Run `job`, showing progress on stderr; the run is closed in the store however it ends."""
    if job.batch_dir is not None:
        _check_batch(job.model, job.batch_dir)
    with RequestFiles(job.batch_dir) if job.batch_dir else nullcontext() as deferred:
        totals = _run(job, store, settings, deferred)
    if deferred:
        say(f"{plural(len(deferred), 'request')} in {', '.join(map(str, deferred.written))}.")
        say(f"`quotebound batch submit {job.batch_dir}` sends them, `quotebound batch collect {job.batch_dir}` fetches the answers.")
    return totals


def _check_batch(model: str, folder: Path) -> None:
    if not model.startswith(LANGUAGE_MODEL):
        raise UsageError(f"--engine batch-file: {model} is not asked by batch files", hint="Give a language model: --model openai/NAME.")
    require_collected(folder)


def _run(job: Extraction, store: Store, settings: Settings, deferred: RequestFiles | None) -> Totals:
    if not job.quiet:
        announce(job.paths, job.model, settings, job.reader.options.max_bytes)
    ledger = StoreLedger(store)
    model = open_model(job.model, settings, ledger, fresh=job.fresh, record_to=job.record_to, deferred=deferred)
    second = open_model(job.second, settings, ledger) if job.second else None
    info = run_info(model, {"concurrency": job.concurrency, "fresh": job.fresh, PASSES: job.passes, SECOND_OPINION: job.second})
    run_id = store.runs.start(info)
    ledger.run_id = run_id
    totals = Totals(run_id)
    batch = Job(job.reader, model, DOMAIN, StoreSink(store, run_id, info), job.concurrency, job.repeats, job.passes, second)
    try:
        asyncio.run(_work(job, batch, totals, ledger))
    except BaseException:
        totals.interrupted = totals.interrupted or "interrupted"
        raise
    finally:
        store.runs.finish(run_id, totals.run_status)
    return totals


async def _work(job: Extraction, batch: Job, totals: Totals, ledger: StoreLedger) -> None:
    """Run to the end, or until interrupted: once lets what is in work finish."""
    sources = Sources(discover(job.paths))

    def interrupt() -> None:
        totals.interrupted = "interrupted"
        sources.stop()

    show = shown(f"Extracting with {job.model}", totals, discover(job.paths), quiet=job.quiet)
    try:
        with patient(interrupt), show as tell:
            async with aclosing(run_batch(sources, batch)) as items:
                async for item in items:
                    totals.add(item)
                    tell(item)
                    if job.lines:
                        typer.echo(json_line(item))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        await batch.model.aclose()
        await ledger.aclose()
