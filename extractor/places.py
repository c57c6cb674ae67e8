"""Places at a model: so many may ask at once. Whoever has been answered leaves, so that the next asks before the answer is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from extractor.errors import ModelStoppedError


class Places:
    """As many as are `free`, held from the question until its answer is stored: so many answers at most can be lost, and paid again."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self._closed = False
        self.asking = 0
        """How many have a place, or wait for one."""

    def close(self) -> None:
        """Let nobody begin any more: who waits to begin is turned away, who has begun may go on asking."""
        self._closed = True

    @asynccontextmanager
    async def one(self, *, begun: bool = True) -> AsyncIterator[None]:
        """A place. Raises `ModelStoppedError` for a document that has not `begun` once there are none to begin with."""
        self.asking += 1
        try:
            async with self._free:
                if self._closed and not begun:
                    raise ModelStoppedError("the run was stopped before this document's turn", hint="The same command goes on with it.")
                yield
        finally:
            self.asking -= 1
        await asyncio.sleep(0)  # whoever waits goes first
