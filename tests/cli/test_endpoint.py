"""The language model's path through the command line, over real HTTP."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from extractor.review import Decision
from extractor.store import open_store
from tests.cli.run import CommandLine
from tests.endpoint import Script, ScriptedEndpoint, answer, by_text, content, error, first_sentence, sequence, statement
from tests.models.test_hostile_texts import FIRST, TEXTS

GOOD = "Rebels in the north said on Sunday that a bridge had been closed.\n"
OTHER = "The mayor of Karsa promised a new hospital by the spring of next year.\n"
KEY = "sk-very-secret-4711"


def served(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch, script: Script | Any, *words: str) -> tuple[Any, ScriptedEndpoint]:
    with ScriptedEndpoint(script) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        ended = quotebound("extract", "docs", "--model", "openai/test", *words)
    return ended, endpoint


def rows(quotebound: CommandLine) -> list[dict[str, Any]]:
    return [json.loads(line) for line in quotebound("claims", "--format", "jsonl").out.split("\n") if line]  # U+2028 ends no line


def test_good_answers_are_stored_absent_quotes_blocked_and_a_malformed_answer_fails_its_document_only(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotebound.write("docs/good.txt", GOOD)
    quotebound.write("docs/invented.txt", OTHER)
    quotebound.write("docs/malformed.txt", "A third text, about nothing in particular.\n")
    script = by_text(
        {
            "bridge": answer([statement("a bridge had been closed")]),
            "hospital": answer([statement("the mayor opened a new hospital")]),
        },
        otherwise=content("I am sorry, here is some prose instead of JSON."),
    )
    ended, _ = served(quotebound, monkeypatch, script)
    assert ended.code == 1
    assert "2 documents done" in ended.err
    assert "failed: malformed.txt" in ended.err
    claims = {row["document"]["name"]: row for row in rows(quotebound)}
    assert set(claims) == {"good.txt", "invented.txt"}
    quote = claims["good.txt"]["evidence"][0]
    assert GOOD[quote["start"] : quote["end"]] == "a bridge had been closed"
    assert claims["invented.txt"]["state"] == "blocked"
    assert "quote.absent" in {finding["code"] for finding in claims["invented.txt"]["findings"]}


def test_hostile_texts_are_stored_byte_for_byte_and_their_claims_are_like_any_other(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, text in enumerate(TEXTS.values()):
        quotebound.write(f"docs/{number}.txt", text.encode())
    ended, _ = served(quotebound, monkeypatch, first_sentence, "--near-duplicates", "extract")
    assert ended.code == 0, ended.err
    with closing(sqlite3.connect(quotebound.folder / "test.db")) as connection:
        stored = {row[0].encode() for row in connection.execute("SELECT text FROM documents")}
    assert stored == {text.encode() for text in TEXTS.values()}
    claims = rows(quotebound)
    assert [claim["evidence"][0]["text"] for claim in claims] == [FIRST] * len(TEXTS)
    assert {(claim["state"], claim["verification"]["status"]) for claim in claims} == {("pending", "none")}


def test_a_repaired_quote_is_kept_and_the_good_claim_untouched(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    script = sequence(
        answer([statement("a bridge had been closed"), statement("rebels said a bridge was shut")]),
        answer([statement("Rebels in the north said on Sunday")], replaces=[1]),
    )
    ended, endpoint = served(quotebound, monkeypatch, script)
    assert ended.code == 0
    assert len(endpoint.requests) == 2
    assert sorted(row["evidence"][0]["text"] for row in rows(quotebound)) == [
        "Rebels in the north said on Sunday",
        "a bridge had been closed",
    ]


def test_what_was_answered_is_never_asked_again(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    script = answer([statement("a bridge had been closed")])
    first, asked = served(quotebound, monkeypatch, script)
    second, asked_again = served(quotebound, monkeypatch, script, "--fresh")
    assert (first.code, second.code) == (0, 0)
    assert (len(asked.requests), len(asked_again.requests)) == (1, 1), "--fresh pays again, and only --fresh"
    third, not_asked = served(quotebound, monkeypatch, script)
    assert third.code == 0
    assert not_asked.requests == []


def test_the_key_is_neither_stored_nor_printed(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    ended, endpoint = served(quotebound, monkeypatch, error(401, f"Incorrect API key provided: {KEY}"))
    assert ended.code == 1
    assert KEY in endpoint.requests[0].headers["authorization"]
    assert KEY not in ended.err + ended.out
    for path in quotebound.folder.glob("test.db*"):
        assert KEY.encode() not in path.read_bytes()


def test_a_key_that_an_answer_repeats_reaches_neither_database_nor_release(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotebound.write("docs/good.txt", GOOD)
    claim = statement("a bridge had been closed") | {"statement": f"A bridge had been closed. {KEY}"}
    ended, _ = served(quotebound, monkeypatch, answer([claim]))
    assert ended.code == 0, ended.err
    with open_store(quotebound.db) as store:
        (row,) = store.claims.list()
        accept = {"id": str(UUID(int=1)), "claim_id": row.id, "action": "accept", "reviewer": "ada"}
        now = {"version": row.version, "revision": row.revision, "decided_at": datetime(2026, 5, 6, 12, tzinfo=UTC)}
        store.reviews.decide(Decision.model_validate(accept | now))
    assert quotebound("publish", "--to", quotebound.folder / "releases").code == 0
    files = [path for path in quotebound.folder.rglob("*") if path.is_file()]
    assert any(b"A bridge had been closed" in path.read_bytes() for path in files if path.name == "claims.jsonl")
    assert [path.name for path in files if KEY.encode() in path.read_bytes()] == []


def test_an_endpoint_that_cannot_be_reached_fails_each_document_with_its_address(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotebound.write("docs/good.txt", GOOD)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    ended = quotebound("extract", "docs", "--model", "openai/test")
    assert ended.code == 1
    assert "127.0.0.1:9" in ended.err


def test_a_second_look_at_documents_that_are_done_pays_for_the_second_look_only(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotebound.write("docs/a.txt", "Rebels said on Sunday that a bridge had been closed.\n\nA doctor counted 31 wounded in Karsa.\n")
    script = sequence(answer([statement("a bridge had been closed")]), answer([statement("A doctor counted 31 wounded in Karsa.")]))
    with ScriptedEndpoint(script) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        words = ("extract", "docs", "--model", "openai/test")
        counts = [(quotebound(*words, *more).code, len(endpoint.requests)) for more in ((), ("--passes", "2"), ("--passes", "2"), ())]
    assert counts == [(0, 1), (0, 2), (0, 2), (0, 2)]
    assert len(rows(quotebound)) == 2


def test_a_second_opinion_marks_the_figures_that_only_one_reader_found(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Rebels killed 12 soldiers near Karsa on Sunday, the army said.\n"
    quotebound.write("docs/a.txt", text)
    ended, _ = served(quotebound, monkeypatch, answer([statement("the army said")]), "--second-opinion", "rules")
    assert ended.code == 0
    found = {(row["figure"] or {}).get("text"): [finding["code"] for finding in row["findings"]] for row in rows(quotebound)}
    assert "opinion.missed" in found["12"]
    again, endpoint = served(quotebound, monkeypatch, answer([]), "--second-opinion", "rules")
    assert "1 already done" in again.err
    assert endpoint.requests == []
