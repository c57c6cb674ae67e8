from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extractor.claims.conflict import Casualties
from extractor.claims.core import Evidence, Figure
from extractor.claims.finding import Finding
from extractor.permitted import allowed, is_silent, refusal, undo_target
from extractor.review import (
    ACTIONS,
    STATES,
    Action,
    ClaimState,
    Decided,
    Decision,
    Event,
    Released,
    State,
    VersionProposed,
    advance,
    fold,
    next_release,
    priority,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
CLAIM = Casualties(statement="Nine people died.", evidence=(Evidence(text="nine died"),), outcome="killed")


def decision(action: Action = "accept", reviewer: str = "ada", **fields: Any) -> Decision:
    extra: dict[str, Any] = {"reason": "wrong"} if action == "reject" else {"claim": CLAIM} if action == "fix" else {}
    values: dict[str, Any] = {"id": str(uuid.uuid4()), "decided_at": NOON, "version": 1, "revision": 1, **extra, **fields}
    return Decision(claim_id="c1", action=action, reviewer=reviewer, **values)


def decided(
    name: str, action: Action, reviewer: str = "ada", *, version: int = 1, result: int | None = None, undoes: str | None = None
) -> Decided:
    return Decided(name, action, reviewer, version, result or version, undoes)


# -- decisions -------------------------------------------------------------------------------------------------------------


def test_times_of_decisions_are_kept_in_utc() -> None:
    kiev = timezone(timedelta(hours=3))
    assert decision(decided_at=datetime(2026, 5, 4, 15, tzinfo=kiev)).decided_at.isoformat() == "2026-05-04T12:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"id": "yes"}, "badly formed hexadecimal UUID"),
        ({"decided_at": datetime(2026, 5, 4, 12)}, "timezone"),  # noqa: DTZ001 - the point
        ({"reviewer": "   "}, "at least 1 character"),
        ({"action": "reject", "reason": None}, "a rejection needs a reason"),
        ({"action": "reject", "reason": "  "}, "at least 1 character"),
        ({"action": "fix", "claim": None}, "carries the edited claim"),
        ({"action": "accept", "claim": CLAIM}, "carries the edited claim"),
        ({"undoes": str(uuid.uuid4())}, "only an undo"),
        ({"version": 0}, "greater than or equal to 1"),
        ({"mood": "good"}, "Extra inputs"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        decision(**fields)


def test_a_uuid_has_one_spelling() -> None:
    assert decision(id="{00000000-0000-4000-8000-00000000000A}").id == "00000000-0000-4000-8000-00000000000a"


# -- the fold --------------------------------------------------------------------------------------------------------------

PROPOSED = VersionProposed(1, blocked=False)
ACCEPTED = decided("a", "accept")
PUBLISHED = Released(1, "published")


@pytest.mark.parametrize(
    ("events", "state", "version"),
    [
        ([], "proposed", 0),
        ([PROPOSED], "pending", 1),
        ([VersionProposed(1, blocked=True)], "blocked", 1),
        ([VersionProposed(1, blocked=True), VersionProposed(2, blocked=False)], "pending", 2),
        ([PROPOSED, ACCEPTED], "accepted", 1),
        ([PROPOSED, decided("f", "fix", result=2)], "fixed", 2),
        ([PROPOSED, decided("r", "reject")], "rejected", 1),
        ([PROPOSED, decided("s", "skip"), decided("g", "flag")], "pending", 1),
        ([PROPOSED, ACCEPTED, decided("u", "undo", undoes="a")], "pending", 1),
        ([VersionProposed(1, blocked=True), decided("f", "fix", result=2), decided("u", "undo", undoes="f")], "blocked", 1),
        ([PROPOSED, ACCEPTED, decided("r", "reject", "bo"), decided("u", "undo", "bo", undoes="r")], "accepted", 1),
        ([PROPOSED, ACCEPTED, PUBLISHED], "published", 1),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("f", "fix", result=2)], "fixed", 2),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("f", "fix", result=2), Released(2, "corrected")], "corrected", 2),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("f", "fix", result=2), decided("u", "undo", version=2, undoes="f")], "published", 1),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("r", "reject")], "rejected", 1),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("r", "reject"), Released(1, "retracted")], "retracted", 1),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("u", "undo", undoes="a"), Released(1, "retracted")], "retracted", 1),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("r", "reject"), Released(1, "retracted"), decided("b", "accept")], "accepted", 1),
    ],
)
def test_history_adds_up_to_a_state(events: list[Event], state: State, version: int) -> None:
    folded = fold(events)
    assert (folded.state, folded.version) == (state, version)


