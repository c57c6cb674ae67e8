"""What a run may spend, and what it says before it spends it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from extractor.models.endpoint import caller
from extractor.models.endpoint.limiter import Limiter, Rates
from extractor.models.options import EndpointOptions
from extractor.protocol import Turns, Usage
from tests.cli.run import CommandLine
from tests.cli.test_endpoint import rows, served
from tests.endpoint import Received, Reply, answer, statement

USED = {"prompt_tokens": 90, "completion_tokens": 20}


@pytest.fixture
def four(quotebound: CommandLine) -> CommandLine:
    """Four documents to read."""
    for number in range(4):
        quotebound.write(f"docs/{number}.txt", f"Rebels said on Sunday that bridge {number} was closed.\n")
    return quotebound


def whole_text(request: Received) -> Reply:
    """A model that claims the whole text, for 110 tokens."""
    return answer([statement(request.document.strip())], usage=USED)


def test_a_run_ends_cleanly_when_its_tokens_are_used_up_and_the_same_command_goes_on(
    four: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--max-tokens", "200", "--concurrency", "1")
    first, asked = served(four, monkeypatch, whole_text, *words)
    assert first.code == 1
    assert "2 documents done" in first.err
    assert "limit of 200 tokens is used up (220)" in " ".join(first.err.split())
    assert "the same command, without --fresh, goes on" in " ".join(first.err.split())
    assert "failed" not in first.err
    assert (len(asked.requests), len(rows(four))) == (2, 2)
    assert "stopped" in four("status").out
    second, asked_on = served(four, monkeypatch, whole_text, *words)
    assert second.code == 0
    assert "2 documents done" in second.err
    assert (len(asked_on.requests), len(rows(four))) == (2, 4)


def test_a_document_whose_repair_can_not_be_paid_is_left_not_stored_unrepaired(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Rebels said on Sunday that a bridge was closed."
    quotebound.write("docs/a.txt", text)

    def script(request: Received) -> Reply:
        repair = len(request.body["messages"]) > 1 and "1. {" in request.prompt
        return answer([statement(text if repair else "a bridge stayed shut")], replaces=[1] if repair else [], usage=USED)

    first, _ = served(quotebound, monkeypatch, script, "--max-tokens", "100")
    assert (first.code, rows(quotebound)) == (1, [])
    second, asked = served(quotebound, monkeypatch, script, "--max-tokens", "111")
    assert second.code == 0
    assert len(asked.requests) == 1, "the proposal is stored; only the repair is asked for"
    assert [row["state"] for row in rows(quotebound)] == ["pending"]


def test_a_run_ends_when_its_money_is_spent(four: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def priced(usage: Usage, _options: EndpointOptions) -> Usage:
        return replace(usage, cost_usd=0.25)

    monkeypatch.setattr(caller, "priced", priced)
    monkeypatch.setattr("extractor.models.estimate.priced", priced)
    ended, asked = served(four, monkeypatch, whole_text, "--max-cost", "0.5", "--concurrency", "1")
    assert ended.code == 1
    assert len(asked.requests) == 2
    assert "limit of $0.50 is used up" in " ".join(ended.err.split())


def test_a_limit_in_money_is_refused_before_the_first_call_where_no_price_is_known(
    four: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, asked = served(four, monkeypatch, whole_text, "--max-cost", "5")
    assert ended.code == 2
    assert asked.requests == []
    assert "the price of test at http://127.0.0.1" in ended.err
    assert "--max-tokens" in ended.err


@pytest.mark.parametrize(
    "words", [("--max-cost", "0"), ("--max-cost", "nan"), ("--requests-per-minute", "-1"), ("--tokens-per-minute", "inf")]
)
def test_a_limit_that_lets_nothing_through_is_refused(four: CommandLine, words: tuple[str, str]) -> None:
    ended = four("extract", "docs", *words)
    assert ended.code == 2
    assert f"{words[0]} {words[1]}: not a limit" in ended.err


def test_what_a_run_will_take_is_said_before_it_begins(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    quotebound.write("docs/short.txt", "Rebels said so on Sunday.\n")
    quotebound.write("docs/long.txt", "Rebels said so on Sunday.\n" * 1000)
    quotebound.write("docs/page.html", "<p>Rebels said so on Sunday, as they had said before.</p>")
    quotebound.write("docs/huge.txt", "x" * 30_000)
    ended, asked = served(quotebound, monkeypatch, whole_text, "--max-bytes", "29000")
    said = " ".join(ended.err.split())
    assert said.startswith("About 4 calls, ")
    assert "price unknown for 2 text files" in said
    assert "1 page or PDF not counted" in said
    assert len(asked.requests) >= 4


def test_a_report_of_300_kb_has_its_cost_said_first_and_loses_no_part(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part's first line is claimed; a part that was lost would be missing among them."""
    lines = [f"Entry {number} of the harbour's log says that the sea was calm and that nobody had put out.\n\n" for number in range(3_400)]
    quotebound.write("docs/report.txt", "".join(lines))
    ended, asked = served(quotebound, monkeypatch, lambda request: answer([statement(request.document.strip().partition("\n")[0])]))
    assert ended.code == 0, ended.err
    calls = len(asked.requests)
    assert 300_000 < len("".join(lines)) <= calls * EndpointOptions("test").max_chars
    assert " ".join(ended.err.split()).startswith(f"About {calls} calls, ")
    shown = [request.document.strip() for request in asked.requests]
    assert all(any(line.strip() in part for part in shown) for line in lines)
    assert {row["evidence"][0]["text"] for row in rows(quotebound)} == {part.partition("\n")[0] for part in shown}


def test_the_rules_cost_nothing_and_nothing_is_said_about_it(four: CommandLine) -> None:
    assert "About" not in four("extract", "docs").err


def test_rates_reach_the_endpoint_from_options_and_environment(four: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Rates] = []

    def limiter(endpoint: str, rates: Rates, turns: Turns) -> Limiter:
        seen.append(rates)
        return Limiter(endpoint, rates, turns)

    monkeypatch.setattr(caller, "Limiter", limiter)
    monkeypatch.setenv("QUOTEBOUND_REQUESTS_PER_MINUTE", "60000")
    monkeypatch.setenv("QUOTEBOUND_TOKENS_PER_MINUTE", "5000000")
    ended, _ = served(four, monkeypatch, whole_text, "--tokens-per-minute", "9000000")
    assert ended.code == 0
    assert seen == [Rates(60_000.0, 9_000_000.0)]


def test_rates_are_kept_in_one_line_for_all_processes_of_the_database(four: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    served(four, monkeypatch, whole_text, "--requests-per-minute", "6000")
    with closing(sqlite3.connect(four.folder / "test.db")) as connection:
        lines = connection.execute("SELECT endpoint, what FROM endpoint_turns WHERE what <> 'pause'").fetchall()
    assert lines == [("127.0.0.1 test", "requests")]
