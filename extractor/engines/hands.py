"""The jobs that a worker has in hand: taken out of the line many at once, ended many at once, put back where they were not begun.

procrastinate's own functions are called for each, but in one statement and one commit: a document costs a part of a round trip.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from extractor.errors import StoreFullError, UsageError
from extractor.together import Together

_TAKE = """
SELECT (taken.job).* FROM (
    SELECT procrastinate_fetch_job_v2(%(queues)s::varchar[], %(worker_id)s) AS job FROM generate_series(1, %(number)s)
) AS taken WHERE (taken.job).id IS NOT NULL
"""
_END = """
SELECT procrastinate_finish_job_v1(ended.id, ended.status::procrastinate_job_status, ended.deleted)
FROM unnest(%(ids)s::bigint[], %(statuses)s::text[], %(deleted)s::boolean[]) AS ended (id, status, deleted)
"""
_PUT_BACK = "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE id = ANY(%(ids)s) AND status = 'doing'"


class Hands(JobManager):
    """What this worker has in hand: `held`, from being taken to being ended; under which numbers it is known.

    When the database goes away at the wrong moment, a job that has ended can't be ended there: it is held by a worker that is alive and
    does nothing about it. What is seen so twice (`dropped`) is put back. So is what it was stopped before beginning with (`unbegun`), and
    all that it has in hand once it can't work at all (`refused` says why).
    """

    def __init__(self, connector: Any, ahead: int = 1) -> None:
        super().__init__(connector)
        self.known_as: set[int] = set()
        self.held: set[int] = set()
        self.dropped: set[int] = set()
        self.unbegun: set[int] = set()
        self.refused: UsageError | StoreFullError | None = None
        self.stop: Callable[[], object] | None = None
        self._ahead = ahead
        self._taken: deque[Job] = deque()
        self._ends: Together[tuple[int, str, bool], None] = Together(self._end)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job, null if there is none; takes up to `ahead` where none is left of the last time."""
        self.known_as.add(worker_id)
        if not self._taken:
            rows = await self.connector.execute_query_all_async(_TAKE, number=self._ahead, queues=queues, worker_id=worker_id)
            self._taken.extend(Job.from_row(row) for row in rows)
            self.held.update(row["id"] for row in rows)
        return self._taken.popleft() if self._taken else None

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """End a job, together with others that end now."""
        try:
            if status == Status.SUCCEEDED or not self._goes_back(job):
                await self._ends.ask((job.id or 0, status.value, delete_job))
            else:
                await self.put_back(job)
        finally:
            self.held.discard(job.id or 0)

    async def retry_job(self, job: Job, retry_at: datetime | None = None, *others: Any, **named: Any) -> None:
        """Put a job back that has been tried."""
        try:
            await (self.put_back(job) if self._goes_back(job) else super().retry_job(job, retry_at, *others, **named))
        finally:
            self.held.discard(job.id or 0)

    def _goes_back(self, job: Job) -> bool:
        return self.refused is not None or job.id in self.unbegun

    async def put_back(self, *begun: Job) -> None:
        """Put back what was taken and not begun, and `begun`: that does not count as tried."""
        ids = [job.id or 0 for job in (*self._taken, *begun)]
        self._taken.clear()
        self.held.difference_update(ids)
        if ids:
            await self.connector.execute_query_async(_PUT_BACK, ids=ids)

    def refuse(self, error: UsageError | StoreFullError) -> None:
        """This worker can't work: stop it."""
        if self.refused is None:
            self.refused = error
            if self.stop is not None:
                self.stop()

    async def _end(self, ends: Sequence[tuple[int, str, bool]]) -> list[None]:
        ids, statuses, deleted = (list(column) for column in zip(*ends, strict=True))
        await self.connector.execute_query_async(_END, ids=ids, statuses=statuses, deleted=deleted)
        return [None] * len(ends)
