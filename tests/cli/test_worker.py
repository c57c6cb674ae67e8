"""Many machines: documents in line in PostgreSQL, workers that take them out, one of which is killed."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import procrastinate
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from procrastinate.jobs import Job, Status

from extractor.engines.hands import Hands
from extractor.engines.queue import QUEUE, counts, opened
from extractor.engines.worker import WorkerOptions, look_after, pick_up, work
from extractor.errors import UsageError
from extractor.queueing import PARKED, QueueStep
from extractor.settings import Settings
from extractor.store import Store, open_store
from extractor.store.database import make_engine
from extractor.store.migrate import OPTIONS
from extractor.store.opening import parse_url
from extractor.store.tables import metadata
from tests.cli.process import start, wait_for
from tests.cli.run import CommandLine, Ended
from tests.endpoint import Received, Reply, ScriptedEndpoint, first_sentence, slow
from tests.engines.line import put_in_line, rows

pytestmark = pytest.mark.postgres
DOCUMENTS = 12


def late(request: Received) -> Reply:
    return slow(first_sentence(request), delay=0.3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for number in range(DOCUMENTS):
        (tmp_path / "docs" / f"{number:02}.txt").write_text(
            f"The army said on Monday that {number + 2} soldiers were killed near Dorrin.\n"
        )
    return tmp_path


@pytest.fixture
def run(quotebound: CommandLine, postgres_url: str) -> Callable[..., Ended]:
    return lambda *words: quotebound.bare(*words, "--db", postgres_url)


def jobs(url: str) -> int:
    return len(rows(url, "SELECT 1 FROM procrastinate_jobs"))


def done(store: Store) -> list[str]:
    return sorted(item.name for row in store.runs.list() for item in store.runs.items(row.id, "done"))


def test_putting_in_line_again_changes_nothing_and_a_worker_does_what_is_in_line(
    folder: Path, run: Callable[..., Ended], postgres_url: str
) -> None:
    (folder / "docs" / "binary.txt").write_bytes(b"\0\1\2")
    first = run("extract", folder / "docs", "--engine", "procrastinate")
    assert first.code == 1, "a file that can't be read is said at once"
    assert f"{DOCUMENTS} in line" in first.err
    assert jobs(postgres_url) == DOCUMENTS
    run("extract", folder / "docs", "--engine", "procrastinate")
    assert jobs(postgres_url) == DOCUMENTS
    assert run("worker", "--drain").code == 0
    assert jobs(postgres_url) == 0
    with open_store(postgres_url) as store:
        (row,) = store.runs.list()
        assert (row.status, row.done, row.failed) == ("finished", DOCUMENTS, 1)
        assert store.claims.count() == DOCUMENTS
    again = run("extract", folder / "docs", "--engine", "procrastinate")
    assert f"{DOCUMENTS} already done" in again.err
    assert jobs(postgres_url) == 0


def test_a_cancelled_run_is_not_worked_on_and_the_same_command_takes_up_the_rest(
    folder: Path, run: Callable[..., Ended], postgres_url: str
) -> None:
    run("extract", folder / "docs", "--engine", "procrastinate")
    with open_store(postgres_url) as store:
        (row,) = store.runs.list()
    assert run("cancel", row.id).code == 0
    assert run("cancel", row.id).code == 2
    run("worker", "--drain")
    with open_store(postgres_url) as store:
        assert store.claims.count() == 0
        run("extract", folder / "docs", "--engine", "procrastinate")
        run("worker", "--drain")
        assert store.claims.count() == DOCUMENTS


def test_the_line_needs_postgresql(quotebound: CommandLine) -> None:
    quotebound.write("docs/a.txt", "Something happened, officials said.")
    ended = quotebound("extract", "docs", "--engine", "procrastinate")
    assert ended.code == 2
    assert "needs PostgreSQL" in ended.err


def test_one_of_two_workers_is_killed_and_every_document_is_done_once(
    folder: Path, run: Callable[..., Ended], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--db", postgres_url, "--concurrency", "2", "--silence", "3")
    with ScriptedEndpoint(late) as endpoint, open_store(postgres_url) as store:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        assert run("extract", folder / "docs", "--engine", "procrastinate", "--model", "openai/test").code == 0
        victim = start(folder, endpoint.url, "worker", *words)
        other = start(folder, endpoint.url, "worker", *words, "--metrics-port", "0")
        seen_at = address(other)
        wait_for(lambda: len(endpoint.requests) >= 4, other)
        victim.kill()
        wait_for(lambda: jobs(postgres_url) == 0, other)
        assert fetched(f"{seen_at}/health") == "well\n"
        assert 'quotebound_documents_total{status="done"}' in fetched(f"{seen_at}/metrics")
        other.send_signal(signal.SIGTERM)
        _, err = other.communicate(timeout=30)
        assert other.returncode == 0, err
        victim.communicate()
        texts = [request.document for request in endpoint.requests]
        assert len(set(texts)) == DOCUMENTS
        assert len(texts) - DOCUMENTS <= 2, "at most what was in flight is asked again"
        assert done(store) == sorted(path.name for path in (folder / "docs").iterdir())
        assert store.claims.count() == DOCUMENTS


def address(worker: subprocess.Popen[str]) -> str:
    """Where a worker says that it can be seen."""
    assert worker.stderr is not None
    return next(match[0] for line in worker.stderr if (match := re.search(r"http://127\.0\.0\.1:\d+", line)))


def fetched(url: str) -> str:
    text: str = urllib.request.urlopen(url).read().decode()  # noqa: S310 - our own worker
    return text


def test_a_worker_that_is_told_to_stop_asks_about_nothing_more_and_puts_back_what_it_had_not_begun(
    folder: Path, run: Callable[..., Ended], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedEndpoint(lambda request: slow(first_sentence(request), delay=2)) as endpoint, open_store(postgres_url) as store:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        run("extract", folder / "docs", "--engine", "procrastinate", "--model", "openai/test")
        worker = start(folder, endpoint.url, "worker", "--db", postgres_url, "--concurrency", "4")
        wait_for(lambda: len(endpoint.requests) == 4 and _in_hand(postgres_url) > 4, worker)
        worker.send_signal(signal.SIGTERM)
        _, err = worker.communicate(timeout=30)
        assert worker.returncode == 0, err
        assert "Traceback" not in err
        assert (len(endpoint.requests), len(done(store))) == (4, 4)
        assert set(rows(postgres_url, "SELECT status::text, attempts, count(*) FROM procrastinate_jobs GROUP BY 1, 2")) == {
            ("todo", 0, DOCUMENTS - 4)
        }


def _in_hand(url: str) -> int:
    return len(rows(url, "SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'"))


async def test_two_workers_share_the_rates(folder: Path, postgres_url: str) -> None:
    moments: list[float] = []

    def script(request: Received) -> Reply:
        moments.append(time.monotonic())
        return first_sentence(request)

    with ScriptedEndpoint(script) as endpoint, open_store(postgres_url) as store:
        settings = Settings(openai_base_url=endpoint.url, openai_api_key="none", requests_per_minute=600)
        await put_in_line(store, settings, folder, postgres_url)
        await asyncio.gather(*(_drained(store, settings, postgres_url) for _ in range(2)))
        assert store.claims.count() == DOCUMENTS
    assert max(moments) - min(moments) > 0.75 * 0.1 * (DOCUMENTS - 1), "each keeping the rate by itself, they would take half of that"


async def _drained(store: Store, settings: Settings, url: str) -> None:
    step = QueueStep(store, settings)
    async with opened(url) as app:
        await work(app, step, WorkerOptions(concurrency=2, drain=True))
    await step.aclose()


class Deadly(QueueStep):
    """A step that fails on one document, whatever is done."""

    async def extract(self, run: str, document: str, name: str) -> None:
        if name == "00.txt":
            raise MemoryError("too much")
        await super().extract(run, document, name)


async def test_a_document_that_always_fails_is_parked_with_its_reason_until_it_is_retried_and_the_others_are_done(
    folder: Path, run: Callable[..., Ended], postgres_url: str
) -> None:
    await asyncio.to_thread(_extracted, run, folder)
    with open_store(postgres_url) as store:
        step = Deadly(store, Settings())
        async with opened(postgres_url) as app:
            await work(app, step, WorkerOptions(tries=1, drain=True))
        await step.aclose()
        (row,) = store.runs.list()
        (parked,) = store.runs.items(row.id, "failed")
    assert (row.status, row.done) == ("finished", DOCUMENTS - 1)
    assert parked.failure is not None
    assert parked.failure.code == PARKED
    assert "too much" in parked.failure.message
    assert (await asyncio.to_thread(run, "retry", row.id, "--failed", "--engine", "procrastinate")).code == 0
    with open_store(postgres_url) as store:
        await _drained(store, Settings(), postgres_url)
        assert done(store) == sorted(path.name for path in (folder / "docs").iterdir())


def _extracted(run: Callable[..., Ended], folder: Path) -> None:
    run("extract", folder / "docs", "--engine", "procrastinate")


async def test_a_document_that_kills_its_worker_is_parked_and_those_beside_it_are_done(
    folder: Path, run: Callable[..., Ended], postgres_url: str
) -> None:
    await asyncio.to_thread(_extracted, run, folder)
    with open_store(postgres_url) as store:
        step, options = QueueStep(store, Settings()), WorkerOptions(tries=3)
        async with opened(postgres_url) as app:
            while taken := await _all_that_is_free(app):
                if "03.txt" not in {job.task_kwargs["name"] for job in taken}:
                    for job in taken:
                        await step.extract(*(str(job.task_kwargs[word]) for word in ("run", "document", "name")))
                        await app.job_manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
                await app.job_manager.unregister_worker(taken[0].worker_id or 0)
                await look_after(app, step, options)
            assert await counts(app) == {"failed": 1}
        await step.aclose()
        (row,) = store.runs.list()
        (parked,) = store.runs.items(row.id, "failed")
    assert (parked.name, row.done) == ("03.txt", DOCUMENTS - 1)
    assert parked.failure is not None
    assert "its worker died each time" in parked.failure.message


async def _all_that_is_free(app: procrastinate.App) -> list[Job]:
    """What a new worker with many places takes."""
    hands = Hands(app.connector, ahead=2 * DOCUMENTS)
    number = await hands.register_worker()
    jobs = []
    while job := await hands.fetch_job([QUEUE], number):
        jobs.append(job)
    return jobs


async def test_a_worker_that_can_not_work_says_why_ends_and_puts_back_what_it_took_untried(folder: Path, postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        await put_in_line(store, Settings(openai_api_key="a key"), folder, postgres_url)
        step = QueueStep(store, Settings())
        async with opened(postgres_url) as app:
            with pytest.raises(UsageError, match="needs a key"):
                await work(app, step, WorkerOptions(concurrency=2))
            assert await counts(app) == {"todo": DOCUMENTS}
            assert {one.attempts for one in await app.job_manager.list_jobs_async()} == {0}
        await step.aclose()


def test_a_worker_that_may_spend_no_more_says_so_ends_and_the_next_does_the_rest(
    folder: Path, run: Callable[..., Ended], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedEndpoint(first_sentence) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        assert run("extract", folder / "docs", "--engine", "procrastinate", "--model", "openai/test").code == 0
        with monkeypatch.context() as limited:
            limited.setenv("QUOTEBOUND_MAX_TOTAL_TOKENS", "100")
            ended = run("worker", "--drain", "--concurrency", "1")
            assert (ended.code, "limit of 100 tokens is used up" in " ".join(ended.err.split())) == (2, True)
        left = jobs(postgres_url)
        assert left == DOCUMENTS - len(endpoint.requests) > 0, "what was not asked about is still in line"
        assert run("worker", "--drain").code == 0
        with open_store(postgres_url) as store:
            assert done(store) == sorted(path.name for path in (folder / "docs").iterdir())
        assert len(endpoint.requests) == DOCUMENTS


@pytest.mark.parametrize("limit", ["--max-cost", "--max-tokens", "--requests-per-minute", "--tokens-per-minute"])
def test_limits_of_what_workers_ask_are_not_taken_where_documents_areput_in_line(
    folder: Path, run: Callable[..., Ended], limit: str
) -> None:
    ended = run("extract", folder / "docs", "--engine", "procrastinate", limit, "5")
    assert (ended.code, "QUOTEBOUND_MAX_COST" in ended.err) == (2, True)


_NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON run_items FOR EACH ROW EXECUTE FUNCTION no_room()
"""


