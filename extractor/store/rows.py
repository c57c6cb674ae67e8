"""What the store hands out: frozen values, never an SQLAlchemy object. Times are aware, UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from extractor.claims.core import Claim
from extractor.claims.finding import Finding
from extractor.errors import Failure
from extractor.review import Action, ReleaseState, State

ItemStatus = Literal["done", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What is known of a document, without its text. `chars` counts code points, `number` the order of arrival."""

    number: int
    id: str
    sha256: str
    name: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None
    media_type: str
    chars: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What decides a run's results. `model_version` is the prompt version for language models; `parameters` is JSON."""

    model: str
    model_version: str
    checks_version: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run and how its documents ended so far. `status` is running until the run is finished."""

    id: str
    info: RunInfo
    status: str
    started_at: datetime
    finished_at: datetime | None
    done: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class RunItem:
    """How one source ended in a run; `document_id` is null for a file that never became a document."""

    run_id: str
    name: str
    document_id: str | None
    status: ItemStatus
    failure: Failure | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ItemEnd:
    """How a source ended, as a run is told; `document_id` is null for a file that never became a document."""

    name: str
    document_id: str | None
    status: ItemStatus
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Spend:
    """What calls cost. `cost_usd` sums the calls whose price is known; `unpriced` counts the other answers."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    cost_usd: float
    unpriced: int


@dataclass(frozen=True, slots=True)
class RunRef:
    """Which run proposed a claim."""

    model: str
    prompt_version: str
    run_id: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim where it stands. `revision` is what a decision must name; `in_print` the version published now, or null.

    `reviewer` is whose decision rules, `assignee` who is to decide, `edited` whether the version that stands is a reviewer's.
    `versions` counts all versions.
    """

    id: str
    document_id: str
    state: State
    version: int
    revision: int
    claim: Claim
    findings: tuple[Finding, ...]
    trace: dict[str, Any]
    run: RunRef
    priority: int
    flagged: bool
    edited: bool
    reviewer: str | None
    assignee: str | None
    in_print: int | None
    versions: int
    created_at: datetime
    changed_at: datetime

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids accepting the claim as it stands."""
        return any(finding.severity == "block" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class StandingRow:
    """Where a claim of a document stands, without what it says. `blocked`: a finding forbids accepting the version that stands."""

    id: str
    version: int
    state: State
    blocked: bool


@dataclass(frozen=True, slots=True)
class SaveReport:
    """What became of the claims of one document. `kept` were decided and stay; `closed` are no longer proposed by their model."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    closed: int = 0
    reopened: int = 0
    malformed: int = 0


@dataclass(frozen=True, slots=True)
class MalformedRow:
    """An item of a model's answer that was no valid claim: its raw JSON and why."""

    run_id: str
    document_id: str
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a claim. Its origin is a run (`run` set) or a reviewer's fix (`decision_id` set)."""

    version: int
    sequence: int
    claim: Claim
    findings: tuple[Finding, ...]
    trace: dict[str, Any]
    run: RunRef | None
    decision_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision as stored. `result` is the version that stands after it; `undone` = a later undo took it back.

    `adjudicates`: an adjudicator's, where reviewers differed. `needed`: how many reviewers were asked to decide without seeing each other.
    """

    id: str
    claim_id: str
    sequence: int
    action: Action
    reviewer: str
    decided_at: datetime
    version: int
    result: int
    reason: str | None
    undoes: str | None
    undone: bool
    adjudicates: bool = False
    needed: int = 1


@dataclass(frozen=True, slots=True)
class PrintRow:
    """What a release did with a claim."""

    release: int
    sequence: int
    version: int
    state: ReleaseState
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """Who is to decide a claim from then on; null = whoever comes first."""

    assignee: str | None
    assigned_by: str
    assigned_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """All that happened to a claim; each part in order. `sequence` orders them together; assignments have none: they change nothing."""

    versions: tuple[VersionRow, ...]
    decisions: tuple[DecisionRow, ...]
    releases: tuple[PrintRow, ...]
    assignments: tuple[AssignmentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """Who is at a claim, since when and until when."""

    claim_id: str
    reviewer: str
    acquired_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is. `open` waits for a decision, an adjudicator's too; `by_state` counts all claims.

    `mine_today` counts the reviewer's decisions since midnight UTC, without what was undone.
    """

    open: int
    decided: int
    by_state: dict[State, int]
    mine_today: int


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release. `number` counts from 1; the counts are of its items. `publisher`: who made it, null before that was kept."""

    number: int
    created_at: datetime
    note: str | None
    publisher: str | None
    published: int
    corrected: int
    retracted: int


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A claim whose stored projection is not what its history adds up to."""

    claim_id: str
    field: str
    stored: object
    expected: object
