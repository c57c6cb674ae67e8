"""The pages of a team, run without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from extractor.overlap import Overlap
from extractor.store import Store, open_store
from review_ui.adjudicating import Side, facts
from review_ui.page.adjudicate import around
from review_ui.trail_views import plain, word_diff
from tests.store.samples import DEAD, UNION, checked, decide, edited, fix, saved

CLAIM, OTHER = checked(DEAD).id, checked(UNION).id
FIXED = edited(DEAD, "Twelve people died.")


@pytest.fixture
def differing(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Two claims, about one of which ada and bo differ; eve adjudicates."""
    monkeypatch.setenv("QUOTEBOUND_DB", sqlite_url)
    monkeypatch.setenv("QUOTEBOUND_REVIEWER", "eve")
    with open_store(sqlite_url) as store:
        saved(store, [checked(DEAD), checked(UNION)])
        store.team.set_overlap(Overlap(rule="all"), "eve")
        decide(store, CLAIM, "accept", "ada")
        fix(store, CLAIM, FIXED, reviewer="bo")
        decide(store, OTHER, "accept", "ada")
        yield store


def adjudicate_page() -> None:
    """What the test runs as a script."""
    from review_ui.app import workbench  # noqa: PLC0415 - the script is this function's body
    from review_ui.page import adjudicate  # noqa: PLC0415

    adjudicate.show(workbench())


def team_page() -> None:
    """As above."""
    from review_ui.app import workbench  # noqa: PLC0415
    from review_ui.page import team  # noqa: PLC0415

    team.show(workbench())


def run(script: Callable[[], None]) -> AppTest:
    """The page after its first run."""
    page = AppTest.from_function(script, default_timeout=60).run()
    assert not page.exception
    return page


def test_the_fields_in_which_reviewers_differ_stand_side_by_side(differing: Store) -> None:
    assert differing.claims.get(CLAIM).state == "disagreed"
    table = run(adjudicate_page).table[0].value
    assert list(table.columns) == ["Field", "As proposed", "ada accepted", "bo fixed"]
    assert table.values.tolist() == [["Statement", plain(DEAD.statement), "as proposed", word_diff(DEAD.statement, FIXED.statement)]]


def test_taking_a_side_settles_the_claim(differing: Store) -> None:
    page = run(adjudicate_page)
    page.text_input[0].set_value("The article says so.").run()
    page.button(key=f"take_2_{CLAIM}").click().run()
    row = differing.claims.get(CLAIM)
    assert (row.state, row.claim, row.reviewer) == ("accepted", FIXED, "eve")
    assert differing.claims.history(CLAIM).decisions[-1].reason == "The article says so."
    assert "Settled: accepted" in page.caption[0].value
    assert "Reviewers differ about no claim" in page.markdown[0].value
    page.button(key="adjudicate_undo").click().run()
    assert differing.claims.get(CLAIM).state == "disagreed"
    assert page.subheader[0].value == plain(DEAD.statement), "and it is shown again"


def test_a_claim_left_for_later_comes_back_by_the_key_that_takes_back(differing: Store) -> None:
    decide(differing, OTHER, "reject", "bo")
    page = run(adjudicate_page)
    page.button(key=f"later_{CLAIM}").click().run()
    assert page.subheader[0].value == plain(UNION.statement)
    page.button(key="adjudicate_undo").click().run()
    assert page.subheader[0].value == plain(DEAD.statement)
    assert {row.state for row in differing.claims.list()} == {"disagreed"}


@pytest.mark.usefixtures("differing")
def test_each_side_is_told_in_words_and_what_the_claim_says_field_by_field() -> None:
    assert run(adjudicate_page).markdown[0].value == f"**{plain('ada accepted it as proposed')}.** **{plain('bo fixed it')}.**"
    assert facts(DEAD, "The Quay") == [
        ("Claim", "casualties, killed, incident"),
        ("Figure", "12 → 12 persons"),
        ("Who says it", "Harbour officials (unknown), The Quay (this outlet)"),
    ]
    rejected = Side(("ada",), "reject", 1, None, ("ada: Wrong figure",))
    assert rejected.sentence == "ada rejected it (Wrong figure)"
    assert Side(("ada", "bo"), "reject", 1, None, ("ada: Wrong figure",)).sentence == "ada and bo rejected it (ada: Wrong figure)"


def test_whoever_is_no_adjudicator_sees_the_sides_and_no_buttons(differing: Store) -> None:
    differing.team.grant("eve", ["reviewer"], "eve")
    page = run(adjudicate_page)
    assert "takes the role of an adjudicator" in page.info[0].value
    assert len(page.button) == 0


def test_what_was_settled_in_the_meantime_is_not_settled_again(differing: Store) -> None:
    page = run(adjudicate_page)
    decide(differing, CLAIM, "reject", "kim")
    page.button(key=f"take_1_{CLAIM}").click().run()
    assert "Not stored" in page.error[0].value
    assert differing.claims.get(CLAIM).state == "rejected"


def test_the_team_page_shows_who_has_what_and_how_far_reviewers_agree(differing: Store) -> None:
    differing.reviews.lease(OTHER, "bo", 60)
    page = run(team_page)
    said = " ".join(element.value for element in page.markdown)
    assert "2 reviewers decide about every claim" in said
    assert "0% of 1 claims the same" in said, "what is sealed is not counted"
    assert page.dataframe[0].value[["Reviewer", "Claims"]].values.tolist() == [["bo", 1]]


def test_an_admin_changes_the_rule_and_nobody_else_can(differing: Store) -> None:
    page = run(team_page)
    page.selectbox(key="overlap_rule").set_value("risky")
    page.button[0].click().run()
    assert differing.team.overlap().rule == "risky"
    differing.team.grant("kim", ["admin"], "eve")
    differing.team.grant("eve", ["reviewer"], "kim")
    assert len(run(team_page).button) == 0


def test_the_words_around_a_quote_are_whole_and_say_where_the_text_goes_on() -> None:
    text = "word " * 100 + "QUOTE" + " word" * 100
    before, after = around(text, 500, 505)
    assert before.startswith("… word ")
    assert after.endswith(" word …")
    assert around("A QUOTE b", 2, 7) == ("A ", " b")
