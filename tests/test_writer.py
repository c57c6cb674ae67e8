from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from extractor.writer import Writer


class Recorded:
    """A database of sorts: what is inside a transaction counts when it ends."""

    def __init__(self) -> None:
        self.commits: list[list[str]] = []
        self.inside: list[str] = []
        self.threads: set[int] = set()
        self.gate = threading.Event()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.inside = []
        self.gate.wait(5)
        yield
        self.commits.append(self.inside)

    def add(self, word: str) -> str:
        self.threads.add(threading.get_ident())
        if word == "bad":
            raise ValueError(word)
        self.inside.append(word)
        return word.upper()


async def together(database: Recorded, words: list[str]) -> list[str | BaseException]:
    """Write all words, the first of which is being written while the others gather."""
    writer = Writer(database.transaction)
    tasks = [asyncio.create_task(writer.do(lambda word=word: database.add(word))) for word in words]  # type: ignore[misc]
    await asyncio.sleep(0.01)
    database.gate.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    await writer.aclose()
    return results


async def test_what_gathers_while_one_commit_is_under_way_is_committed_together_by_one_thread() -> None:
    database = Recorded()
    assert await together(database, ["a", "b", "c", "d"]) == ["A", "B", "C", "D"]
    assert len(database.commits) <= 2
    assert [word for commit in database.commits for word in commit] == ["a", "b", "c", "d"]
    assert len(database.threads) == 1


async def test_one_that_fails_takes_none_of_its_group_with_it() -> None:
    database = Recorded()
    a, bad, c = await together(database, ["a", "bad", "c"])
    assert (a, c) == ("A", "C")
    assert isinstance(bad, ValueError)
    assert sorted(word for commit in database.commits for word in commit) == ["a", "c"]


async def test_nobody_goes_on_before_his_part_is_committed() -> None:
    database = Recorded()
    writer = Writer(database.transaction)
    task = asyncio.create_task(writer.do(lambda: database.add("a")))
    await asyncio.sleep(0.05)
    assert not task.done()
    database.gate.set()
    await task
    assert database.commits == [["a"]]
    await writer.aclose()


async def test_a_caller_that_is_cancelled_undoes_nothing() -> None:
    database = Recorded()
    writer = Writer(database.transaction)
    task = asyncio.create_task(writer.do(lambda: database.add("a")))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    database.gate.set()
    await writer.aclose()
    assert database.commits == [["a"]]


async def test_what_waits_for_one_function_is_handed_to_it_in_one_call_and_alone_if_that_fails() -> None:
    database = Recorded()
    calls: list[list[str]] = []

    def add_all(words: Sequence[str]) -> None:
        calls.append(list(words))
        for word in words:
            database.add(word)

    writer = Writer(database.transaction)
    first = asyncio.create_task(writer.do(lambda: database.add("first")))
    await asyncio.sleep(0.01)
    tasks = [asyncio.create_task(writer.put(add_all, word)) for word in ("a", "b", "c")]
    await asyncio.sleep(0)
    database.gate.set()
    await asyncio.gather(first, *tasks)
    assert calls == [["a", "b", "c"]]
    assert database.commits == [["first"], ["a", "b", "c"]]
    results = await asyncio.gather(*(writer.put(add_all, word) for word in ("d", "bad", "e")), return_exceptions=True)
    await writer.aclose()
    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    assert calls[1:] == [["d", "bad", "e"], ["d"], ["bad"], ["e"]]
    assert database.commits[2:] == [["d"], ["e"]]


async def test_what_may_wait_is_committed_with_enough_of_its_kind_or_at_last_alone_and_never_with_what_cant_wait() -> None:
    database = Recorded()
    database.gate.set()
    writer = Writer(database.transaction)
    patient = asyncio.create_task(writer.do(lambda: database.add("a"), gather=2))
    await asyncio.sleep(0)
    await writer.do(lambda: database.add("b"))
    assert database.commits == [["b"]]
    assert not patient.done()
    await asyncio.gather(patient, writer.do(lambda: database.add("c"), gather=2))
    assert database.commits[1:] == [["a", "c"]]
    await writer.do(lambda: database.add("e"), gather=2)
    last = asyncio.create_task(writer.do(lambda: database.add("f"), gather=2))
    await asyncio.sleep(0)
    await writer.aclose()
    await last
    assert database.commits[2:] == [["e"], ["f"]]
