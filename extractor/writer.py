"""One thread that writes: what waits at the same moment is committed together, and nobody goes on before his part is durable.

    do(a) ─┐                         ┌─▶ a's result
    do(b) ─┼─▶ waiting ─▶ one thread: │   transaction: a, b, c; commit
    do(c) ─┘                         └─▶ c's result, or what c raised

While one group is being committed the next gathers: the slower the disk, the larger the groups. What was put with the same function
(`put`) is handed to it in one call, so that a database needs a few statements for many documents. If an action of a group fails, all of
the group is rolled back and each action is done in a transaction of its own, so that one can't take the others with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
Transaction = Callable[[], AbstractContextManager[None]]
_Waiting = tuple[Callable[[], Any], "asyncio.Future[Any]"]
PATIENCE = 0.2
"""Seconds that an action waits for others that may be written with it, where it may wait."""
LARGEST = 256
"""Actions of one transaction at most: a lock is not held for longer than they take."""


@dataclass(frozen=True)
class _Part:
    """One argument of a function that takes many at once."""

    function: Callable[[Sequence[Any]], None]
    argument: Any

    def __call__(self) -> None:
        self.function([self.argument])


class Writer:
    """Does actions inside transactions made by `transaction`, in the order in which they came. For one event loop."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="quotebound-writer")
        self._waiting: list[_Waiting] = []
        self._patient: list[_Waiting] = []
        self._alarm: asyncio.TimerHandle | None = None
        self._busy: asyncio.Task[None] | None = None

    async def do(self, action: Callable[[], T], gather: int = 0) -> T:
        """What `action` gives, once it is committed; what it raises if it fails alone. A caller that is cancelled undoes nothing.

        With `gather` it waits, `PATIENCE` at most, until so many such wait, itself among them; what can't does not take it along.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if gather:
            self._patient.append((action, future))
            if len(self._patient) >= gather:
                self._hurry()
            elif self._alarm is None:
                self._alarm = loop.call_later(PATIENCE, self._hurry)
        else:
            self._waiting.append((action, future))
            self._begin()
        return await future

    async def put(self, function: Callable[[Sequence[T]], None], argument: T, gather: int = 0) -> None:
        """As `do(lambda: function([argument]))`, but in one call with all arguments that wait for the same function."""
        await self.do(_Part(function, argument), gather)

    async def aclose(self) -> None:
        """Write what waits, then end the thread."""
        self._hurry()
        if self._busy is not None:
            await self._busy
        self._thread.shutdown(wait=True)

    def _hurry(self) -> None:
        """Nobody waits for others any longer."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._waiting += self._patient
        self._patient = []
        self._begin()

    def _begin(self) -> None:
        if self._busy is None and self._waiting:
            self._busy = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
            actions = [action for action, _ in group]
            outcomes = await loop.run_in_executor(self._thread, write_together, self._transaction, actions)
            for (_, future), (result, error) in zip(group, outcomes, strict=True):
                if future.cancelled():
                    continue
                if error is None:
                    future.set_result(result)
                else:
                    future.set_exception(error)
        self._busy = None


def write_together(transaction: Transaction, actions: Sequence[Callable[[], Any]]) -> list[tuple[Any, Exception | None]]:
    """Do all in one transaction, or if one fails, each in its own; the result or the error of each."""
    try:
        with transaction():
            results = _results(actions)
    except Exception as error:  # noqa: BLE001 - handed to whoever asked for it
        if len(actions) == 1:
            return [(None, error)]
        return [outcome for action in actions for outcome in write_together(transaction, [action])]
    return [(result, None) for result in results]


def _results(actions: Sequence[Callable[[], Any]]) -> list[Any]:
    """The result of each action, in order; those of functions that take many at once are done last."""
    joined: dict[Callable[[Sequence[Any]], None], list[Any]] = {}
    results = []
    for action in actions:
        if isinstance(action, _Part):
            joined.setdefault(action.function, []).append(action.argument)
        results.append(None if isinstance(action, _Part) else action())
    for function, arguments in joined.items():
        function(arguments)
    return results
