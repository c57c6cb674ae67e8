"""A bucket on this machine that speaks as much of S3 as reading needs: pages of a listing, and objects."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

PAGE = 3
"""Objects of a page of the listing."""
_DAY = "<LastModified>2024-12-01T00:00:00.000Z</LastModified>"
_OBJECT = f"<Contents><Key>{{key}}</Key>{_DAY}<ETag>&quot;1&quot;</ETag><Size>{{size}}</Size></Contents>"


class Bucket:
    """What is in it, what was asked of it, and the status that it answers everything with after so many requests."""

    def __init__(self, objects: Mapping[str, bytes]) -> None:
        self.objects = dict(objects)
        self.asked: list[str] = []
        self.refuses_after: tuple[int, int] | None = None

    def answer(self, target: str) -> tuple[int, bytes]:
        """The answer to one request, as status and body."""
        self.asked.append(target)
        if self.refuses_after is not None and len(self.asked) > self.refuses_after[0]:
            return self.refuses_after[1], b"<Error><Code>AccessDenied</Code></Error>"
        parts = urlsplit(target)
        asked = parse_qs(parts.query)
        if "list-type" in asked:
            return 200, self._page(asked.get("prefix", [""])[0], asked.get("continuation-token", [""])[0])
        found = self.objects.get(unquote(parts.path).split("/", 2)[2])
        return (200, found) if found is not None else (404, b"<Error><Code>NoSuchKey</Code></Error>")

    def _page(self, prefix: str, after: str) -> bytes:
        keys = sorted(key for key in self.objects if key.startswith(prefix) and key > after)
        shown, more = keys[:PAGE], len(keys) > PAGE
        listed = "".join(_OBJECT.format(key=escape(key), size=len(self.objects[key])) for key in shown)
        token = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if more else ""
        head = f"<Name>reports</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(shown)}</KeyCount><MaxKeys>{PAGE}</MaxKeys>"
        end = f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}"
        return f"<ListBucketResult>{head}{listed}{end}</ListBucketResult>".encode()


@contextmanager
def served(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Serve `bucket`, and say so in the environment."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, body = bucket.answer(self.path)
            self.send_response(status)
            for name, value in (("Content-Length", str(len(body))), ("ETag", '"1"'), ("Last-Modified", "Sun, 01 Dec 2024 00:00:00 GMT")):
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - its name there

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    for name, value in (("ALLOW_HTTP", "true"), ("ACCESS_KEY_ID", "nobody"), ("SECRET_ACCESS_KEY", "nothing"), ("REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
