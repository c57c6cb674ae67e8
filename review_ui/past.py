"""The history of a claim as a readable list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from extractor.claims.core import Claim
from extractor.claims.fields import diff_fields
from extractor.store import AssignmentRow, DecisionRow, History, VersionRow
from review_ui.presenter import field_label
from review_ui.views import PastView
from review_ui.wording import DONE, phrase, shorten

_UNTOLD = ("start", "end", "prefix", "suffix")  # places follow from the words


@dataclass(frozen=True)
class _Step:
    """Something that happened to a claim, with its place in the history."""

    sequence: int
    when: datetime
    view: PastView


def past_views(history: History) -> list[PastView]:
    """What happened to a claim, the latest first: proposals, decisions with the fields a fix changed, releases, assignments."""
    steps = sorted([*_proposals(history), *_decisions(history), *_prints(history)], key=lambda step: step.sequence)
    return [step.view for step in reversed([*_with_assignments(steps, history)])]


def _with_assignments(steps: Iterable[_Step], history: History) -> Iterator[_Step]:
    """Assignments stand in no sequence: each comes before what happened later."""
    waiting = list(history.assignments)
    for step in steps:
        while waiting and waiting[0].assigned_at < step.when:
            yield _assigned(waiting.pop(0), step.sequence)
        yield step
    for row in waiting:
        yield _assigned(row, 0)


def _assigned(row: AssignmentRow, sequence: int) -> _Step:
    to = "to nobody any more" if row.assignee is None else f"to {row.assignee}"
    return _step(sequence, row.assigned_at, row.assigned_by, f"assigned {to}")


def changes(old: Claim, new: Claim) -> list[list[str]]:
    """The fields that differ, as [label, before, after]."""
    differing = [change for change in diff_fields(old, new) if change.path.rpartition(".")[2] not in _UNTOLD]
    return [[field_label(change.path), _said(change.old), _said(change.new)] for change in differing]


def _said(value: object) -> str:
    return "nothing" if value is None else shorten(str(value), 120)


def _proposals(history: History) -> Iterator[_Step]:
    before: VersionRow | None = None
    for version in history.versions:
        if version.run is not None:
            what = "proposed" if before is None else "proposed anew"
            differing = changes(before.claim, version.claim) if before else []
            yield _step(version.sequence, version.created_at, f"{version.run.model} {version.run.prompt_version}", what, differing)
        before = version


def _decisions(history: History) -> Iterator[_Step]:
    claims = {version.version: version.claim for version in history.versions}
    by_id = {decision.id: decision for decision in history.decisions}
    for decision in history.decisions:
        differing = changes(claims[decision.version], claims[decision.result]) if decision.action == "fix" else []
        yield _step(decision.sequence, decision.decided_at, decision.reviewer, _what(decision, by_id), differing)


def _what(decision: DecisionRow, by_id: dict[str, DecisionRow]) -> str:
    if decision.action == "undo" and decision.undoes in by_id:
        return f"took back: {DONE[by_id[decision.undoes].action]}"
    done = f"settled: {DONE[decision.action]}" if decision.adjudicates else DONE[decision.action]
    return f"{done}: {decision.reason}" if decision.reason else done


def _prints(history: History) -> Iterator[_Step]:
    for item in history.releases:
        yield _step(item.sequence, item.created_at, f"release {item.release}", phrase(item.state))


def _step(sequence: int, when: datetime, who: str, what: str, differing: Sequence[list[str]] = ()) -> _Step:
    said: PastView = {"when": f"{when:%d %b %Y, %H:%M} UTC".lstrip("0"), "who": who, "what": what, "changes": list(differing)}
    return _Step(sequence, when, said)
