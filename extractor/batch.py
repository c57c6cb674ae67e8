"""Many documents: read, extract, store; streaming, bounded, resumable.

    sources ─▶ read → known? ─▶ at most N ask the model (places.py) ─▶ ground, check ─▶ one writer thread (writer.py)

A document leaves its place as soon as its answer is stored; as many again are being read, checked or stored meanwhile.
Every document ends as an item of the run: done, failed (with why), or skipped (an earlier run with the same model, prompt and
checks did it). Nothing a document does stops the run. What the run may not spend any more, or what waits in a batch file, is left:
nothing of it is stored but the answers that were paid for, and the next run takes it up.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Literal, Protocol

from extractor.claims.domain import Domain
from extractor.copies import bands
from extractor.errors import (
    Failure,
    InputError,
    ModelBudgetError,
    ModelDeferredError,
    ModelStoppedError,
    QuoteboundError,
    StoreError,
    StoreValueError,
    UsageError,
)
from extractor.opinion import join_opinions
from extractor.pipeline import DocumentResult, extract_document
from extractor.places import Places
from extractor.protocol import Model
from extractor.text.document import Document
from extractor.text.reading import Reading
from extractor.writer import Writer

Status = Literal["done", "failed", "skipped", "left", "queued"]
_GATHERED = 4
"""A result may wait a moment for a fourth as many as ask the model, to be stored with theirs: a few statements for all of them."""
_SPENT = ModelBudgetError.code
_LEFT = frozenset({_SPENT, ModelDeferredError.code, ModelStoppedError.code})


@dataclass(frozen=True)
class Item:
    """How one source ended: `claims` and `blocked` count what was stored; `calls`, `tokens` and `cost_usd` what was paid for now.

    Items that are left say why in `failure`, and no sink is given them.
    """

    name: str
    status: Status
    document_id: str | None = None
    claims: int = 0
    blocked: int = 0
    malformed: int = 0
    calls: int = 0
    tokens: int = 0
    cost_usd: float = 0.0
    failure: Failure | None = None
    copy_of: str | None = None

    @property
    def ends_run(self) -> bool:
        """Whether the run has spent what it may: no other document would fare better."""
        return self.status == "left" and self.failure is not None and self.failure.code == _SPENT


@dataclass(frozen=True)
class Ended:
    """What is stored of a source: how it ended, the document if it became one, and what was extracted if anything was."""

    item: Item
    document: Document | None = None
    result: DocumentResult | None = None


@dataclass(frozen=True)
class Known:
    """What is known of a document before it is extracted: that it is done, or of which done document it is a copy (identifier)."""

    done: bool = False
    original: str | None = None


class Sink(Protocol):
    """Where a run's results go. What is done inside a transaction is durable when the transaction ends."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that the same thread saves inside is stored together, or not at all."""
        ...

    async def known(self, document: Document, keys: Sequence[int]) -> Known:
        """Whether this document needs no new extraction, and which done document it is a copy of, among those that share one of `keys`."""
        ...

    def save(self, ended: Sequence[Ended]) -> None:
        """Store documents, their claims and how they ended; from the writing thread, inside a transaction."""
        ...


class Elsewhere(Protocol):
    """What other processes have in work."""

    def held(self, run: str, keys: Sequence[int]) -> AbstractAsyncContextManager[None]:
        """Wait until no other process works on a document of `run` with one of `keys`, then let none begin with one."""
        ...


class UnderWay:
    """Documents of a run in work, by the keys that near-duplicates share: a copy waits for its original. For one event loop.

    `elsewhere` knows what other processes have in work of the same run.
    """

    def __init__(self, run: str = "", elsewhere: Elsewhere | None = None) -> None:
        self._ends: dict[int, asyncio.Event] = {}
        self._run, self._elsewhere = run, elsewhere

    @asynccontextmanager
    async def turn(self, keys: Sequence[int]) -> AsyncIterator[None]:
        """Wait until no document with one of `keys` is in work, then be the one that is."""
        while waits := [self._ends[key] for key in keys if key in self._ends]:
            await waits[0].wait()
        end = asyncio.Event()
        self._ends.update(dict.fromkeys(keys, end))
        try:
            async with self._elsewhere.held(self._run, keys) if self._elsewhere else nullcontext():
                yield
        finally:
            for key in keys:
                self._ends.pop(key, None)
            end.set()


