"""Running what `extract` and `retry` ask for: on this machine, into batch files, or into the line for workers."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import aclosing, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import typer

from extractor.batch import Job, UnderWay, run_batch
from extractor.cli.batch_folder import require_collected
from extractor.cli.console import EXIT_INTERRUPTED, plural, say
from extractor.cli.expected import announce
from extractor.cli.interrupt import Sources, patient
from extractor.cli.progress import json_end, json_line, shown
from extractor.cli.totals import Totals, report
from extractor.domain import DOMAIN
from extractor.errors import MetadataError, UsageError
from extractor.ingest import Metadata, Opening, ReadOptions, Source, discover, load_metadata
from extractor.ingest.buckets import address_of
from extractor.ingest.records import is_record_file
from extractor.models.batch_files import RequestFiles
from extractor.places import Places
from extractor.protocol import Model
from extractor.settings import Settings
from extractor.store import CANCELLED, PASSES, QUEUED, SECOND_OPINION, Store
from extractor.wiring import LANGUAGE_MODEL, Reader, StoreLedger, StoreSink, open_model, run_info

_CANCEL_SECONDS = 2.0
_MOST_PATHS = 1000
"""Paths that a run remembers; a shell may have written out more."""
READING = "reading"


@dataclass(frozen=True)
class Extraction:
    """What one call of `extract` is to do. `given` are the sources where not all under `paths` is read; `url` is the database's.

    `copies`: near-duplicates are extracted too; `metadata`: the file that the reader's comes from.
    """

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
    url: str = ""
    copies: bool = False
    opening: Opening = field(default_factory=Opening)
    metadata: Path | None = None
    given: Callable[[], Iterator[Source]] | None = None

    def sources(self, passed: Counter[str] | None = None) -> Iterator[Source]:
        """What there is to read, from the beginning; `passed` counts what is passed over."""
        return self.given() if self.given is not None else discover(self.paths, self.opening, passed)

    def countable(self) -> Iterator[Source] | None:
        """The same, for counting alone; null where that would mean to read files with many documents twice."""
        if self.given is None and any(is_record_file(path) or not path.exists() for path in self.paths):
            return None
        return self.sources()

    @property
    def repeats(self) -> bool:
        """Whether documents that are done are read again: a recording is of all of them, stored answers too."""
        return self.fresh or self.record_to is not None


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
        announce(() if job.given else job.paths, job.model, settings, job.reader.options.max_bytes)
    ledger = StoreLedger(store)
    model = open_model(job.model, settings, ledger, fresh=job.fresh, record_to=job.record_to, deferred=deferred)
    second = _second(job.second, settings, ledger) if job.second else None
    info = run_info(model, parameters(job))
    run_id = store.runs.start(info)
    if deferred is not None:
        deferred.run_id = run_id
    ledger.run_id = run_id
    totals = Totals(run_id)
    sink = StoreSink(store, run_id, info)
    near = None if job.copies or job.repeats else UnderWay()
    places = Places(asyncio.Semaphore(job.concurrency))
    batch = Job(job.reader, model, DOMAIN, sink, job.concurrency, job.repeats, job.passes, second, near, places)
    try:
        asyncio.run(_work(job, batch, totals, ledger))
    except BaseException:
        totals.interrupted = totals.interrupted or "interrupted"
        raise
    finally:
        store.runs.finish(run_id, totals.run_status)
    return totals


def _second(name: str, settings: Settings, ledger: StoreLedger) -> Model:
    try:
        return open_model(name, settings, ledger)
    except UsageError as error:  # which speaks of the first
        raise UsageError(error.message.replace("--model", "--second-opinion", 1), hint=error.hint) from error


def told(job: Extraction, totals: Totals) -> int:
    """Say how a run ended; the exit code for it."""
    if job.lines:
        typer.echo(json_end(totals))
    if not job.quiet or not totals.whole:
        report(totals)
    if totals.interrupted:
        return EXIT_INTERRUPTED
    return 0 if totals.whole else 1


def parameters(job: Extraction) -> dict[str, Any]:
    """What of a call decides what a run finds, and where its documents come from, so that it can be tried again."""
    known = {"concurrency": job.concurrency, "fresh": job.fresh, PASSES: job.passes, SECOND_OPINION: job.second, "copies": job.copies}
    return {
        **known,
        "paths": [str(path if address_of(path) else path.absolute()) for path in job.paths[:_MOST_PATHS]],
        READING: _reading(job),
    }


def _reading(job: Extraction) -> dict[str, Any]:
    """How documents are read, for `reading_again`."""
    reader = job.reader
    return {
        "published": reader.given.published,
        "outlet": reader.given.outlet,
        "metadata": str(job.metadata.absolute()) if job.metadata else None,
        "encoding": reader.options.encoding,
        "max_bytes": reader.options.max_bytes,
        "text_column": job.opening.text_column,
    }


def metadata_of(known: Mapping[str, Any]) -> Path | None:
    """The metadata file of a run, from its parameters."""
    name = known.get(READING, {}).get("metadata")
    return Path(name) if name else None


def reading_again(known: Mapping[str, Any], settings: Settings) -> tuple[Reader, Opening, MetadataError | None]:
    """How the documents of a run were read, from its parameters, and why its metadata can't be read any more, if so.

    What is larger than the limit of then is read if that has been raised since.
    """
    how = known.get(READING, {})
    options = ReadOptions(max(settings.max_bytes, how.get("max_bytes", 0)), how.get("encoding", "utf-8"))
    listed: Mapping[str, Metadata] = {}
    problem = None
    path = metadata_of(known)
    try:
        listed = load_metadata(path) if path else {}
    except MetadataError as error:
        problem = error
    given = Metadata(published=how.get("published"), outlet=how.get("outlet"))
    return Reader(listed, given, options), Opening(how.get("text_column", "text"), options.max_bytes), problem


async def _work(job: Extraction, batch: Job, totals: Totals, ledger: StoreLedger) -> None:
    """Run to the end, or until interrupted: once lets what is in work finish."""
    sources = Sources(job.sources(totals.passed))

    def interrupt(how: str = "interrupted") -> None:
        totals.interrupted = how
        sources.stop()
        if batch.places is not None:
            batch.places.close()

    show = shown(f"Extracting with {job.model}", totals, job.countable(), quiet=job.quiet)
    watch = asyncio.create_task(_await_cancel(batch.sink, partial(interrupt, CANCELLED)))
    try:
        with patient(interrupt), show as tell:
            async with aclosing(run_batch(sources, batch, ledger.writer)) as items:
                async for item in items:
                    totals.add(item)
                    tell(item)
                    if job.lines:
                        typer.echo(json_line(item))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        watch.cancel()
        await batch.model.aclose()
        await ledger.aclose()


async def _await_cancel(sink: Any, cancel: Callable[[], None]) -> None:
    """Call `cancel` when somebody has cancelled the run from elsewhere (`quotebound cancel`)."""
    while not await asyncio.to_thread(sink.is_cancelled):  # noqa: ASYNC110 - another process decides it
        await asyncio.sleep(_CANCEL_SECONDS)
    cancel()


def enqueue(job: Extraction, store: Store, settings: Settings) -> Totals:
    """Put the documents of `job` in line for workers, showing progress on stderr; goes on with a run that was begun."""
    if job.repeats:
        raise UsageError("--engine procrastinate can't be told --fresh or --record", hint="Leave them away, or use the local engine.")
    from extractor.queueing import enqueue_all, started  # noqa: PLC0415 - procrastinate comes with the extra `postgres`

    if not job.quiet:
        announce(job.paths, job.model, settings, job.reader.options.max_bytes)
    run_id = started(store, settings, job.model, parameters(job))
    totals = Totals(run_id)
    sources = Sources(job.sources(totals.passed))

    async def work() -> None:
        def interrupt() -> None:
            totals.interrupted = "interrupted"
            sources.stop()

        with patient(interrupt), shown("Putting in line", totals, job.countable(), quiet=job.quiet) as tell:
            async for item in enqueue_all(job.url, store, run_id, job.reader, sources):
                totals.add(item)
                tell(item)
                if job.lines:
                    typer.echo(json_line(item))

    asyncio.run(work())
    store.runs.mark(run_id, QUEUED if totals.interrupted is None else "queueing")
    return totals
