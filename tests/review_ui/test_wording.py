from __future__ import annotations

import pytest

from extractor.claims.core import Figure, Qualifier
from review_ui.wording import bounds, counted, label, say_edtf, shorten


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "said"),
    [
        (12, 12, "exact", "12"),
        (1200, 1200, "approximate", "≈ 1,200"),
        (100, None, "at_least", "≥ 100"),
        (None, 5, "at_most", "≤ 5"),
        (10_000, 12_000, "range", "10,000–12,000"),
        (None, None, "vague", "no bounds"),
    ],
)
def test_bounds_are_said_as_people_write_them(low: int | None, high: int | None, qualifier: Qualifier, said: str) -> None:
    assert bounds(Figure(text="x", low=low, high=high, qualifier=qualifier)) == said


def test_a_count_of_one_is_said_in_the_singular() -> None:
    assert counted(Figure(text="a soldier", low=1, high=1, qualifier="exact")) == "1 person"
    assert counted(Figure(text="many", low=None, high=None, qualifier="vague")) == "no bounds"


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2024-12-14", "14 December 2024"),
        ("2024-12", "December 2024"),
        ("2024", "2024"),
        ("2024-12~", "December 2024 (about)"),
        ("2022-23", "autumn 2022"),
        ("2024-12-14/2024-12-15", "14 December 2024 – 15 December 2024"),
        ("2024-10/..", "October 2024 – …"),
        ("XXXX-12-19", "19 December (year unknown)"),
        ("[1667,1668]", "[1667,1668]"),
        ("2024-41", "2024-41"),
        ("199X", "199X"),
    ],
)
def test_dates_are_said_as_people_write_them_and_others_stay_as_they_are(edtf: str, said: str) -> None:
    assert say_edtf(edtf) == said


def test_labels_name_fields_that_nobody_has_named_before() -> None:
    assert label("event_time") == "When"
    assert label("rainfall_total") == "Rainfall total"


def test_a_long_line_is_cut_at_a_word() -> None:
    assert shorten("one two\nthree four", 12) == "one two…"
    assert shorten("one  two", 12) == "one two"
