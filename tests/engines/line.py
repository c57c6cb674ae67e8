"""Documents put in line in PostgreSQL, and what the database says of it."""

from __future__ import annotations

from pathlib import Path

import psycopg

from extractor.ingest import Metadata, ReadOptions, discover
from extractor.queueing import enqueue_all, started
from extractor.settings import Settings
from extractor.store import QUEUED, Store
from extractor.wiring import Reader


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


async def put_in_line(store: Store, settings: Settings, folder: Path, url: str) -> None:
    run_id = started(store, settings, "openai/test", {})
    reader = Reader({}, Metadata(), ReadOptions(settings.max_bytes))
    async for _ in enqueue_all(url, store, run_id, reader, iter(discover([folder / "docs"]))):
        pass
    store.runs.mark(run_id, QUEUED)
