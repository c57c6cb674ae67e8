"""What is asked for at the same moment is asked for together: one round trip for many, and nobody waits for a timer.

    ask(a) ─┐                 ┌─▶ a's answer
    ask(b) ─┼─▶ answer([a, b, c])
    ask(c) ─┘                 └─▶ c's answer

While one group is on its way the next gathers: the slower the other side, the larger the groups.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")
LARGEST = 256
"""Questions of one group at most."""


class Together(Generic[Q, A]):
    """Asks `answer` for many at once; it gives one answer a question, in their order. For one event loop.

    If a group fails, each of it is asked alone, so that one can't take the others with it.
    """

    def __init__(self, answer: Callable[[Sequence[Q]], Awaitable[Sequence[A]]]) -> None:
        self._answer = answer
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A:
        """The answer; raises what the question raises alone."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[A] = loop.create_future()
        self._waiting.append((question, future))
        if self._busy is None:
            self._busy = loop.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
                await self._settle(group)
        finally:
            self._busy = None

    async def _settle(self, group: Sequence[tuple[Q, asyncio.Future[A]]]) -> None:
        try:
            answers = await self._answer([question for question, _ in group])
        except Exception as error:  # noqa: BLE001 - handed to whoever asked for it
            if len(group) > 1:
                for one in group:
                    await self._settle([one])
            elif not group[0][1].done():
                group[0][1].set_exception(error)
            return
        for (_, future), answer in zip(group, answers, strict=True):
            if not future.done():
                future.set_result(answer)


def in_thread(answer: Callable[[Sequence[Q]], Sequence[A]]) -> Callable[[Sequence[Q]], Awaitable[Sequence[A]]]:
    """`answer`, done in a thread."""

    async def answered(questions: Sequence[Q]) -> Sequence[A]:
        return await asyncio.to_thread(answer, questions)

    return answered
