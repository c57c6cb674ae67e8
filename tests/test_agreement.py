from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from extractor.agreement import Agreement, agreement, by_field, by_reviewer, by_week, decisions, pairwise
from extractor.claims.conflict import Casualties
from extractor.review import Action
from extractor.store import Opinion
from tests.store.samples import DEAD, edited

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
MEG = "aabbdcccedda"
OWEN = "babbbccceddd"


def opinion(claim: str, reviewer: str, action: Action, kept: Casualties = DEAD, *, days: int = 0, confirmed: bool | None = None) -> Opinion:
    return Opinion(claim, reviewer, action, MONDAY + timedelta(days=days), None if action == "reject" else kept, confirmed)


def test_alpha_is_that_of_the_worked_example() -> None:
    """Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), B: nominal data, two observers, no missing data."""
    ratings = {str(unit): {"meg": meg, "owen": owen} for unit, (meg, owen) in enumerate(zip(MEG, OWEN, strict=True))}
    found = agreement(ratings)
    assert found.alpha == pytest.approx(0.692, abs=0.0005)
    assert (found.claims, found.share) == (12, 0.75)


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({}, Agreement(0, None, None)),
        ({"c": {"ada": "accept"}}, Agreement(0, None, None)),
        ({"c": {"ada": "accept", "bo": "accept"}}, Agreement(1, 1.0, None)),
        ({"c": {"ada": "accept", "bo": "reject"}}, Agreement(1, 0.0, 0.0)),
    ],
)
def test_where_alpha_says_nothing_there_is_none(ratings: dict[str, dict[str, str]], expected: Agreement) -> None:
    assert agreement(ratings) == expected


WOUNDED = DEAD.model_copy(update={"outcome": "wounded"})
OPINIONS = [
    opinion("c1", "ada", "accept", confirmed=True),
    opinion("c1", "bo", "accept", confirmed=True),
    opinion("c2", "ada", "accept", confirmed=False),
    opinion("c2", "bo", "fix", WOUNDED, days=8, confirmed=True),
    opinion("c3", "ada", "reject"),
    opinion("c3", "eve", "accept", days=9),
]


def test_fields_are_compared_where_two_would_keep_the_claim() -> None:
    found = by_field(OPINIONS)
    assert (found["outcome"].claims, found["outcome"].share) == (2, 0.5)
    assert (found["figure"].share, found["figure"].alpha) == (1.0, None)
    assert not {"kind", "evidence", "statement"} & set(found)


def test_a_field_is_the_same_whatever_follows_from_its_words() -> None:
    assert by_field([opinion("c", "ada", "accept"), opinion("c", "bo", "fix", edited(DEAD))])["figure"].share == 1.0


def test_pairs_and_reviewers() -> None:
    pairs = pairwise(decisions(OPINIONS))
    assert {names: (one.claims, one.share) for names, one in pairs.items()} == {("ada", "bo"): (2, 0.5), ("ada", "eve"): (1, 0.0)}
    rows = {row.reviewer: (row.opinions, row.share, row.confirmed) for row in by_reviewer(OPINIONS)}
    assert rows == {"ada": (3, 1 / 3, 0.5), "bo": (2, 0.5, 1.0), "eve": (1, 0.0, None)}


def test_over_time_a_claim_counts_in_the_week_of_its_last_decision() -> None:
    weeks = by_week(OPINIONS)
    assert {monday: (one.claims, one.share) for monday, one in weeks.items()} == {date(2026, 5, 4): (1, 1.0), date(2026, 5, 11): (2, 0.0)}
