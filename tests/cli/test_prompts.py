from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.cli import prompts as command
from prompts import load
from tests.cli.run import CommandLine


def test_list_prints_every_version(quotebound: CommandLine) -> None:
    assert "conflict/extract.v1" in quotebound.bare("prompts", "list").out.splitlines()


def test_show_prints_what_a_model_is_told(quotebound: CommandLine) -> None:
    shown = quotebound.bare("prompts", "show", "conflict/extract.v1")
    prompt = load("conflict", "extract", 1)
    assert shown.code == 0
    assert prompt.instructions in shown.out
    assert prompt.ask in shown.out


def test_a_name_without_version_is_the_newest(quotebound: CommandLine) -> None:
    newest = load("conflict")
    assert quotebound.bare("prompts", "show", "conflict/extract").out == quotebound.bare("prompts", "show", newest.id).out


def test_diff_shows_changed_lines_and_says_when_there_are_none(quotebound: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    same = quotebound.bare("prompts", "diff", "conflict/extract.v1", "conflict/extract.v1")
    assert (same.code, same.out) == (0, "")
    assert "the same" in same.err
    old = load("conflict", "extract", 1)
    monkeypatch.setattr(command, "load", lambda _domain, _name, version: old if version == 1 else replace(old, version=2, ask="Go on."))
    changed = quotebound.bare("prompts", "diff", "conflict/extract.v1", "conflict/extract.v2")
    assert "+Go on." in changed.out.splitlines()


@pytest.mark.parametrize("name", ["conflict/extract.v99", "conflict/nothing", "../../etc/passwd", "x", ""])
def test_a_prompt_that_does_not_exist_is_named_with_those_that_do(quotebound: CommandLine, name: str) -> None:
    ended = quotebound.bare("prompts", "show", name)
    assert ended.code == 2
    assert "conflict/extract.v1" in ended.err
