from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.claims.figures import FoundFigure, find_figures
from extractor.claims.finding import Span


def words(text: str, *kinds: str) -> list[str]:
    return [found.figure.text for found in find_figures(text) if not kinds or found.kind in kinds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling killed 12 and wounded at least 20 others.", ["12", "at least 20"]),
        ("Around 300 killed and 2,700 wounded", ["Around 300", "2,700"]),
        ("A total of at least 100 have died, another 179 fled.", ["at least 100", "179"]),
        ("between 10 and 12 miners; two or three more; 10,000–12,000", ["between 10 and 12", "two or three", "10,000–12,000"]),
        ("TWELVE KILLED, AT LEAST 30 HURT", ["TWELVE", "AT LEAST 30"]),
        ("up to a battalion of troops, said a battalion commander", ["up to a battalion"]),
        ("a 12-member crew, a 300-strong force", ["12", "300"]),
        ("tens of thousands fled; several drowned; a few dozen hid", ["tens of thousands", "several", "a few dozen"]),
        ("in 2024 2000 people died", ["2000"]),
        ("1.2m people left", ["1.2m"]),
        ("‘12 dead’ (10) “three”", ["12", "10", "three"]),
        ("at least\n100\n\n200", ["at least\n100", "200"]),
        ("no one came, one of the worst days, one man drowned, one another", ["one"]),
        ("many fled; how many is unknown; most of them; the most", ["many", "most of"]),
        ("the team scores; scores of people", ["scores"]),
    ],
)
def test_counts_come_with_their_qualifier_and_nothing_else(text: str, expected: list[str]) -> None:
    assert words(text, "count") == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("On Dec. 14-15, May 5, 2024-12-14 and 14/12/2024", "date", ["Dec. 14-15", "May 5", "2024-12-14", "14/12/2024"]),
        ("in 2023, since 2014; 2022-2024; the 1990s; mid-2023", "date", ["2023", "2014", "2022-2024", "1990s", "mid-2023"]),
        ("At 5:04 PM, 5 a.m. and 0900 GMT", "date", ["5:04 PM", "5 a.m.", "0900 GMT"]),
        ("the 14th attack, the 2nd", "ordinal", ["14th", "2nd"]),
        ("8th Rifle Regiment, Mk-19, MH17, T-72, COVID-19", "designation", ["8th Rifle Regiment", "Mk-19", "MH17", "T-72", "COVID-19"]),
        (
            "Article 5, No. 7, Resolution 2334, [3], 3-1, 555-0134",
            "designation",
            ["Article 5", "No. 7", "Resolution 2334", "3", "3-1", "555-0134"],
        ),
        ("$3 million, more than $20, €5bn, 5 million euros", "money", ["$3 million", "more than $20", "€5bn", "5 million"]),
        ("three days, 40 km, a 12-year-old, 155mm, 500-kg, 10m, −12", "measure", ["three", "40", "12", "155mm", "500", "10m", "12"]),
        ("Ana Lopez, 34, and Li, aged 7.", "measure", ["34", "7"]),
        ("half of them, 20 percent, 10-12%, one third of all", "percent", ["half", "20 percent", "10-12%", "one third"]),
    ],
)
def test_numbers_that_count_nothing_are_told_apart(text: str, kind: str, expected: list[str]) -> None:
    assert words(text, kind) == expected
    assert words(text, "count") == []


@pytest.mark.parametrize("text", ["x² and ½ and 5½", "٣ １２ 1️⃣ ①", "9" * 5000, "", "the third soldier in the second half"])
def test_numbers_that_cannot_be_read_are_no_counts(text: str) -> None:
    assert words(text, "count", "percent") == []


def test_a_change_from_one_number_to_another_is_no_range() -> None:
    assert words("The toll rose from 12 to 15.", "count") == ["12", "15"]
    assert words("The count has gone from seven to 12 to 17.", "count") == ["seven", "12", "17"]
    assert words("They sent from 12 to 15 men.", "count") == ["12 to 15"]


def test_the_number_is_the_bare_words_inside_the_span() -> None:
    text = "They lost at least two dozen men, or 10 to 12 percent."
    first, second = find_figures(text)
    assert text[slice(*first.span)] == "at least two dozen"
    assert text[slice(*first.number)] == "two dozen"
    assert text[slice(*second.number)] == "10 to 12"


def test_a_span_limits_where_figures_are_looked_for_but_not_what_is_seen_before_it() -> None:
    text = "killed 12, wounded at least 30 and 40"
    assert [found.figure.text for found in find_figures(text, Span(11, 30))] == ["at least 30"]
    assert find_figures("the MH17 crash", Span(6, 8)) == []


def _consistent(text: str, found: list[FoundFigure]) -> bool:
    ordered = all(a.span.end <= b.span.start for a, b in pairwise(found))
    return ordered and all(
        text[f.span.start : f.span.end] == f.figure.text and f.span.start <= f.number.start <= f.number.end <= f.span.end for f in found
    )


_PIECES = st.sampled_from(
    [
        "12",
        "at least ",
        "Dec. ",
        " and ",
        "to ",
        "two ",
        "dozen",
        "half ",
        "a ",
        "$",
        "%",
        "-",
        ",",
        "000",
        " ",
        "\n",
        "th ",
        "of ",
        "up ",
        "²",
        "10k",
        "May ",
    ]
)


@given(st.text(max_size=80) | st.lists(_PIECES, max_size=25).map("".join))
def test_what_is_found_is_in_order_apart_and_word_for_word(text: str) -> None:
    assert _consistent(text, find_figures(text))
