"""Near-duplicates in hand at two workers at once are paid for once, and that keeps no worker waiting in vain."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

from extractor.engines.apart import Apart
from extractor.engines.queue import opened
from extractor.errors import ModelStoppedError
from extractor.queueing import QueueStep
from extractor.settings import Settings
from extractor.store import open_store
from tests.endpoint import ScriptedEndpoint, first_sentence, slow
from tests.engines.line import put_in_line, rows

pytestmark = pytest.mark.postgres


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    """A folder with a document and its near-duplicate."""
    (tmp_path / "docs").mkdir()
    story = "The army said on Monday that 12 soldiers were killed near Dorrin, and that 30 more had been wounded there. {}It gave no names."
    for name, between in (("a.txt", ""), ("b.txt", "\n\n")):
        (tmp_path / "docs" / name).write_text(story.format(between))
    return tmp_path


async def test_near_duplicates_at_two_workers_at_once_are_paid_for_once(twins: Path, postgres_url: str) -> None:
    with ScriptedEndpoint(lambda request: slow(first_sentence(request), delay=0.3)) as endpoint, open_store(postgres_url) as store:
        settings = Settings(openai_base_url=endpoint.url, openai_api_key="none")
        await put_in_line(store, settings, twins, postgres_url)
        (row,) = store.runs.list()
        steps = [QueueStep(store, settings, url=postgres_url) for _ in range(2)]
        async with opened(postgres_url) as app:
            waiting = [job.task_kwargs for job in await app.job_manager.list_jobs_async()]
        await asyncio.gather(
            *(step.extract(*(str(job[word]) for word in ("run", "document", "name"))) for step, job in zip(steps, waiting, strict=True))
        )
        for step in steps:
            await step.aclose()
        assert len(endpoint.requests) == 1
        assert len(list(store.runs.items(row.id, "done"))) == len(list(store.runs.items(row.id, "skipped"))) == 1


async def test_keeping_apart_never_stops_a_worker(postgres_url: str) -> None:
    one, other, away = Apart(postgres_url), Apart(postgres_url, patience=0), Apart("postgresql://nobody@127.0.0.1:1/none")
    async with one.held("run", [1, 2**32 - 1]):
        async with other.held("run", [1]), other.held("another run", [1]):
            assert await _locks(postgres_url) == 3, "waited long enough for the first, which goes on without"
        async with away.held("run", [1]):
            pass
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()")
    async with one.held("run", [1]):
        assert await _locks(postgres_url) == 1
    assert await _locks(postgres_url) == 0
    for apart in (one, other, away):
        await apart.aclose()


async def test_a_worker_told_to_stop_does_not_wait_for_an_original_elsewhere(
    twins: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = asyncio.Semaphore(0)
    take = Apart._take

    async def looked(one: Apart, wanted: Sequence[Sequence[int]]) -> list[bool]:
        got = await take(one, wanted)
        looks.release()
        return got

    monkeypatch.setattr(Apart, "_take", looked)
    monkeypatch.setattr("extractor.engines.apart._PAUSE", 1_000_000)
    with ScriptedEndpoint(lambda request: slow(first_sentence(request), delay=3)) as endpoint, open_store(postgres_url) as store:
        settings = Settings(openai_base_url=endpoint.url, openai_api_key="none")
        await put_in_line(store, settings, twins, postgres_url)
        one, other = (QueueStep(store, settings, url=postgres_url) for _ in range(2))
        async with opened(postgres_url) as app:
            jobs = [job.task_kwargs for job in await app.job_manager.list_jobs_async()]
        original, copy = ([str(job[word]) for word in ("run", "document", "name")] for job in jobs)
        first = asyncio.create_task(one.extract(*original))
        await looks.acquire()
        second = asyncio.create_task(other.extract(*copy))
        await looks.acquire()
        other.stop()
        with pytest.raises(ModelStoppedError):
            await asyncio.wait_for(second, timeout=60)
        await first
        assert len(endpoint.requests) == 1
        for step in (one, other):
            await step.aclose()


async def _locks(url: str) -> int:
    return len(await asyncio.to_thread(rows, url, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"))
