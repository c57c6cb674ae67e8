"""Joins the line of documents (engines/) to the store: putting in, and what a worker does with what it takes out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from extractor.batch import Ended, Item, Job, UnderWay, work_on
from extractor.domain import DOMAIN
from extractor.engines.apart import Apart
from extractor.engines.queue import Waiting, enqueue, opened
from extractor.errors import Failure, InputError, ModelStoppedError, UsageError
from extractor.ingest import Source
from extractor.places import Places
from extractor.settings import Settings
from extractor.store import CANCELLED, FINISHED, PASSES, QUEUED, QUEUEING, SECOND_OPINION, RunInfo, Store
from extractor.text.document import Document
from extractor.together import Together, in_thread
from extractor.wiring import NoLedger, Reader, StoreLedger, StoreSink, open_model, run_info
from extractor.writer import Writer

GROUP = 200
"""Documents that are put in line together."""
_FRESH_SECONDS = 2.0
"""For so long a worker trusts what it knows of a run's being cancelled."""
PARKED = "queue.parked"


def started(store: Store, settings: Settings, model: str, parameters: Mapping[str, Any]) -> str:
    """The run to put documents in line for: one like it that is still open, else a new one."""
    info = run_info(open_model(model, settings, NoLedger()), parameters)
    for run_id, other in reversed(store.runs.standing(QUEUEING, QUEUED)):
        if _same(info, other):
            store.runs.mark(run_id, QUEUEING)
            return run_id
    return store.runs.start(info, QUEUEING)


def _same(one: RunInfo, other: RunInfo) -> bool:
    return all(
        (
            (one.model, one.model_version, one.checks_version) == (other.model, other.model_version, other.checks_version),
            *(one.parameters.get(name) == other.parameters.get(name) for name in (PASSES, SECOND_OPINION)),
        )
    )


async def enqueue_all(url: str, store: Store, run_id: str, reader: Reader, sources: Iterator[Source]) -> AsyncIterator[Item]:
    """Store each document and put it in line, unless it is done or in line already; an item for each. Flat in memory."""
    sink = StoreSink(store, run_id, store.runs.get(run_id).info)
    async with opened(url) as app:
        while group := await asyncio.to_thread(lambda: list(islice(sources, GROUP))):
            items = await asyncio.to_thread(_stored, group, reader, sink)
            waiting = [Waiting(run_id, item.document_id or "", item.name) for item in items if item.status == "queued"]
            await enqueue(app, waiting)
            for item in items:
                yield item


def _stored(group: Iterable[Source], reader: Reader, sink: StoreSink) -> list[Item]:
    """Read sources and store them in one transaction."""
    read = [(source, _read(source, reader)) for source in group]
    with sink.transaction():
        return [_put(source, found, sink) for source, found in read]


def _read(source: Source, reader: Reader) -> Document | Failure:
    try:
        return reader(source)
    except InputError as error:
        return Failure.of(error)


def _put(source: Source, found: Document | Failure, sink: StoreSink) -> Item:
    if isinstance(found, Failure):
        item = Item(source.name, "failed", failure=found)
        sink.save([Ended(item)])
        return item
    if sink.is_done(found):
        item = Item(source.name, "skipped", found.id)
        sink.save([Ended(item, found)])
        return item
    return Item(source.name, "queued", sink.store.documents.put(found))


@dataclass
class _Open:
    """A run that a worker has documents of."""

    job: Job
    cancelled: bool
    asked_at: float
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def close(self) -> None:
        """Let none of its documents begin any more."""
        if self.job.places is not None:
            self.job.places.close()


