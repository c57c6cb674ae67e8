"""A scripted OpenAI-compatible server over real HTTP on loopback; every fault that an endpoint can have, by script.

Chat completions and models here, files and batches in `tests.endpoint_batches`.

    with ScriptedEndpoint(sequence(rate_limited(retry_after="0"), answer([claim]))) as endpoint:
        model = OpenAICompatibleModel(EndpointOptions("test", base_url=endpoint.url), ledger)
        …
        assert endpoint.requests[0].body["model"] == "test"

By hand, with a model that claims the first sentence of every text:

    python -m tests.endpoint --port 8191 [--latency 0.2] [--faults 429,500,reset]
    OPENAI_BASE_URL=http://127.0.0.1:8191/v1 quotebound extract … --model openai/test
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.endpoint_batches import Batches

_TEXT = re.compile(r"^TEXT (?P<mark>[0-9a-f]{8})\n(?P<text>.*)\nEND (?P=mark)$", re.DOTALL | re.MULTILINE)
_SENTENCE = re.compile(r"[^\n.!?]{12,}[.!?]?")


@dataclass(frozen=True)
class Received:
    """A request as it arrived: path, headers (lower case), and the JSON body (empty for GET)."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any] = field(default_factory=dict)
    at: float = 0.0

    @property
    def prompt(self) -> str:
        """The last user message."""
        return str(self.body["messages"][-1]["content"])

    @property
    def document(self) -> str:
        """The text that is asked about, as it stands between its fence; empty if there is none."""
        match = next((_TEXT.search(message["content"]) for message in self.body["messages"] if message["role"] == "user"), None)
        return match["text"] if match else ""


