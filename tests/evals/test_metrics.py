"""Every metric by hand. The cases are small enough to be counted on paper."""

from __future__ import annotations

import pytest

from evals.gold import GoldClaim
from evals.metrics import BY_NAME, METRICS, Resampling, confusion, summarise
from evals.result import report_of
from evals.tally import ScoredDocument, Tally, repeated_alike, score, tally
from extractor.claims.checked import CheckedClaim
from extractor.claims.conflict import CONFLICT
from extractor.claims.finding import Span
from extractor.errors import Failure
from tests.evals.examples import counts, document, figure, gold, predicted, statement

QUICK = Resampling(samples=50)


def value(name: str, *tallies: Tally) -> float | None:
    return summarise(tallies, QUICK)[name].value


def check(golds: list[GoldClaim], claims: list[CheckedClaim], **expected: float | None) -> None:
    found = summarise([counts(golds, claims)], QUICK)
    assert {name: found[name].value for name in expected} == {
        name: pytest.approx(number) if number is not None else None for name, number in expected.items()
    }


FAR = {"start": 5000, "end": 5100}


def test_relaxed_one_right_one_spurious_two_missed() -> None:
    golds = [gold("1"), gold("2", 200, 300), gold("3", 400, 500)]
    check(golds, [predicted("a"), predicted("b", **FAR)], relaxed_precision=1 / 2, relaxed_recall=1 / 3, relaxed_f1=2 / 5)


def test_strict_also_wants_kind_outcome_and_bounds() -> None:
    golds = [gold("1"), gold("2", 200, 300), gold("3", 400, 500), gold("4", 600, 700)]
    claims = [
        predicted("a"),
        predicted("b", 200, 300, outcome="wounded"),
        predicted("c", 400, 500, figure=figure(12, None, "at_least")),
        predicted("d", 600, 640),
    ]
    check(golds, claims, relaxed_f1=1.0, strict_precision=1 / 4, strict_recall=1 / 4, strict_f1=1 / 4)


def test_soft_gives_each_pair_its_weight() -> None:
    # .55 + .20 = .75 for the wrong outcome, 1 for the right one
    claims = [predicted("a", outcome="wounded"), predicted("b", 200, 300)]
    check([gold("1"), gold("2", 200, 300)], claims, soft_precision=1.75 / 2, soft_recall=1.75 / 2, soft_f1=1.75 / 2)


def test_a_minor_claim_that_is_not_found_costs_nothing_and_counts_if_found() -> None:
    golds = [gold("1"), gold("2", 200, 300, salience="minor")]
    check(golds, [predicted("a")], relaxed_recall=1.0, relaxed_precision=1.0)
    check(golds, [predicted("b", 200, 300)], relaxed_recall=1 / 2, relaxed_precision=1.0)
    check(golds, [predicted("a"), predicted("b", 200, 300)], relaxed_recall=1.0)


def test_nothing_said_and_nothing_due_is_null_not_zero() -> None:
    check([], [], relaxed_precision=None, relaxed_recall=None, relaxed_f1=None, macro_relaxed_f1=None, exact_span_rate=None)
    check([gold()], [], relaxed_precision=None, relaxed_recall=0.0, relaxed_f1=0.0, macro_relaxed_precision=0.0, macro_relaxed_f1=0.0)
    check([], [predicted()], relaxed_precision=0.0, relaxed_recall=None, relaxed_f1=0.0, macro_relaxed_f1=None)


def test_with_no_documents_at_all_every_metric_is_null() -> None:
    assert {estimate.value for estimate in summarise([]).values()} == {None}
    assert set(summarise([])) == {metric.name for metric in METRICS} == set(BY_NAME)


def test_macro_is_the_mean_over_documents_with_claims() -> None:
    good, bad, empty = counts([gold()], [predicted()]), counts([gold(), gold("2", 200, 300)], []), counts([], [predicted()])
    assert value("macro_relaxed_f1", good, bad, empty) == pytest.approx(1 / 2)
    assert value("macro_relaxed_recall", good, bad, empty) == pytest.approx(1 / 2)
    assert value("relaxed_recall", good, bad, empty) == pytest.approx(1 / 3)
    assert value("relaxed_precision", good, bad, empty) == pytest.approx(1 / 2)


