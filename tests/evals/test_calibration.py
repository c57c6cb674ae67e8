from __future__ import annotations

import pytest
from sklearn.metrics import brier_score_loss

from evals.calibration import brier, calibration, expected_error, risk_coverage

JUDGED = [(0.9, True), (0.9, False), (0.3, False), (0.6, True)]


def test_the_expected_error_weighs_each_bins_gap_by_its_claims() -> None:
    """Bins: .9 (two claims, half right: gap .4), .3 (gap .3), .6 (gap .4) → (2·.4 + .3 + .4)/4."""
    assert expected_error(JUDGED) == pytest.approx((2 * 0.4 + 0.3 + 0.4) / 4)


def test_certainty_that_is_right_has_no_error_and_certainty_that_is_wrong_all_of_it() -> None:
    assert expected_error([(1.0, True), (0.0, False)]) == 0
    assert expected_error([(1.0, False)]) == 1


def test_brier_is_the_mean_squared_distance_as_scikit_learn_has_it() -> None:
    assert brier(JUDGED) == pytest.approx((0.01 + 0.81 + 0.09 + 0.16) / 4)
    assert brier(JUDGED) == pytest.approx(brier_score_loss([right for _, right in JUDGED], [confidence for confidence, _ in JUDGED]))


def test_risk_coverage_is_the_mean_share_of_wrong_claims_over_every_coverage() -> None:
    """In order .9, .6, .3 with wrong 0, 0, 1: shares 0, 0, 1/3."""
    assert risk_coverage([(0.9, True), (0.3, False), (0.6, True)]) == pytest.approx((0 + 0 + 1 / 3) / 3)


def test_claims_of_one_confidence_count_alike_whatever_their_order() -> None:
    assert risk_coverage([(0.5, True), (0.5, False)]) == risk_coverage([(0.5, False), (0.5, True)]) == pytest.approx(0.5)


def test_no_claims_are_not_calibrated() -> None:
    assert calibration([]).to_dict() == {"n": 0, "ece": None, "brier": None, "aurc": None}
