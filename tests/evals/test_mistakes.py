from __future__ import annotations

import pytest

from evals.gold import GoldClaim
from evals.mistakes import Mistake, mistakes
from extractor.claims.checked import CheckedClaim
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from tests.evals.examples import document, figure, gold, predicted, statement


def found(golds: list[GoldClaim], claims: list[CheckedClaim]) -> list[Mistake]:
    return mistakes(document(golds, claims), CONFLICT)


def types(golds: list[GoldClaim], claims: list[CheckedClaim]) -> list[str]:
    return [one.type for one in found(golds, claims)]


def test_a_perfect_prediction_has_no_mistake() -> None:
    assert found([gold()], [predicted()]) == []


def test_missed_and_spurious_claims_have_their_place() -> None:
    missed, spurious = found([gold("g1")], [predicted("p1", 5000, 5100)])
    assert missed == Mistake("missed", "a.txt", "g1", None, Span(0, 100), expected="Twelve miners were killed.")
    assert spurious == Mistake("spurious", "a.txt", None, "p1", Span(5000, 5100), found="Twelve miners were killed.")


def test_a_minor_claim_that_was_not_found_is_no_mistake() -> None:
    assert types([gold(salience="minor")], []) == []


@pytest.mark.parametrize(
    ("golden", "claim", "expected"),
    [
        (gold(), predicted(start=0, end=99), ["span"]),
        (gold(), statement(), ["wrong_kind", "wrong_bounds", "wrong_source", "wrong_date"]),
        (gold(), predicted(outcome="wounded"), ["wrong_outcome"]),
        (gold(), predicted(figure=figure(13, 13)), ["wrong_bounds"]),
        (gold(qualifier="at_least", high=None), predicted(), ["dropped_qualifier", "wrong_bounds"]),
        (gold(), predicted(attribution={"source": {"text": "the union"}}), ["wrong_source"]),
        (gold(), predicted(attribution={"source": None}), ["wrong_source"]),
        (gold(relays=["the agency"]), predicted(attribution={"source": {"text": "the agency"}}), ["relay_as_source"]),
        (gold(), predicted(event_time={"text": "x", "edtf": "2024-12-15", "resolved_from": "text"}), ["wrong_date"]),
        (gold(), predicted(event_time={"text": "x", "edtf": "2024-12", "resolved_from": "text"}), []),
        (gold(), predicted(event_time=None), []),
        (gold(stance="denied"), predicted(), ["wrong_stance"]),
        (gold(stance="denied", alt={"stance": ["asserted"]}), predicted(), []),
    ],
)
def test_each_wrong_field_is_named(golden: GoldClaim, claim: CheckedClaim, expected: list[str]) -> None:
    if "wrong_date" in expected and claim.claim.kind == "statement":
        expected = [one for one in expected if one != "wrong_date"]  # a date that is left out is unresolved, not wrong
    assert sorted(types([golden], [claim])) == sorted(expected)


def test_the_mistake_says_what_was_expected_and_found() -> None:
    (one,) = found([gold(qualifier="at_least", low=30, high=None)], [predicted(figure=figure(30, 30, "at_least"))])
    assert (one.type, one.expected, one.found) == ("wrong_bounds", "30 or more", "30")


def test_a_merged_class_given_in_parts_is_split() -> None:
    merged = gold("g1", outcome="killed_or_wounded")
    claims = [predicted("p1"), predicted("p2", outcome="wounded")]
    assert types([merged], claims) == ["split", "split"]
    assert {one.gold for one in found([merged], claims)} == {"g1"}


def test_two_classes_given_as_their_merger_are_merged() -> None:
    golds = [gold("g1"), gold("g2", outcome="wounded", figure_text="20", low=20, high=20)]
    claims = [predicted("p1", outcome="killed_or_wounded")]
    assert types(golds, claims) == ["merged", "merged"]


def test_a_repeated_claim_is_a_duplicate_and_an_unfound_quote_is_absent() -> None:
    assert types([gold()], [predicted("p1"), predicted("p2")]) == ["duplicate"]
    assert types([gold()], [predicted("p1"), predicted("p2", start=None)]) == ["absent_quote"]
