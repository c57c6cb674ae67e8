"""Claims made by hand: checked like any other, stored with their maker, written once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.store import Store
from review_ui.exchange import read_message
from review_ui.feed import respond
from review_ui.readings import Readings
from review_ui.workbench import Workbench
from tests.store.samples import DEAD, MISSING, TEXT, WOUNDED, checked, document, saved


@pytest.fixture
def bench(store: Store) -> Workbench:
    """An article of which two claims are known, before reviewer mira."""
    saved(store, [checked(DEAD), checked(WOUNDED)])
    return Workbench(store, CONFLICT, "mira", Readings())


def draft(**changes: Any) -> dict[str, Any]:
    """What the form holds: words that were typed have no place yet."""
    record = MISSING.model_dump(mode="json") | changes
    record["evidence"] = [{**quote, "start": None, "end": None} for quote in record["evidence"]]
    return record


def asked(bench: Workbench, **message: Any) -> dict[str, Any]:
    """One message, and its answer."""
    return respond(bench, read_message(message), {})


def checked_by(bench: Workbench, record: dict[str, Any]) -> dict[str, Any]:
    """What the checks say to a draft."""
    answer: dict[str, Any] = asked(bench, question={"n": 1, "claim": None, "document": document().id, "draft": record})["answer"]
    return answer


def adding(bench: Workbench, record: dict[str, Any]) -> dict[str, Any]:
    """The entry of the outbox that adds a draft."""
    identity = checked_by(bench, record)["id"]
    return {"id": str(uuid.uuid4()), "claim": identity, "action": "add", "document": document().id, "draft": record}


def test_a_claim_by_hand_is_stored_with_its_maker_and_accepted_and_says_so(bench: Workbench) -> None:
    entry = adding(bench, draft())
    answer = asked(bench, outbox=[entry])
    assert answer["acks"][entry["id"]] == {"ok": True, "state": "accepted", "revision": 2}
    row = bench.store.claims.get(entry["claim"])
    quote = row.claim.evidence[0]
    assert quote.text == TEXT[quote.start : quote.end]
    assert (row.run.model, row.run.prompt_version, row.reviewer) == ("human", "mira", "mira")
    assert [(view["who"], view["what"]) for view in answer["claims"][row.id]["past"]] == [("mira", "accepted"), ("human mira", "proposed")]


def test_sent_twice_it_is_written_once(bench: Workbench) -> None:
    entry = adding(bench, draft())
    for _ in range(2):
        assert asked(bench, outbox=[entry])["acks"][entry["id"]]["ok"] is True
    assert bench.store.claims.count() == 3
    assert len(bench.store.claims.history(entry["claim"]).decisions) == 1


def test_a_claim_that_a_check_blocks_is_refused_and_nothing_is_stored(bench: Workbench) -> None:
    invented = draft(evidence=[{"text": "Nobody said this here.", "prefix": "", "suffix": ""}])
    assert checked_by(bench, invented)["why"]
    entry = adding(bench, invented)
    ack = asked(bench, outbox=[entry])["acks"][entry["id"]]
    assert ack["ok"] is False
    assert "blocks" in ack["message"]
    assert bench.store.claims.count() == 2


def test_a_claim_that_is_there_already_is_refused_by_its_statement(bench: Workbench) -> None:
    again = DEAD.model_dump(mode="json")
    assert DEAD.statement in checked_by(bench, again)["why"]
    entry = adding(bench, again)
    assert "already" in asked(bench, outbox=[entry])["acks"][entry["id"]]["message"]


def test_an_incomplete_claim_is_refused_field_by_field(bench: Workbench) -> None:
    assert "Nothing is given here." in str(checked_by(bench, draft(statement="")))


def test_what_no_claim_covers_is_told_with_its_sentence_and_shrinks_with_a_claim(bench: Workbench) -> None:
    before = asked(bench, uncovered=document().id)["gaps"][document().id]
    assert {TEXT[slice(*gap["sentence"])].strip() for gap in before} == {TEXT.splitlines()[2]}
    asked(bench, outbox=[adding(bench, draft(evidence=[{"text": TEXT.splitlines()[2], "prefix": "", "suffix": ""}]))])
    assert asked(bench, uncovered=document().id)["gaps"] == {document().id: []}


def test_an_undone_claim_by_hand_waits_for_a_decision(bench: Workbench) -> None:
    entry = adding(bench, draft())
    asked(bench, outbox=[entry])
    undo = {"id": str(uuid.uuid4()), "claim": entry["claim"], "action": "undo", "version": 1, "revision": 2, "undoes": entry["id"]}
    assert asked(bench, outbox=[undo])["acks"][undo["id"]]["state"] == "pending"


def test_a_later_run_of_a_model_leaves_the_claim_alone(bench: Workbench) -> None:
    entry = adding(bench, draft())
    asked(bench, outbox=[entry])
    saved(bench.store, [checked(DEAD), checked(WOUNDED)])
    assert bench.store.claims.get(entry["claim"]).state == "accepted"
