"""A worker: takes documents out of the line until it is told to stop, and looks after those whose worker died.

Every worker sends a heartbeat. A job whose worker has been silent is put back; one that has been tried too often is parked with its
reason, so that a document that kills its worker can't go on killing workers. SIGTERM and SIGINT: nothing more is taken, what a model
was asked about is finished, the rest is put back. A worker that can't work at all (no key, another version, no room on the database's
disk) puts back what it has taken, and ends.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, Protocol

import procrastinate
from procrastinate import signals

from extractor.engines.hands import Hands
from extractor.engines.queue import QUEUE, TASK, counts, is_over
from extractor.errors import ModelStoppedError, StoreFullError, UsageError

log = logging.getLogger(__name__)
_FIRST_WAIT, _PATIENCE = 1.0, 300.0
"""Seconds: after which a lost database is tried again, doubled each time, and for how long in all."""
_LAST, _ALONE = -1, "quotebound: tried before"
"""Jobs with this lock are in work one at a time, of all workers together, and after all others."""
_AWAY = (procrastinate.exceptions.ConnectorException, OSError)


class Step(Protocol):
    """What a worker does with jobs; joined to the store outside."""

    async def extract(self, run: str, document: str, name: str) -> None:
        """Extract one document and store how it ended; without harm if that was done already.

        Raises `ModelStoppedError` for a document that was not begun before `stop`.
        """
        ...

    def stop(self) -> None:
        """Begin no document any more; what is begun goes on."""
        ...

    async def park(self, run: str, document: str, name: str, reason: str) -> None:
        """Store that a document is given up, and why."""
        ...

    async def queued_runs(self) -> list[str]:
        """The runs whose documents are all in line or done."""
        ...

    async def finish(self, run: str) -> None:
        """Store that a run is over."""
        ...


@dataclass(frozen=True)
class WorkerOptions:
    """How a worker works. A job is tried `tries` times; a worker is dead after `silence` seconds without a heartbeat.

    `drain` ends the worker when nothing is left to take. Some jobs more than `concurrency` are in hand (`ahead`), so that no place
    waits for the line.
    """

    concurrency: int = 8
    tries: int = 3
    silence: float = 30.0
    drain: bool = False

    @property
    def ahead(self) -> int:
        """Jobs that are taken before there is a place for them, and at once."""
        return max(1, self.concurrency // 2)


@dataclass
class Pulse:
    """What can be seen of a running worker from outside: when it last looked after the line, and, if `counts`, what is in it.

    Counting reads the whole line: a quarter of a second for a million documents.
    """

    at: float = field(default_factory=time.monotonic)
    waiting: dict[str, int] = field(default_factory=dict)
    counts: bool = False


async def work(app: procrastinate.App, step: Step, options: WorkerOptions, pulse: Pulse | None = None) -> None:
    """Work until told to stop, or with `drain` until there is nothing left. Leaves no job half done."""
    app.job_manager = hands = Hands(app.connector, options.ahead)
    _register(app, step, options, hands)
    watch = asyncio.create_task(_watch(app, step, options, pulse or Pulse(), hands))
    try:
        await _until_stopped(app, step, options, hands)
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
    if hands.refused is not None:
        raise hands.refused
    if options.drain:
        await look_after(app, step, options)


async def _until_stopped(app: procrastinate.App, step: Step, options: WorkerOptions, hands: Hands) -> None:
    """Take jobs; when the database goes away, or has given this worker up for dead, come back as a new one."""
    wait = _FIRST_WAIT
    while True:
        began = time.monotonic()
        try:
            await _taking(app, step, options, hands)
            await hands.put_back()
        except _AWAY as error:
            if hands.refused is not None:
                return
            if time.monotonic() - began > _PATIENCE:
                wait = _FIRST_WAIT
            if wait > _PATIENCE:
                raise
            log.warning("the database does not answer, the next try is in %.0f s: %s", wait, error.__cause__ or error)
            await asyncio.sleep(wait)
            wait *= 2
        else:
            return


async def _taking(app: procrastinate.App, step: Step, options: WorkerOptions, hands: Hands) -> None:
    """Take jobs until told to stop, or until the worker can't work."""
    taking = asyncio.create_task(
        app.run_worker_async(
            queues=[QUEUE],
            concurrency=options.concurrency + options.ahead,
            wait=not options.drain,
            delete_jobs="successful",
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=options.silence / 4,
            stalled_worker_timeout=options.silence,
            install_signal_handlers=False,
        )
    )
    hands.stop, told = taking.cancel, asyncio.Event()

    def stop() -> None:
        told.set()
        step.stop()
        taking.cancel()

    try:
        with signals.on_stop(stop):
            await taking
    except asyncio.CancelledError:
        if hands.refused is None and not told.is_set():
            raise


