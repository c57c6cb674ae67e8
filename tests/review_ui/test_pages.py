"""The pages that Streamlit draws itself, run without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from extractor.release import publish
from extractor.store import ClaimFilter, Store, open_store
from review_ui.app import workbench
from review_ui.exchange import read_message
from review_ui.feed import respond
from tests.store.samples import BLOCK, DEAD, MISSING, UNION, WARN, WOUNDED, checked, decide, document, edited, fix, saved

SECONDS = 60


@pytest.fixture
def filled(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Four claims, one of them accepted and one rejected, in the database that the settings name."""
    monkeypatch.setenv("QUOTEBOUND_DB", sqlite_url)
    monkeypatch.setenv("QUOTEBOUND_REVIEWER", "mira")
    with open_store(sqlite_url) as store:
        saved(store, [checked(DEAD), checked(WOUNDED, WARN), checked(UNION), checked(MISSING, BLOCK)], of=document(outlet="The Quay"))
        rows = {row.claim.statement: row for row in store.claims.list()}
        decide(store, rows[DEAD.statement].id, "accept")
        decide(store, rows[UNION.statement].id, "reject", reason="hearsay")
        yield store


def claims_page() -> None:
    """What the test runs as a script."""
    from review_ui.app import workbench  # noqa: PLC0415 - the script is this function's body
    from review_ui.page import claims  # noqa: PLC0415

    claims.show(workbench())


def guide_page() -> None:
    """As above."""
    from review_ui.app import workbench  # noqa: PLC0415
    from review_ui.page import guide  # noqa: PLC0415

    guide.show(workbench())


def test_the_guide_is_the_codebook_and_the_findings_of_the_documentation(filled: Store) -> None:
    assert filled.claims.count() == 4
    shown = [words.value for words in run(guide_page).markdown]
    assert any("one exact quote" in words for words in shown)
    assert any("`quote.absent`" in words for words in shown)
    assert not any(".md)" in words for words in shown), "pages of the documentation have no address in the app"


def review_page() -> None:
    """As above."""
    from review_ui.app import workbench  # noqa: PLC0415
    from review_ui.page import review  # noqa: PLC0415

    review.show(workbench())


def test_a_claim_that_the_address_names_comes_with_the_first_answer(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    decided = next(filled.claims.list(ClaimFilter(state="accepted")))
    answers: list[dict[str, Any]] = []
    monkeypatch.setattr("review_ui.page.review.reader", answers.append)
    page = AppTest.from_function(review_page, default_timeout=SECONDS)
    page.query_params["claim"] = decided.id
    page.run()
    assert not page.exception
    assert answers[0]["claims"][decided.id]["state"] == "accepted", "or another claim, of another article, is shown first"


def releases_page() -> None:
    """As above."""
    from review_ui.app import workbench  # noqa: PLC0415
    from review_ui.page import releases  # noqa: PLC0415

    releases.show(workbench())


def run(script: Callable[[], None]) -> AppTest:
    """The page after its first run."""
    page = AppTest.from_function(script, default_timeout=SECONDS).run()
    assert not page.exception
    return page


def test_the_table_lists_every_claim_and_narrows_to_what_is_chosen(filled: Store) -> None:
    page = run(claims_page)
    assert list(page.dataframe[0].value["Claim"]) == [row.claim.statement for row in filled.claims.list()]
    page.selectbox(key="claims_outcome").set_value("killed").run()
    assert list(page.dataframe[0].value["State"]) == ["accepted", "rejected"]
    page.selectbox(key="claims_state").set_value("blocked").run()
    assert "No claim matches" in page.markdown[0].value


@pytest.mark.usefixtures("filled")
def test_the_table_finds_words_and_its_choice_is_in_the_address() -> None:
    page = run(claims_page)
    page.text_input(key="claims_search").set_value("wounded").run()
    page.selectbox(key="claims_outcome").set_value("wounded").run()
    assert list(page.dataframe[0].value["Claim"]) == [WOUNDED.statement]
    assert page.query_params == {"search": "wounded", "outcome": "wounded"}
    again = AppTest.from_function(claims_page, default_timeout=SECONDS)
    again.query_params["outcome"] = "wounded"
    assert list(again.run().dataframe[0].value["Claim"]) == [WOUNDED.statement]


def test_the_preview_holds_what_is_accepted_and_publishing_writes_it(filled: Store, tmp_path: Path) -> None:
    page = run(releases_page)
    assert "1 to publish" in page.markdown[0].value
    assert list(page.dataframe[0].value["Claim"]) == [DEAD.statement]
    page.text_input(key="release_folder").set_value(str(tmp_path / "out"))
    page.text_input(key="release_note").set_value("First light").run()
    page.button(key="publish").click().run()
    assert "Release 1 is out" in page.success[0].value
    assert "Nothing new to publish" in page.markdown[0].value
    lines = (tmp_path / "out" / "0001" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["statement"] for line in lines] == [DEAD.statement]
    assert filled.claims.count(ClaimFilter(state="published")) == 1


def test_a_correction_is_shown_against_what_is_in_print(filled: Store, tmp_path: Path) -> None:
    publish(filled.releases, tmp_path / "out", None)
    (row,) = (row for row in filled.claims.list() if row.claim.statement == DEAD.statement)
    fix(filled, row.id, edited(DEAD, "Twelve dockers were killed."))
    page = run(releases_page)
    assert "1 to correct" in page.markdown[0].value
    assert ":gray[Statement] :red[~~12 people~~] :green[**Twelve dockers**] were killed\\." in [words.value for words in page.markdown]


def test_a_folder_that_cannot_be_written_is_said_and_the_release_is_not_lost(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    page = run(releases_page)
    page.text_input(key="release_folder").set_value(str(tmp_path / "taken")).run()
    page.button(key="publish").click().run()
    assert len(page.error) == 1
    assert len(list(filled.releases.list())) == 1


def test_a_claim_taken_back_after_publication_is_announced(filled: Store) -> None:
    filled.releases.create()
    published = next(filled.claims.list(ClaimFilter(state="published")))
    decide(filled, published.id, "reject", reason="withdrawn by the source")
    page = run(releases_page)
    assert "1 to take back" in page.markdown[0].value


def test_who_may_only_look_is_offered_nothing_that_the_store_would_refuse(filled: Store) -> None:
    filled.team.grant("eve", ["admin"], by="eve")
    filled.team.grant("mira", ["viewer"], by="eve")
    page = run(releases_page)
    assert len(page.button) == 0
    assert "role of a publisher" in page.info[0].value
    page = run(claims_page)
    assert page.caption[-1].value == "Select a row to open the claim in its article."
    assert respond(workbench(), read_message({"ahead": 20}), {})["progress"]["decides"] is False
