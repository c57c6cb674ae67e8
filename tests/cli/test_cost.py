from __future__ import annotations

import pytest

from extractor.protocol import Call, Usage
from extractor.store import open_store
from tests.cli.run import CommandLine
from tests.cli.test_endpoint import GOOD, OTHER, served
from tests.endpoint import first_sentence


def lines(quotebound: CommandLine, *words: str) -> list[list[str]]:
    ended = quotebound("cost", *words)
    assert ended.code == 0
    return [line.split() for line in ended.out.splitlines()]


def test_nothing_paid_says_so(quotebound: CommandLine) -> None:
    quotebound("db", "upgrade")
    ended = quotebound("cost")
    assert (ended.code, ended.out) == (0, "")
    assert "Nothing was paid for yet" in ended.err


def test_each_run_has_its_calls_and_tokens_and_an_unknown_price_is_said(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    served(quotebound, monkeypatch, first_sentence)
    quotebound.write("docs/other.txt", OTHER)
    served(quotebound, monkeypatch, first_sentence)
    heading, first, second, total = lines(quotebound)
    assert heading[0] == "Run"
    assert [row[1:3] for row in (first, second, total)] == [["1", "100"], ["1", "100"], ["2", "200"]]
    assert "2 calls of unknown price" in " ".join(total)
    assert lines(quotebound, "--run", first[0])[1:] == [first, ["all", *first[1:]]]


def test_money_cached_tokens_and_unknown_prices_are_told_apart_by_model_and_document(quotebound: CommandLine) -> None:
    call = Call("k", "openai/tern", "p", {}, {}, "ok", Usage(1_200_000, 5_000, 1_000_000, 1.25), document_id="0123456789abcdef")
    with open_store(quotebound.db) as store:
        store.calls.record(call)
        store.calls.record(Call("l", "openai/plover", "p", {}, {}, "ok", Usage(10, 5)))
    assert lines(quotebound, "--by", "model")[1:] == [
        ["openai/tern", "1", "1,200,000", "1,000,000", "5,000", "$1.2500"],
        ["openai/plover", "1", "10", "0", "5", "1", "call", "of", "unknown", "price"],
        ["all", "2", "1,200,010", "1,000,000", "5,005", "$1.2500", "+", "1", "call", "of", "unknown", "price"],
    ]
    documents = quotebound("cost", "--by", "document").out
    assert "0123456789abcdef  (not stored)" in documents
    assert "(no document)" in documents


def test_documents_are_named(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/good.txt", GOOD)
    served(quotebound, monkeypatch, first_sentence)
    assert "good.txt" in quotebound("cost", "--by", "document").out


def test_a_run_that_does_not_exist_is_named(quotebound: CommandLine) -> None:
    quotebound("db", "upgrade")
    ended = quotebound("cost", "--run", "zzz")
    assert ended.code == 2
    assert "no run zzz" in ended.err