def _register(app: procrastinate.App, step: Step, options: WorkerOptions, hands: Hands) -> None:
    again = procrastinate.RetryStrategy(max_attempts=options.tries - 1, exponential_wait=2) if options.tries > 1 else False

    @app.task(name=TASK, queue=QUEUE, pass_context=True, retry=again)
    async def extract(context: Any, run: str, document: str, name: str) -> None:
        try:
            await step.extract(run, document, name)
        except ModelStoppedError:
            hands.unbegun.add(context.job.id)
            raise
        except (UsageError, StoreFullError) as error:  # another worker may do it: this one has no key, is of another version, …
            hands.refuse(error)
            raise
        except Exception as error:
            if context.job.attempts + 1 >= options.tries:
                await step.park(run, document, name, f"given up after {options.tries} tries, the last: {type(error).__name__}: {error}")
            raise


async def _watch(app: procrastinate.App, step: Step, options: WorkerOptions, pulse: Pulse, hands: Hands) -> None:
    """Look after the line from time to time, each worker at moments of its own."""
    while True:
        await asyncio.sleep(options.silence / 4 * random.uniform(0.8, 1.2))  # noqa: S311 - so that workers don't march in step
        try:
            await look_after(app, step, options)
            await pick_up(app, step, options, hands)
            pulse.waiting = await counts(app) if pulse.counts else {}
            pulse.at = time.monotonic()
        except _AWAY as error:  # the database is away: the next time
            log.warning("the database does not answer: %s", error)


async def look_after(app: procrastinate.App, step: Step, options: WorkerOptions) -> None:
    """Put back what dead workers left, park what has been tried too often, close runs that are over."""
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=options.silence):
        await _unless_gone(_rescue(app, step, options, job))
    for run in await step.queued_runs():
        if await is_over(app, run):
            await step.finish(run)


async def pick_up(app: procrastinate.App, step: Step, options: WorkerOptions, hands: Hands) -> None:
    """Put back what this worker holds and does not work on, once it has been seen so twice."""
    held = await app.job_manager.list_jobs_async(queue=QUEUE, status="doing")
    idle = {job.id: job for job in held if job.worker_id in hands.known_as and job.id not in hands.held}
    for number in hands.dropped & idle.keys():
        await _unless_gone(_rescue(app, step, options, idle[number]))
    hands.dropped = {number for number in idle if number is not None}


async def _rescue(app: procrastinate.App, step: Step, options: WorkerOptions, job: Any) -> None:
    left = options.tries - job.attempts - 1
    if left > 0:  # the last try is alone: what kills its worker must not take the others with it
        priority, lock = (None, None) if left > 1 else (_LAST, _ALONE)
        await app.job_manager.retry_job(job, priority=priority, lock=lock)
        return
    await step.park(**job.task_kwargs, reason=f"given up after {options.tries} tries: its worker died each time")
    await app.job_manager.finish_job(job, status=procrastinate.jobs.Status.FAILED, delete_job=False)


async def _unless_gone(action: Awaitable[None]) -> None:
    """Another worker may have looked after the job in the meantime."""
    try:
        await action
    except procrastinate.exceptions.ConnectorException as error:
        log.info("looked after by another worker: %s", error)


def is_well(pulse: Pulse, options: WorkerOptions) -> bool:
    """Whether a worker has looked after the line lately."""
    return time.monotonic() - pulse.at < options.silence * 2