def test_figures_are_right_when_both_bounds_are() -> None:
    golds = [gold("1"), gold("2", 200, 300), gold("3", 400, 500, figure_text=None, low=None, high=None, qualifier=None, unit=None)]
    claims = [predicted("a"), predicted("b", 200, 300, figure=figure(12, None, "at_least")), predicted("c", 400, 500)]
    check(golds, claims, figure_precision=1 / 3, figure_recall=1 / 2, figure_f1=2 / 5)


def test_a_figure_that_gold_grants_counts_if_said_and_one_it_excuses_does_not_if_left_out() -> None:
    granted = gold("1", figure_text=None, low=None, high=None, qualifier=None, unit=None, alt={"figure": [[1, 1]]})
    check([granted], [predicted(figure=figure(1, 1))], figure_precision=1.0, figure_recall=1.0)
    check([granted], [predicted(figure=None)], figure_precision=None, figure_recall=None)
    excused = gold("1", alt={"figure": [[None, None]]})
    check([excused], [predicted(figure=None)], figure_recall=None)
    check([excused], [predicted()], figure_recall=1.0, figure_precision=1.0)


def test_figures_of_claims_with_an_outcome_are_measured_apart() -> None:
    rain = gold("2", 200, 300, kind="statement", outcome=None, figure_text="40", low=40, high=40, unit="mm")
    wrong = statement("b", 200, 300, figure={**figure(41, 41), "unit": "mm"})
    check([gold("1"), rain], [predicted("a"), wrong], figure_precision=1 / 2, outcome_figure_precision=1.0, outcome_figure_recall=1.0)
    check([rain], [wrong], outcome_figure_precision=None, outcome_figure_recall=None, outcome_figure_f1=None)


def test_dropped_qualifiers_are_counted_of_those_that_gold_has() -> None:
    golds = [gold(str(n), 200 * n, 200 * n + 100, qualifier="at_least", low=12, high=None) for n in range(4)]
    said = ["exact", "at_least", "approximate"]
    claims = [predicted(str(n), 200 * n, 200 * n + 100, figure=figure(12, None, qualifier)) for n, qualifier in enumerate(said)]
    check(golds, [*claims, predicted("3", 600, 700, figure=None)], qualifier_dropped_rate=1 / 3)
    check([gold()], [predicted()], qualifier_dropped_rate=None)


def test_quotes_exact_overlapping_absent_duplicate_and_blocked() -> None:
    golds = [gold("1"), gold("2", 200, 300)]
    claims = [predicted("a"), predicted("b", 200, 280), predicted("c", start=None, blocked=True), predicted("d", 0, 100)]
    check(golds, claims, exact_span_rate=1 / 2, mean_overlap=0.9, absent_quote_rate=1 / 4, duplicate_rate=1 / 4, blocked_rate=1 / 4)


def test_an_off_by_one_span_is_not_exact() -> None:
    check([gold()], [predicted(start=0, end=99)], exact_span_rate=0.0, relaxed_f1=1.0)


def test_another_source_for_the_same_content_is_no_duplicate() -> None:
    check([gold()], [predicted("a"), predicted("b", attribution={"source": {"text": "the union"}})], duplicate_rate=0.0)


def test_field_accuracy_over_matched_and_end_to_end() -> None:
    golds = [gold("1"), gold("2", 200, 300), gold("3", 400, 500), gold("4", 600, 700, salience="minor")]
    claims = [predicted("a"), predicted("b", 200, 300, stance="hedged")]
    check(golds, claims, stance_accuracy=1 / 2, stance_end_to_end=1 / 3, outcome_accuracy=1.0, outcome_end_to_end=2 / 3)
    check([gold(outcome=None, kind="statement")], [], outcome_end_to_end=None, stance_end_to_end=0.0, stance_accuracy=None)


