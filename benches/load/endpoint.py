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

_TEXT = re.compile(rb"(?:\\n|\")TEXT ([0-9a-f]{8})\\n(.*?)\\nEND \1\b")
"""The text in a body as it was sent: the benchmarks' documents are plain ASCII, and their line ends are all that JSON escapes."""
_ASKED = b'"role":"user"'
"""What the last message begins with; before it stand the prompt's examples."""


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


def template(claims: int) -> bytes:
    """A completion with so many claims, the quoted sentences left open as <0>, <1>, …: what does not change is made once."""
    content = json.dumps({"claims": [statement(f"<{number}>") for number in range(claims)], "replaces": []})
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    completion = {"id": "x", "object": "chat.completion", "created": 1, "model": "test", "choices": [choice], "usage": usage}
    return json.dumps(completion).encode()


def answer_of(text: bytes, template: bytes, claims: int) -> bytes:
    """The completion: a claim for each of the first lines of the text."""
    for number, line in enumerate(text.split(rb"\n", claims)[:claims]):
        template = template.replace(b"<%d>" % number, line)
    return template


class _Counting:
    def __init__(self, latency: float, claims: int) -> None:
        self.latency, self.claims, self.template = latency, claims, template(claims)
        self.seen: Counter[bytes] = Counter()
        self.first = self.last = 0.0

    async def complete(self, request: web.Request) -> web.Response:
        body = await request.read()
        match = _TEXT.search(body, body.rindex(_ASKED))
        assert match is not None
        began = time.monotonic()
        self.first = self.first or began
        self.seen[hashlib.blake2b(match[2], digest_size=8).digest()] += 1
        await asyncio.sleep(self.latency)
        self.last = time.monotonic()
        return web.Response(body=answer_of(match[2], self.template, self.claims), content_type="application/json")

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