def test_a_worker_whose_database_has_no_room_says_so_ends_and_the_next_does_all_that_was_in_line(
    folder: Path, run: Callable[..., Ended], postgres_url: str
) -> None:
    _extracted(run, folder)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(_NO_ROOM.encode())
        ended = run("worker", "--concurrency", "2")
        assert (ended.code, "the server's disk is full" in ended.err) == (2, True)
        assert set(rows(postgres_url, "SELECT status::text, attempts FROM procrastinate_jobs")) == {("todo", 0)}
        connection.execute(b"DROP TRIGGER no_room ON run_items")
    assert run("worker", "--drain").code == 0
    with open_store(postgres_url) as store:
        (row,) = store.runs.list()
        assert (row.done, row.failed) == (DOCUMENTS, 0)


async def test_what_was_taken_and_not_begun_is_put_back_untried(folder: Path, run: Callable[..., Ended], postgres_url: str) -> None:
    await asyncio.to_thread(_extracted, run, folder)
    async with opened(postgres_url) as app:
        hands = Hands(app.connector, ahead=5)
        job = await hands.fetch_job([QUEUE], await hands.register_worker())
        assert job is not None
        assert await counts(app) == {"doing": 5, "todo": DOCUMENTS - 5}
        await hands.put_back()
        assert await counts(app) == {"doing": 1, "todo": DOCUMENTS - 1}
        assert {one.attempts for one in await app.job_manager.list_jobs_async()} == {0}


