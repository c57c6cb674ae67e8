"""Documents as jobs in PostgreSQL, by procrastinate: its tables, putting documents in line, and what still waits.

A job names a run and a document; the text is in the database. Jobs that succeed are deleted (how each document ended stands in the
run's items), so that the table stays as small as what is still to be done.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued

from extractor.errors import UsageError

TASK = "quotebound.extract"
QUEUE = "quotebound"
_MARK = "quotebound: procrastinate schema "
_WAITING = """
SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = ANY(%(locks)s) UNION ALL
SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NOT NULL AND queueing_lock = ANY(%(locks)s)
"""
_OPEN = "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND args ->> 'run' = %(run)s LIMIT 1"
_COUNT = "SELECT status::text AS status, count(*) AS number FROM procrastinate_jobs WHERE queue_name = %(queue)s GROUP BY status"
_COMMENT = "SELECT obj_description(to_regclass('procrastinate_jobs')) AS mark"


@dataclass(frozen=True)
class Waiting:
    """A document in line: the run it belongs to, its identifier, and the name of the source it came from."""

    run: str
    document: str
    name: str

    @property
    def lock(self) -> str:
        """Under which it can be in line only once."""
        return f"{self.run}:{self.document}"


@asynccontextmanager
async def opened(url: str, connections: int = 4) -> AsyncIterator[procrastinate.App]:
    """The queue in the database at `url`, its tables made or upgraded. Raises `UsageError` for another database than PostgreSQL."""
    if not url.startswith("postgres"):
        raise UsageError("--engine procrastinate needs PostgreSQL", hint="Give --db postgresql://…; one machine alone needs no --engine.")
    where = url.replace("postgresql+psycopg://", "postgresql://", 1)
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=where, min_size=1, max_size=connections))
    async with app.open_async():
        await prepare(app)
        yield app


async def prepare(app: procrastinate.App) -> None:
    """Make procrastinate's tables, or bring them to the installed version's schema. They are none of Alembic's business."""
    steps = _migrations(app)
    newest = steps[-1].stem
    if not await app.check_connection_async():
        await app.schema_manager.apply_schema_async()
    else:
        found = await app.connector.execute_query_one_async(_COMMENT)
        mark = str(found["mark"] or "").removeprefix(_MARK)
        if mark == newest:
            return
        for step in steps if mark else ():
            if step.stem > mark:
                await app.connector.execute_query_async(step.read_text(encoding="utf-8").replace("%", "%%"))
    await app.connector.execute_query_async(f"COMMENT ON TABLE procrastinate_jobs IS '{_MARK}{newest}'")


def _migrations(app: procrastinate.App) -> list[Path]:
    return sorted(Path(app.schema_manager.get_migrations_path()).glob("*.sql"))


async def enqueue(app: procrastinate.App, documents: Sequence[Waiting]) -> int:
    """Put documents in line, those that are there already but once; how many are new."""
    locks = [one.lock for one in documents]
    there = {row["queueing_lock"] for row in await app.connector.execute_query_all_async(_WAITING, locks=locks)}
    new = {one.lock: one for one in documents if one.lock not in there}
    try:
        await _defer(app, new.values())
    except AlreadyEnqueued:  # somebody else enqueues the same documents at this moment
        return sum([await _defer_one(app, one) for one in new.values()])
    return len(new)


async def _defer_one(app: procrastinate.App, one: Waiting) -> bool:
    try:
        await _defer(app, [one])
    except AlreadyEnqueued:
        return False
    return True


async def _defer(app: procrastinate.App, documents: Iterable[Waiting]) -> None:
    jobs = [_job(one) for one in documents]
    if jobs:
        await app.job_manager.batch_defer_jobs_async(jobs)


def _job(one: Waiting) -> Any:
    arguments: Any = {"run": one.run, "document": one.document, "name": one.name}
    return procrastinate.jobs.Job(
        id=None, queue=QUEUE, lock=None, queueing_lock=one.lock, task_name=TASK, task_kwargs=arguments, priority=0
    )


async def is_over(app: procrastinate.App, run: str) -> bool:
    """Whether no document of a run is in line or in work."""
    return not await app.connector.execute_query_all_async(_OPEN, run=run)


async def counts(app: procrastinate.App) -> dict[str, int]:
    """Jobs by state: `todo`, `doing`, `failed` (parked), `cancelled`."""
    rows = await app.connector.execute_query_all_async(_COUNT, queue=QUEUE)
    return {row["status"]: row["number"] for row in rows}
