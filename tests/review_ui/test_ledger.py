"""The ledger page and what it shows of a group, without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from extractor.claims.core import Mention
from extractor.ledger import Entry, Group, standing
from extractor.store import Store, open_store
from review_ui.keys import keep_keys
from review_ui.ledger_views import compared, group_rows, heading, marks, pair_table
from tests.store.samples import TEXT, casualties, checked, document, saved
from tests.test_ledger import entry

SECONDS = 60


def page() -> None:
    """What the test runs as a script."""
    from review_ui.app import workbench  # noqa: PLC0415 - the script is this function's body
    from review_ui.page import ledger  # noqa: PLC0415

    ledger.show(workbench())


@pytest.fixture
def filled(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Two outlets with the same claim of two sources, in the database that the settings name."""
    monkeypatch.setenv("QUOTEBOUND_DB", sqlite_url)
    monkeypatch.setenv("QUOTEBOUND_REVIEWER", "mira")
    other = document("Later. " + TEXT, name="later.txt", outlet="The Pier", published="2026-05-04")
    with open_store(sqlite_url) as store:
        for of, source in ((document(outlet="The Quay", published="2026-05-04"), "Harbour officials"), (other, "A *bold* union")):
            claim = casualties("12 dock workers were killed", 12, text=of.text, source=source)
            saved(store, [checked(claim.model_copy(update={"population": Mention(text="dock workers")}), of=of)], of=of)
        yield store


def run() -> AppTest:
    made = AppTest.from_function(page, default_timeout=SECONDS).run()
    assert not made.exception
    return made


def button(shown: AppTest, words: str) -> None:
    next(one for one in shown.button if one.label.endswith(f"`` {words}")).click().run()


def test_a_proposed_link_that_is_confirmed_becomes_a_group(filled: Store) -> None:
    shown = run()
    assert [tab.label for tab in shown.tabs] == ["Proposed links (1)", "Groups (0)"]
    button(shown, "Same event")
    assert [tab.label for tab in shown.tabs] == ["Proposed links (0)", "Groups (1)"]
    (event,) = filled.links.events()
    assert (event.verdict, event.reviewer) == ("confirm", "mira")
    assert set(shown.dataframe[0].value["Origin"]) == {"Harbour officials", "A *bold* union"}


def test_a_refused_link_is_not_shown_again(filled: Store) -> None:
    shown = run()
    button(shown, "Not the same")
    assert [tab.label for tab in shown.tabs] == ["Proposed links (0)", "Groups (0)"]
    assert [event.verdict for event in standing(filled.links.events()).values()] == ["refuse"]


def test_who_may_only_look_sees_the_proposal_and_no_buttons(filled: Store) -> None:
    filled.team.grant("eve", ["admin"], by="eve")
    filled.team.grant("mira", ["viewer"], by="eve")
    shown = run()
    assert len(shown.button) == 0
    assert "role of a reviewer" in shown.info[0].value


def test_a_link_left_for_later_is_judged_by_nobody(filled: Store) -> None:
    shown = run()
    button(shown, "Leave for later")
    assert list(filled.links.events()) == []
    assert "every proposed link" in shown.markdown[0].value


def test_the_last_step_is_taken_back_and_its_link_is_shown_again(filled: Store) -> None:
    shown = run()
    assert not any("Take back" in one.label for one in shown.button)
    button(shown, "Leave for later")
    button(shown, "Take back")
    button(shown, "Same event")
    assert [tab.label for tab in shown.tabs] == ["Proposed links (0)", "Groups (1)"]
    button(shown, "Take back")
    assert [tab.label for tab in shown.tabs] == ["Proposed links (1)", "Groups (0)"]
    assert [event.verdict for event in filled.links.events()] == ["confirm", "withdraw"]


def test_the_same_letters_do_the_same_as_in_the_queue_and_a_reviewers_own_keys_count_here_too(filled: Store) -> None:
    assert [one.label.split(" ")[1] for one in run().button] == ["A", "R", "S"]
    keep_keys(filled, "mira", {"accept": "y"})
    assert [one.label.split(" ")[1] for one in run().button] == ["Y", "R", "S"]


def test_a_group_shows_each_claim_under_its_origin_and_what_was_superseded() -> None:
    group = Group((entry("a", 12), entry("b", 15, source="a union"), entry("c", 14)), frozenset({"a"}))
    assert [(row["Origin"], row["Bounds"]) for row in group_rows(group)] == [
        ("the mayor", "12 persons"),
        ("the mayor", "14 persons"),
        ("a union", "15 persons"),
    ]
    assert "superseded" in group_rows(group)[0]["Stance"]
    assert heading(group) == "Killed: dockers in Halm — 3 claims, 2 origins"


def test_two_claims_have_the_same_lines_and_what_differs_is_told_apart() -> None:
    left, right = compared(entry("a", 12), entry("b", 15, source="a union"))
    assert [label for label, *_ in left] == [label for label, *_ in right]
    assert {label: (one, other) for (label, one, differs), (_, other, _) in zip(left, right, strict=True) if differs} == {
        "Figure": ("12 → 12 persons", "15 → 15 persons"),
        "Who says it": ("the mayor", "a union"),
    }
    words = entry("c", 12).claim.figure
    assert words is not None
    dozen = entry("c", 12).claim.model_copy(update={"figure": words.model_copy(update={"text": "a dozen"})})
    assert ("Figure", "a dozen → 12 persons", False) in compared(entry("a", 12), Entry("c", dozen, "c"))[1]
    without = entry("c", 12).claim.model_copy(update={"place": None})
    assert ("Where", "—", True) in compared(entry("a", 12), Entry("c", without, "c"))[1]


def test_the_table_of_two_claims_marks_what_differs_and_holds_words_not_markup() -> None:
    evil = entry("b", 12, source="<b>a union</b>")
    table = pair_table(entry("a", 12), evil)
    assert "<td dir='auto'>&lt;b&gt;a union&lt;/b&gt;</td>" in table
    assert [row.split(">")[2].partition("<")[0] for row in table.split("<tr class='qb-differs'")[1:]] == ["Who says it"]


def test_a_figure_that_is_open_upwards_is_drawn_to_the_edge_and_says_so() -> None:
    open_figure = entry("b", 20)
    figure = open_figure.claim.figure
    assert figure is not None
    claim = open_figure.claim.model_copy(update={"figure": figure.model_copy(update={"high": None, "qualifier": "at_least"})})
    found = marks(Group((entry("a", 12), type(open_figure)("b", claim, "b"))))
    assert [(mark["from"], mark["to"], mark["open"]) for mark in found] == [(12, 12, False), (20, 24.0, True)]
