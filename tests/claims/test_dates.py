from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.claims.core import TimeRef
from extractor.claims.dates import edtf_interval, resolve_time, time_disagreement
from extractor.claims.edtf import is_edtf
from tests import strategies

THURSDAY = "2024-12-19"

FROM_PUBLICATION = [
    *(("Dec. 14-15", "2024-12-14/2024-12-15"), ("14–15 December", "2024-12-14/2024-12-15"), ("DEC. 14", "2024-12-14")),
    *(("between Dec. 14 and 16", "2024-12-14/2024-12-16"), ("from Dec. 14 to Dec. 16", "2024-12-14/2024-12-16")),
    *(
        ("late on Monday", "2024-12-16"),
        ("on Thursday", "2024-12-19"),
        ("Friday", "2024-12-13"),
        ("early on Tuesday morning", "2024-12-17"),
    ),
    *(("Monday night", "2024-12-16"), ("5 p.m. on Monday", "2024-12-16"), ("last Thursday", "2024-12-12"), ("SATURDAY", "2024-12-14")),
    *(("between Monday and Wednesday", "2024-12-16/2024-12-18"), ("Monday, Dec. 16", "2024-12-16"), ("at dawn on Dec. 19", "2024-12-19")),
    *(("today", "2024-12-19"), ("yesterday", "2024-12-18"), ("the day before yesterday", "2024-12-17"), ("this morning", "2024-12-19")),
    *(
        ("overnight", "2024-12-18/2024-12-19"),
        ("overnight into Tuesday", "2024-12-16/2024-12-17"),
        ("overnight Dec. 14-15", "2024-12-14/2024-12-15"),
    ),
    *(("the night of Dec. 5", "2024-12-05/2024-12-06"), ("on the night of 5-6 May", "2024-05-05/2024-05-06")),
    *(("three days ago", "2024-12-16"), ("two weeks ago", "2024-12-05~"), ("a month ago", "2024-11~"), ("two years ago", "2022~")),
    *(("last week", "2024-12-09/2024-12-15"), ("this week", "2024-12-16/2024-12-19"), ("earlier this week", "2024-12-16/2024-12-19")),
    *(("next week", "2024-12-23/2024-12-29"), ("last weekend", "2024-12-14/2024-12-15"), ("over the weekend", "2024-12-14/2024-12-15")),
    *(
        ("over the past week", "2024-12-12/2024-12-19"),
        ("the last three days", "2024-12-16/2024-12-19"),
        ("in the last 24 hours", "2024-12-18/2024-12-19"),
    ),
    *(
        ("earlier in November", "2024-11"),
        ("in December", "2024-12"),
        ("early December", "2024-12~"),
        ("mid-January", "2024-01~"),
        ("JUNE", "2024-06"),
    ),
    *(
        ("last month", "2024-11"),
        ("earlier this month", "2024-12"),
        ("last year", "2023"),
        ("this year", "2024"),
        ("last December", "2023-12"),
    ),
    *(
        ("since October", "2024-10/.."),
        ("since early August", "2024-08~/.."),
        ("by Dec. 14", "../2024-12-14"),
        ("since Monday", "2024-12-16/.."),
    ),
    *(("last fall", "2024-23"), ("last winter", "2023-24"), ("this summer", "2024-22"), ("in the spring", "2024-21")),
    *(("in August and September", "2024-08/2024-09"), ("from November to December", "2024-11/2024-12")),
]
FROM_TEXT = [
    *(
        ("December 31, 2024", "2024-12-31"),
        ("31 December 2024", "2024-12-31"),
        ("Oct. 31, 2023", "2023-10-31"),
        ("14th of March 2021", "2021-03-14"),
    ),
    *(
        ("October 2024", "2024-10"),
        ("in 2023", "2023"),
        ("early 2023", "2023~"),
        ("the 2010s", "201X"),
        ("2022–23", "2022/2023"),
        ("since 2014", "2014/.."),
    ),
    *(("2024-12-14", "2024-12-14"), ("2024-12-14T10:00:00Z", "2024-12-14"), ("13/12/2024", "2024-12-13"), ("12/13/2024", "2024-12-13")),
    *(
        ("13.12.2024", "2024-12-13"),
        ("12/12/2024", "2024-12-12"),
        ("fall of 2023", "2023-23"),
        ("Dec. 30-Jan. 2, 2025", "2024-12-30/2025-01-02"),
    ),
]
UNRESOLVED = [
    *("11/12/2024", "in recent days", "in three days", "over the course of a few days", "31 February 2024", "Monday, Dec. 17", "recently"),
    *("at 5:04 PM", "this Friday", "for the third day in a row", "the next day", "two days later", "on the third day", "3/4", "x", "soon"),
    *(
        "99/99/9999",
        "a million years ago",
        "9999999999 days ago",
        "Dec. 15-14",
        "2024-02-30",
        "-",
        "...",
        "several weeks ago",
        "next December",
    ),
]


