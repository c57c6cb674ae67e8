"""Ctrl-C, twice, kill -9 and `cancel` in the middle of a run: what the endpoint was asked tells what was lost and what was paid twice."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from extractor.store import open_store
from tests.cli.process import start, wait_for
from tests.cli.run import CommandLine
from tests.endpoint import Received, Reply, ScriptedEndpoint, first_sentence, slow

DOCUMENTS = 12
AT_ONCE = 3
WORDS = ("extract", "docs", "--model", "openai/test", "--db", "sqlite:///run.db", "--concurrency", str(AT_ONCE))


def late(request: Received) -> Reply:
    return slow(first_sentence(request), delay=0.3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for number in range(DOCUMENTS):
        (tmp_path / "docs" / f"{number:02}.txt").write_text(f"The mayor said on Monday that {number + 2} bridges were closed.\n")
    return tmp_path


def asked(endpoint: ScriptedEndpoint) -> list[str]:
    return [request.document for request in endpoint.requests]


def finish(folder: Path, endpoint: ScriptedEndpoint) -> dict[str, int]:
    """The same command again; its end as JSON. Every document must then be done exactly once."""
    process = start(folder, endpoint.url, *WORDS, "--json")
    out, err = process.communicate(timeout=90)
    assert process.returncode == 0, err
    with open_store(f"sqlite:///{folder / 'run.db'}") as store:
        done = [item.name for run in store.runs.list() for item in store.runs.items(run.id, "done")]
        assert sorted(done) == sorted(set(done)), "a document is done once"
        assert len(done) == DOCUMENTS
        assert list(store.verify_projection()) == []
    end: dict[str, int] = json.loads(out.splitlines()[-1])
    return end


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, err = process.communicate(timeout=60)
    return process.returncode, err


def test_one_interrupt_finishes_what_is_in_work_says_how_to_go_on_and_nothing_is_asked_twice(folder: Path) -> None:
    with ScriptedEndpoint(late) as endpoint:
        process = start(folder, endpoint.url, *WORDS)
        wait_for(lambda: len(endpoint.requests) >= 4, process)
        process.send_signal(signal.SIGINT)
        seen = len(endpoint.requests)
        code, err = ended(process)
        assert code == 130, err
        assert "the same command" in err
        before = len(endpoint.requests)
        assert before <= seen + AT_ONCE, "what was read ahead is not asked about any more"
        assert before < DOCUMENTS
        end = finish(folder, endpoint)
        assert end["skipped"] == before, "all that was asked about was finished"
        assert sorted(asked(endpoint)) == sorted(set(asked(endpoint)))


@pytest.mark.parametrize("kill", ["interrupt twice", "kill -9"])
def test_leaving_at_once_repeats_at_most_the_calls_in_flight(folder: Path, kill: str) -> None:
    with ScriptedEndpoint(late) as endpoint:
        process = start(folder, endpoint.url, *WORDS)
        wait_for(lambda: len(endpoint.requests) >= 5, process)
        if kill == "kill -9":
            process.kill()
        else:
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGINT)
        code, err = ended(process)
        assert code in (130, -9), err
        finish(folder, endpoint)
        texts = asked(endpoint)
        assert len(set(texts)) == DOCUMENTS
        assert len(texts) - DOCUMENTS <= AT_ONCE


def test_a_run_that_is_cancelled_from_elsewhere_begins_nothing_more_and_the_same_command_takes_up_the_rest(
    folder: Path, quotebound: CommandLine
) -> None:
    url = f"sqlite:///{folder / 'run.db'}"
    with ScriptedEndpoint(lambda request: slow(first_sentence(request), delay=0.9)) as endpoint:
        process = start(folder, endpoint.url, *WORDS[:-1], "1")
        wait_for(lambda: len(endpoint.requests) >= 2, process)
        with open_store(url) as store:
            (run,) = store.runs.list()
        assert quotebound.bare("cancel", run.id, "--db", url).code == 0
        code, err = ended(process)
        assert code == 130, err
        assert f"Run {run.id} was cancelled before its end" in " ".join(err.split())
        before = len(endpoint.requests)
        assert before < DOCUMENTS
        endpoint.script = first_sentence
        assert finish(folder, endpoint)["skipped"] == before, "what was in work was finished"
        assert sorted(asked(endpoint)) == sorted(set(asked(endpoint)))
