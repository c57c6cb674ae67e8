from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, aclosing, nullcontext
from dataclasses import dataclass, field
from threading import get_ident
from typing import Any

import pytest

from extractor.batch import Ended, Item, Job, Known, run_batch
from extractor.claims.conflict import CONFLICT
from extractor.errors import (
    InputError,
    ModelBudgetError,
    ModelDeferredError,
    ModelUnavailableError,
    StoreError,
    StoreFullError,
    StoreValueError,
)
from extractor.models.rules import RulesModel
from extractor.opinion import MISSED
from extractor.pipeline import DocumentResult
from extractor.places import Places
from extractor.protocol import Proposal, ProposeRequest
from extractor.text.document import Document


@dataclass
class Quiet:
    """A model that proposes nothing, fails where the text says so, and counts how many calls are open at once."""

    name: str = "quiet"
    version: str = "1"
    max_chars: int = 10_000
    open: int = 0
    most: int = 0
    asked: list[str] = field(default_factory=list)

    async def propose(self, request: ProposeRequest) -> Proposal:
        self.open += 1
        self.most = max(self.most, self.open)
        await asyncio.sleep(0.001)
        self.open -= 1
        self.asked.append(request.reading.document.name)
        if "unreachable" in request.reading.text:
            raise ModelUnavailableError("no answer", hint="try later")
        if "bug" in request.reading.text:
            raise ZeroDivisionError
        return Proposal(())

    async def aclose(self) -> None: ...


@dataclass
class Memory:
    """A sink that remembers."""

    done: set[str] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    results: list[DocumentResult] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    full: bool = False

    def transaction(self) -> AbstractContextManager[None]:
        return nullcontext()

    async def known(self, document: Document, keys: Sequence[int]) -> Known:
        del keys
        return Known(document.name in self.done)

    def save(self, ended: Sequence[Ended]) -> None:
        self.threads.add(get_ident())
        for one in ended:
            if one.result is not None:
                if self.full:
                    raise StoreError("the disk is full")
                self.results.append(one.result)
                self.saved.append(one.result.document.name)
            self.items.append(one.item)


@dataclass(frozen=True)
class Named:
    name: str


def read(source: Named) -> Document:
    if source.name.startswith("binary"):
        raise InputError(f"{source.name}: a binary file", code="input.binary")
    return Document(text=f"Text of {source.name}.", name=source.name)


async def run(names: list[str], sink: Memory, model: Quiet, **options: Any) -> dict[str, Item]:
    job = Job(read, model, CONFLICT, sink, **options)
    async with aclosing(run_batch(iter([Named(name) for name in names]), job)) as items:
        return {item.name: item async for item in items}


async def test_every_source_ends_as_an_item_and_one_failure_stops_nothing() -> None:
    sink, model = Memory(), Quiet()
    items = await run(["a", "binary", "unreachable", "bug", "b"], sink, model)
    assert {name: item.status for name, item in items.items()} == {
        "a": "done",
        "b": "done",
        "binary": "failed",
        "unreachable": "failed",
        "bug": "failed",
    }
    assert {name: item.failure.code for name, item in items.items() if item.failure} == {
        "binary": "input.binary",
        "unreachable": "model.unavailable",
        "bug": "internal",
    }
    assert sorted(item.name for item in sink.items) == sorted(items), "each item is stored"


async def test_what_is_done_is_skipped_unless_fresh() -> None:
    sink, model = Memory(done={"a"}), Quiet()
    items = await run(["a", "b"], sink, model)
    assert (items["a"].status, items["b"].status) == ("skipped", "done")
    assert model.asked == ["b"]
    again = await run(["a"], sink, Quiet(), fresh=True)
    assert again["a"].status == "done"


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_no_more_documents_are_in_work_than_asked_and_one_thread_writes(concurrency: int) -> None:
    sink, model = Memory(), Quiet()
    await run([f"d{number}" for number in range(20)], sink, model, concurrency=concurrency)
    assert model.most <= concurrency
    assert len(sink.saved) == 20
    assert len(sink.threads) == 1


async def test_the_model_does_not_wait_for_what_is_being_stored() -> None:
    asked_again = threading.Event()

    @dataclass
    class Slow(Memory):
        def save(self, ended: Sequence[Ended]) -> None:
            assert asked_again.wait(10), "all that may be in work waits to be stored, and nothing is asked meanwhile"
            super().save(ended)

    @dataclass
    class Watched(Quiet):
        async def propose(self, request: ProposeRequest) -> Proposal:
            if len(self.asked) >= 4:
                asked_again.set()
            return await super().propose(request)

    sink, model = Slow(), Watched()
    await run([f"d{number}" for number in range(8)], sink, model, concurrency=4)
    assert model.most <= 4
    assert len(sink.saved) == 8