@pytest.mark.parametrize(("words", "edtf"), FROM_PUBLICATION)
def test_words_resolve_against_the_day_of_publication(words: str, edtf: str) -> None:
    assert resolve_time(words, THURSDAY) == TimeRef(text=words, edtf=edtf, resolved_from="publication_date")


@pytest.mark.parametrize(("words", "edtf"), FROM_TEXT)
@pytest.mark.parametrize("published", [None, THURSDAY])
def test_words_that_say_the_year_rest_on_the_text_alone(words: str, edtf: str, published: str | None) -> None:
    assert resolve_time(words, published) == TimeRef(text=words, edtf=edtf, resolved_from="text")


@pytest.mark.parametrize("words", UNRESOLVED)
def test_what_nobody_can_say_stays_unresolved(words: str) -> None:
    assert resolve_time(words, THURSDAY) == TimeRef(text=words)


@pytest.mark.parametrize("words", [words for words, edtf in FROM_PUBLICATION if not words.upper().startswith(("DEC", "14", "IN DEC"))])
def test_without_a_publication_date_nothing_relative_is_guessed(words: str) -> None:
    time = resolve_time(words, None)
    assert time.edtf is None or (time.edtf.startswith("XXXX-") and time.resolved_from == "text")


@pytest.mark.parametrize(
    ("words", "published", "edtf"),
    [
        ("Dec. 27", "2025-01-13", "2024-12-27"),
        ("Jan. 11", "2025-01-13", "2025-01-11"),
        ("Jan. 20", "2025-01-13", "2025-01-20"),
        ("Aug. 6", "2025-01-13", "2024-08-06"),
        ("Dec. 30-Jan. 2", "2025-01-13", "2024-12-30/2025-01-02"),
        ("Dec. 31", "2025-01-01", "2024-12-31"),
        ("in December", "2025-01-13", "2024-12"),
        ("last month", "2025-01-13", "2024-12"),
        ("last December", "2025-01-13", "2024-12"),
        ("last fall", "2025-01-13", "2024-23"),
        ("last fall", "2024-10-05", "2023-23"),
        ("Monday", "2025-01-01", "2024-12-30"),
        ("Feb. 29", "2025-01-13", "2024-02-29"),
        ("two months ago", "2025-01-13", "2024-11~"),
    ],
)
def test_the_year_rolls_over(words: str, published: str, edtf: str) -> None:
    assert resolve_time(words, published).edtf == edtf


@pytest.mark.parametrize(
    ("words", "published", "edtf"),
    [
        ("Dec. 27", None, "XXXX-12-27"),
        ("Dec. 14-15", None, "XXXX-12-14/XXXX-12-15"),
        ("in December", None, "XXXX-12"),
        ("Dec. 27", "2024", "XXXX-12-27"),
        ("in December", "2024", "XXXX-12"),
        ("Feb. 29", "2026-06-01", "XXXX-02-29"),
    ],
)
def test_a_year_that_cannot_be_known_stays_open(words: str, published: str | None, edtf: str) -> None:
    assert resolve_time(words, published) == TimeRef(text=words, edtf=edtf, resolved_from="text")


@pytest.mark.parametrize(
    ("words", "published", "edtf"),
    [
        ("Dec. 14", "2024-12", "2024-12-14"),
        ("Tuesday", "2024-12", None),
        ("yesterday", "2024", None),
        ("last year", "2024", "2023"),
        ("last month", "2024-12", "2024-11"),
        ("last month", "2024", None),
        ("yesterday", "2024-12-19T10:00:00Z", "2024-12-18"),
        ("yesterday", "2024-12-19~", "2024-12-18"),
        ("yesterday", "2024-12-18/2024-12-19", None),
        ("yesterday", "2024-12/..", None),
        ("yesterday", "nonsense", None),
    ],
)
def test_a_publication_date_serves_as_far_as_it_goes(words: str, published: str, edtf: str | None) -> None:
    assert resolve_time(words, published).edtf == edtf


@pytest.mark.parametrize(
    ("words", "published", "context", "edtf"),
    [
        ("on Tuesday", None, "2025-01-07", "2025-01-07"),
        ("On Saturday", None, "2025-01-07", "2025-01-04"),
        ("early December", None, "2024-10", "2024-12~"),
        ("January 7", None, "2024-12", "2025-01-07"),
        ("in December", None, "2025-01-07", "2024-12"),
        ("for the third day in a row", "2024-12-18", "2024-12-17", "2024-12-15/2024-12-17"),
        ("the next day", THURSDAY, "2024-12-14", "2024-12-15"),
        ("that day", THURSDAY, "2024-12-14", "2024-12-14"),
        ("two days later", None, "2024-12-14", "2024-12-16"),
        ("three days earlier", None, "2024-12-14", "2024-12-11"),
        ("the previous day", None, "2024-12-14", "2024-12-13"),
    ],
)
def test_a_date_of_the_text_anchors_what_leans_on_it(words: str, published: str | None, context: str, edtf: str) -> None:
    assert resolve_time(words, published, context=context) == TimeRef(text=words, edtf=edtf, resolved_from="context")


