"""Documents by number, and databases to put them in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractor.text.document import Document

_SENTENCES = (
    "The coast guard of district {n} counted {a} boats in the harbour on Monday.",
    "Officials in district {n} said that {b} bridges had been closed since the flood.",
    "A spokeswoman of station {n} promised that the road would be open again by spring.",
)


@dataclass(frozen=True)
class Numbered:
    """A source that is only a number."""

    number: int

    @property
    def name(self) -> str:
        """Its name."""
        return f"{self.number}.txt"


def document(source: Numbered, repeat: int = 4) -> Document:
    """A document of some twelve sentences, all its own."""
    lines = [sentence.format(n=f"{source.number}-{part}", a=part + 2, b=part + 5) for part in range(repeat) for sentence in _SENTENCES]
    return Document("\n".join(lines), source.name, published="2026-05-04")


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a new database: SQLite as the product opens it, PostgreSQL with its durable defaults."""
    folder = Path(tempfile.mkdtemp(prefix="qb-bench-"))
    try:
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'bench.db'}"
            return
        from pgserver.postgres_server import get_server  # noqa: PLC0415 - only those who ask for PostgreSQL need the wheel

        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
