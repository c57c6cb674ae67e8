"""Help as a stranger reads it: nothing of what an option says is lost on the way to the screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from extractor.cli.app import COMMANDS, loaded
from tests.cli.process import START
from tests.cli.run import CommandLine


def options() -> Iterator[Any]:
    """Every option of every command, as (words of the command, option)."""
    for name in COMMANDS:
        command: Any = loaded(name)
        for inner in getattr(command, "commands", {"": command}).items():
            for parameter in inner[1].params:
                if parameter.param_type_name == "option":
                    yield pytest.param(parameter, id=f"{name} {inner[0]} {parameter.opts[0]}")


@pytest.mark.parametrize("option", list(options()))
def test_an_option_says_what_it_takes_in_words_that_help_does_not_take_for_markup(option: Any) -> None:
    assert option.help
    assert "[" not in option.help, "help is printed as markup, which swallows what stands in brackets"
    assert option.is_flag or option.metavar


@pytest.mark.parametrize(
    ("words", "default"),
    [
        (["extract"], "$QUOTEBOUND_DB, else sqlite:///quotebound.db"),
        (["extract"], "$QUOTEBOUND_MODEL, else rules"),
        (["extract"], "$QUOTEBOUND_MAX_BYTES, else 8000000"),
        (["extract"], "$QUOTEBOUND_CONCURRENCY, else 8"),
        (["review"], "$QUOTEBOUND_REVIEWER, else the login name"),
        (["gold", "agree"], "the corpus's gold.jsonl"),
    ],
)
def test_help_names_the_default_that_the_environment_may_change(
    quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch, words: list[str], default: str
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert default in quotebound.bare(*words, "--help").out


@pytest.mark.parametrize(
    ("words", "message", "helping"),
    [
        (["team", "grant"], "Missing argument 'NAME'.", "quotebound team grant --help"),
        (["extract", "a.txt", "--modle", "x"], "No such option: --modle", "quotebound extract --help"),
        (["db", "foo"], "No such command 'foo'.", "quotebound db --help"),
        (["claims", "--format", "xml"], "'--format': 'xml' is not one of 'table', 'jsonl', 'csv', 'w3c'.", "quotebound claims --help"),
    ],
)
def test_a_wrong_word_is_named_with_the_help_of_the_command_that_was_meant(
    quotebound: CommandLine, words: list[str], message: str, helping: str
) -> None:
    ended = quotebound.bare(*words)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert f"`{helping}` shows what it takes." in ended.err


@pytest.mark.parametrize("words", [["--help"], []])
def test_a_reader_that_has_seen_enough_is_no_error(words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        ended = subprocess.run([sys.executable, "-c", START, *words], stdout=write, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(write)
    assert (ended.returncode, ended.stderr) == (0, b"")
