"""The published record: a claim with its document, its review and its extraction (CODEBOOK.md, "Published record")."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from extractor.review import Decided, Released
from extractor.store import tables
from extractor.store.encoding import to_json
from extractor.store.events import Timeline

_DOCUMENT = ("id", "sha256", "name", "title", "url", "outlet", "published")


def printed_items(connection: Connection, number: int, due: Iterable[Any], histories: Mapping[str, Timeline]) -> list[dict[str, Any]]:
    """Rows of `release_items` for the claims that release `number` does something with; `due` are rows of the claims table."""
    events = {row.id: event for row in due if (event := histories[row.id].next_release()) is not None}
    rows = {row.id: row for row in due if row.id in events}
    records = _records(connection, rows, events)
    reviews = _reviews(connection, (histories[claim_id].state.last for claim_id in rows))
    return [
        {
            "release_number": number,
            "claim_id": claim_id,
            "sequence": histories[claim_id].state.sequence + 1,
            "version": event.version,
            "state": event.state,
            "document_number": rows[claim_id].document_number,
            "position": rows[claim_id].position,
            "record": to_json({**records[claim_id], "state": event.state, "review": reviews.get(_last(histories[claim_id]))}),
        }
        for claim_id, event in events.items()
    ]


def _records(connection: Connection, rows: Mapping[str, Any], events: Mapping[str, Released]) -> dict[str, dict[str, Any]]:
    """A claim's record without what the release adds; what is taken back is shown as it was last printed."""
    gone = [claim_id for claim_id, event in events.items() if event.state == "retracted"]
    return {**standing_records(connection, [claim_id for claim_id in rows if claim_id not in set(gone)]), **_last_printed(connection, gone)}


def standing_records(connection: Connection, claim_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Claims as they would be printed, by identifier, `state` and `review` still null (a few hundred: each is a bound parameter)."""
    claims, versions, documents, runs = tables.claims, tables.claim_versions, tables.documents, tables.runs
    same = and_(versions.c.claim_id == claims.c.id, versions.c.version == claims.c.version)
    query = (
        select(claims.c.id.label("claim_id"), claims.c.version, versions.c.body, runs.c.model, runs.c.model_version, claims.c.run_id)
        .add_columns(*(documents.c[name] for name in _DOCUMENT))
        .join_from(claims, versions, same)
        .join(documents, documents.c.id == claims.c.document_id)
        .join(runs, runs.c.id == claims.c.run_id)
        .where(claims.c.id.in_(claim_ids))
    )
    return {row.claim_id: _record(row) for row in connection.execute(query)}


def _record(row: Any) -> dict[str, Any]:
    return {
        "id": row.claim_id,
        "version": row.version,
        "state": None,
        **json.loads(row.body),
        "document": {name: getattr(row, name) for name in _DOCUMENT},
        "review": None,
        "extraction": {"model": row.model, "prompt_version": row.model_version, "run_id": row.run_id},
    }


def _last_printed(connection: Connection, claim_ids: list[str]) -> dict[str, dict[str, Any]]:
    items = tables.release_items.c
    latest = select(items.claim_id, func.max(items.sequence).label("sequence")).where(items.claim_id.in_(claim_ids))
    last = latest.group_by(items.claim_id).subquery()
    joined = and_(last.c.claim_id == items.claim_id, last.c.sequence == items.sequence)
    query = select(items.claim_id, items.record).join(last, joined)
    return {row.claim_id: json.loads(row.record) for row in connection.execute(query)}


def _last(history: Timeline) -> str:
    return history.state.last.id if history.state.last else ""


def _reviews(connection: Connection, lasts: Iterable[Decided | None]) -> dict[str, dict[str, Any]]:
    """Who decided what, when and why, by decision."""
    decisions = tables.decisions.c
    ids = [last.id for last in lasts if last is not None]
    rows = connection.execute(select(tables.decisions).where(decisions.id.in_(ids)))
    return {
        row.id: {"decision": row.action, "reviewer": row.reviewer, "decided_at": _stamp(row.decided_at), "reason": row.reason}
        for row in rows
    }


def _stamp(moment: Any) -> str:
    return str(moment.isoformat(timespec="seconds").replace("+00:00", "Z"))
