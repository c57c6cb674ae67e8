"""A scripted endpoint in a process of its own, light enough to share two cores with what it measures.

It claims the first sentences of every text after a fixed latency, and keeps count: how often each document was asked about, and when
the first request came and the last answer went.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import multiprocessing
import re
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.endpoint import statement

_TEXT = re.compile(r"^TEXT ([0-9a-f]{8})\n(.*)\nEND \1$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Seen:
    """What an endpoint has seen: calls, different documents, and seconds from the first request to the last answer."""

    calls: int
    documents: int
    seconds: float

    @property
    def repeated(self) -> int:
        """Calls beyond one a document."""
        return self.calls - self.documents


def answer_of(text: str, claims: int) -> str:
    """The answer's content: a claim for each of the first sentences."""
    sentences = [line.strip() for line in text.split("\n") if line.strip()][:claims]
    found = [statement(sentence) for sentence in sentences]
    return json.dumps({"claims": found, "replaces": []})


class _Counting:
    def __init__(self, latency: float, claims: int) -> None:
        self.latency, self.claims = latency, claims
        self.seen: Counter[bytes] = Counter()
        self.first = self.last = 0.0

    async def complete(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        began = time.monotonic()
        self.first = self.first or began
        asked = (message["content"] for message in body["messages"] if message["role"] == "user")
        match = next(found for words in asked if (found := _TEXT.search(words)))
        self.seen[hashlib.blake2b(match[2].encode(), digest_size=8).digest()] += 1
        await asyncio.sleep(self.latency)
        message = {"role": "assistant", "content": answer_of(match[2], self.claims)}
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        self.last = time.monotonic()
        completion = {"id": "x", "object": "chat.completion", "created": 1, "model": "test", "choices": [choice], "usage": usage}
        return web.json_response(completion)

    async def stats(self, _request: web.Request) -> web.Response:
        return web.json_response({"calls": self.seen.total(), "documents": len(self.seen), "seconds": self.last - self.first})


def _serve(address: Any, latency: float, claims: int) -> None:
    async def main() -> None:
        counting = _Counting(latency, claims)
        app = web.Application()
        app.router.add_post("/v1/chat/completions", counting.complete)
        app.router.add_get("/stats", counting.stats)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        address.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(main())


class Endpoint:
    """A running endpoint."""

    def __init__(self, port: int) -> None:
        self._port = port

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL takes."""
        return f"http://127.0.0.1:{self._port}/v1"

    def seen(self) -> Seen:
        """What it has seen so far."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/stats", timeout=30) as response:
            return Seen(**json.load(response))


@contextmanager
def endpoint(latency: float, claims: int = 3) -> Iterator[Endpoint]:
    """An endpoint that answers after `latency` seconds with so many claims a document."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, latency, claims), daemon=True)
    process.start()
    try:
        yield Endpoint(ours.recv())
    finally:
        process.terminate()
        process.join()
