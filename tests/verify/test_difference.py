from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.verify.difference import printable, shown


def test_short_words_are_shown_whole_and_other_values_as_they_are() -> None:
    assert shown("12", "13") == ("'12'", "'13'")
    assert shown(12, None) == ("12", "nothing")
    assert shown("2026-05-04", None) == ("2026-05-04", "nothing")


def test_long_words_are_shown_around_the_first_character_that_differs() -> None:
    before = "a" * 500 + " at least 20 others " + "b" * 500
    expected, found = shown(before, before.replace("20", "30"))
    assert "at least 20" in expected
    assert "at least 30" in found
    assert len(expected) < 200
    assert expected.startswith("…")
    assert expected.endswith("…")


@given(st.text(max_size=400), st.text(max_size=400))
def test_different_words_are_never_shown_alike_and_nothing_unprintable_is(one: str, other: str) -> None:
    expected, found = shown(one, other)
    assert (expected == found) == (one == other)
    assert expected.isprintable()
    assert found.isprintable()


@pytest.mark.parametrize(("line", "clean"), [("plain – text", "plain – text"), ("\x1b[2J", "\\x1b[2J"), ("a\u202eb", "a\\u202eb")])
def test_a_line_holds_no_command_for_the_terminal(line: str, clean: str) -> None:
    assert printable(line) == clean