@given(st.text(min_size=1, max_size=100), st.none() | strategies.edtf_values, st.none() | strategies.edtf_values)
def test_no_words_raise_and_what_resolves_is_edtf(words: str, published: str | None, context: str | None) -> None:
    time = resolve_time(words, published, context=context)
    assert time.text == words
    assert time.edtf is None or is_edtf(time.edtf)


@given(strategies.days, st.sampled_from("monday tuesday wednesday thursday friday saturday sunday".split()))  # noqa: SIM905
def test_a_weekday_is_the_latest_on_or_before_publication(published: date, name: str) -> None:
    time = resolve_time(f"on {name.title()}", published.isoformat())
    assert time.edtf is not None
    day = date.fromisoformat(time.edtf)
    assert timedelta(0) <= published - day <= timedelta(days=6)
    assert day.strftime("%A").lower() == name


@given(strategies.days, strategies.days)
def test_a_day_without_a_year_lies_within_the_year_that_ends_a_month_ahead(published: date, other: date) -> None:
    time = resolve_time(f"{other:%B} {other.day}", published.isoformat())
    if other.strftime("%m-%d") == "02-29" and time.edtf == "XXXX-02-29":
        return
    assert time.edtf is not None
    day = date.fromisoformat(time.edtf)
    assert (day.month, day.day) == (other.month, other.day)
    assert timedelta(days=-31) <= published - day <= timedelta(days=335)


@given(strategies.days)
def test_a_full_date_is_read_back_in_every_spelling(day: date) -> None:
    for words in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
        f"{day:%A}, {day:%B} {day.day}, {day.year}",
        day.isoformat(),
    ):
        assert resolve_time(words, None).edtf == day.isoformat()


AGREEING = [
    ("Dec. 14", "2024-12-14", "publication_date"),
    ("Dec. 14", "2024-12", "publication_date"),
    ("last fall", "2024-09/2024-11", "publication_date"),
    ("last fall", "2024", "publication_date"),
    ("early December", "2024-12", "publication_date"),
    ("early December", "2024-12-03~", "publication_date"),
    ("two weeks ago", "2024-12-06", "publication_date"),
    ("since October", "2024-10/..", "publication_date"),
    ("Dec. 14", "2019-12-14", "context"),
    ("on Tuesday", "2019-01-01", "context"),
    ("in recent days", "2024-12", "publication_date"),
    ("Dec. 14", "XXXX-12-14", "text"),
    ("December 31, 2024", "2024-12-31", "text"),
]
DISAGREEING = [
    ("Dec. 14", "2024-12-15", "publication_date"),
    ("Dec. 14", "2023-12-14", "publication_date"),
    ("on Tuesday", "2024-12-16", "publication_date"),
    ("last week", "2024-12-10", "publication_date"),
    ("since October", "2024-10", "publication_date"),
    ("Dec. 14", "2019-12-15", "context"),
    ("Dec. 14", "XXXX-12-15", "text"),
    ("December 31, 2024", "2023-12-31", "text"),
    ("two weeks ago", "2024-11-20", "publication_date"),
]


@pytest.mark.parametrize(("words", "edtf", "origin"), AGREEING)
def test_a_right_or_coarser_date_agrees_with_its_words(words: str, edtf: str, origin: str) -> None:
    time = TimeRef.model_validate({"text": words, "edtf": edtf, "resolved_from": origin})
    assert time_disagreement(time, THURSDAY) is None


@pytest.mark.parametrize(("words", "edtf", "origin"), DISAGREEING)
def test_a_date_that_its_words_do_not_mean_is_named(words: str, edtf: str, origin: str) -> None:
    time = TimeRef.model_validate({"text": words, "edtf": edtf, "resolved_from": origin})
    reason = time_disagreement(time, THURSDAY)
    assert reason is not None
    assert words in reason
    assert edtf in reason


def test_an_unresolved_time_disagrees_with_nothing() -> None:
    assert time_disagreement(TimeRef(text="on Tuesday"), THURSDAY) is None


@given(strategies.days, st.sampled_from([words for words, _ in FROM_PUBLICATION]))
def test_a_resolved_time_never_disagrees_with_itself(published: date, words: str) -> None:
    time = resolve_time(words, published.isoformat())
    assert time_disagreement(time, published.isoformat()) is None
    assert time.edtf is None or edtf_interval(time.edtf) is not None or time.edtf.startswith("XXXX")
