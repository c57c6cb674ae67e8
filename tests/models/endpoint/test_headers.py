from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.models.endpoint.headers import duration, reset, retry_after

NOON = "Wed, 12 Mar 2031 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after": "-4"}, 0.0),
        ({"retry-after": "86400"}, 86400.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Wed, 12 Mar 2031 12:00:30 GMT", "date": NOON}, 30.0),
        ({"retry-after": "Wed, 12 Mar 2031 11:00:00 GMT", "date": NOON}, 0.0),
        ({"retry-after": "Wed, 12 Mar 2031 12:00:30", "date": NOON}, 30.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "8.64s"}, 8.64),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "8.64s"}, None),
    ],
)
def test_every_form_of_retry_after_is_understood(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("1s", 1.0),
        ("6m0s", 360.0),
        ("120ms", 0.12),
        ("1h2m3.5s", 3723.5),
        ("2d", 172800.0),
        ("17", 17.0),
        ("", None),
        ("x", None),
        ("5 s", None),
    ],
)
def test_durations_of_rate_limit_headers(words: str, seconds: float | None) -> None:
    assert duration(words) == seconds


def test_the_later_of_two_resets_counts() -> None:
    both = {
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "6m0s",
    }
    assert reset(both) == 360.0


@given(st.dictionaries(st.sampled_from(["retry-after", "retry-after-ms", "date", "x-ratelimit-reset-tokens"]), st.text(max_size=30)))
def test_nonsense_never_raises_and_never_waits_a_negative_time(headers: dict[str, str]) -> None:
    found = retry_after({**headers, "x-ratelimit-remaining-tokens": "0"})
    assert found is None or found >= 0
