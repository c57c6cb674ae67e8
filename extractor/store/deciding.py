"""Writing one decision: idempotent, compare-and-set, and only what the rules allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from extractor.claims.checked import CheckedClaim
from extractor.claims.domain import Domain
from extractor.errors import ConflictError, RuleError
from extractor.permitted import candidates, is_silent, refusal, refusals, role_for, undo_target
from extractor.review import SYSTEM, Action, Decided, Decision
from extractor.roles import Role
from extractor.store import tables
from extractor.store.appending import NewDecision, append_decision, insert_version, stored_content, update_projection, version_rows
from extractor.store.database import pairs
from extractor.store.encoding import Content
from extractor.store.events import Timeline, content_columns, timelines
from extractor.store.loading import no_claim, one_claim
from extractor.store.rows import ClaimRow
from extractor.store.team import overlap_of, require, roles_of

_PAST = {"accept": "accepted", "fix": "fixed", "reject": "rejected", "undo": "reopened"}


@dataclass(frozen=True)
class Step:
    """A decision on a claim of a document; `checked` is the edited claim of a fix, `role` what it takes.

    `needed`: as in `review.Decided`.
    """

    decision: Decision
    checked: CheckedClaim | None
    document_id: str
    needed: int
    role: Role

    @property
    def adjudicates(self) -> bool:
        """As in `review.Decided`."""
        return self.role == "adjudicator"


def decide(connection: Connection, domain: Domain, decision: Decision, checked: CheckedClaim | None) -> ClaimRow:
    """Write `decision`; see `Reviews.decide`."""
    claims = tables.claims.c
    locked = select(claims.id, claims.document_id, claims.priority).where(claims.id == decision.claim_id).with_for_update()
    claim = connection.execute(locked).one_or_none()
    if claim is None:
        raise no_claim(decision.claim_id)
    if not _sent_before(connection, decision):
        history = timelines(connection, [decision.claim_id])[decision.claim_id]
        asked = overlap_of(connection).needed(claim.id, claim.priority)
        needed = history.state.needed if history.state.opinions else 1 if history.state.standing else asked
        step = Step(decision, checked, claim.document_id, needed, role_for(history.state, decision.action, asked))
        _check_role(connection, step)
        _compare(connection, history, decision)
        _check_rules(history, decision, checked)
        _append(connection, domain, history, step)
        leases = tables.leases
        connection.execute(leases.delete().where(leases.c.claim_id == decision.claim_id, leases.c.reviewer == decision.reviewer))
    return one_claim(connection, decision.claim_id, domain)


def refused(connection: Connection, reviewer: str, claim_ids: Sequence[str]) -> dict[str, dict[Action, str]]:
    """See `Reviews.refused`."""
    claims, overlap, roles = tables.claims.c, overlap_of(connection), roles_of(connection, reviewer)
    priorities = pairs(connection, select(claims.id, claims.priority).where(claims.id.in_(claim_ids)))
    histories = timelines(connection, priorities)
    return {
        claim_id: refusals(history.state, reviewer, roles, overlap.needed(claim_id, priorities[claim_id]))
        for claim_id, history in histories.items()
    }


def _check_role(connection: Connection, step: Step) -> None:
    """Nobody decides in the program's name, nor without the role."""
    reviewer = step.decision.reviewer
    if reviewer == SYSTEM:
        raise RuleError(f"{SYSTEM!r} is the program's own name.", hint="Decide under your own name.")
    require(connection, reviewer, step.role)


def _sent_before(connection: Connection, decision: Decision) -> bool:
    """Whether the same decision has been written already. Raises `RuleError` if its UUID stands for another one."""
    row = connection.execute(select(tables.decisions).where(tables.decisions.c.id == decision.id)).one_or_none()
    if row is None:
        return False
    if (row.claim_id, row.action, row.reviewer) != (decision.claim_id, decision.action, decision.reviewer):
        raise RuleError(f"The identifier {decision.id} belongs to another decision.", hint="Give every decision a UUID of its own.")
    return True


def _compare(connection: Connection, history: Timeline, decision: Decision) -> None:
    state = history.state
    seen = decision.revision in state.revision_for(decision.reviewer) and decision.version in candidates(state)
    if seen or is_silent(state, decision):
        return
    happened = _last_change(connection, decision.claim_id)
    raise ConflictError(
        f"Claim {decision.claim_id} {happened}. Your decision ({decision.action}) was not written.",
        hint="Look at the claim as it stands now, and decide again if you still want to.",
    )


