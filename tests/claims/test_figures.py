from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.claims.core import Figure
from extractor.claims.figures import bounds_disagreement, find_figures, parse_figure, spoken_bounds

Bounds = tuple[int | None, int | None, str]

# Every row of the codebook's table "Figure".
TABLE: list[tuple[str, Bounds]] = [
    *((words, (12, 12, "exact")) for words in ("12", "twelve", "a dozen", "TWELVE", "A DOZEN")),
    *(
        (words, (12, None, "at_least"))
        for words in ("at least 12", "12 or more", "no fewer than 12", "AT LEAST TWELVE", "12+", "no less than 12")
    ),
    *((words, (13, None, "more_than")) for words in ("more than 12", "over 12", "just over 12", "well over twelve", "in excess of 12")),
    *(
        (words, (None, 12, "at_most"))
        for words in ("up to 12", "at most 12", "as many as 12", "no more than 12", "12 or fewer", "12 at most")
    ),
    *((words, (None, 11, "fewer_than")) for words in ("fewer than 12", "under 12", "less than 12", "just under a dozen")),
    *((words, (10, 12, "range")) for words in ("between 10 and 12", "10 to 12", "10–12", "10-12", "10 — 12", "ten to twelve", "10 or 12")),
    *(
        (f"{words} 12", (12, 12, "approximate"))
        for words in (
            "about",
            "some",
            "around",
            "roughly",
            "approximately",
            "nearly",
            "almost",
            "close to",
            "close on",
            "perhaps",
            "an estimated",
            "estimated",
        )
    ),
    *((words, (200, None, "vague")) for words in ("a couple hundred", "A couple hundred", "a couple of hundred", "Couple hundred")),
    *((words, (3, None, "vague")) for words in ("several", "a few", "multiple", "Several")),
    ("a couple", (2, None, "vague")),
    *((words, (4, None, "vague")) for words in ("numerous", "a number of")),
    *(("tens", (10, None, "vague")), ("dozens", (12, None, "vague")), ("scores", (40, None, "vague"))),
    *(("hundreds", (100, None, "vague")), ("thousands", (1000, None, "vague")), ("millions", (1_000_000, None, "vague"))),
    *(("tens of thousands", (10_000, None, "vague")), ("hundreds of thousands", (100_000, None, "vague"))),
    *(
        (words, (None, None, "vague"))
        for words in ("a battalion", "up to a battalion", "many", "most", "a large number", "an undisclosed number of")
    ),
    *(
        (words, (1, 1, "exact"))
        for words in ("one", "a soldier", "one man", "a wounded officer", "another civilian", "an elderly woman", "a", "an")
    ),
]
MORE: list[tuple[str, Bounds]] = [
    *(
        ("1.2 million", (1_200_000, 1_200_000, "exact")),
        ("2,5 million", (2_500_000, 2_500_000, "exact")),
        ("10k", (10_000, 10_000, "exact")),
    ),
    *(("two dozen", (24, 24, "exact")), ("three-thousand", (3000, 3000, "exact")), ("twenty-one", (21, 21, "exact"))),
    *((f"10{space}000", (10_000, 10_000, "exact")) for space in " \u00a0\u2009\u202f,.'"),
    *(
        ("1,234,567", (1_234_567,) * 2 + ("exact",)),
        ("1.234.567", (1_234_567,) * 2 + ("exact",)),
        ("1,00,000", (100_000,) * 2 + ("exact",)),
    ),
    *(("10,000 to 12,000", (10_000, 12_000, "range")), ("an estimated 10,000 to 12,000", (10_000, 12_000, "range"))),
    *(("two to three million", (2_000_000, 3_000_000, "range")), ("10-12 thousand", (10_000, 12_000, "range"))),
    *(("10k-12k", (10_000, 12_000, "range")), ("10-12,000", (10, 12_000, "range")), ("one or two", (1, 2, "range"))),
    *(
        ("at least 10 to 12", (10, None, "at_least")),
        ("up to 10 or 12", (None, 12, "at_most")),
        ("at least about 100", (100, None, "at_least")),
    ),
    *(
        ("half a million", (500_000, 500_000, "exact")),
        ("a half million", (500_000, 500_000, "exact")),
        ("A QUARTER OF A MILLION", (250_000, 250_000, "exact")),
        ("nearly a quarter million", (250_000, 250_000, "approximate")),
        ("three-quarters of a million", (750_000, 750_000, "exact")),
        ("half a dozen", (6, 6, "exact")),
        ("a million and a half", (1_500_000, 1_500_000, "exact")),
    ),
    *(("two and a half million", (2_500_000, 2_500_000, "exact")), ("one hundred and twenty", (120, 120, "exact"))),
    *(
        ("five hundred thousand", (500_000, 500_000, "exact")),
        ("two million three hundred thousand and five", (2_300_005, 2_300_005, "exact")),
    ),
    *(
        ("another 179", (179, 179, "exact")),
        ("47 more", (47, 47, "exact")),
        ("20 others", (20, 20, "exact")),
        ("a total of 13", (13, 13, "exact")),
    ),
    *(
        ("at least 47 more", (47, None, "at_least")),
        ("more than a dozen", (13, None, "more_than")),
        ("several hundred", (300, None, "vague")),
    ),
    *(
        ("a few dozen", (36, None, "vague")),
        ("at least several hundred", (300, None, "vague")),
        ("up to several hundred", (None, None, "vague")),
    ),
    *(("0", (0, 0, "exact")), ("zero", (0, 0, "exact")), ("50-odd", (50, 50, "approximate")), ("20 or so", (20, 20, "approximate"))),
    *(
        ("at\u00a0least\n30", (30, None, "at_least")),
        ("~300", (300, 300, "approximate")),
        ("9223372036854775807", (2**63 - 1,) * 2 + ("exact",)),
    ),
]
SHARES: list[tuple[str, Bounds]] = [
    *(
        ("half", (50, 50, "exact")),
        ("a third", (33, 33, "exact")),
        ("two-thirds", (67, 67, "exact")),
        ("three quarters", (75, 75, "exact")),
    ),
    *(("around half", (50, 50, "approximate")), ("nearly half", (50, 50, "approximate")), ("over half", (51, None, "more_than"))),
    *(("20 percent", (20, 20, "exact")), ("more than 20%", (21, None, "more_than")), ("10-12 per cent", (10, 12, "range"))),
    *(("2.5 percent", (2, 3, "exact")), ("about 20 %", (20, 20, "approximate")), ("one in five", (20, 20, "exact"))),
    *(("two in three", (67, 67, "exact")), ("nearly 3 in 4", (75, 75, "approximate")), ("one in every ten", (10, 10, "exact"))),
]
NO_FIGURE = [
    *("", " ", "the", "up to", "at least", "and", "12 and 14", "12 soldiers", "around 300 killed and 2,700 wounded", "killed 12"),
    *("2,5", "2.5", "two and a half", "10²", "x²", "½", "5½", "²", "٣", "１２", "1️⃣", "①", "Ⅻ", "-12", "−12", "1,23,4", "1.2.3", "12/13"),
    *("8th", "third", "5:04", "12th", "Mk-19", "no", "nobody", "99999999999999999999", "9223372036854775808", "over 9223372036854775807"),
    *("9" * 5000, "one hundred " * 50, "between 12 and 10", "at least up to 12", "fewer than 0", "half a", "twenty thirty", "zero five"),
]


