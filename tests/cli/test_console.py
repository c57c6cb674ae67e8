from __future__ import annotations

import json
import re
import sys
from itertools import pairwise

import pytest

from extractor.cli.console import NARROWEST
from tests.cli.run import CommandLine

EVIL = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202e"
TEXT = f"The {EVIL} police said on Tuesday that at least 14 people were killed.\n"


def test_what_a_terminal_would_obey_in_names_and_quotes_is_shown_and_not_sent(quotebound: CommandLine) -> None:
    path = quotebound.write(f"a{EVIL}.txt", TEXT)
    quotebound("extract", path, "--published", "2024-12-19")
    table = quotebound("claims").out
    failed = quotebound("extract", quotebound.write(f"b{EVIL}.txt", "")).err
    explained = quotebound("explain", table.split("\n")[1].split()[0]).out
    for printed in (table, failed, explained):
        assert "owned\u241b[31m\ufffd2J" in printed
        assert not set("\x1b\x07\x9b\u202e") & set(printed)


def test_names_that_look_like_markup_are_printed_as_they_are(quotebound: CommandLine) -> None:
    quotebound("team", "grant", "ada [/b] :bomb:", "admin")
    assert "ada [/b] :bomb:" in quotebound("team", "show").out


def test_what_a_source_denies_never_reads_like_a_claim(quotebound: CommandLine) -> None:
    text = "At least 14 people were killed on Tuesday. The army denied that its forces had shelled the market.\n"
    quotebound("extract", quotebound.write("a.txt", text))
    table = quotebound("claims").out
    [denied] = [line for line in table.splitlines() if "shelled the market" in line]
    assert "(denied) " in denied
    assert table.count("(denied)") == 1
    explained = quotebound("explain", denied.split()[0]).out
    assert explained.startswith("(denied) ")
    assert '"value": "denied"' in quotebound("claims", "--format", "w3c").out


def test_very_many_claims_are_a_table_after_another_and_none_is_left_out(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"Police said that {number} people were killed in Karsa." for number in (11, 12, 13)]
    quotebound("extract", quotebound.write("a.txt", "\n\n".join(lines)))
    monkeypatch.setattr("extractor.cli.claims.PAGE", 2)
    ended = quotebound("claims")
    assert [words[0] for line in ended.out.splitlines() if (words := line.split())].count("Id") == 2
    stored = [json.loads(line)["id"][:8] for line in quotebound("claims", "--format", "jsonl").out.splitlines()]
    assert [ended.out.count(name) for name in stored] == [1, 1, 1]
    assert "3 claims." in ended.err


def test_a_narrow_terminal_loses_no_column_and_no_identifier(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "a-report-with-a-name-that-is-rather-long-for-a-table.txt"
    quotebound("extract", quotebound.write(name, "Police said on Tuesday that between 1,200 and 1,300 people were killed in Karsa.\n"))
    [row] = json.loads(f"[{quotebound('claims', '--format', 'jsonl').out}]")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    table = re.sub(r"\x1b\[[0-9;]*m", "", quotebound("claims").out)
    assert [line for line in table.splitlines() if len(line) > NARROWEST] == []
    assert {row["id"][:8], "pending"} <= set(table.split())
    for words in (name, row["figure"]["text"], row["statement"]):
        assert column_of(words, table)
    assert row["extraction"]["run_id"] in quotebound("status").out


def column_of(words: str, table: str) -> bool:
    """Whether a table's column, read from top to bottom, holds `words`."""
    header, *lines = table.splitlines()
    starts = [match.start() for match in re.finditer(r"\S+", header)]
    cells = (tuple(line[start:end] for line in lines) for start, end in pairwise([*starts, NARROWEST]))
    return any("".join(words.split()) in "".join("".join(column).split()) for column in cells)


@pytest.mark.parametrize("words", [["claims"], ["status"], ["explain", "1"], ["ledger"], ["cost"]])
def test_looking_into_a_database_that_is_not_there_makes_none(quotebound: CommandLine, words: list[str]) -> None:
    ended = quotebound(*words)
    assert (ended.code, ended.err.splitlines()[0]) == (2, f"error: {quotebound.db}: there is no such file")
    assert list(quotebound.folder.iterdir()) == []
