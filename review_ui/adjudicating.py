"""A claim about which reviewers differ: what each made of it, and the decision that settles it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from extractor.claims.core import Claim
from extractor.claims.fields import Scalar, flatten
from extractor.review import Decision
from extractor.store import ClaimRow, DecisionRow, History
from review_ui.presenter import field_label, figure_row, rows, tags
from review_ui.trail_views import plain, word_diff
from review_ui.views import RowView
from review_ui.wording import DONE, shorten

_LOUD = ("accept", "fix", "reject")
_UNTOLD = ("prefix", "suffix")


@dataclass(frozen=True)
class Side:
    """What one or several reviewers made of a claim: `version` as they would have it, `claim` null where they rejected it."""

    reviewers: tuple[str, ...]
    action: str
    version: int
    claim: Claim | None
    reasons: tuple[str, ...]

    @property
    def title(self) -> str:
        """Who did what: "ada and bo accepted"."""
        return f"{' and '.join(self.reviewers)} {DONE[self.action]}"

    @property
    def sentence(self) -> str:
        """The same of the claim as a whole: "ada accepted it as proposed", "bo rejected it (Wrong figure)"."""
        alone = f"{self.reviewers[0]}: " if len(self.reviewers) == 1 else ""
        reasons = "; ".join(reason.removeprefix(alone) for reason in self.reasons)
        return f"{self.title} it{' as proposed' if self.action == 'accept' else ''}{f' ({reasons})' if reasons else ''}"


@dataclass(frozen=True)
class Step:
    """What was done last on the page: a claim settled by `decision`, its identifier, or left for later (null)."""

    claim: str
    decision: str | None


def sides(row: ClaimRow, history: History) -> list[Side]:
    """The different opinions about a claim in the order in which they came; those who say the same are one side."""
    claims = {version.version: version.claim for version in history.versions}
    found: list[Side] = []
    for opinion in history.decisions:
        if opinion.action in _LOUD and not opinion.undone and not opinion.adjudicates and opinion.version == row.version:
            _add(found, opinion, None if opinion.action == "reject" else claims[opinion.result])
    return found


def _add(found: list[Side], opinion: DecisionRow, claim: Claim | None) -> None:
    reasons = (f"{opinion.reviewer}: {opinion.reason}",) if opinion.reason else ()
    for place, side in enumerate(found):
        if (side.action, side.claim) == (opinion.action, claim):
            both = (*side.reviewers, opinion.reviewer)
            found[place] = Side(both, side.action, opinion.result, claim, (*side.reasons, *reasons))
            return
    found.append(Side((opinion.reviewer,), opinion.action, opinion.result, claim, reasons))


def facts(claim: Claim, outlet: str | None) -> list[tuple[str, str]]:
    """What the claim says, field by field, as (label, words): kind and outcome first, then the figure, then the rest."""
    figure = figure_row(claim)
    found = [*([figure] if figure else []), *rows(claim, outlet)]
    return [("Claim", ", ".join(tag["words"] for tag in tags(claim))), *((row["label"], _fact(row)) for row in found)]


def _fact(row: RowView) -> str:
    links = [f"{link['words'] or link['name']} ({link['note']})" for link in row.get("chain", [])]
    return ", ".join(links) or " → ".join(part for part in (row["words"], row["value"]) if part)


def differences(proposed: Claim, found: Sequence[Side]) -> list[dict[str, str]]:
    """The fields in which a side differs from the proposal, one row each, as proposed and as each side would have it, in Markdown."""
    before = flatten(proposed)
    after = [flatten(side.claim) if side.claim else None for side in found]
    paths = dict.fromkeys([*before, *(path for fields in after if fields for path in fields)])
    differing = [path for path in paths if any(fields is not None and fields.get(path) != before.get(path) for fields in after)]
    shown = [path for path in differing if path.rpartition(".")[2] not in _UNTOLD]
    return [
        {"Field": field_label(path), "As proposed": plain(_said(before.get(path)))}
        | {
            plain(side.title): "—" if fields is None else _changed(before.get(path), fields.get(path))
            for side, fields in zip(found, after, strict=True)
        }
        for path in shown
    ]


def _said(value: Scalar) -> str:
    return "nothing" if value is None else shorten(str(value), 200)


def _changed(before: Scalar, after: Scalar) -> str:
    return "as proposed" if before == after else word_diff(_said(before), _said(after))


def settling(row: ClaimRow, side: Side, reviewer: str, why: str) -> Decision:
    """The decision by which an adjudicator takes one side; without a reason of their own a rejection keeps the reviewers'."""
    rejects = side.claim is None
    return Decision(
        id=str(uuid.uuid4()),
        claim_id=row.id,
        action="reject" if rejects else "accept",
        reviewer=reviewer,
        decided_at=datetime.now(UTC),
        version=row.version if rejects else side.version,
        revision=row.revision,
        reason=why.strip() or (_joined(side.reasons) if rejects else None),
    )


def undoing(row: ClaimRow, decision: str, reviewer: str) -> Decision:
    """The decision by which an adjudicator takes theirs back: the reviewers differ again."""
    return Decision(
        id=str(uuid.uuid4()),
        claim_id=row.id,
        action="undo",
        reviewer=reviewer,
        decided_at=datetime.now(UTC),
        version=row.version,
        revision=row.revision,
        undoes=decision,
    )


def _joined(reasons: Iterable[str]) -> str:
    return shorten("; ".join(reasons), 4000) or "rejected by a reviewer"