def test_dates_exact_coarser_wrong_and_unresolved_where_gold_has_one() -> None:
    said = ["2024-12-14", "2024-12", "2024-12-15", None]
    golds = [gold(str(n), 200 * n, 200 * n + 100) for n in range(5)] + [gold("none", 1000, 1100, event_time=None)]
    claims = [
        predicted(str(n), 200 * n, 200 * n + 100, event_time=None if edtf is None else {"text": "x", "edtf": edtf, "resolved_from": "text"})
        for n, edtf in enumerate(said)
    ]
    quarter = {f"event_time_{grade}_rate": 1 / 4 for grade in ("exact", "coarser", "wrong", "unresolved")}
    check(golds, [*claims, predicted("none", 1000, 1100)], **quarter, said_on_exact_rate=1.0)
    check([gold(event_time=None)], [predicted()], event_time_exact_rate=None)


def test_relay_taken_for_source_and_overlap_of_the_sources_words() -> None:
    golds = [gold("1", relays=["the agency"]), gold("2", 200, 300)]
    claims = [predicted("a", attribution={"source": {"text": "the agency"}}), predicted("b", 200, 300)]
    check(golds, claims, relay_as_source_rate=1 / 2, source_accuracy=1 / 2, source_word_overlap=1 / 2, chain_accuracy=1 / 2)


def test_a_relay_that_gold_allows_as_source_is_no_error() -> None:
    golden = gold("1", relays=["the agency"], alt={"source": ["the agency"]})
    check([golden], [predicted(attribution={"source": {"text": "the agency"}})], relay_as_source_rate=0.0, source_accuracy=1.0)


def test_confusion_names_denied_taken_for_asserted() -> None:
    golds = [gold("1", stance="denied"), gold("2", 200, 300, stance="denied"), gold("3", 400, 500, alt={"stance": ["hedged"]})]
    claims = [predicted("a"), predicted("b", 200, 300, stance="denied"), predicted("c", 400, 500, stance="hedged")]
    check(golds, claims, denied_asserted_rate=1 / 2, stance_accuracy=2 / 3)
    assert confusion([counts(golds, claims)], "stance") == {"denied": {"asserted": 1, "denied": 1}, "hedged": {"hedged": 1}}
    check([gold()], [predicted()], denied_asserted_rate=None)


def with_numbers(scored: ScoredDocument, *numbers: tuple[int, int], failure: Failure | None = None) -> Tally:
    return tally(
        ScoredDocument(scored.name, scored.gold, scored.predicted, scored.matching, tuple(Span(*pair) for pair in numbers), failure),
        CONFLICT,
    )


def test_coverage_is_of_the_numbers_that_a_quote_holds() -> None:
    scored = document([gold("1"), gold("2", 200, 300)], [predicted()])
    found = with_numbers(scored, (10, 12), (98, 102), (250, 252), (900, 902))
    assert value("number_coverage", found) == pytest.approx(1 / 4)
    assert value("number_coverage_of_gold", found) == pytest.approx(2 / 4)
    assert value("number_coverage", with_numbers(scored)) is None


def test_a_failed_document_is_an_empty_prediction_and_counted() -> None:
    failed = with_numbers(document([gold()], []), failure=Failure("model.refused", "refused"))
    fine = counts([gold()], [predicted()])
    assert value("relaxed_recall", failed, fine) == pytest.approx(1 / 2)
    assert value("failure_rate", failed, fine) == pytest.approx(1 / 2)


def test_documents_without_claims_are_apart() -> None:
    silent, noisy = counts([], []), counts([], [predicted("a"), predicted("b", **FAR)])
    failed = with_numbers(document([], []), failure=Failure("model.refused", "refused"))
    assert value("silent_without_claims_rate", silent, noisy, failed) == pytest.approx(1 / 3)
    assert value("claims_per_document_without_claims", silent, noisy) == pytest.approx(1.0)
    assert value("silent_without_claims_rate", counts([gold()], [predicted()])) is None


