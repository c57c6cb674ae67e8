"""A night's batch through the command line: written, submitted, looked at, collected, stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.run import CommandLine
from tests.cli.test_endpoint import rows
from tests.endpoint import ScriptedEndpoint, first_sentence

EXTRACT = ("extract", "docs", "--model", "openai/test", "--engine", "batch-file", "--batch-dir", "night")


@pytest.fixture
def endpoint(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedEndpoint]:
    """An endpoint with batches that are done at once, and two documents to read."""
    for number in range(2):
        quotebound.write(f"docs/{number}.txt", f"Rebels said on Sunday that bridge {number} was closed.\n")
    with ScriptedEndpoint(first_sentence) as served:
        served.batches.polls = 0
        monkeypatch.setenv("OPENAI_BASE_URL", served.url)
        yield served


def test_documents_wait_until_their_batch_is_collected_and_are_then_stored_without_a_call(
    quotebound: CommandLine, endpoint: ScriptedEndpoint
) -> None:
    written = quotebound(*EXTRACT)
    assert written.code == 0
    assert "2 documents wait" in written.err
    assert endpoint.requests == []
    assert quotebound.bare("batch", "status", "night").out == "requests-001.jsonl  -  not submitted\n"
    assert "batch-1" in quotebound.bare("batch", "submit", "night").out
    assert "Nothing to submit" in quotebound.bare("batch", "submit", "night").err
    assert "completed" in quotebound.bare("batch", "status", "night").out
    collected = quotebound("batch", "collect", "night")
    assert collected.code == 0
    assert "2 answers, 0 failed, 0 missing" in collected.err
    assert "collected" in quotebound.bare("batch", "status", "night").out
    asked = len(endpoint.requests)
    assert quotebound(*EXTRACT).code == 0
    assert (len(rows(quotebound)), len(endpoint.requests)) == (2, asked)
    assert quotebound("cost", "--by", "model").out.splitlines()[-1].split()[1] == "2"
    assert "(no run)" not in quotebound("cost").out, "what a batch cost is the run's that asked"


def test_an_expired_batch_gives_what_was_done_and_the_rest_is_written_anew(quotebound: CommandLine, endpoint: ScriptedEndpoint) -> None:
    endpoint.batches.expire_after = 1
    quotebound(*EXTRACT)
    quotebound.bare("batch", "submit", "night")
    collected = quotebound("batch", "collect", "night")
    assert collected.code == 1
    assert "1 answer, 0 failed, 1 missing" in collected.err
    again = quotebound(*EXTRACT)
    assert "1 document waits" in again.err
    assert "1 request in night/requests-002.jsonl" in again.err
    assert len(rows(quotebound)) == 1


def test_requests_that_wait_are_not_written_twice(quotebound: CommandLine, endpoint: ScriptedEndpoint) -> None:
    quotebound(*EXTRACT)
    again = quotebound(*EXTRACT)
    assert again.code == 2
    assert "requests-001.jsonl not collected yet" in again.err
    assert endpoint.requests == []


def test_outputs_made_by_hand_are_collected_once(quotebound: CommandLine, endpoint: ScriptedEndpoint) -> None:
    quotebound(*EXTRACT)
    quotebound.bare("batch", "submit", "night")
    quotebound.bare("batch", "status", "night")
    output = quotebound.write("out.jsonl", endpoint.batches.files[endpoint.batches.batches["batch-1"]["output_file_id"]])
    assert "2 answers" in quotebound("batch", "collect", "night", output).err
    quotebound("batch", "collect", "night", output)
    other = quotebound.write("other.jsonl", "")
    assert "none of its requests" in quotebound("batch", "collect", "night", other).err
    assert quotebound("cost").out.splitlines()[-1].split()[1] == "2"


def test_a_batch_still_at_work_is_collected_later(quotebound: CommandLine, endpoint: ScriptedEndpoint) -> None:
    endpoint.batches.polls = 1
    quotebound(*EXTRACT)
    quotebound.bare("batch", "submit", "night")
    early = quotebound("batch", "collect", "night")
    assert early.code == 1
    assert "still at work" in early.err
    later = quotebound("batch", "collect", "night")
    assert later.code == 0
    assert "2 answers" in later.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("extract", "docs", "--engine", "batch-file"), "go together"),
        (("extract", "docs", "--engine", "batch-file", "--batch-dir", "night"), "rules is not asked by batch files"),
        (("batch", "collect", "nowhere"), "nowhere: no such folder"),
    ],
)
def test_bad_usage_is_said(quotebound: CommandLine, endpoint: ScriptedEndpoint, words: tuple[str, ...], said: str) -> None:
    ended = quotebound(*words)
    assert ended.code == 2
    assert said in " ".join(ended.err.split())
    assert endpoint.requests == []


@pytest.mark.parametrize("command", ["submit", "status", "collect"])
def test_a_folder_without_request_files_is_no_folder_of_batches(quotebound: CommandLine, command: str) -> None:
    ended = quotebound.bare("batch", command, quotebound.folder)
    assert (ended.code, ended.err.splitlines()[0]) == (2, f"error: {quotebound.folder}: no request files there")