def test_skip_and_flag_leave_the_revision_alone_and_everything_counts_in_the_sequence() -> None:
    folded = fold([PROPOSED, decided("s", "skip"), decided("g", "flag"), decided("u", "undo", undoes="s"), ACCEPTED])
    assert (folded.revision, folded.sequence) == (2, 5)


def test_a_flag_holds_until_it_is_undone_or_somebody_decides() -> None:
    flagged = fold([PROPOSED, decided("g", "flag")])
    assert flagged.flagged
    assert not advance(flagged, decided("u", "undo", undoes="g")).flagged
    assert not advance(flagged, ACCEPTED).flagged


def test_a_claim_undone_after_publication_is_open_again_and_still_in_print() -> None:
    folded = fold([PROPOSED, ACCEPTED, PUBLISHED, decided("u", "undo", undoes="a")])
    assert folded.open
    assert folded.in_print == 1


# -- what is allowed -------------------------------------------------------------------------------------------------------


def test_the_table_of_what_is_allowed() -> None:
    table = {(state, action) for state in STATES for action in ACTIONS if allowed(state, action, has_block=False) is None}
    everywhere = {(state, action) for state in STATES for action in ("skip", "flag")}
    decisions = {
        "blocked": "accept fix reject",  # accept only once no finding blocks any more
        "pending": "accept fix reject",
        "disagreed": "accept fix reject",
        "accepted": "fix reject undo",
        "fixed": "fix reject undo",
        "rejected": "accept fix undo",
        "published": "fix reject undo",
        "corrected": "fix reject undo",
        "retracted": "accept fix reject undo",
    }
    assert table == everywhere | {(state, action) for state, actions in decisions.items() for action in actions.split()}


@pytest.mark.parametrize("state", STATES)
def test_a_blocked_version_is_accepted_in_no_state(state: State) -> None:
    assert "blocks" in (allowed(state, "accept", has_block=True) or "")


def test_only_ones_own_decision_can_be_undone() -> None:
    name = str(uuid.uuid4())
    state = fold([PROPOSED, decided(name, "accept", "ada")])
    assert "no standing decision of yours" in (refusal(state, decision("undo", "bo")) or "")
    assert "The decision is ada's" in (refusal(state, decision("undo", "bo", undoes=name)) or "")
    assert refusal(state, decision("undo", "ada", undoes=name)) is None


def test_undo_reaches_only_the_decision_that_rules() -> None:
    state = fold([PROPOSED, ACCEPTED, decided("r", "reject", "bo")])
    assert "decided after you" in (refusal(state, decision("undo", "ada")) or "")


def test_undo_takes_back_the_last_thing_one_did() -> None:
    state = fold([PROPOSED, ACCEPTED, decided("g", "flag")])
    target = undo_target(state, decision("undo"))
    assert isinstance(target, Decided)
    assert target.id == "g"
    assert is_silent(state, decision("undo"))
    assert not is_silent(fold([PROPOSED, ACCEPTED]), decision("undo"))


# -- releases --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "printed", "expected"),
    [
        ([PROPOSED], [], None),
        ([PROPOSED, ACCEPTED], [], Released(1, "published")),
        ([PROPOSED, ACCEPTED, PUBLISHED], [1], None),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("f", "fix", result=2)], [1], Released(2, "corrected")),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("r", "reject")], [1], Released(1, "retracted")),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("u", "undo", undoes="a")], [1], Released(1, "retracted")),
        ([PROPOSED, ACCEPTED, PUBLISHED, decided("r", "reject"), Released(1, "retracted")], [1], None),
        (
            [PROPOSED, ACCEPTED, PUBLISHED, decided("r", "reject"), Released(1, "retracted"), decided("b", "accept")],
            [1],
            Released(1, "published"),
        ),
        ([PROPOSED, decided("r", "reject")], [], None),
    ],
)
def test_what_the_next_release_does(events: list[Event], printed: list[int], expected: Released | None) -> None:
    assert next_release(fold(events), printed) == expected


# -- properties over random histories --------------------------------------------------------------------------------------

Step = tuple[str, str]
STEPS = st.lists(
    st.tuples(st.sampled_from(["propose", "propose-blocked", "release", *ACTIONS]), st.sampled_from(["ada", "bo"])), max_size=25
)


def walk(steps: list[Step]) -> list[Event]:
    """A history made of the steps that were allowed when they came, as the store makes it."""
    events: list[Event] = [VersionProposed(1, blocked=False)]
    for number, (what, reviewer) in enumerate(steps):
        event = following(events, what, reviewer, str(number))
        if event is not None:
            events.append(event)
    return events


