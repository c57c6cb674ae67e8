from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.match import bounds_similarity, intersection_over_union, match, same_class
from extractor.claims.checked import CheckedClaim
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from tests.evals.examples import figure, gold, predicted, statement


def test_a_perfect_prediction_weighs_one() -> None:
    (pair,) = match([gold()], [predicted().claim]).pairs
    assert (pair.gold, pair.predicted, pair.overlap) == (0, 0, 1.0)
    assert pair.weight == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (predicted(outcome="wounded"), 0.55 + 0.20),
        (predicted(figure=figure(6, 6)), 0.55 + 0.25 + 0.20 * 0.5),
        (predicted(figure=None), 0.55 + 0.25),
        (predicted(start=0, end=50), 0.55 * 0.5 + 0.25 + 0.20),
        (statement(), 0.55),
    ],
)
def test_the_weight_is_overlap_class_and_figure(claim: CheckedClaim, expected: float) -> None:
    (pair,) = match([gold()], [claim.claim]).pairs
    assert pair.weight == pytest.approx(expected)


def test_below_the_threshold_nothing_is_matched_however_lonely() -> None:
    found = match([gold()], [predicted(start=60, end=160, outcome="wounded").claim])
    assert found.pairs == ()
    assert (found.missed, found.spurious) == ((0,), (0,))


def test_the_threshold_comes_before_the_assignment() -> None:
    # Gold 0 weighs .75 with claim 0 and .59 with claim 1; gold 1 weighs .45 with claim 0, below the threshold. Dropped only
    # afterwards, that .45 would win gold 0 the worse claim: .59 + .45 is more than .75 + .20.
    golds = [gold("0", 0, 100), gold("1", 150, 250, outcome="wounded")]
    claims = [predicted("0", 0, 100, outcome="wounded").claim, predicted("1", 70, 120).claim]
    assert [(p.gold, p.predicted) for p in match(golds, claims).pairs] == [(0, 0)]


def test_a_quote_that_was_not_found_matches_nothing() -> None:
    assert match([gold()], [predicted(start=None).claim]).pairs == ()


def test_two_claims_of_one_sentence_are_told_apart_by_class_and_figure() -> None:
    golds = [gold("k"), gold("w", outcome="wounded", low=20, high=20, figure_text="20")]
    claims = [predicted("w", outcome="wounded", figure=figure(20, 20)).claim, predicted("k").claim]
    assert [(p.gold, p.predicted) for p in match(golds, claims).pairs] == [(0, 1), (1, 0)]


def test_equal_weights_are_settled_by_the_order_in_the_text() -> None:
    golds = [gold("0", source="A"), gold("1", source="B")]
    claims = [predicted("0").claim, predicted("1").claim]
    assert [(p.gold, p.predicted) for p in match(golds, claims).pairs] == [(0, 0), (1, 1)]


def test_claims_of_one_quote_without_figures_are_told_apart_by_stance_and_statement() -> None:
    bare: dict[str, Any] = {"figure_text": None, "low": None, "high": None}
    golds = [
        gold("0", stance="denied", **bare),
        gold("1", stance="disputed", **bare),
        gold("2", statement="Nobody was paid.", stance="denied", **bare),
    ]
    claims = [
        predicted("0", stance="denied", statement="Nobody was paid.", figure=None).claim,
        predicted("1", stance="disputed", figure=None).claim,
        predicted("2", stance="denied", figure=None).claim,
    ]
    assert [(p.gold, p.predicted) for p in match(golds, claims).pairs] == [(0, 2), (1, 1), (2, 0)]


def test_any_evidence_counts_for_the_overlap() -> None:
    claim = predicted(evidence=[{"text": "x" * 10, "start": 900, "end": 910}, {"text": "x" * 100, "start": 0, "end": 100}])
    (pair,) = match([gold()], [claim.claim]).pairs
    assert pair.overlap == 1.0


def test_alternatives_of_kind_outcome_and_bounds_are_right() -> None:
    assert same_class(gold(alt={"outcome": ["killed_or_wounded"]}), predicted(outcome="killed_or_wounded").claim)
    assert same_class(gold(alt={"kind": ["statement"]}), statement().claim)
    assert not same_class(gold(), statement().claim)
    (pair,) = match([gold(alt={"figure": [[30, None]]})], [predicted(figure=figure(30, None, "at_least")).claim]).pairs
    assert pair.weight == pytest.approx(1.0)


def test_free_text_outcomes_are_no_class() -> None:
    quote = {"text": "x", "start": 0, "end": 1}
    claim = CONFLICT.parse({"kind": "engagement", "statement": "s", "action": "attacked", "outcome": "repelled", "evidence": [quote]})
    assert same_class(gold(kind="engagement", outcome=None), claim)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((12, 12), (12, 12), 1.0),
        ((None, None), (None, None), 1.0),
        ((12, 12), (None, None), 0.0),
        ((12, 12), (6, 6), 0.5),
        ((12, None), (6, None), 0.75),
        ((12, None), (12, 12), 0.5),
        ((0, 0), (5, 5), 0.0),
        ((10, 12), (10, 24), 0.75),
    ],
)
def test_bounds_are_as_similar_as_their_ends(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None], expected: float
) -> None:
    assert bounds_similarity(one, other) == pytest.approx(expected)
    assert bounds_similarity(other, one) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [((0, 10), (0, 10), 1.0), ((0, 10), (5, 15), 1 / 3), ((0, 10), (10, 20), 0.0), ((0, 10), (2, 4), 0.2)]
)
def test_overlap_is_shared_by_all_characters(one: tuple[int, int], other: tuple[int, int], expected: float) -> None:
    assert intersection_over_union(Span(*one), Span(*other)) == pytest.approx(expected)


def test_empty_sides_match_nothing() -> None:
    assert match([], []).pairs == ()
    assert match([gold()], []).missed == (0,)
    assert match([], [predicted().claim]).spurious == (0,)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 300), max_size=6), st.lists(st.integers(0, 300), max_size=6))
def test_the_assignment_is_one_to_one_and_complete(golds: list[int], claims: list[int]) -> None:
    found = match(
        [gold(str(n), at, at + 100) for n, at in enumerate(golds)], [predicted(str(n), at, at + 100).claim for n, at in enumerate(claims)]
    )
    assert sorted([pair.gold for pair in found.pairs] + list(found.missed)) == list(range(len(golds)))
    assert sorted([pair.predicted for pair in found.pairs] + list(found.spurious)) == list(range(len(claims)))
    assert all(pair.weight >= 0.5 for pair in found.pairs)
