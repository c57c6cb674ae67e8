"""Deciding about claims: the events, what they add up to, and which of them are allowed (CODEBOOK.md, "States of a claim"). Pure.

A claim's history is a list of events in order: versions a run proposed, what reviewers decided, what a release published. Nothing is
overwritten; `fold` says where the claim stands now. The store appends events and keeps the result beside them for the queue.

    proposed → blocked | pending → accepted | fixed | rejected → published → corrected | retracted
                          └─ disagreed ─┘

Where several reviewers are asked for (`Decided.needed`), each decides without seeing the others: their decisions are sealed, and the
claim stands where it stood, until all are in. If they agree the claim is settled; if not it is `disagreed` and waits for an adjudicator.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, SerializeAsAny, StringConstraints, model_validator

from extractor.claims.core import Claim
from extractor.claims.finding import Finding

Action = Literal["accept", "fix", "reject", "skip", "flag", "undo"]
State = Literal["proposed", "blocked", "pending", "disagreed", "accepted", "fixed", "rejected", "published", "corrected", "retracted"]
ReleaseState = Literal["published", "corrected", "retracted"]

ACTIONS: tuple[Action, ...] = get_args(Action)
STATES: tuple[State, ...] = get_args(State)
SYSTEM = "system"
"""The reviewer's name under which the program itself closes claims that a later run no longer proposes; nobody else may use it."""

_STATE_OF: dict[str, State] = {"accept": "accepted", "fix": "fixed", "reject": "rejected"}


def _canonical_uuid(value: str) -> str:
    return str(uuid.UUID(value))


def _as_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]


class Decision(BaseModel):
    """What one reviewer does about one claim.

    `id` is a UUID chosen by the client: sending the same decision twice writes it once. `version` is the version decided on;
    `revision` is the claim's revision the reviewer saw, and accept, fix, reject and undo are refused when it has moved on. `claim` is
    the edited claim of a fix. `undoes` names the decision an undo takes back; null = the reviewer's own last one on this claim.
    A rejection has a reason (CODEBOOK.md, "States of a claim").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, AfterValidator(_canonical_uuid)]
    claim_id: Annotated[str, Field(min_length=1)]
    action: Action
    reviewer: Name
    decided_at: Annotated[AwareDatetime, AfterValidator(_as_utc)]
    version: Annotated[int, Field(ge=1)]
    revision: Annotated[int, Field(ge=1)]
    reason: Reason | None = None
    claim: SerializeAsAny[Claim] | None = None
    undoes: Annotated[str, AfterValidator(_canonical_uuid)] | None = None

    @model_validator(mode="after")
    def _fields_fit_action(self) -> Self:
        if (self.action == "fix") != (self.claim is not None):
            raise ValueError("a fix, and only a fix, carries the edited claim")
        if self.undoes is not None and self.action != "undo":
            raise ValueError("only an undo names the decision that it takes back")
        if self.action == "reject" and self.reason is None:
            raise ValueError("a rejection needs a reason")
        return self


@dataclass(frozen=True, slots=True)
class VersionProposed:
    """A run proposed this version; `blocked` = one of its findings forbids accepting it."""

    version: int
    blocked: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as stored. `result` is the version that stands after it: a fix makes a new one, every other action keeps its own.

    `needed`: how many reviewers the rule for overlap asked for. `adjudicates`: an adjudicator's, which settles the claim alone.
    `content`: what a fix among several made of the claim; two fixes agree if it is the same.
    """

    id: str
    action: Action
    reviewer: str
    version: int
    result: int
    undoes: str | None = None
    needed: int = 1
    adjudicates: bool = False
    content: str = ""

    def agrees(self, other: Decided) -> bool:
        """Whether both say the same: accept, reject, or fix to the same content. Reasons may differ."""
        return (self.action, self.version, self.content) == (other.action, other.version, other.content)


@dataclass(frozen=True, slots=True)
class Released:
    """A release printed this version (published, corrected), or took it back (retracted)."""

    version: int
    state: ReleaseState


Event = VersionProposed | Decided | Released


