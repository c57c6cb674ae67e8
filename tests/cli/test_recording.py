"""Record what a language model answers, replay it without one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.run import CommandLine
from tests.cli.test_endpoint import GOOD, KEY, OTHER, rows, served
from tests.endpoint import answer, first_sentence, sequence, statement


def plain(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(({**row, "extraction": None, "version": None} for row in claims), key=lambda row: row["id"])


def test_what_is_recorded_is_replayed_offline_with_the_same_claims(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    quotebound.write("docs/other.txt", OTHER)
    ended, endpoint = served(quotebound, monkeypatch, first_sentence, "--record", "answers")
    assert ended.code == 0
    recorded = rows(quotebound)
    assert len(recorded) == len(endpoint.requests) == len(list((quotebound.folder / "answers").iterdir())) == 2
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.delenv("OPENAI_API_KEY")
    quotebound.db = f"sqlite:///{quotebound.folder / 'other.db'}"
    assert quotebound("extract", "docs", "--model", "recorded/answers").code == 0
    replayed = rows(quotebound)
    assert plain(replayed) == plain(recorded)
    assert {row["extraction"]["model"] for row in replayed} == {"recorded/answers"}


def test_a_recording_says_how_it_came_about_and_holds_no_key(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    served(quotebound, monkeypatch, first_sentence, "--record", "answers")
    (path,) = (quotebound.folder / "answers").iterdir()
    text = path.read_text(encoding="utf-8")
    how = json.loads(text)["how"]
    assert how["model"] == "test"
    assert how["recorded_at"].startswith("20")
    assert KEY not in text


def test_repairs_are_recorded_too(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    script = sequence(answer([statement("a bridge was shut")]), answer([statement("a bridge had been closed")], replaces=[1]))
    served(quotebound, monkeypatch, script, "--record", "answers")
    quotebound.db = f"sqlite:///{quotebound.folder / 'other.db'}"
    assert quotebound("extract", "docs", "--model", "recorded/answers").code == 0
    assert [row["evidence"][0]["text"] for row in rows(quotebound)] == ["a bridge had been closed"]


def test_documents_that_are_done_are_recorded_without_paying_again(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    served(quotebound, monkeypatch, first_sentence)
    ended, endpoint = served(quotebound, monkeypatch, first_sentence, "--record", "answers")
    assert ended.code == 0
    assert endpoint.requests == []
    assert len(list((quotebound.folder / "answers").iterdir())) == 1


def test_what_was_not_recorded_fails_with_a_hint_that_works(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    (quotebound.folder / "answers").mkdir()
    missing = quotebound("extract", "docs", "--model", "recorded/answers")
    assert missing.code == 1
    assert "--record answers" in " ".join(missing.err.split())
    served(quotebound, monkeypatch, first_sentence, "--record", "answers")
    assert quotebound("extract", "docs", "--model", "recorded/answers").code == 0


@pytest.mark.parametrize("model", ["rules", "recorded/answers"])
def test_only_a_language_model_has_answers_to_record(quotebound: CommandLine, model: str) -> None:
    quotebound.write("docs/good.txt", GOOD)
    (quotebound.folder / "answers").mkdir()
    ended = quotebound("extract", "docs", "--model", model, "--record", "more")
    assert ended.code == 2
    assert "--model openai/NAME" in ended.err
