"""Which decisions are allowed on a claim as it stands (CODEBOOK.md, "States of a claim"). Pure; review.py says where it stands."""

from __future__ import annotations

from collections.abc import Collection

from extractor.review import ACTIONS, Action, ClaimState, Decided, Decision, State
from extractor.roles import Role, lacking

_SILENT = ("skip", "flag")

_REFUSED: dict[tuple[str, str], str] = {
    ("accepted", "accept"): "The claim is accepted already.",
    ("fixed", "accept"): "The claim is accepted already, with edits.",
    ("published", "accept"): "The claim is accepted and published already.",
    ("corrected", "accept"): "The claim is accepted and published already.",
    ("rejected", "reject"): "The claim is rejected already.",
    ("proposed", "undo"): "There is nothing to undo: the claim is undecided.",
    ("blocked", "undo"): "There is nothing to undo: the claim is undecided.",
    ("pending", "undo"): "There is nothing to undo: the claim is undecided.",
    ("disagreed", "undo"): "All reviewers have decided: an adjudicator settles it.",
    ("proposed", "accept"): "The claim has not been checked yet.",
    ("proposed", "fix"): "The claim has not been checked yet.",
    ("proposed", "reject"): "The claim has not been checked yet.",
}


def allowed(state: State, action: Action, has_block: bool) -> str | None:
    """Why `action` can't be taken on a claim in `state`, or null if it can.

    `has_block` = the version that stands has a blocking finding: it can be fixed or rejected, not accepted. A decided claim may be
    decided anew by anybody who has seen the decision (the revision proves it); skip and flag are always possible.
    """
    if action == "accept" and has_block:
        return "A check blocks this claim: it can be fixed or rejected, not accepted."
    return _REFUSED.get((state, action))


def undo_target(state: ClaimState, decision: Decision) -> Decided | str:
    """The decision that an undo takes back, or why it can't: everybody undoes their own, and only the one that rules.

    One of several independent decisions can be taken back while it is sealed; then all have been seen.
    """
    return _undoable(state, decision.reviewer, decision.undoes)


def _undoable(state: ClaimState, reviewer: str, undoes: str | None) -> Decided | str:
    within_reach = (*state.opinions, *(one for one in state.standing if one not in state.opinions), *state.asides)
    meant = [event for event in within_reach if (event.reviewer == reviewer if undoes is None else event.id == undoes)]
    target = meant[-1] if meant else None
    if target is None:
        return "There is nothing to undo: no standing decision of yours on this claim."
    if target.reviewer != reviewer:
        return f"The decision is {target.reviewer}'s: only they can undo it. Decide anew instead."
    if target in state.opinions:
        return "All reviewers have decided, and the seal is open: only an adjudicator can change it." if state.complete else target
    if target.action not in _SILENT and target != state.decision:
        return "Somebody has decided after you: undo reaches only the decision that rules. Decide anew instead."
    return target


def refusal(state: ClaimState, decision: Decision) -> str | None:
    """Why `decision` can't be taken on a claim that stands at `state`, or null if it can. Revisions and roles are the store's to check."""
    return _refusal(state, decision.action, decision.reviewer, decision.version, decision.undoes)


def _refusal(state: ClaimState, action: Action, reviewer: str, version: int, undoes: str | None = None) -> str | None:
    if action == "undo":
        target = _undoable(state, reviewer, undoes)
        return target if isinstance(target, str) else None
    if action not in _SILENT and not state.complete and any(one.reviewer == reviewer for one in state.opinions):
        return "You have decided about this claim; other reviewers have not yet. Take your decision back first."
    return allowed(state.state, action, version in state.blocked_versions)


def refusals(state: ClaimState, reviewer: str, roles: Collection[Role], asked: int) -> dict[Action, str]:
    """Each action that `reviewer` can't take now on the claim as it stands, with why; whatever is not in it, the store takes.

    An undo is that of their last decision on it. `asked`: how many reviewers the rule for overlap asks for now.
    """
    found: dict[Action, str] = {}
    for action in ACTIONS:
        role = role_for(state, action, asked)
        why = lacking(reviewer, role) if role not in roles else _refusal(state, action, reviewer, state.version)
        if why is not None:
            found[action] = why
    return found


def candidates(state: ClaimState) -> frozenset[int]:
    """The versions that may be decided on: the one that stands, and where reviewers differ also what each of them made of the claim."""
    differing = (opinion.result for opinion in state.opinions) if state.contested else ()
    return frozenset((state.version, *differing))


def is_silent(state: ClaimState, decision: Decision) -> bool:
    """Whether `decision` leaves the claim's revision alone: skip, flag, and undoing one of them or what is sealed."""
    if decision.action in _SILENT:
        return True
    target = undo_target(state, decision) if decision.action == "undo" else None
    return isinstance(target, Decided) and (target.action in _SILENT or target in state.opinions)


def role_for(state: ClaimState, action: Action, asked: int) -> Role:
    """Which role an action on a claim takes."""
    return "adjudicator" if is_adjudication(state, action, asked) else "reviewer"


def is_adjudication(state: ClaimState, action: Action, needed: int) -> bool:
    """Whether a decision settles what several reviewers were asked about: they differ, or what they agreed on is decided anew.

    `needed` is what the rule for overlap asks for now: what one reviewer decided under an older rule isn't changed by one either.
    """
    loud = action in ("accept", "fix", "reject")
    return loud and (state.contested or (bool(state.standing) and max(state.needed, needed) > 1))
