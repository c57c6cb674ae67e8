from __future__ import annotations

from typing import Any

from extractor.claims.core import Claim
from review_ui.drafts import completed, parse_draft, with_values
from tests.review_ui.samples import FARMING, harvest


def draft(**changes: Any) -> dict[str, Any]:
    """A claim as the form sends it, with values at dotted paths changed."""
    return with_values(harvest().model_dump(mode="json"), {path.replace("__", "."): value for path, value in changes.items()})


def test_bounds_follow_from_a_figures_words_unless_they_were_set_by_hand() -> None:
    edited = draft(figure__text="between 300 and 350")
    found = completed(edited, {"figure.text"}, FARMING, None)
    assert found == {"figure.low": 300, "figure.high": 350, "figure.qualifier": "range"}
    by_hand = completed(edited, {"figure.text", "figure.low"}, FARMING, None)
    assert by_hand == {"figure.high": 350, "figure.qualifier": "range"}


def test_words_that_nobody_touched_are_not_read_again() -> None:
    assert completed(draft(figure__text="between 300 and 350"), set(), FARMING, None) == {}


def test_a_date_follows_from_a_times_words_and_the_publication_date() -> None:
    found = completed(draft(attribution__said_on__text="on Thursday"), {"attribution.said_on.text"}, FARMING, "2025-10-12")
    assert found["attribution.said_on.edtf"] == "2025-10-09"


def test_words_that_are_no_figure_leave_the_bounds_alone() -> None:
    assert completed(draft(figure__text="red rice"), {"figure.text"}, FARMING, None) == {}


def test_an_unknown_kind_is_completed_by_nothing_and_refused_in_words() -> None:
    edited = draft() | {"kind": "weather"}
    assert completed(edited, {"figure.text"}, FARMING, None) == {}
    problems = parse_draft(edited, FARMING)
    assert not isinstance(problems, Claim)
    assert problems[0].field == "kind"


def test_a_draft_that_is_no_claim_is_explained_field_by_field() -> None:
    problems = parse_draft(draft(statement="", figure__low="many", crop__text=""), FARMING)
    assert not isinstance(problems, Claim)
    assert {problem.field: problem.message for problem in problems} == {
        "statement": "Nothing is given here.",
        "figure.low": "A whole number is needed, or nothing.",
        "crop.text": "Nothing is given here.",
    }
    assert {problem.severity for problem in problems} == {"block"}


def test_a_rule_of_the_record_is_said_in_its_own_words() -> None:
    problems = parse_draft(draft(figure__low=9, figure__high=3), FARMING)
    assert not isinstance(problems, Claim)
    assert [problem.message for problem in problems] == ["low 9 is greater than high 3"]


def test_a_good_draft_is_the_claim() -> None:
    assert parse_draft(draft(), FARMING) == harvest()


def test_values_go_to_their_paths_in_a_copy() -> None:
    before = draft()
    after = with_values(before, {"attribution.relays.0.name": "Radio Anwe", "evidence.0.text": "x"})
    assert after["attribution"]["relays"][0]["name"] == "Radio Anwe"
    assert before["attribution"]["relays"][0]["name"] is None