@pytest.mark.parametrize(("words", "bounds"), [*TABLE, *MORE])
def test_words_become_the_bounds_that_the_codebook_gives_them(words: str, bounds: Bounds) -> None:
    figure = parse_figure(words)
    assert figure is not None
    assert (figure.low, figure.high, figure.qualifier) == bounds
    assert figure.text == words
    assert figure.unit == "persons"
    assert figure.bounds_from == ("convention" if bounds[2] == "vague" else "text")


@pytest.mark.parametrize(("words", "bounds"), SHARES)
def test_shares_are_percent_whatever_the_caller_counts(words: str, bounds: Bounds) -> None:
    figure = parse_figure(words, unit="villages")
    assert figure is not None
    assert (figure.low, figure.high, figure.qualifier) == bounds
    assert figure.unit == "percent"


@pytest.mark.parametrize("words", ["all but nine", "All but 9", "all except for one"])
def test_all_but_some_has_no_bounds_since_nothing_is_subtracted(words: str) -> None:
    figure = parse_figure(words)
    assert figure is not None
    assert (figure.low, figure.high, figure.qualifier) == (None, None, "vague")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two in three people are hungry.", ["Two in three"]),
        ("They killed two in three attacks.", ["two", "three"]),
        ("One in ten days was quiet.", ["One", "ten"]),
        ("All but nine of 150 pupils are free.", ["All but nine", "150"]),
        ("All but certain, all 14 dead.", ["14"]),
    ],
)
def test_a_share_of_people_and_all_but_some_are_told_from_counts(text: str, words: list[str]) -> None:
    assert [found.figure.text for found in find_figures(text)] == words


