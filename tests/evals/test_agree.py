from __future__ import annotations

from typing import Any

import pytest

from evals.agree import COLUMNS, DateAgreement, date_agreement, plain, word_overlap
from extractor.claims.conflict import CONFLICT
from extractor.claims.core import Mention
from tests.evals.examples import figure, gold, predicted, statement


def agrees(column: str, golden: dict[str, Any] | None = None, alt: dict[str, list[Any]] | None = None, **said: Any) -> bool | None:
    return COLUMNS[column](gold(alt=alt, **(golden or {})), predicted(**said).claim, CONFLICT)


@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "attacker"])
def test_a_perfect_prediction_agrees_in_every_column(column: str) -> None:
    assert agrees(column) is True


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("outcome", {"outcome": "wounded"}),
        ("population", {"population": {"text": "guards"}}),
        ("population", {"population": None}),
        ("attacker", {"attacker": {"text": "the owners"}}),
        ("figure", {"figure": figure(12, None)}),
        ("figure", {"figure": None}),
        ("qualifier", {"figure": figure(12, 12, "approximate")}),
        ("unit", {"figure": {**figure(12, 12), "unit": "villages"}}),
        ("scope", {"scope": "cumulative"}),
        ("source", {"attribution": {"source": {"text": "the union"}}}),
        ("source", {"attribution": {"source": None}}),
        ("source_type", {"attribution": {"source_type": "media"}}),
        ("cue", {"attribution": {"cue": "claimed"}}),
        ("relays", {"attribution": {"relays": [{"text": "the agency"}]}}),
        ("chain", {"attribution": {"relays": [{"text": "the agency"}]}}),
        ("chain", {"attribution": {"source": {"text": "the union"}}}),
        ("said_on", {"attribution": {"said_on": None}}),
        ("event_time", {"event_time": {"text": "x", "edtf": "2024-12", "resolved_from": "text"}}),
        ("place", {"place": None}),
        ("stance", {"stance": "hedged"}),
        ("verification", {"verification": {"status": "unverified"}}),
        ("salience", {"salience": "minor"}),
    ],
)
def test_a_wrong_field_disagrees(column: str, said: dict[str, Any]) -> None:
    assert agrees(column, **said) is False


@pytest.mark.parametrize(
    ("column", "alt", "said"),
    [
        ("outcome", {"outcome": ["wounded"]}, {"outcome": "wounded"}),
        ("population", {"population": ["guards"]}, {"population": {"text": "the Guards"}}),
        ("attacker", {"attacker": ["the owners"]}, {"attacker": {"text": "owners"}}),
        ("figure", {"figure": [[10, None]]}, {"figure": figure(10, None)}),
        ("figure", {"figure": [[None, None]]}, {"figure": None}),
        ("source", {"source": [None]}, {"attribution": {"source": None}}),
        ("relays", {"relays": [["the agency"]]}, {"attribution": {"relays": [{"text": "the agency"}]}}),
        ("stance", {"stance": ["hedged"]}, {"stance": "hedged"}),
        ("said_on", {"said_on": [None]}, {"attribution": {"said_on": None}}),
    ],
)
def test_an_alternative_of_gold_is_right(column: str, alt: dict[str, list[Any]], said: dict[str, Any]) -> None:
    assert agrees(column, alt=alt, **said) is True


def test_what_neither_side_has_is_not_measured() -> None:
    golden = gold(
        kind="statement", outcome=None, population=None, figure_text=None, low=None, high=None, qualifier=None, unit=None, scope=None
    )
    for column in ("outcome", "population", "attacker", "figure", "qualifier", "unit", "scope"):
        assert COLUMNS[column](golden, statement().claim, CONFLICT) is None


def test_the_domain_says_which_fields_hold_population_and_attacker() -> None:
    quote = [{"text": "x" * 100, "start": 0, "end": 100}]
    sent = CONFLICT.parse(
        {"kind": "deployment", "statement": "s", "evidence": quote, "by": {"text": "the north"}, "population": {"text": "miners"}}
    )
    assert COLUMNS["attacker"](gold(kind="deployment", attacker="The North"), sent, CONFLICT) is True
    fight = CONFLICT.parse(
        {"kind": "engagement", "statement": "s", "evidence": quote, "action": "attacked", "initiator": {"text": "rebels"}}
    )
    assert COLUMNS["attacker"](gold(kind="engagement", attacker="rebels"), fight, CONFLICT) is True
    assert COLUMNS["population"](gold(kind="engagement", population=None), fight, CONFLICT) is None
    assert COLUMNS["population"](gold(kind="engagement", population="guards"), fight, CONFLICT) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Ministry", "ministry"),
        ("Ukraine’s army", "ukraine's army"),
        ("the HUR's", "HUR"),
        ("“Wolf”", "Wolf"),
        ("a\n soldier", "soldier"),
    ],
)
def test_words_agree_but_for_case_quotes_articles_and_possessives(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_a_canonical_name_does_as_well_as_the_words() -> None:
    assert agrees("source", attribution={"source": {"text": "it", "name": "the ministry"}}) is True


def test_word_overlap_is_f1_of_shared_words() -> None:
    assert word_overlap(["the mining ministry"], Mention(text="the ministry")) == pytest.approx(2 * 1 / 3)
    assert word_overlap(["the ministry"], Mention(text="unions")) == 0
    assert word_overlap([None], None) == 1
    assert word_overlap(["the ministry"], None) == 0


@pytest.mark.parametrize(
    ("right", "said", "expected"),
    [
        (["2024-12-14"], "2024-12-14", "exact"),
        (["2024-12~"], "2024-12", "exact"),
        (["2024-23"], "2024-09/2024-11", "exact"),
        ([None], None, "exact"),
        (["2024-12-14"], "2024-12", "coarser"),
        (["2024-12-14"], "2024-12-10/2024-12-15", "coarser"),
        (["2024-12-14"], "2024-10/..", "coarser"),
        (["2024-12-14"], "2024-12-15", "wrong"),
        (["2024-12"], "2024-12-14", "wrong"),
        ([None], "2024-12-14", "wrong"),
        (["2024-12-14"], None, "unresolved"),
        (["XXXX-12-19"], "XXXX-12-19", "exact"),
        (["XXXX-12-19"], "2024-12-19", "wrong"),
        (["2024-12-14", "2024-12"], "2024-12", "exact"),
    ],
)
def test_dates_are_exact_coarser_wrong_or_unresolved(right: list[str | None], said: str | None, expected: DateAgreement) -> None:
    assert date_agreement(right, said) == expected