@dataclass(frozen=True, slots=True)
class ClaimState:
    """Where a claim stands.

    `revision` counts the events that matter to a decision (all but skip, flag and their undo): it is what compare-and-set compares.
    `sequence` counts all events. `standing` are the decisions not undone, the last one rules. `in_print` is the version that the
    latest release has in print. `last` is the decision that last changed the state, an undo too. `flagged` holds until the next decision.
    `opinions` are what several reviewers decided independently of each other; they are sealed until as many are in as are `needed`.
    `sealed_steps` names who decided or took back under the seal, once for each time; `moved` is the sequence at which the revision moved.
    """

    state: State = "proposed"
    version: int = 0
    revision: int = 0
    sequence: int = 0
    proposed: int = 0
    blocked_versions: frozenset[int] = frozenset()
    standing: tuple[Decided, ...] = ()
    asides: tuple[Decided, ...] = ()
    last: Decided | None = None
    in_print: int | None = None
    print_state: ReleaseState | None = None
    opinions: tuple[Decided, ...] = ()
    sealed_steps: tuple[str, ...] = ()
    moved: int = 0

    @property
    def needed(self) -> int:
        """How many reviewers decide about the claim, as asked for when the first of them did."""
        return self.opinions[0].needed if self.opinions else 1

    @property
    def complete(self) -> bool:
        """Whether all reviewers that were asked for have decided, so that the seal is open."""
        return len(self.opinions) >= self.needed

    @property
    def contested(self) -> bool:
        """Whether reviewers differ, and no adjudicator has settled it."""
        return bool(self.opinions) and self.complete and not self.standing

    @property
    def decision(self) -> Decided | None:
        """The decision that rules, or null while the claim is undecided."""
        return self.standing[-1] if self.standing else None

    @property
    def open(self) -> bool:
        """Whether the claim waits for a reviewer's decision."""
        return not self.standing and not self.contested

    def revision_for(self, reviewer: str) -> range:
        """The revisions at which `reviewer` may see the claim: what one does under the seal moves it for nobody else."""
        return range(self.revision, self.revision + self.sealed_steps.count(reviewer) + 1)

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids accepting the version that stands."""
        return self.version in self.blocked_versions

    @property
    def flagged(self) -> bool:
        """Whether somebody asked for a second look since the last decision."""
        return any(aside.action == "flag" for aside in self.asides)


def fold(events: Iterable[Event]) -> ClaimState:
    """Where a claim stands after `events`, in order."""
    state = ClaimState()
    for event in events:
        state = advance(state, event)
    return state


def advance(state: ClaimState, event: Event) -> ClaimState:
    """`state` after one more event. The event must be allowed; nothing is checked here."""
    state = replace(state, sequence=state.sequence + 1)
    match event:
        case VersionProposed():
            return _labelled(_proposed(state, event))
        case Released():
            return _released(state, event)
        case Decided(action="skip" | "flag"):
            return replace(state, asides=(*state.asides, event))
        case Decided(action="undo"):
            return _undone(state, event)
        case Decided() if event.needed > 1 and not event.adjudicates and not state.standing:
            return _one_of_several(state, event)
        case Decided():
            return _labelled(replace(_moved(state), standing=(*state.standing, event), asides=(), last=event))


def _moved(state: ClaimState) -> ClaimState:
    """Something happened that everybody who decides must have seen."""
    return replace(state, revision=state.revision + 1, moved=state.sequence, sealed_steps=())


def _released(state: ClaimState, event: Released) -> ClaimState:
    if event.state == "retracted":
        return replace(_moved(state), state="retracted", in_print=None, print_state="retracted")
    return _labelled(replace(_moved(state), in_print=event.version, print_state=event.state))


def _proposed(state: ClaimState, event: VersionProposed) -> ClaimState:
    """Opinions on what is no longer proposed count for nothing."""
    blocked = state.blocked_versions | {event.version} if event.blocked else state.blocked_versions
    opinions = state.opinions if state.standing else ()
    return replace(_moved(state), proposed=event.version, blocked_versions=blocked, opinions=opinions)


def _one_of_several(state: ClaimState, event: Decided) -> ClaimState:
    state = replace(state, opinions=(*state.opinions, event))
    if not state.complete:
        return replace(state, sealed_steps=(*state.sealed_steps, event.reviewer))
    agreed = all(event.agrees(opinion) for opinion in state.opinions)
    return _labelled(replace(_moved(state), standing=(event,) if agreed else (), asides=(), last=event))


def _undone(state: ClaimState, event: Decided) -> ClaimState:
    if any(aside.id == event.undoes for aside in state.asides):
        return replace(state, asides=tuple(aside for aside in state.asides if aside.id != event.undoes))
    if any(opinion.id == event.undoes for opinion in state.opinions):
        opinions = tuple(opinion for opinion in state.opinions if opinion.id != event.undoes)
        return replace(state, opinions=opinions, sealed_steps=(*state.sealed_steps, event.reviewer))
    standing = tuple(decision for decision in state.standing if decision.id != event.undoes)
    return _labelled(replace(_moved(state), standing=standing, last=event))


def _labelled(state: ClaimState) -> ClaimState:
    """Version and state follow from the decision that rules, or from the latest proposal, and from what is in print."""
    ruling = state.decision
    version = ruling.result if ruling else state.proposed
    if state.contested:
        return replace(state, version=version, state="disagreed")
    if ruling is None:
        return replace(state, version=version, state="blocked" if version in state.blocked_versions else "pending")
    printed = state.print_state if ruling.action != "reject" and state.in_print == version else None
    return replace(state, version=version, state=printed or _STATE_OF[ruling.action])


def next_release(state: ClaimState, printed_before: Iterable[int]) -> Released | None:
    """What the next release does with a claim; null = nothing. `printed_before` are all versions that any release printed.

    Accepted or fixed, and not in print in that version: published, or corrected if another version was printed before.
    In print, but no longer accepted: retracted.
    """
    if state.state in ("accepted", "fixed"):
        others = any(version != state.version for version in printed_before)
        return Released(state.version, "corrected" if others else "published")
    if state.in_print is not None and state.state not in ("published", "corrected"):
        return Released(state.in_print, "retracted")
    return None


def priority(claim: Claim, findings: Sequence[Finding]) -> int:
    """How soon a claim is shown, 0 first: the riskier the sooner.

    Tens: 0 a check blocks it, 10 a check warns, 20 neither. Plus 5 if it is of minor salience. Plus 0 where two models read the document
    differently, 1 for vague figures and for whatever isn't plainly asserted (hedged, denied, disputed, retracted), 2 for other figures,
    3 for the rest. Few steps on purpose: among equals the queue follows the documents, so that a reviewer stays in one article.
    """
    severities = {finding.severity for finding in findings}
    risk = 0 if "block" in severities else 10 if "warn" in severities else 20
    vague = claim.figure is not None and claim.figure.bounds_from == "convention"
    disagreed = any(finding.code.startswith("opinion.") for finding in findings)
    detail = 0 if disagreed else 1 if vague or claim.stance != "asserted" else 2 if claim.figure else 3
    return risk + (5 if claim.salience == "minor" else 0) + detail
