from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.claims.dates import find_times, resolve_time
from extractor.claims.finding import Span


def words(text: str) -> list[str]:
    return [found.words for found in find_times(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army said on Dec. 19 that the raid of Dec. 14-15 failed.", ["Dec. 19", "Dec. 14-15"]),
        ("confirmed earlier in November, and since early August", ["earlier in November", "since early August"]),
        ("sent last fall; seen last week; said late on Monday", ["last fall", "last week", "late on Monday"]),
        ("On Monday, Dec. 16, 2024 and on May 5-6", ["Monday, Dec. 16, 2024", "May 5-6"]),
        ("They may march in May, in March and on 12 April.", ["May", "March", "12 April"]),
        ("in the fall of 2023, in 2022, since 2014, mid-January", ["the fall of 2023", "2022", "since 2014", "mid-January"]),
        ("for the third day in a row; in three days; three days ago", ["for the third day in a row", "in three days", "three days ago"]),
        (
            "two days later; the next day; over the past week; in the last 24 hours",
            ["two days later", "the next day", "over the past week", "in the last 24 hours"],
        ),
        ("KYIV, DEC. 14 — ON MONDAY TWELVE DIED", ["DEC. 14", "MONDAY"]),
        ("the night of 5-6 May, overnight, yesterday", ["the night of 5-6 May", "overnight", "yesterday"]),
        ("Marines in Mayfair, a Marchioness, 12 men, 2,024 shells", []),
        ("7 Marchers said that last Mayor and this Maybach was no date", []),
        ("2024-12-14 and 14/12/2024, January 13, 2025", ["2024-12-14", "14/12/2024", "January 13, 2025"]),
        ("", []),
    ],
)
def test_times_are_found_with_the_words_that_change_their_meaning(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_span_limits_where_times_are_looked_for() -> None:
    text = "on Monday and on Tuesday"
    assert [found.words for found in find_times(text, Span(10, len(text)))] == ["Tuesday"]
    assert find_times(text, Span(0, 6)) == []


_PIECES = st.sampled_from(
    [
        "Dec. ",
        "14",
        "-",
        "15",
        " ",
        "on ",
        "since ",
        "last ",
        "week",
        "Monday",
        ", ",
        "2024",
        "early ",
        "the ",
        "day",
        "ago",
        "three ",
        "May ",
        "\n",
        "to ",
    ]
)


@given(st.text(max_size=80) | st.lists(_PIECES, max_size=25).map("".join))
def test_what_is_found_is_in_order_apart_and_word_for_word(text: str) -> None:
    found = find_times(text)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))
    assert all(text[time.span.start : time.span.end] == time.words != "" for time in found)
    for time in found:
        resolve_time(time.words, "2024-12-19")