@pytest.mark.parametrize("words", NO_FIGURE)
def test_what_is_not_one_whole_figure_is_none(words: str) -> None:
    assert parse_figure(words) is None


def test_ten_point_000_is_ten_thousand_counted_and_ten_measured() -> None:
    counted, measured = parse_figure("10.000"), parse_figure("10.000", unit="km")
    assert counted is not None
    assert measured is not None
    assert (counted.low, measured.low) == (10_000, 10)


def test_what_can_be_divided_takes_the_enclosing_integers() -> None:
    figure = parse_figure("2.5", unit="km")
    assert figure is not None
    assert (figure.low, figure.high) == (2, 3)


def test_the_unit_may_stand_behind_the_number() -> None:
    figure = parse_figure("about 20 km", unit="km")
    assert figure is not None
    assert (figure.text, figure.low, figure.unit) == ("about 20 km", 20, "km")


@given(st.integers(0, 10**15))
def test_any_count_is_read_back_from_its_digits_however_grouped(value: int) -> None:
    for words in (str(value), f"{value:,}", f"{value:,}".replace(",", "\u202f")):
        figure = parse_figure(words)
        assert figure is not None
        assert (figure.low, figure.high, figure.qualifier) == (value, value, "exact")


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_range_is_read_only_upwards(low: int, high: int) -> None:
    figure = parse_figure(f"{low:,} to {high:,}")
    assert (figure is not None) == (low < high)
    if figure is not None:
        assert (figure.low, figure.high) == (low, high)


@given(st.text(max_size=200))
def test_no_words_whatever_raise(words: str) -> None:
    figure = parse_figure(words)
    assert figure is None or figure.text == words


@pytest.mark.parametrize("words", [words for words, _ in [*TABLE, *MORE, *SHARES]])
def test_a_parsed_figure_agrees_with_itself(words: str) -> None:
    figure = parse_figure(words)
    assert figure is not None
    assert bounds_disagreement(figure) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier", "reason"),
    [
        ("at least 30", 30, 30, "exact", "“at least 30” means 30 or more, not 30"),
        ("over 10,000", 10_000, None, "more_than", "“over 10,000” means 10,001 or more, not 10,000 or more"),
        ("12", 12, 12, "approximate", "“12” is exact, not approximate"),
        ("up to 20", None, 2, "at_most", "“up to 20” means 20 or fewer, not 2 or fewer"),
        ("many", 50, None, "vague", "“many” means no bounds, not 50 or more"),
        ("10 to 12", 10, 11, "range", "“10 to 12” means 10 to 12, not 10 to 11"),
    ],
)
def test_bounds_that_the_words_do_not_support_are_named(text: str, low: int | None, high: int | None, qualifier: str, reason: str) -> None:
    figure = Figure.model_validate({"text": text, "low": low, "high": high, "qualifier": qualifier})
    assert bounds_disagreement(figure) == reason


def test_words_that_cannot_be_read_are_not_judged() -> None:
    assert bounds_disagreement(Figure(text="untold legions", low=5, high=None, qualifier="vague")) is None


@pytest.mark.parametrize(
    ("bounds", "words"),
    [((None, None), "no bounds"), ((30, None), "30 or more"), ((None, 1200), "1,200 or fewer"), ((12, 12), "12"), ((10, 12), "10 to 12")],
)
def test_bounds_are_spoken_plainly(bounds: tuple[int | None, int | None], words: str) -> None:
    assert spoken_bounds(*bounds) == words
