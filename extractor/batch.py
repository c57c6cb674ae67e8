"""Many documents: read, extract, store; streaming, bounded, resumable.

    sources ─▶ at most N in work: read → known? → extract_document ─▶ one writer thread: document, calls, claims, item

Every document ends as an item of the run: done, failed (with why), or skipped (an earlier run with the same model, prompt and
checks did it). Nothing a document does stops the run. What the run may not spend any more, or what waits in a batch file, is left:
nothing of it is stored but the answers that were paid for, and the next run takes it up.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeVar

from extractor.claims.domain import Domain
from extractor.errors import Failure, InputError, ModelBudgetError, ModelDeferredError, QuoteboundError
from extractor.opinion import join_opinions
from extractor.pipeline import DocumentResult, extract_document
from extractor.protocol import Model
from extractor.text.document import Document
from extractor.text.reading import Reading

T = TypeVar("T")
Status = Literal["done", "failed", "skipped", "left"]
_SPENT = ModelBudgetError.code
_LEFT = frozenset({_SPENT, ModelDeferredError.code})


@dataclass(frozen=True)
class Item:
    """How one source ended: `claims` and `blocked` count what was stored, `calls` what was paid for.

    Items that are left say why in `failure`, and no sink is given them.
    """

    name: str
    status: Status
    document_id: str | None = None
    claims: int = 0
    blocked: int = 0
    malformed: int = 0
    calls: int = 0
    failure: Failure | None = None

    @property
    def ends_run(self) -> bool:
        """Whether the run has spent what it may: no other document would fare better."""
        return self.status == "left" and self.failure is not None and self.failure.code == _SPENT


class Sink(Protocol):
    """Where a run's results go; each method returns when its data is durable. Called from one thread."""

    def is_done(self, document: Document) -> bool:
        """Whether this document needs no new extraction."""
        ...

    def save(self, result: DocumentResult, item: Item) -> None:
        """Store a document, its claims and how it ended, in one transaction."""
        ...

    def save_item(self, item: Item, document: Document | None) -> None:
        """Store how a source ended that gave no claims."""
        ...


@dataclass(frozen=True)
class Job:
    """What a run is made of. `read` turns a source into a document or raises `InputError`; `fresh` repeats what is done.

    `passes` is how often a document is looked at, by models that look again. `second` reads every document too, and what only one of
    the two found is marked.
    """

    read: Callable[[Any], Document]
    model: Model
    domain: Domain
    sink: Sink
    concurrency: int = 8
    fresh: bool = False
    passes: int = 1
    second: Model | None = None


@dataclass
class _Stores:
    """The sink behind one thread, so that the event loop never waits for the disk and SQLite has one writer."""

    sink: Sink
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="quotebound-writer"))

    async def do(self, action: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, action, *arguments)


async def run_batch(sources: Iterable[Any], job: Job) -> AsyncGenerator[Item, None]:
    """Yield an item for each source as it ends, in no fixed order; at most `job.concurrency` are in work.

    Once the run has spent what it may, no further source is begun: those have no item.
    Closing the iterator early (Ctrl-C) lets nothing half-written behind: what is stored is stored whole.
    """
    writer = _Stores(job.sink)
    waiting: Iterator[Any] = iter(sources)
    running: set[asyncio.Task[Item]] = set()
    try:
        while True:
            _fill(running, waiting, job, writer)
            if not running:
                return
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            items = [task.result() for task in done]
            if any(item.ends_run for item in items):
                waiting = iter(())
            for item in items:
                yield item
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        writer.thread.shutdown(wait=True)


def _fill(running: set[asyncio.Task[Item]], waiting: Iterator[Any], job: Job, writer: _Stores) -> None:
    while len(running) < job.concurrency:
        try:
            source = next(waiting)
        except StopIteration:
            return
        running.add(asyncio.create_task(_one(source, job, writer)))


async def _one(source: Any, job: Job, writer: _Stores) -> Item:
    try:
        document = await asyncio.to_thread(job.read, source)
    except InputError as error:
        item = Item(source.name, "failed", failure=Failure.of(error))
        await writer.do(job.sink.save_item, item, None)
        return item
    if not job.fresh and await writer.do(job.sink.is_done, document):
        item = Item(document.name, "skipped", document.id)
        await writer.do(job.sink.save_item, item, document)
        return item
    result = await _extract(document, job)
    item = _item(result)
    if item.status == "left":
        return item
    await writer.do(job.sink.save, result, item)
    return item


async def _extract(document: Document, job: Job) -> DocumentResult:
    reading = Reading.of(document)
    try:
        result = await extract_document(reading, job.model, job.domain, passes=job.passes)
        return result if job.second is None or result.failure else await _seconded(result, reading, job.second, job.domain)
    except QuoteboundError as error:
        return DocumentResult(document, failure=Failure.of(error))
    except Exception as error:  # noqa: BLE001 - a fault of ours on one document must not lose the night's run
        failure = Failure("internal", f"{type(error).__name__}: {error}", "Please report this document; the others are unharmed.")
        return DocumentResult(document, failure=failure)


async def _seconded(result: DocumentResult, reading: Reading, second: Model, domain: Domain) -> DocumentResult:
    other = await extract_document(reading, second, domain)
    return replace(result, claims=join_opinions(result.claims, other.claims, reading, second.name))


def _item(result: DocumentResult) -> Item:
    return Item(
        name=result.document.name,
        status=_status(result.failure),
        document_id=result.document.id,
        claims=len(result.claims),
        blocked=sum(claim.blocked for claim in result.claims),
        malformed=len(result.malformed),
        calls=len(result.calls),
        failure=result.failure,
    )


def _status(failure: Failure | None) -> Status:
    if failure is None:
        return "done"
    return "left" if failure.code in _LEFT else "failed"
