"""The progress and audit pages, without a browser, and what they show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from extractor.store import Store, open_store
from extractor.store.statistics import DayCount, Outcome
from review_ui.progress_views import days_left, days_until, outcome_rows, reviewer_rows, wilson
from review_ui.trail_views import word_diff
from tests.store.samples import DEAD, UNION, WARN, WOUNDED, checked, decide, edited, fix, saved

SECONDS = 60


def progress_page() -> None:
    """What the test runs as a script."""
    from review_ui.app import workbench  # noqa: PLC0415 - the script is this function's body
    from review_ui.page import progress  # noqa: PLC0415

    progress.show(workbench())


def audit_page() -> None:
    """As above."""
    from review_ui.app import workbench  # noqa: PLC0415
    from review_ui.page import audit  # noqa: PLC0415

    audit.show(workbench())


@pytest.fixture
def store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Three claims, none decided, in the database that the settings name."""
    monkeypatch.setenv("QUOTEBOUND_DB", sqlite_url)
    monkeypatch.setenv("QUOTEBOUND_REVIEWER", "mira")
    with open_store(sqlite_url) as opened:
        saved(opened, [checked(DEAD), checked(WOUNDED, WARN), checked(UNION)])
        yield opened


def test_before_the_first_decision_both_pages_say_where_decisions_are_made(store: Store) -> None:
    assert store.claims.count() == 3
    for script in (progress_page, audit_page):
        page = AppTest.from_function(script, default_timeout=SECONDS).run()
        assert not page.exception
        assert any("Review page" in words.value for words in page.markdown)


def test_the_numbers_and_reviewers_are_those_of_the_store(store: Store) -> None:
    ids = {row.claim.statement: row.id for row in store.claims.list()}
    moment = store.claims.get(ids[DEAD.statement]).created_at
    decide(store, ids[DEAD.statement], "accept", "mira", decided_at=moment)
    decide(store, ids[UNION.statement], "reject", "bo", decided_at=moment)
    page = AppTest.from_function(progress_page, default_timeout=SECONDS).run()
    assert not page.exception
    assert {metric.label: metric.value for metric in page.metric} == {
        "Waiting": "1",
        "Decided today": "2",
        "Accepted or fixed": "1",
        "In print": "0",
    }
    assert list(page.dataframe[0].value["Reviewer"]) == ["bo", "mira"]


def test_the_trail_of_a_claim_shows_what_a_fix_changed(store: Store) -> None:
    (row,) = (row for row in store.claims.list() if row.claim.statement == DEAD.statement)
    fix(store, row.id, edited(DEAD, "12 *dock* workers died."), reviewer="bo")
    page = AppTest.from_function(audit_page, default_timeout=SECONDS).run()
    page.text_input(key="audit_claim").set_value(row.id).run()
    assert not page.exception
    shown = [words.value for words in page.markdown]
    assert any(":green[**\\*dock\\* workers died\\.**]" in words for words in shown)
    page.text_input(key="audit_claim").set_value("nothing").run()
    assert "no claim" in page.error[0].value


def test_a_diff_strikes_what_went_and_shows_what_came() -> None:
    assert word_diff("at least 12 killed", "12 killed there") == ":red[~~at least~~] 12 killed :green[**there**]"


@pytest.mark.parametrize(("hits", "total", "low", "high"), [(0, 0, 0, 1), (0, 10, 0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1)])
def test_intervals_are_wilsons(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=1e-4)


def test_an_outcome_row_has_the_share_that_was_wrong() -> None:
    bare, found = outcome_rows([Outcome("", 3, 1, 0), Outcome("quote.too_long", 1, 0, 1)], "finding")
    assert (bare["name"], bare["decided"], bare["share"]) == ("no finding", 4, 0.25)
    assert found["name"] == "quote.too_long"
    assert outcome_rows([Outcome("mass_displacement", 1, 0, 0)], "kind")[0]["name"] == "mass displacement"


def test_days_without_a_decision_keep_their_place() -> None:
    counts = [DayCount("2031-02-27", "ada", "accept", 6)]
    assert days_until(counts, date(2031, 3, 1)) == ["2031-02-27", "2031-02-28", "2031-03-01"]


def test_a_reviewer_row_counts_decisions_and_days() -> None:
    counts = [DayCount("2031-03-01", "ada", "accept", 6), DayCount("2031-03-02", "ada", "reject", 2)]
    assert reviewer_rows(counts) == [{"Reviewer": "ada", "Decisions": 8, "A day": 4, "Accepted": 6, "Fixed": 0, "Rejected": 2}]


def test_what_is_left_is_reckoned_from_the_days_before_today() -> None:
    counts = [DayCount("2031-03-01", "ada", "accept", 10), DayCount("2031-03-03", "ada", "accept", 1)]
    assert days_left(25, counts, date(2031, 3, 3)) == 2.5
    assert days_left(25, counts[1:], date(2031, 3, 3)) is None