@dataclass
class QueueStep:
    """What a worker does with a job: everything it needs is in the database, but for the endpoint. For one event loop."""

    store: Store
    settings: Settings
    concurrency: int = 8
    """So many ask the model at once, of all runs together."""
    url: str | None = None
    """The database that other workers share, where near-duplicates are to be kept apart in all of them."""
    ended: list[Any] = field(default_factory=list)
    """Functions that are told each item."""

    def __post_init__(self) -> None:
        self._writer = Writer(partial(self.store.transaction, whole=True))
        self._texts: Together[str, Document] = Together(in_thread(self.store.documents.get_all))
        self._free = asyncio.Semaphore(self.concurrency)
        self._runs: dict[str, _Open] = {}
        self._opening = asyncio.Lock()
        self._stopped = False
        self._apart = Apart(self.url) if self.url else None

    async def extract(self, run: str, document: str, name: str) -> None:
        """Extract one document of a run and store how it ended; nothing if the run was cancelled.

        Raises `UsageError` if this worker can't, whatever the document: no key, another version, all spent that it may spend;
        `ModelStoppedError` if the model was not asked yet when the worker was stopped.
        """
        source = await self._texts.ask(document)
        known = await self._open(run)
        if known.cancelled:
            return
        item = await work_on(source, known.job, self._writer, name)
        if self._stopped and item.failure is not None and item.failure.code == ModelStoppedError.code:
            raise ModelStoppedError(item.failure.message)
        if item.ends_run and item.failure is not None:  # this worker may spend no more: back into line, or the document would be lost
            raise UsageError(item.failure.message, hint="Start a worker with a higher limit: what was paid for is kept and costs nothing.")
        for tell in self.ended:
            tell(item)

    def stop(self) -> None:
        """Begin no document any more; what is begun goes on."""
        self._stopped = True
        if self._apart is not None:
            self._apart.stop()
        for known in self._runs.values():
            known.close()

    async def park(self, run: str, document: str, name: str, reason: str) -> None:
        """Store that a document is given up, and why."""
        failure = Failure(PARKED, reason, f"`quotebound retry {run} --failed` tries it again.")
        await self._writer.do(partial(self.store.runs.item, run, name, document, "failed", failure))
        for tell in self.ended:
            tell(Item(name, "failed", document, failure=failure))

    async def queued_runs(self) -> list[str]:
        """The runs whose documents are all in line or done."""
        return [run_id for run_id, _ in await asyncio.to_thread(self.store.runs.standing, QUEUED)]

    async def finish(self, run: str) -> None:
        """Store that a run is over."""
        await asyncio.to_thread(self.store.runs.finish, run, FINISHED)

    async def aclose(self) -> None:
        """Close connections and write what waits."""
        for known in self._runs.values():
            await known.job.model.aclose()
        if self._apart is not None:
            await self._apart.aclose()
        await self._writer.aclose()

    async def _open(self, run: str) -> _Open:
        now = time.monotonic()
        async with self._opening:  # in a thread: to import the model's libraries takes seconds, and a worker must give signs of life
            known = self._runs.get(run) or _Open(await asyncio.to_thread(self._job, run), cancelled=False, asked_at=-_FRESH_SECONDS)
            self._runs[run] = known
        async with known.asking:  # who comes while another asks waits for the answer, and does not go on with the old one
            if now - known.asked_at > _FRESH_SECONDS:
                known.cancelled = await asyncio.to_thread(self.store.runs.status_of, run) == CANCELLED
                known.asked_at = time.monotonic()
                if known.cancelled or self._stopped:
                    known.close()
        return known

    def _job(self, run: str) -> Job:
        info = self.store.runs.get(run).info
        ledger = StoreLedger(self.store, self._writer)
        ledger.run_id = run
        model = open_model(info.model, self.settings, ledger)
        ours = run_info(model, info.parameters)
        if (ours.model_version, ours.checks_version) != (info.model_version, info.checks_version):
            raise UsageError(f"run {run} was begun by another version of quotebound", hint="Install the same version everywhere.")
        second = info.parameters.get(SECOND_OPINION)
        other = open_model(second, self.settings, ledger) if second else None
        passes = int(info.parameters.get(PASSES, 1))
        near = None if info.parameters.get("copies") else UnderWay(run, self._apart)
        sink, places = StoreSink(self.store, run, info), Places(self._free)
        return Job(_never_read, model, DOMAIN, sink, self.concurrency, passes=passes, second=other, near=near, places=places)


def _never_read(_source: Any) -> Document:
    raise AssertionError("a worker's documents come from the database")