def test_intervals_are_seeded_hold_the_value_and_vanish_without_variation() -> None:
    tallies = [counts([gold()], [predicted()] if n % 3 else []) for n in range(30)]
    first, again = summarise(tallies, Resampling(200, 7)), summarise(tallies, Resampling(200, 7))
    assert first == again
    recall = first["relaxed_recall"]
    assert recall.value == pytest.approx(20 / 30)
    assert recall.low is not None
    assert recall.high is not None
    assert 0.4 < recall.low < 20 / 30 < recall.high < 0.9
    certain = summarise([counts([gold()], [predicted()])] * 5, QUICK)["relaxed_recall"]
    assert (certain.low, certain.value, certain.high) == (1.0, 1.0, 1.0)


def test_scoring_is_independent_of_the_order_of_predictions() -> None:
    golds = [gold("1"), gold("2", 200, 300), gold("3", 400, 500)]
    claims = [predicted("a"), predicted("b", 200, 300, stance="hedged"), predicted("c", **FAR)]
    forward, backward = score("a", golds, claims), score("a", golds, claims[::-1])
    assert tally(forward, CONFLICT) == tally(backward, CONFLICT)


def test_interval_similarity_is_the_mean_nearness_of_both_ends_where_both_have_a_figure() -> None:
    golds = [gold("1", low=10, high=20), gold("2", 200, 300), gold("3", 400, 500)]
    claims = [predicted("a", figure=figure(10, 40, "range")), predicted("b", 200, 300), predicted("c", 400, 500, figure=None)]
    check(golds, claims, figure_similarity=((1 + 20 / 40) / 2 + 1) / 2)
    check([gold("1", figure_text=None, low=None, high=None)], [predicted("a")], figure_similarity=None)


def test_a_merged_class_given_as_one_of_its_parts_is_split_and_a_simple_one_given_as_the_merged_is_merged() -> None:
    golds = [gold("1", outcome="killed_or_wounded"), gold("2", 200, 300, outcome="killed_or_wounded"), gold("3", 400, 500)]
    apart = [predicted("a", outcome="killed"), predicted("b", outcome="wounded"), predicted("c", 200, 300, outcome="killed_or_wounded")]
    check(golds, apart, split_rate=1 / 2, merged_rate=0 / 1)
    check(golds[2:], [predicted("d", 400, 500, outcome="killed_or_wounded")], split_rate=None, merged_rate=1.0)
    check([gold("1", outcome="missing")], [], split_rate=None, merged_rate=None)


def test_verification_confusions_take_an_alternative_for_right() -> None:
    golds = [gold("1", verification="unverified"), gold("2", 200, 300, alt={"verification": ["confirmed"]})]
    claims = [predicted("a"), predicted("b", 200, 300, verification={"status": "confirmed"})]
    assert confusion([counts(golds, claims)], "verification") == {"unverified": {"none": 1}, "confirmed": {"confirmed": 1}}
    assert confusion([], "verification") == {}


def test_self_consistency_is_twice_the_common_claims_of_every_two_repeats_by_all_of_them() -> None:
    """Three repeats with claims {a, b}, {a}, {a, b moved}: pairs share 1, 1, 1 of 2+1, 2+2, 1+2."""
    moved = predicted("b", 205, 300)
    repeats = [
        score("a.txt", [], claims) for claims in ([predicted("a"), predicted("b", 200, 300)], [predicted("a")], [predicted("a"), moved])
    ]
    assert value("self_consistency", repeated_alike(repeats)) == pytest.approx(2 * 3 / (3 + 4 + 3))
    assert value("self_consistency", repeated_alike(repeats[:1])) is None
    assert value("self_consistency", repeated_alike([score("a.txt", [], [])] * 2)) is None


def test_the_counts_of_repeats_are_summed_and_the_share_of_repeats_is_a_claims_confidence() -> None:
    right, wrong = predicted("a"), predicted("b", **FAR)
    repeats = [score("a.txt", [gold("1")], claims) for claims in ([right], [right, wrong])]
    report = report_of("c", ("m", "1"), repeats, CONFLICT, QUICK)
    assert len(report.tallies) == 1
    assert report.metrics["relaxed_precision"].value == pytest.approx(2 / 3)
    assert report.metrics["self_consistency"].value == pytest.approx(2 / 3)
    assert report.calibration.n == 3
    assert report.calibration.brier == pytest.approx((0 + 0 + 0.5**2) / 3)
