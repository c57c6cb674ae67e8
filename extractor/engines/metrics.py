"""What a worker shows of itself: /health and /metrics (Prometheus) over HTTP, and the same counts to OpenTelemetry.

Behind the extra `metrics`. OpenTelemetry's counters go where the process was told to send them (`opentelemetry-instrument`, OTEL_*
variables); without that they cost nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from extractor.errors import UsageError

try:
    from opentelemetry.metrics import get_meter
    from prometheus_client import CollectorRegistry, Counter, Gauge, make_wsgi_app
except ImportError as error:
    raise UsageError("--metrics-port needs the extra `metrics`", hint="pip install 'quotebound[metrics]'") from error


class Ended(Protocol):
    """What is counted of a document that ended."""

    @property
    def status(self) -> str:
        """How it ended."""
        ...

    @property
    def claims(self) -> int:
        """Claims stored."""
        ...

    @property
    def calls(self) -> int:
        """Calls paid for."""
        ...

    @property
    def tokens(self) -> int:
        """Tokens of those."""
        ...

    @property
    def cost_usd(self) -> float:
        """Dollars of those."""
        ...


_COUNTED = {
    "claims": "Claims stored",
    "calls": "Calls paid for",
    "tokens": "Tokens asked and answered",
    "cost_usd": "US dollars spent, where the price is known",
}


class Metrics:
    """A worker's counts. `waiting` gives the jobs in line by state when somebody asks."""

    def __init__(self, waiting: Callable[[], dict[str, int]]) -> None:
        self.registry = CollectorRegistry()
        self._documents = Counter("quotebound_documents", "Documents by how they ended", ["status"], registry=self.registry)
        self._counts = {name: Counter(f"quotebound_{name}", words, registry=self.registry) for name, words in _COUNTED.items()}
        jobs = Gauge("quotebound_jobs", "Jobs in line by state", ["status"], registry=self.registry)
        for status in ("todo", "doing", "failed"):
            jobs.labels(status).set_function(partial(_count, waiting, status))
        meter = get_meter("quotebound")
        self._otel_documents = meter.create_counter("quotebound.documents")
        self._otel = {name: meter.create_counter(f"quotebound.{name}", description=words) for name, words in _COUNTED.items()}

    def add(self, item: Ended) -> None:
        """Count a document that ended."""
        self._documents.labels(item.status).inc()
        self._otel_documents.add(1, {"status": item.status})
        for name, counter in self._counts.items():
            counter.inc(getattr(item, name))
            self._otel[name].add(getattr(item, name))


def _count(waiting: Callable[[], dict[str, int]], status: str) -> float:
    return waiting().get(status, 0)


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def served(port: int, metrics: Metrics, is_well: Callable[[], bool]) -> Iterator[int]:
    """Serve /health (200 or 503) and /metrics; gives the port. Raises `UsageError` if it is taken."""
    counts = make_wsgi_app(metrics.registry)

    def answer(environment: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environment.get("PATH_INFO") != "/health":
            return counts(environment, start)  # type: ignore[no-any-return]
        well = is_well()
        start("200 OK" if well else "503 Service Unavailable", [("Content-Type", "text/plain")])
        return [b"well\n" if well else b"not well: the database has not answered for a while\n"]

    try:
        server: WSGIServer = make_server("", port, answer, handler_class=_Silent)
    except OSError as error:
        raise UsageError(f"--metrics-port {port}: {error.strerror}", hint="Give a free port, or 0 for any.") from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