@dataclass(frozen=True)
class Reply:
    """What the server does with one request: `status`, `headers` and `body` as they are sent, and how the connection behaves.

    `delay`: seconds before anything is sent; `trickle`: seconds between single bytes of the body; `cut`: bytes after which the
    connection is closed although more were promised; `reset`: the connection is reset without an answer.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    delay: float = 0.0
    trickle: float = 0.0
    cut: int | None = None
    reset: bool = False


Script = Callable[[Received], Reply]


def completion(
    content: str | None, *, finish_reason: str = "stop", usage: Mapping[str, Any] | None = None, **message: Any
) -> dict[str, Any]:
    """A chat completion's JSON. Without `usage`, tokens are counted as four characters each of the content."""
    counted = usage if usage is not None else {"prompt_tokens": 100, "completion_tokens": len(content or "") // 4, "total_tokens": 100}
    choice = {"index": 0, "message": {"role": "assistant", "content": content, **message}, "finish_reason": finish_reason}
    return {"id": "scripted", "object": "chat.completion", "created": 1, "model": "test", "choices": [choice], "usage": dict(counted)}


def json_reply(data: Any, **how: Any) -> Reply:
    """Any JSON value, with how it is sent."""
    return Reply(body=json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"), **how)


def content(text: str | None, **kwargs: Any) -> Reply:
    """A completion with that content; keywords of `completion`."""
    return json_reply(completion(text, **kwargs))


def answer(claims: Sequence[Any], replaces: Sequence[int] = (), **kwargs: Any) -> Reply:
    """A completion whose content is a right answer with those claims (wire form)."""
    return content(json.dumps({"claims": list(claims), "replaces": list(replaces)}, ensure_ascii=False), **kwargs)


def refusal(words: str = "I can't help with that.") -> Reply:
    """A refusal."""
    return content(None, refusal=words)


def filtered() -> Reply:
    """An answer that a content filter stopped."""
    return content("", finish_reason="content_filter")


def cut_off(text: str = '{"claims":[{"evidence":["') -> Reply:
    """An answer cut off at the token limit."""
    return content(text, finish_reason="length")


def no_choices() -> Reply:
    """A completion without choices."""
    return json_reply({**completion(""), "choices": []})


def error(status: int, message: str = "scripted error", *, code: str | None = None, headers: Mapping[str, str] | None = None) -> Reply:
    """An HTTP error with the API's error object."""
    return json_reply({"error": {"message": message, "type": "scripted", "code": code}}, status=status, headers=headers or {})


def rate_limited(retry_after: str | None = None, **headers: str) -> Reply:
    """HTTP 429; other headers with underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return error(429, "Rate limit reached", headers=named if retry_after is None else {**named, "Retry-After": retry_after})


def html(status: int = 200) -> Reply:
    """A web page where JSON was expected."""
    return Reply(status=status, body=b"<!doctype html><title>Welcome</title>", content_type="text/html; charset=utf-8")


def truncated(reply: Reply, at: int = 40) -> Reply:
    """`reply`, the connection closed after `at` bytes of its body."""
    return replace(reply, cut=at)


def reset() -> Reply:
    """The connection is reset before any answer."""
    return Reply(reset=True)


def slow(reply: Reply, *, delay: float = 0.0, trickle: float = 0.0) -> Reply:
    """`reply`, late or byte by byte."""
    return replace(reply, delay=delay, trickle=trickle)


def always(reply: Reply) -> Script:
    """The same reply to every request."""
    return lambda _request: reply


def sequence(*replies: Reply) -> Script:
    """One reply after the other, in the order in which requests arrive; the last one is repeated."""
    lock, served = threading.Lock(), [0]

    def script(_request: Received) -> Reply:
        with lock:
            number = min(served[0], len(replies) - 1)
            served[0] += 1
        return replies[number]

    return script


def by_text(replies: Mapping[str, Reply | Script], otherwise: Reply | Script) -> Script:
    """The reply whose key stands in the document that is asked about."""

    def script(request: Received) -> Reply:
        chosen = next((reply for words, reply in replies.items() if words in request.document), otherwise)
        return chosen(request) if callable(chosen) else chosen

    return script


def first_sentence(request: Received) -> Reply:
    """A model that claims the first sentence of every text."""
    found = _SENTENCE.search(request.document)
    return answer([statement(found[0].strip())] if found else [])


def statement(quote: str, **changes: Any) -> dict[str, Any]:
    """A claim in wire form, of the plainest kind; keywords replace fields."""
    claim = {
        "evidence": [quote],
        "statement": quote,
        "kind": {"statement": {"topic": "scripted claim"}},
        "figure": None,
        "attribution": None,
        "event_time": None,
        "place": None,
        "stance": "asserted",
        "verification": None,
        "salience": "core",
    }
    return {**claim, **changes}


class ScriptedEndpoint:
    """The server; a context manager. `url` is what OPENAI_BASE_URL takes, `requests` what chat completions were asked, in order."""

    def __init__(self, script: Script | Reply = first_sentence, *, port: int = 0, models: Sequence[str] = ("test",)) -> None:
        self.script: Script = script if callable(script) else always(script)
        self.models = tuple(models)
        self.requests: list[Received] = []
        self.batches = Batches(self._answer_line)
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def batch_reply(self, method: str, request: Received, raw: bytes) -> Reply:
        """Answer a request for files or batches."""
        path = request.path.partition("/v1/")[2].partition("?")[0]
        with self._lock:
            status, found = self.batches.handle(method, path, request.headers.get("content-type", ""), raw)
        return Reply(status, found, content_type="application/jsonl") if isinstance(found, bytes) else json_reply(found, status=status)

    def _answer_line(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        request = Received("/v1/chat/completions", {}, body, time.monotonic())
        self.requests.append(request)
        reply = self.script(request)
        return reply.status, json.loads(reply.body)

    def reply(self, request: Received) -> Reply:
        """Log `request` and choose what to do with it."""
        if request.path.endswith("/models"):
            return json_reply({"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]})
        if not request.path.endswith("/chat/completions"):
            return error(404, f"no such path: {request.path}")
        with self._lock:
            self.requests.append(request)
        return self.script(request)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], endpoint: ScriptedEndpoint) -> None:
        self.endpoint = endpoint
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the script."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._serve("GET", b"")

    def do_POST(self) -> None:
        self._serve("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def _serve(self, method: str, raw: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if re.search(r"/(?:files|batches)(?:/|\?|$)", self.path):
            reply = self.server.endpoint.batch_reply(method, Received(self.path, headers), raw)
        else:
            reply = self.server.endpoint.reply(Received(self.path, headers, json.loads(raw) if raw else {}, time.monotonic()))
        if self._wait(reply.delay):
            return
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self._send_body(reply)

    def _send_body(self, reply: Reply) -> None:
        if reply.cut is not None:
            self.wfile.write(reply.body[: reply.cut])
            self.close_connection = True
        elif reply.trickle:
            for number in range(len(reply.body)):
                self.wfile.write(reply.body[number : number + 1])
                if self._wait(reply.trickle):
                    return
        else:
            self.wfile.write(reply.body)

    def _wait(self, seconds: float) -> bool:
        """Wait, and say whether the server is stopping."""
        stopping = self.server.endpoint.stopping.wait(seconds) if seconds else False
        self.close_connection = self.close_connection or stopping
        return stopping


_FAULTS = {
    "reset": reset(),
    "refusal": refusal(),
    "filter": filtered(),
    "length": cut_off(),
    "empty": no_choices(),
    "html": html(),
    "truncated": truncated(answer([])),
    "trickle": slow(answer([]), trickle=0.5),
    "prose": content("I am sorry, here is some prose."),
    "wait": rate_limited("2"),
    "hours": rate_limited("7200"),
}


def main() -> None:
    """Serve by hand until interrupted: first the faults in turn, then first sentences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8191)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every reply")
    parser.add_argument("--faults", default="", help=f"comma-separated: HTTP statuses, {', '.join(_FAULTS)}; served once each, first")
    parser.add_argument("--expire-after", type=int, help="lines of a batch that are answered; the rest expires")
    options = parser.parse_args()
    faults = [_FAULTS[word] if word in _FAULTS else error(int(word)) for word in options.faults.split(",") if word]
    left = list(faults)

    def script(request: Received) -> Reply:
        reply = left.pop(0) if left else first_sentence(request)
        return replace(reply, delay=options.latency)

    with ScriptedEndpoint(script, port=options.port) as endpoint:
        endpoint.batches.expire_after = options.expire_after
        print(f"scripted endpoint at {endpoint.url}, Ctrl-C stops it", flush=True)  # noqa: T201
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
