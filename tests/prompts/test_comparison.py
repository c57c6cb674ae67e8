from __future__ import annotations

from dataclasses import replace

from prompts import compare, load

PROMPT = load("conflict", "extract", 1)


def test_a_version_does_not_differ_from_itself() -> None:
    assert compare(PROMPT, PROMPT) == []


def test_a_changed_word_anywhere_is_shown() -> None:
    newer = replace(PROMPT, version=2, instructions=PROMPT.instructions.replace("by one quote", "by one exact quote"), repair="Mend them.")
    lines = compare(PROMPT, newer)
    assert lines[:2] == ["--- conflict/extract.v1", "+++ conflict/extract.v2"]
    assert any(line.startswith("+") and "one exact quote" in line for line in lines)
    assert "+Mend them." in lines


def test_a_changed_example_is_shown() -> None:
    newer = replace(PROMPT, examples=PROMPT.examples[:1])
    assert any(line.startswith("-OLLEN, Maresh") for line in compare(PROMPT, newer))