@dataclass(frozen=True)
class Job:
    """What a run is made of. `read` turns a source into a document or raises `InputError`; `fresh` repeats what is done.

    `passes` is how often a document is looked at, by models that look again. `second` reads every document too, and what only one of
    the two found is marked. With `near`, near-duplicates of what is done are linked instead of extracted.
    """

    read: Callable[[Any], Document]
    model: Model
    domain: Domain
    sink: Sink
    concurrency: int = 8
    fresh: bool = False
    passes: int = 1
    second: Model | None = None
    near: UnderWay | None = None
    places: Places | None = None
    """Those at the models, where others share them; else `concurrency` of the run's own."""

    @property
    def gather(self) -> int:
        """For so many results one may wait, itself among them; where nobody asks any more, no other will come."""
        return max(1, self.concurrency // _GATHERED) if self.places and self.places.asking else 1


class _Feed:
    """The sources, taken one at a time by whichever thread asks; never read ahead."""

    def __init__(self, sources: Iterable[Any]) -> None:
        self._sources = iter(sources)
        self._lock = Lock()
        self.open = True

    def next(self) -> Any | None:
        """The next source, or null when there is none or the feed was closed."""
        with self._lock:
            source = next(self._sources, None) if self.open else None
            self.open = source is not None
        return source


async def run_batch(sources: Iterable[Any], job: Job, shared: Writer | None = None) -> AsyncGenerator[Item, None]:
    """Yield an item for each source as it ends, in no fixed order; at most `job.concurrency` ask the model at once.

    As many again are being read, checked or stored: the model does not wait for our processor or disk.
    With `shared`, results are written together with what others write there; who made it closes it.

    Once the run has spent what it may, no further source is begun: those have no item.
    Closing the iterator early (Ctrl-C) lets nothing half-written behind: what is stored is stored whole.
    """
    feed, writer = _Feed(sources), shared or Writer(job.sink.transaction)
    job = replace(job, places=job.places or Places(asyncio.Semaphore(job.concurrency)))
    ended: asyncio.Queue[Item | BaseException | None] = asyncio.Queue(job.concurrency)
    workers = [asyncio.create_task(_work(feed, job, writer, ended)) for _ in range(2 * job.concurrency)]
    at_work = len(workers)
    try:
        while at_work:
            item = await ended.get()
            if isinstance(item, BaseException):
                raise item
            if item is None:
                at_work -= 1
            else:
                yield item
    finally:
        for task in workers:
            task.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        if shared is None:
            await writer.aclose()


async def _work(feed: _Feed, job: Job, writer: Writer, ended: asyncio.Queue[Item | BaseException | None]) -> None:
    """Take sources until there are no more."""
    try:
        while feed.open:
            item = await _one(feed, job, writer)
            if item is not None and item.ends_run:
                feed.open = False
            if item is not None:
                await ended.put(item)
    except Exception as error:  # noqa: BLE001 - raised where the items are read
        await ended.put(error)
    await ended.put(None)


def _opened(feed: _Feed, job: Job) -> Item | Document | None:
    """The next source as a document, or as an item if it can't be read; null at the end. In a thread: files and the store are slow."""
    source = feed.next()
    if source is None:
        return None
    try:
        document = job.read(source)
    except InputError as error:
        return Item(source.name, "failed", failure=Failure.of(error))
    return document


async def _one(feed: _Feed, job: Job, writer: Writer) -> Item | None:
    opened = await asyncio.to_thread(_opened, feed, job)
    if isinstance(opened, Document):
        return await work_on(opened, job, writer)
    if opened is not None:
        await writer.put(job.sink.save, Ended(opened))
    return opened


async def work_on(document: Document, job: Job, writer: Writer, name: str | None = None) -> Item:
    """The step that every engine repeats without harm: extract a document and store it, unless that is done already.

    `name` is that of the source, where the document is stored under another.
    """
    if job.near is None:
        return await _worked_on(document, job, writer, name or document.name)
    keys = await asyncio.to_thread(bands, document.text)
    async with job.near.turn(keys):
        return await _worked_on(document, job, writer, name or document.name, keys)


async def _worked_on(document: Document, job: Job, writer: Writer, name: str, keys: Sequence[int] = ()) -> Item:
    item = None if job.fresh else _needless(document, name, await job.sink.known(document, keys))
    if item is not None:
        await writer.put(job.sink.save, Ended(item, document))
        return item
    result = await _extract(document, job)
    item = _item(result, name)
    if item.status != "left":
        await writer.put(job.sink.save, Ended(item, document, replace(result, keys=tuple(keys))), job.gather)
    return item


def _needless(document: Document, name: str, known: Known) -> Item | None:
    """The item of a document that needs no extraction."""
    return Item(name, "skipped", document.id, copy_of=known.original) if known.done or known.original else None


async def _extract(document: Document, job: Job) -> DocumentResult:
    reading = Reading.of(document)
    try:
        result = await extract_document(reading, job.model, job.domain, passes=job.passes, places=job.places)
        return result if job.second is None or result.failure else await _seconded(result, reading, job.second, job)
    except QuoteboundError as error:
        if isinstance(error, UsageError) or (isinstance(error, StoreError) and not isinstance(error, StoreValueError)):
            raise  # an answer that can't be stored, or looked for, is no failure of the document: it would be done but for the database
        return DocumentResult(document, failure=Failure.of(error))
    except Exception as error:  # noqa: BLE001 - a fault of ours on one document must not lose the night's run
        failure = Failure("internal", f"{type(error).__name__}: {error}", "Please report this document; the others are unharmed.")
        return DocumentResult(document, failure=failure)


async def _seconded(result: DocumentResult, reading: Reading, second: Model, job: Job) -> DocumentResult:
    other = await extract_document(reading, second, job.domain, places=job.places)
    if other.failure and other.failure.code in _LEFT:
        return replace(result, calls=result.calls + other.calls, failure=other.failure)
    return replace(result, claims=join_opinions(result.claims, other.claims, reading, second.name))


def _item(result: DocumentResult, name: str) -> Item:
    return Item(
        name=name,
        status=_status(result.failure),
        document_id=result.document.id,
        claims=len(result.claims),
        blocked=sum(claim.blocked for claim in result.claims),
        malformed=len(result.malformed),
        calls=len(result.calls),
        tokens=sum((call.usage.prompt_tokens or 0) + (call.usage.completion_tokens or 0) for call in result.calls),
        cost_usd=sum(call.usage.cost_usd or 0.0 for call in result.calls),
        failure=result.failure,
    )


def _status(failure: Failure | None) -> Status:
    if failure is None:
        return "done"
    return "left" if failure.code in _LEFT else "failed"