async def test_sources_are_taken_only_as_fast_as_they_are_worked_on() -> None:
    taken = 0

    def endless() -> Iterator[Named]:
        nonlocal taken
        while True:
            taken += 1
            yield Named(f"d{taken}")

    job = Job(read, Quiet(), CONFLICT, Memory(), concurrency=2)
    seen = 0
    async with aclosing(run_batch(endless(), job)) as items:
        async for _ in items:
            seen += 1
            if seen == 10:
                break
    assert taken <= 10 + 2 * 2, "the list of sources is never read ahead"


async def test_a_store_that_refuses_stops_the_run_with_its_own_error() -> None:
    with pytest.raises(StoreError, match="disk is full"):
        await run(["a", "b", "c"], Memory(full=True), Quiet())


async def test_a_database_that_takes_no_answer_stops_the_run_and_is_no_failure_of_the_document() -> None:
    @dataclass
    class Unstored(Quiet):
        async def propose(self, request: ProposeRequest) -> Proposal:
            del request
            raise StoreFullError("the disk is full")

    sink = Memory()
    with pytest.raises(StoreFullError):
        await run(["a"], sink, Unstored())
    assert sink.items == []


async def test_an_answer_that_no_database_can_hold_is_a_failure_of_its_document_alone() -> None:
    @dataclass
    class Odd(Quiet):
        async def propose(self, request: ProposeRequest) -> Proposal:
            if request.reading.document.name == "a":
                raise StoreValueError("the database can't hold a value")
            return await super().propose(request)

    sink = Memory()
    ended = await run(["a", "b"], sink, Odd())
    assert {name: item.status for name, item in ended.items()} == {"a": "failed", "b": "done"}


async def test_a_run_that_has_spent_what_it_may_begins_no_further_document_and_stores_nothing_of_the_one_it_leaves() -> None:
    @dataclass
    class Spent(Quiet):
        async def propose(self, request: ProposeRequest) -> Proposal:
            if len(self.asked) == 2:
                raise ModelBudgetError("the limit is used up", hint="raise it")
            return await super().propose(request)

    sink, model = Memory(), Spent()
    items = await run([f"d{number}" for number in range(6)], sink, model, concurrency=1)
    assert {name: item.status for name, item in items.items()} == {"d0": "done", "d1": "done", "d2": "left"}
    assert items["d2"].ends_run
    assert sorted(item.name for item in sink.items) == ["d0", "d1"]


async def test_what_waits_in_a_batch_file_is_left_and_the_others_are_begun() -> None:
    @dataclass
    class Deferred(Quiet):
        async def propose(self, request: ProposeRequest) -> Proposal:
            if "d1" in request.reading.text:
                raise ModelDeferredError("the request waits in a batch file")
            return await super().propose(request)

    sink = Memory()
    items = await run(["d0", "d1", "d2"], sink, Deferred(), concurrency=1)
    assert {name: item.status for name, item in items.items()} == {"d0": "done", "d1": "left", "d2": "done"}
    assert sorted(item.name for item in sink.items) == ["d0", "d2"]


async def test_once_the_places_are_closed_what_waits_for_one_is_left_also_by_a_second_reader_and_nothing_of_it_is_stored() -> None:
    places = Places(asyncio.Semaphore(1))

    @dataclass
    class Closing(Quiet):
        async def propose(self, request: ProposeRequest) -> Proposal:
            places.close()
            return await super().propose(request)

    sink, model = Memory(), Closing()
    items = await run(["d0", "d1"], sink, model, concurrency=1, places=places)
    assert sorted((item.status, item.failure.code if item.failure else None) for item in items.values()) == [
        ("done", None),
        ("left", "model.stopped"),
    ]
    assert sink.saved == model.asked

    places = Places(asyncio.Semaphore(1))
    items = await run(["d0"], sink, Closing(), concurrency=1, places=places, second=Quiet())
    assert items["d0"].status == "left"
    assert len(sink.saved) == 1


async def test_a_second_reader_adds_the_figures_that_only_it_found() -> None:
    sink = Memory()
    job = Job(
        lambda source: Document("Rebels killed 12 soldiers, officials said.\n", source.name), Quiet(), CONFLICT, sink, second=RulesModel()
    )
    async with aclosing(run_batch([Named("a")], job)) as items:
        ended = [item async for item in items]
    assert [item.claims for item in ended] == [1]
    (claim,) = sink.results[0].claims
    assert MISSED in {finding.code for finding in claim.findings}


async def test_a_result_waits_for_others_only_while_somebody_asks_the_model() -> None:
    places = Places(asyncio.Semaphore(8))
    job = Job(read, RulesModel(), CONFLICT, Memory(), concurrency=8, places=places)
    assert job.gather == 1
    async with places.one():
        assert job.gather == 2
