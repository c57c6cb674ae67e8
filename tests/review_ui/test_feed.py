"""Messages in, answers out, on a real store: what a browser may rely on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from extractor.claims.conflict import CONFLICT
from extractor.errors import StoreError
from extractor.store import ClaimFilter, ClaimRow, Store
from review_ui.exchange import read_message
from review_ui.feed import AHEAD, REASONS, respond, setup
from review_ui.readings import Readings
from review_ui.views import AckView
from review_ui.wanted import Wanted
from review_ui.workbench import Workbench
from tests.store.samples import BLOCK, DEAD, MISSING, TEXT, UNION, WOUNDED, checked, decide, document, saved


@pytest.fixture
def bench(store: Store) -> Workbench:
    """Four claims of one article, the last one blocked, before reviewer mira."""
    saved(store, [checked(DEAD), checked(WOUNDED), checked(UNION), checked(MISSING, BLOCK)])
    return Workbench(store, CONFLICT, "mira", Readings())


def asked(bench: Workbench, acks: dict[str, AckView] | None = None, **message: Any) -> dict[str, Any]:
    """Send one message and return the answer."""
    return respond(bench, read_message(message), {} if acks is None else acks)


def rows(bench: Workbench) -> list[ClaimRow]:
    """All claims in document order."""
    return list(bench.store.claims.list(ClaimFilter()))


def act(row: ClaimRow, action: str, **more: Any) -> dict[str, Any]:
    """An entry of the outbox."""
    return {"id": str(uuid.uuid4()), "claim": row.id, "action": action, "version": row.version, "revision": row.revision, **more}


def decisions(bench: Workbench, row: ClaimRow) -> list[str]:
    """What was decided about a claim, in order."""
    return [decision.action for decision in bench.store.claims.history(row.id).decisions]


def test_a_page_that_opens_gets_the_queue_with_everything_to_show_it(bench: Workbench) -> None:
    answer = asked(bench)
    assert answer["queue"] == [row.id for row in rows(bench)]
    assert set(answer["claims"]) == set(answer["queue"])
    assert set(answer["documents"]) == {document().id}
    assert [sibling["id"] for sibling in answer["siblings"][document().id]] == answer["queue"]
    assert answer["progress"]["total"] == 4
    assert answer["empty"] is None


def test_what_the_browser_holds_is_not_sent_again(bench: Workbench) -> None:
    first = asked(bench)
    have = {name: view["revision"] for name, view in first["claims"].items()}
    again = asked(bench, have=have, documents=[document().id], ahead=AHEAD)
    assert again["claims"] == {}
    assert again["documents"] == {}
    assert again["queue"] == []


def test_a_message_sent_twice_decides_once(bench: Workbench) -> None:
    dead, wounded, *_ = rows(bench)
    outbox = [act(dead, "accept"), act(wounded, "reject", reason=REASONS[1])]
    first = asked(bench, outbox=outbox)
    second = asked(bench, outbox=outbox)  # another session: it remembers nothing, the store does
    assert [ack["ok"] for ack in first["acks"].values()] == [True, True]
    assert {name: ack["state"] for name, ack in second["acks"].items()} == {outbox[0]["id"]: "accepted", outbox[1]["id"]: "rejected"}
    assert decisions(bench, dead) == ["accept"]
    assert decisions(bench, wounded) == ["reject"]


def test_the_session_forgets_an_answer_once_the_browser_has_taken_note(bench: Workbench) -> None:
    acks: dict[str, AckView] = {}
    asked(bench, acks, outbox=[act(rows(bench)[0], "accept")])
    assert len(acks) == 1
    asked(bench, acks)
    assert acks == {}


def test_one_unreadable_entry_holds_up_no_other(bench: Workbench) -> None:
    dead = rows(bench)[0]
    answer = asked(bench, outbox=[{"id": "x", "claim": dead.id, "action": "bless"}, act(dead, "accept")])
    assert answer["acks"]["x"]["ok"] is False
    assert decisions(bench, dead) == ["accept"]


@pytest.mark.parametrize("raw", [None, 7, "x", {"have": 3}, {"outbox": "all"}])
def test_a_message_that_cannot_be_read_is_an_empty_one(raw: object) -> None:
    assert read_message(raw).outbox == ()


def test_a_blocked_claim_is_refused_whatever_the_browser_says(bench: Workbench) -> None:
    blocked = rows(bench)[3]
    entry = act(blocked, "accept")
    ack = asked(bench, outbox=[entry])["acks"][entry["id"]]
    assert ack["ok"] is False
    assert "fixed or rejected" in ack["message"]
    assert decisions(bench, blocked) == []


def test_a_rejection_without_a_reason_and_a_made_up_claim_are_refused(bench: Workbench) -> None:
    dead = rows(bench)[0]
    silent, ghost = act(dead, "reject"), act(dead, "accept") | {"claim": "0000"}
    acks = asked(bench, outbox=[silent, ghost])["acks"]
    assert "needs a reason" in acks[silent["id"]]["message"]
    assert "no claim 0000" in acks[ghost["id"]]["message"]
    assert decisions(bench, dead) == []


def test_a_conflict_shows_both_sides_and_overwrites_nothing(bench: Workbench) -> None:
    dead = rows(bench)[0]
    decide(bench.store, dead.id, "reject", reviewer="ada", reason="Out of scope")
    entry = act(dead, "accept")
    answer = asked(bench, outbox=[entry])
    ack = answer["acks"][entry["id"]]
    assert ack["ok"] is False
    assert ack["state"] == "rejected"
    assert ack["message"].startswith("The claim was rejected by ada")
    assert [side[0] for side in ack["sides"]] == ["ada: rejected", "You: accept"]
    assert answer["claims"][dead.id]["state"] == "rejected", "the browser sees the claim as it stands"
    assert decisions(bench, dead) == ["reject"]


def test_an_edit_that_comes_too_late_is_told_by_the_fields_it_would_have_changed(bench: Workbench) -> None:
    dead = rows(bench)[0]
    decide(bench.store, dead.id, "accept", reviewer="ada")
    entry = act(dead, "fix", draft=dead.claim.model_dump(mode="json") | {"statement": "Twelve died.", "stance": "hedged"})
    ack = asked(bench, outbox=[entry])["acks"][entry["id"]]
    assert ack["sides"][1] == ["You: fix", f"Statement: {dead.claim.statement} → Twelve died.; Stance: asserted → hedged"]
    assert decisions(bench, dead) == ["accept"]


def test_who_decides_the_same_a_moment_later_is_told_so_and_asked_nothing(bench: Workbench) -> None:
    dead = rows(bench)[0]
    decide(bench.store, dead.id, "accept", reviewer="ada")
    entry = act(dead, "accept")
    ack = asked(bench, outbox=[entry])["acks"][entry["id"]]
    assert (ack["ok"], ack["same"], ack["state"]) == (False, True, "accepted")
    assert ack["message"].startswith("ada had accepted it before you")
    assert decisions(bench, dead) == ["accept"]


def test_undo_needs_no_knowledge_of_the_version_that_a_fix_made(bench: Workbench) -> None:
    dead = rows(bench)[0]
    record = dead.claim.model_dump(mode="json") | {"statement": "Twelve dock workers were killed."}
    fix = act(dead, "fix", draft=record)
    undo = act(dead, "undo", undoes=fix["id"])
    acks = asked(bench, outbox=[fix, undo])["acks"]
    assert [ack["ok"] for ack in acks.values()] == [True, True], acks
    after = rows(bench)[0]
    assert after.state == "pending"
    assert after.claim.statement == dead.claim.statement
    assert decisions(bench, dead) == ["fix", "undo"]


def test_a_fix_is_checked_by_the_server_and_not_believed(bench: Workbench) -> None:
    dead = rows(bench)[0]
    record = dead.claim.model_dump(mode="json")
    record["evidence"][0] |= {"text": "13 dock workers were killed", "start": None, "end": None}
    entry = act(dead, "fix", draft=record)
    ack = asked(bench, outbox=[entry])["acks"][entry["id"]]
    assert ack["ok"] is False
    assert decisions(bench, dead) == []


def test_a_draft_is_answered_with_findings_places_and_what_follows_from_its_words(bench: Workbench) -> None:
    dead = rows(bench)[0]
    record = dead.claim.model_dump(mode="json")
    record["figure"] |= {"text": "12 dock", "low": 5, "high": 5}
    record["evidence"][0] |= {"text": "Harbour officials said that 12 dock workers were killed", "start": None, "end": None}
    record["figure"]["text"] = "12"
    answer = asked(bench, question={"n": 4, "claim": dead.id, "draft": record, "touched": ["figure.text"]})["answer"]
    assert answer["n"] == 4
    assert answer["filled"] == {"figure.low": 12, "figure.high": 12}
    assert answer["quotes"] == [[0, len("Harbour officials said that 12 dock workers were killed")]]
    assert answer["record"]["evidence"][0]["start"] == 0
    assert answer["why"] is None
    assert {mark["path"] for mark in answer["words"]} >= {"figure.text", "attribution.source.text"}


def test_a_draft_that_is_no_claim_is_explained(bench: Workbench) -> None:
    dead = rows(bench)[0]
    record = dead.claim.model_dump(mode="json") | {"statement": " "}
    answer = asked(bench, question={"n": 1, "claim": dead.id, "draft": record})["answer"]
    assert answer["record"] is None
    assert answer["why"] == "Nothing is given here."
    assert answer["findings"][0]["field"] == "statement"


def test_a_wanted_claim_is_sent_whatever_its_state(bench: Workbench) -> None:
    dead = rows(bench)[0]
    decide(bench.store, dead.id, "accept", reviewer="ada")
    answer = asked(bench, wanted=[dead.id, "unknown"])
    assert answer["claims"][dead.id]["state"] == "accepted"
    assert "unknown" not in answer["claims"]
    assert answer["missing"] == ["unknown"]


def test_two_reviewers_are_not_given_the_same_claims(bench: Workbench) -> None:
    assert len(asked(bench)["queue"]) == 4
    other = Workbench(bench.store, CONFLICT, "ada", Readings())
    assert asked(other)["queue"] == [], "they are reserved for the first one"


def test_when_all_is_decided_the_page_says_what_comes_next(bench: Workbench) -> None:
    *sound, blocked = rows(bench)
    outbox = [act(row, "accept") for row in sound] + [act(blocked, "reject", reason=REASONS[0])]
    empty = asked(bench, outbox=outbox)["empty"]
    assert empty["title"] == "All decided"
    assert empty["act"] == "publish"


def test_a_filter_narrows_the_queue_and_says_what_else_there_is(bench: Workbench) -> None:
    wanted = Wanted.of({"outcome": "killed"})
    answer = respond(bench, read_message({"facets": True}), {}, wanted)
    assert [answer["claims"][name]["statement"] for name in answer["queue"]] == [DEAD.statement, UNION.statement]
    facets = {
        facet["name"]: dict(zip(*list(zip(*facet["values"], strict=True))[::2], strict=True))
        for facet in answer["filter"]["facets"]
        if facet["values"]
    }
    assert facets["outcome"] == {"killed": 2, "wounded": 1, "missing": 1}, "the other values are seen beside the chosen one"
    assert facets["state"] == {"pending": 2}
    assert answer["filter"]["params"] == {"outcome": "killed"}


def test_a_filter_that_lets_nothing_through_says_so(bench: Workbench) -> None:
    answer = respond(bench, read_message({}), {}, Wanted.of({"outcome": "captured"}))
    assert answer["empty"]["title"] == "Nothing waits for you"
    assert "outcome: captured" in answer["empty"]["lines"][0]


def test_reservations_are_prolonged_and_nobody_elses_is_taken(bench: Workbench) -> None:
    mine, theirs = rows(bench)[:2]
    bench.store.reviews.lease(theirs.id, "ada", 60)
    asked(bench, keep=[mine.id, theirs.id, "unknown"], ahead=AHEAD)
    assert {lease.claim_id: lease.reviewer for lease in bench.store.reviews.leases()} == {mine.id: "mira", theirs.id: "ada"}


def test_an_empty_store_says_which_command_to_run(store: Store) -> None:
    answer = asked(Workbench(store, CONFLICT, "mira", Readings()))
    assert answer["empty"]["title"] == "No claims yet"
    assert "quotebound extract" in answer["empty"]["commands"][0]


def test_a_database_that_cannot_be_used_is_an_answer_and_keeps_the_outbox(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise StoreError("another process has been writing for too long", hint="Wait until it is done.")

    entry = act(rows(bench)[0], "accept")
    monkeypatch.setattr(bench.store.reviews, "decide", locked)
    answer = asked(bench, outbox=[entry])
    assert answer["acks"] == {}, "nothing is acknowledged, so the browser sends it again"
    assert "Wait until it is done." in answer["trouble"]["message"]
    assert answer["claims"] == {}


def test_what_the_page_needs_at_first_names_database_and_reviewer(bench: Workbench) -> None:
    mine = setup(bench)
    assert set(mine["forms"]) == set(CONFLICT.kinds)
    assert len(set(mine["keys"].values())) == len(mine["keys"]), "one key, one act"
    others = setup(Workbench(bench.store, CONFLICT, "ada", Readings()))
    assert mine["place"] != others["place"]


def test_what_no_claim_covers_is_marked_in_the_article(store: Store) -> None:
    saved(store, [checked(DEAD), checked(UNION)])
    bench = Workbench(store, CONFLICT, "mira", Readings())
    gaps = asked(bench)["documents"][document().id]["gaps"]
    assert [TEXT[gap["start"] : gap["end"]] for gap in gaps] == ["40", "3"]
    assert all(gap["title"] for gap in gaps)


def test_a_rejected_claim_covers_nothing(store: Store) -> None:
    saved(store, [checked(DEAD), checked(WOUNDED), checked(UNION), checked(MISSING)])
    bench = Workbench(store, CONFLICT, "mira", Readings())
    assert asked(bench)["documents"][document().id]["gaps"] == []
    asked(bench, outbox=[act(rows(bench)[0], "reject", reason=REASONS[0])])
    gaps = asked(bench)["documents"][document().id]["gaps"]
    assert [TEXT[gap["start"] : gap["end"]] for gap in gaps] == ["12"]


def test_what_a_version_says_is_read_once_and_an_edit_is_seen_at_once(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    some = bench.store.claims.some

    def noted(_: object, claim_ids: Sequence[str]) -> Iterator[ClaimRow]:
        read.extend(claim_ids)
        return some(claim_ids)

    monkeypatch.setattr(type(bench.store.claims), "some", noted)
    asked(bench)
    dead, *others = rows(bench)
    assert set(read) == {dead.id, *(row.id for row in others)}
    read.clear()
    asked(bench)
    assert read == []
    record = dead.claim.model_dump(mode="json") | {"statement": "Twelve dock workers were killed."}
    answer = asked(bench, outbox=[act(dead, "fix", draft=record)])
    assert read == [dead.id], "only the new version"
    said = {sibling["id"]: (sibling["state"], sibling["statement"]) for sibling in answer["siblings"][document().id]}
    assert said[dead.id] == ("fixed", "Twelve dock workers were killed.")