def following(events: list[Event], what: str, reviewer: str, name: str) -> Event | None:
    state = fold(events)
    if what.startswith("propose"):
        return VersionProposed(highest(events) + 1, what == "propose-blocked") if state.open else None
    if what == "release":
        return next_release(state, printed(events))
    action: Action = what  # type: ignore[assignment]
    attempt = decision(action, reviewer, version=max(state.version, 1))
    if refusal(state, attempt) is not None:
        return None
    target = undo_target(state, attempt) if action == "undo" else None
    result = highest(events) + 1 if action == "fix" else state.version
    return Decided(name, action, reviewer, state.version, result, target.id if isinstance(target, Decided) else None)


def highest(events: list[Event]) -> int:
    return max(event.result if isinstance(event, Decided) else event.version for event in events)


def printed(events: list[Event]) -> list[int]:
    return [event.version for event in events if isinstance(event, Released) and event.state != "retracted"]


def ruling(events: list[Event]) -> Decided | None:
    """The last decision that nobody undid: the same rule as the database's triggers have it."""
    undone = {event.undoes for event in events if isinstance(event, Decided)}
    standing = [event for event in events if isinstance(event, Decided) and event.action in ("accept", "fix", "reject")]
    return next((event for event in reversed(standing) if event.id not in undone), None)


@given(STEPS)
def test_the_decision_that_rules_is_the_last_one_not_undone(steps: list[Step]) -> None:
    events = walk(steps)
    assert fold(events).decision == ruling(events)


@given(STEPS)
def test_nothing_blocked_is_ever_accepted_or_published(steps: list[Step]) -> None:
    folded = fold(walk(steps))
    if folded.state in ("accepted", "fixed", "published", "corrected"):
        assert not folded.blocked


@given(STEPS)
def test_only_what_is_accepted_is_in_print_after_a_release(steps: list[Step]) -> None:
    events = walk(steps)
    due = next_release(fold(events), printed(events))
    after = advance(fold(events), due) if due else fold(events)
    rule = ruling(events)
    accepted = rule is not None and rule.action in ("accept", "fix")
    assert after.in_print == (rule.result if accepted and rule else None)
    assert next_release(after, printed([*events, *([due] if due else [])])) is None


@given(STEPS)
def test_folding_is_one_step_after_another_and_counts_them(steps: list[Step]) -> None:
    events = walk(steps)
    state = ClaimState()
    for event in events:
        state = advance(state, event)
    assert state == fold(events)
    assert state.sequence == len(events)
    assert state.open == (state.decision is None)


@given(STEPS, st.sampled_from(["accept", "fix", "reject"]))
def test_undo_at_once_leads_back(steps: list[Step], action: Action) -> None:
    events = walk(steps)
    event = following(events, action, "ada", "done")
    if event is None:
        return
    before, after = fold(events), fold([*events, event, decided("undo", "undo", version=1, undoes="done")])
    assert (after.version, after.standing, after.in_print) == (before.version, before.standing, before.in_print)
    assert after.revision == before.revision + 2
    if before.state != "retracted":
        assert after.state == before.state


# -- the queue's order -----------------------------------------------------------------------------------------------------


def finding(severity: Any, code: str = "quote.absent") -> Finding:
    return Finding(code=code, severity=severity, field="evidence", message="m")


def figure(**fields: Any) -> Figure:
    return Figure(**{"text": "nine", "low": 9, "high": 9, "qualifier": "exact", **fields})


def test_the_riskiest_claims_come_first() -> None:
    plain = CLAIM.model_copy(update={"figure": figure()})
    vague = CLAIM.model_copy(update={"figure": figure(text="dozens", qualifier="vague", bounds_from="convention")})
    hedged = CLAIM.model_copy(update={"stance": "hedged"})
    minor = CLAIM.model_copy(update={"salience": "minor"})
    ranked = [
        (vague, [finding("block"), finding("warn")]),
        (minor, [finding("block")]),
        (CLAIM, [finding("warn", "opinion.differs")]),
        (hedged, [finding("warn")]),
        (plain, [finding("warn")]),
        (CLAIM, [finding("warn"), finding("info")]),
        (hedged, [finding("info")]),
        (plain, []),
        (CLAIM, []),
        (minor, []),
    ]
    priorities = [priority(claim, findings) for claim, findings in ranked]
    assert priorities == sorted(priorities)
    assert len(set(priorities)) == len(priorities)
    assert all(number >= 0 for number in priorities)
