"""Near-duplicates that several workers have in hand at once: one is extracted first, so that the others can be found to be its copies.

Advisory locks of PostgreSQL, held by a connection of this worker's own: they are gone with it, however it ends. They spare calls and
guard nothing else, so whoever can't have them, or has waited long enough for a worker that may hang, goes on without.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import psycopg

from extractor.together import Together

log = logging.getLogger(__name__)
_SPACE = zlib.crc32(b"quotebound: near-duplicates") - 2**31
"""The first half of our locks' numbers, so that they aren't another program's."""
_TAKE = """
SELECT at, pg_try_advisory_lock(%(space)s, key) FROM unnest(%(keys)s::integer[]) WITH ORDINALITY AS asked (key, at)
"""
_GIVE = "SELECT pg_advisory_unlock(%(space)s, key) FROM unnest(%(keys)s::integer[]) AS held (key)"
_PAUSE = 0.3
"""Seconds between two looks at whether the other worker is done, about."""


class Apart:
    """What of the documents with given keys is in work at other workers. For one event loop."""

    def __init__(self, url: str, patience: float = 60.0) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._patience = patience
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._connecting = asyncio.Lock()
        self._stopped = asyncio.Event()
        self._taken: Together[Sequence[int], bool] = Together(self._take)
        self._given: Together[Sequence[int], None] = Together(self._give)

    @asynccontextmanager
    async def held(self, run: str, keys: Sequence[int]) -> AsyncIterator[None]:
        """Wait until no other worker has a document of `run` with one of `keys` in hand, then hold them; `patience` seconds at most."""
        own = sorted({(key ^ zlib.crc32(run.encode())) - 2**31 for key in keys})
        held = bool(own) and await self._wait(own)
        try:
            yield
        finally:
            if held:
                await self._unless_away(self._given, own)

    def stop(self) -> None:
        """Let nobody wait any more: this worker begins no document now."""
        self._stopped.set()

    async def aclose(self) -> None:
        """Close the connection, and with it let go of everything."""
        if self._connection is not None:
            await self._connection.close()

    async def _wait(self, keys: Sequence[int]) -> bool:
        until = time.monotonic() + self._patience
        while True:
            got = await self._unless_away(self._taken, keys)
            if got is not False or self._stopped.is_set() or time.monotonic() >= until:
                return bool(got)
            pause = _PAUSE * random.uniform(0.5, 1.5)  # noqa: S311 - so that workers don't march in step
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), pause)

    async def _unless_away(self, asked: Together[Sequence[int], Any], keys: Sequence[int]) -> Any:
        try:
            return await asked.ask(keys)
        except psycopg.Error as error:
            log.info("near-duplicates are not kept apart for now: %s", error)
            return None

    async def _take(self, wanted: Sequence[Sequence[int]]) -> list[bool]:
        rows = await self._rows(_TAKE, [key for keys in wanted for key in keys])
        got = [is_got for _, is_got in sorted(rows)]
        mine = [[got.pop(0) for _ in keys] for keys in wanted]
        back = [
            key for keys, parts in zip(wanted, mine, strict=True) if not all(parts) for key, part in zip(keys, parts, strict=True) if part
        ]
        if back:
            await self._rows(_GIVE, back)
        return [all(parts) for parts in mine]

    async def _give(self, held: Sequence[Sequence[int]]) -> list[None]:
        await self._rows(_GIVE, [key for keys in held for key in keys])
        return [None] * len(held)

    async def _rows(self, statement: str, keys: Sequence[int]) -> list[tuple[Any, ...]]:
        async with self._connecting:
            if self._connection is None or self._connection.closed:
                self._connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        cursor = await self._connection.execute(statement, {"space": _SPACE, "keys": list(keys)})
        return await cursor.fetchall()