async def test_putting_in_line_again_what_is_in_work_changes_nothing(folder: Path, run: Callable[..., Ended], postgres_url: str) -> None:
    await asyncio.to_thread(_extracted, run, folder)
    async with opened(postgres_url) as app:
        hands = Hands(app.connector, ahead=5)
        assert await hands.fetch_job([QUEUE], await hands.register_worker()) is not None
        await asyncio.to_thread(_extracted, run, folder)
        assert await counts(app) == {"doing": 5, "todo": DOCUMENTS - 5}


async def test_a_job_that_a_living_worker_has_dropped_is_put_back(folder: Path, run: Callable[..., Ended], postgres_url: str) -> None:
    await asyncio.to_thread(_extracted, run, folder)
    with open_store(postgres_url) as store:
        step, options = QueueStep(store, Settings()), WorkerOptions(drain=True)
        async with opened(postgres_url) as app:
            hands = Hands(app.connector)
            job = await hands.fetch_job(None, await hands.register_worker())
            assert job is not None
            await pick_up(app, step, options, hands)
            await pick_up(app, step, options, hands)
            assert await status_of(app, job.id) == "doing", "what is being worked on stays"
            hands.held.clear()
            await pick_up(app, step, options, hands)
            assert await status_of(app, job.id) == "doing", "it may just be ending"
            await pick_up(app, step, options, hands)
            assert await status_of(app, job.id) == "todo"
        await step.aclose()


async def status_of(app: procrastinate.App, number: int | None) -> str | None:
    (job,) = await app.job_manager.list_jobs_async(id=number)
    return job.status


def test_db_upgrade_makes_the_tables_of_the_line_and_the_schema_stays_ours(run: Callable[..., Ended], postgres_url: str) -> None:
    assert run("db", "upgrade").code == 0
    assert jobs(postgres_url) == 0
    engine = make_engine(parse_url(postgres_url))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), metadata) == []
    engine.dispose()
    assert run("db", "upgrade").code == 0
