"""What became of a run, and trying again what failed in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from extractor.store import open_store
from extractor.store.runs import RUNNING
from tests.cli.run import CommandLine
from tests.endpoint import Received, Reply, ScriptedEndpoint, content, first_sentence, refusal

GOOD = "The army said on Monday that 12 soldiers were killed near Dorrin.\n"
BAD = "The mayor of Karsa promised a new hospital by the spring of next year.\n"


def latest(quotebound: CommandLine) -> str:
    with open_store(quotebound.db) as store:
        return next(store.runs.list()).id


@pytest.fixture
def prose(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """An endpoint that answers one document with prose, until told to do better."""
    better: list[bool] = []

    def script(request: Received) -> Reply:
        return first_sentence(request) if better or "Karsa" not in request.document else content("No JSON today.")

    with ScriptedEndpoint(script) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        yield better


def test_retry_takes_failed_documents_from_the_database_and_files_from_where_they_were(quotebound: CommandLine, prose: list[bool]) -> None:
    quotebound.write("docs/good.txt", GOOD)
    quotebound.write("docs/bad.txt", BAD)
    unread = quotebound.write("docs/unread.txt", b"\0\1")
    assert quotebound("extract", "docs", "--model", "openai/test").code == 1
    (quotebound.folder / "docs" / "bad.txt").unlink()
    unread.write_text("The governor said on Monday that 3 bridges had been closed.\n")
    prose.append(True)
    run = latest(quotebound)
    ended = quotebound("retry", run, "--failed")
    assert ended.code == 0, ended.err
    assert "2 documents done" in ended.err
    items = [json.loads(line) for line in quotebound("status", latest(quotebound), "--json").out.splitlines()]
    assert {item["name"]: item["status"] for item in items} == {"bad.txt": "done", "unread.txt": "done"}


def test_retry_with_nothing_to_retry_says_so_and_makes_no_run(quotebound: CommandLine) -> None:
    quotebound.write("docs/a.txt", "Three people were killed in Dorrin on Monday, the army said.")
    quotebound("extract", "docs")
    ended = quotebound("retry")
    assert ended.code == 0
    assert "Nothing to try again: no document of run" in ended.err
    assert quotebound("status").out.count("finished") == 1


def test_retry_says_which_file_is_gone(quotebound: CommandLine) -> None:
    unread = quotebound.write("docs/unread.txt", b"\0\1")
    quotebound.write("docs/good.txt", GOOD)
    quotebound("extract", "docs")
    unread.unlink()
    ended = quotebound("retry")
    assert ended.code == 1
    assert "no longer where it was" in ended.err


def test_a_run_whose_process_was_killed_is_told_to_be_silent_with_the_way_on(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotebound.write("docs/good.txt", GOOD)
    quotebound("extract", "docs")
    with open_store(quotebound.db) as store:
        run = next(store.runs.list()).id
        store.runs.mark(run, RUNNING)
    assert "no sign of life" not in quotebound("status").err, "a moment's silence is no sign of death"
    monkeypatch.setattr("extractor.cli.runs.QUIET", timedelta(0))
    for shown in (quotebound("status"), quotebound("status", run)):
        assert f"Run {run}: no sign of life since " in shown.err
        assert f"`quotebound cancel {run}` closes the run." in shown.err
    quotebound("cancel", run)
    assert "no sign of life" not in quotebound("status").err


def test_status_of_a_run_has_its_counts_and_the_way_to_try_again(quotebound: CommandLine) -> None:
    quotebound.write("docs/unread.txt", b"\0\1")
    quotebound.write("docs/good.txt", GOOD)
    quotebound("extract", "docs")
    shown = quotebound("status", latest(quotebound))
    assert "1 done, 1 failed, 0 skipped" in shown.out
    assert "unread.txt" in shown.out
    assert "retry" in shown.err


def test_json_lines_say_how_each_document_ended_and_quiet_says_nothing(quotebound: CommandLine) -> None:
    quotebound.write("docs/good.txt", GOOD)
    ended = quotebound("extract", "docs", "--json", "--quiet")
    item, end = (json.loads(line) for line in ended.out.splitlines())
    assert (item["event"], item["name"], item["status"], item["claims"]) == ("item", "good.txt", "done", 1)
    assert (end["event"], end["done"], end["failed"], end["status"]) == ("end", 1, 0, "finished")
    assert ended.err == ""


@pytest.mark.parametrize(("change", "asked"), [("document", 1), ("nothing", 0), ("checks", 0), ("prompt", 2)])
def test_only_what_depends_on_a_change_is_asked_again(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch, change: str, asked: int
) -> None:
    quotebound.write("docs/good.txt", GOOD)
    quotebound.write("docs/bad.txt", BAD)
    with ScriptedEndpoint(first_sentence) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        assert quotebound("extract", "docs", "--model", "openai/test").code == 0
        before = len(endpoint.requests)
        if change == "document":
            quotebound.write("docs/bad.txt", BAD + "\nIt will have 40 beds, she said.\n")
        elif change == "checks":
            monkeypatch.setattr("extractor.wiring.CHECKS_VERSION", "another")
        elif change == "prompt":
            monkeypatch.setenv("QUOTEBOUND_PROMPT_VERSION", "1")
        ended = quotebound("extract", "docs", "--model", "openai/test")
        assert ended.code == 0, ended.err
        assert len(endpoint.requests) - before == asked
        if change == "checks":
            assert "2 documents done" in ended.err, "checked again, without paying"


def test_trying_again_goes_on_with_what_needs_no_metadata_that_is_gone(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/a.txt", "The army said on Tuesday that three soldiers were killed near Dorrin.")
    quotebound.write("docs/b.txt", "")
    listed = quotebound.write("documents.jsonl", json.dumps({"doc": "a.txt", "outlet": "Dorrin Post"}) + "\n")
    with ScriptedEndpoint(refusal()) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        assert "2 failed" in quotebound("extract", "docs", "--model", "openai/test", "--metadata", listed).err
        quotebound.write("docs/b.txt", "The army said on Tuesday that four soldiers were killed near Dorrin.")
        moved = listed.rename(quotebound.folder / "moved.jsonl")
        endpoint.script = first_sentence
        again = quotebound("retry")
        assert again.code == 1, again.err
        assert "1 document done" in again.err
        assert "b.txt: its metadata can't be read:" in again.err
        assert "documents.jsonl: No such file" in again.err
        assert "Put that file back where it was" in again.err
        assert [claim["document"]["outlet"] for claim in map(json.loads, quotebound("claims", "--format", "jsonl").out.splitlines())] == [
            "Dorrin Post"
        ]
        moved.rename(listed)
        last = quotebound("retry")
        assert last.code == 0, "trying again knows the paths and the metadata of what it tried again: " + last.err


def test_trying_again_reads_as_the_run_did(quotebound: CommandLine) -> None:
    folder = quotebound.write("docs/a.txt", "x" * 300).parent
    records = quotebound.write("all.jsonl", json.dumps({"doc": "b", "body": "y" * 300}) + "\n")
    listed = quotebound.write("documents.jsonl", json.dumps({"doc": "b", "outlet": "Dorrin Post"}) + "\n")
    words = ("--published", "2024-12-19", "--encoding", "latin-1", "--text-column", "body", "--metadata", listed)
    first = quotebound("extract", folder, records, *words, "--max-bytes", "200")
    assert "2 failed" in first.err
    story = "The army said on Tuesday that three soldiers were killed near Dörrin, and that it gave no names."
    quotebound.write("docs/a.txt", story.encode("latin-1"))
    quotebound.write("all.jsonl", json.dumps({"doc": "b", "body": story.replace("three", "four")}) + "\n")
    assert quotebound("retry").code == 0
    claims = [json.loads(line) for line in quotebound("claims", "--format", "jsonl").out.splitlines()]
    assert {(claim["document"]["published"], claim["document"]["outlet"]) for claim in claims} == {
        ("2024-12-19", None),
        ("2024-12-19", "Dorrin Post"),
    }