def _last_change(connection: Connection, claim_id: str) -> str:
    """What happened last to a claim: who decided what and when, or which run or release changed it."""
    decisions, versions = tables.decisions.c, tables.claim_versions.c
    items, releases = tables.release_items.c, tables.releases.c
    loud = decisions.action.in_(tuple(_PAST))
    decided = connection.execute(
        select(tables.decisions).where(decisions.claim_id == claim_id, loud).order_by(decisions.sequence.desc()).limit(1)
    ).one_or_none()
    proposed = connection.execute(
        select(versions.sequence, versions.run_id, versions.created_at)
        .where(versions.claim_id == claim_id, versions.run_id.is_not(None))
        .order_by(versions.sequence.desc())
        .limit(1)
    ).one()
    printed = connection.execute(
        select(items.sequence, items.state, items.release_number, releases.created_at)
        .join(tables.releases, releases.number == items.release_number)
        .where(items.claim_id == claim_id)
        .order_by(items.sequence.desc())
        .limit(1)
    ).one_or_none()
    last = max((row for row in (decided, proposed, printed) if row is not None), key=lambda row: int(row.sequence))
    if last is decided:
        because = f" ({last.reason})" if last.reason else ""
        return f"was {_PAST[last.action]} by {last.reviewer} at {_minute(last.decided_at)}{because}"
    if last is printed:
        return f"was {last.state} in release {last.release_number} at {_minute(last.created_at)}"
    return f"was changed by run {last.run_id} at {_minute(last.created_at)}"


def _minute(moment: Any) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _check_rules(history: Timeline, decision: Decision, checked: CheckedClaim | None) -> None:
    reason = refusal(history.state, decision)
    if reason is not None:
        raise RuleError(reason)
    if decision.action != "fix":
        return
    if checked is None or checked.id != decision.claim_id:
        raise RuleError("A fix needs the edited claim as it has just been checked.", hint="Check it under the claim's own identifier.")
    blocks = [finding.message for finding in checked.findings if finding.severity == "block"]
    if blocks:
        raise RuleError(f"The edited claim is blocked: {' '.join(blocks)}", hint="Mend what the check found, or reject the claim.")


def _append(connection: Connection, domain: Domain, history: Timeline, step: Step) -> None:
    decision, checked = step.decision, step.checked
    result = decision.version
    columns: dict[str, Any] = {}
    edited: Content | None = None
    if decision.action == "fix" and checked is not None:
        result = history.versions + 1
        edited = Content.of(checked.claim, checked.findings)
        _check_edited(connection, decision, edited.digest)
        place = (result, history.state.sequence + 1)
        insert_version(connection, *version_rows(checked, edited, place, {"decision_id": decision.id}))
        columns = content_columns(checked.claim, checked.findings)
    if decision.action in ("accept", "fix"):
        _check_quotes(connection, domain, step, result)
    target = undo_target(history.state, decision) if decision.action == "undo" else None
    undoes = target.id if isinstance(target, Decided) else None
    content = edited.body if edited is not None and step.needed > 1 else ""
    taken = (decision.id, decision.action, decision.reviewer, decision.version, result, undoes, step.needed, step.adjudicates)
    event = Decided(*taken, content)
    new = NewDecision(event, decision.revision, decision.decided_at, decision.reason)
    after = append_decision(connection, decision.claim_id, history, new)
    if after.state.version != result or not columns:
        same = after.state.version == history.state.version
        columns = {} if same else stored_content(connection, decision.claim_id, after.state.version, domain)
    update_projection(connection, decision.claim_id, after, columns)


def _check_edited(connection: Connection, decision: Decision, digest: str) -> None:
    versions = tables.claim_versions.c
    same = select(versions.digest).where(versions.claim_id == decision.claim_id, versions.version == decision.version)
    if connection.execute(same).scalar_one() == digest:
        raise RuleError("The fix changes nothing.", hint="Accept the claim as it is.")


def _check_quotes(connection: Connection, domain: Domain, step: Step, version: int) -> None:
    """The last gate before a claim can be published, whatever the checks said: every quote stands in the text, word for word."""
    versions, documents = tables.claim_versions.c, tables.documents.c
    body = select(versions.body).where(versions.claim_id == step.decision.claim_id, versions.version == version)
    claim = domain.parse_json(connection.execute(body).scalar_one())
    for quote in claim.evidence:
        start = -1 if quote.start is None else quote.start
        words = select(func.substr(documents.text, start + 1, len(quote.text))).where(documents.id == step.document_id)
        if quote.start is None or connection.execute(words).scalar_one() != quote.text:
            raise RuleError(f"The quote {quote.text[:60]!r} does not stand in the document where the claim says.", hint="Pick it anew.")
