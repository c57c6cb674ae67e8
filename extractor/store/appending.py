"""Adding to a claim's history: each addition writes its event and, beside it, what the history then adds up to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, select

from extractor.claims.checked import CheckedClaim
from extractor.claims.domain import Domain
from extractor.review import SYSTEM, Decided, VersionProposed
from extractor.store import tables
from extractor.store.database import now
from extractor.store.encoding import Content, finding_values, shown_or_none, to_json
from extractor.store.events import Timeline, content_columns
from extractor.store.loading import findings_of

INSERT_VERSION = tables.claim_versions.insert()
INSERT_FINDING = tables.findings.insert()
_INSERT_DECISION = tables.decisions.insert()
_UPDATE_CLAIM = tables.claims.update().where(tables.claims.c.id == bindparam("claim"))
_UPDATE_WORDS = tables.claim_words.update().where(tables.claim_words.c.claim_id == bindparam("claim"))


@dataclass(frozen=True)
class NewDecision:
    """A decision to be appended: the event, and what goes with it into the row."""

    event: Decided
    seen_revision: int
    decided_at: datetime
    reason: str | None = None


def version_rows(
    checked: CheckedClaim, content: Content, place: tuple[int, int], origin: Mapping[str, str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of a new version and those of its findings. `place` is its number and its sequence, `origin` its run_id or decision_id."""
    version, sequence = place
    key: dict[str, Any] = {"claim_id": checked.id, "version": version}
    row = {
        **key,
        "sequence": sequence,
        "run_id": None,
        "decision_id": None,
        **origin,
        "blocked": checked.blocked,
        "digest": content.digest,
        "created_at": now(),
        "body": content.body,
        "trace": to_json(checked.trace),
    }
    return row, [{**key, "ordinal": ordinal, **finding_values(finding)} for ordinal, finding in enumerate(checked.findings)]


def append_proposal(connection: Connection, checked: CheckedClaim, history: Timeline, run_id: str) -> Timeline:
    """A run's new version of a claim."""
    place = (history.versions + 1, history.state.sequence + 1)
    content = Content.of(checked.claim, checked.findings)
    insert_version(connection, *version_rows(checked, content, place, {"run_id": run_id}))
    after = history.then(VersionProposed(place[0], checked.blocked))
    update_projection(connection, checked.id, after, {"run_id": run_id, **content_columns(checked.claim, checked.findings)})
    return after


def insert_version(connection: Connection, version: dict[str, Any], findings: list[dict[str, Any]]) -> None:
    """Write the rows of a version."""
    connection.execute(INSERT_VERSION, version)
    if findings:
        connection.execute(INSERT_FINDING, findings)


def append_decision(connection: Connection, claim_id: str, history: Timeline, new: NewDecision) -> Timeline:
    """A decision; the version that a fix makes must have been written before. The caller updates the projection."""
    event = new.event
    row = {
        "id": event.id,
        "claim_id": claim_id,
        "sequence": history.state.sequence + 1,
        "seen_revision": new.seen_revision,
        "action": event.action,
        "reviewer": event.reviewer,
        "decided_at": new.decided_at,
        "recorded_at": now(),
        "version": event.version,
        "result": event.result,
        "reason": shown_or_none(new.reason),
        "undoes": event.undoes,
        "needed": event.needed,
        "adjudicates": event.adjudicates,
    }
    connection.execute(_INSERT_DECISION, row)
    return history.then(event)


def append_system_decision(
    connection: Connection, claim_id: str, history: Timeline, action: Literal["reject", "undo"], reason: str | None
) -> Timeline:
    """What the program itself decides: closing a claim that nobody proposes any more, and opening it again."""
    state = history.state
    undoes = state.decision.id if action == "undo" and state.decision else None
    event = Decided(str(uuid.uuid4()), action, SYSTEM, state.version, state.version, undoes)
    after = append_decision(connection, claim_id, history, NewDecision(event, state.revision, now(), reason))
    update_projection(connection, claim_id, after, {})
    return after


def update_projection(connection: Connection, claim_id: str, after: Timeline, content: Mapping[str, Any]) -> None:
    """Keep what the history adds up to. `content`: the columns of another version, where another one stands now."""
    columns = {name: value for name, value in content.items() if name != "words"}
    connection.execute(_UPDATE_CLAIM, {**after.columns(), **columns, "changed_at": now(), "claim": claim_id})
    if "words" in content:
        connection.execute(_UPDATE_WORDS, {"claim": claim_id, "words": content["words"]})


def update_projections(connection: Connection, after: Mapping[str, Timeline]) -> None:
    """The same for many claims at once, whose content stays."""
    moment = now()
    rows = [{**history.columns(), "changed_at": moment, "claim": claim_id} for claim_id, history in after.items()]
    if rows:
        connection.execute(_UPDATE_CLAIM, rows)


def stored_content(connection: Connection, claim_id: str, version: int, domain: Domain) -> dict[str, Any]:
    """The content columns of a stored version."""
    versions = tables.claim_versions.c
    body = connection.execute(select(versions.body).where(versions.claim_id == claim_id, versions.version == version)).scalar_one()
    return content_columns(domain.parse_json(body), findings_of(connection, [(claim_id, version)])[claim_id, version])
