"""How the reviewing goes: decisions by day, by whom, and how they went for each model, prompt, kind and finding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import repeat
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, select

from extractor.doubt import LATEST, Sort
from extractor.review import SYSTEM
from extractor.store import tables
from extractor.store.database import Database, now

RULINGS = ("accept", "fix", "reject")
Grouping = Literal["model", "prompt", "kind", "finding"]

_decisions, _versions, _claims, _runs = tables.decisions.c, tables.claim_versions.c, tables.claims.c, tables.runs.c
_undoing = tables.decisions.alias("undoing")
_STANDS = ~select(literal(1)).where(_undoing.c.undoes == _decisions.id).exists()
_SEALED = (_decisions.needed > 1) & (_decisions.needed > _claims.opinions) & _claims.is_open
_GROUPED: Final[dict[Grouping, ColumnElement[str]]] = {
    "model": _runs.model,
    "prompt": _runs.model_version,
    "kind": _claims.kind,
    "finding": func.coalesce(tables.findings.c.code, ""),
}


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many decisions of one sort a reviewer made on a day (ISO, UTC)."""

    day: str
    reviewer: str
    action: str
    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How decisions about claims with something in common went: `name` is the model, prompt, kind or finding ("" = no finding)."""

    name: str
    accepted: int
    fixed: int
    rejected: int

    @property
    def total(self) -> int:
        """All decisions that ruled."""
        return self.accepted + self.fixed + self.rejected


@dataclass(frozen=True, slots=True)
class Trace:
    """One decision in the audit trail."""

    claim_id: str
    version: int
    action: str
    reviewer: str
    decided_at: datetime
    reason: str | None
    statement: str


class Statistics:
    """Counts over decisions. What was taken back is not counted, nor what the program itself closed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def per_day(self, days: int = 30) -> list[DayCount]:
        """Accepted, fixed and rejected by reviewer and day (UTC), the latest `days` days."""
        day = func.date(_decisions.decided_at)
        query = _rulings(day, _decisions.reviewer, _decisions.action).where(_decisions.decided_at >= now() - timedelta(days=days))
        with self._database.read() as connection:
            rows = connection.execute(query.group_by(day, _decisions.reviewer, _decisions.action).order_by(day)).all()
        return [DayCount(str(row[0]), row[1], row[2], row[3]) for row in rows]

    def outcomes(self, by: Grouping) -> list[Outcome]:
        """How decisions went by model, prompt version, kind, or finding of the version that was decided on; most decided first.

        A claim with two findings counts under each. Hand-made versions (a fix that is decided on again) have no model.
        """
        name = _GROUPED[by]
        query = _rulings(name, _decisions.action).join(tables.claims, _claims.id == _decisions.claim_id)
        if by in ("model", "prompt"):
            same = (_versions.claim_id == _decisions.claim_id) & (_versions.version == _decisions.version)
            query = query.join(tables.claim_versions, same).join(tables.runs, _runs.id == _versions.run_id)
        if by == "finding":
            found = tables.findings.c
            query = query.outerjoin(tables.findings, (found.claim_id == _decisions.claim_id) & (found.version == _decisions.version))
        counts: dict[str, dict[str, int]] = {}
        with self._database.read() as connection:
            for group, action, count in connection.execute(query.group_by(name, _decisions.action)):
                counts.setdefault(group, {})[action] = count
        outcomes = [Outcome(group, *(by_action.get(action, 0) for action in RULINGS)) for group, by_action in counts.items()]
        return sorted(outcomes, key=lambda outcome: (-outcome.total, outcome.name))

    def trail(self, *, reviewer: str | None = None, reader: str | None = None, limit: int = 500) -> Iterator[Trace]:
        """The latest decisions of all claims, newest first, also those that were taken back and those of the program.

        Left out is what is sealed: what others than `reader` decided about a claim on which not all reviewers asked for have decided.
        """
        columns = (
            _decisions.claim_id,
            _decisions.version,
            _decisions.action,
            _decisions.reviewer,
            _decisions.decided_at,
            _decisions.reason,
        )
        decided_on = (_versions.claim_id == _decisions.claim_id) & (_versions.version == _decisions.version)
        sealed = _SEALED & (_decisions.reviewer != (reader or ""))
        query = select(*columns, _versions.body).join(tables.claim_versions, decided_on)
        query = query.join(tables.claims, _claims.id == _decisions.claim_id).where(~sealed)
        if reviewer is not None:
            query = query.where(_decisions.reviewer == reviewer)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(_decisions.decided_at.desc(), _decisions.id.desc()).limit(limit)).all()
        for claim_id, version, action, who, decided_at, reason, body in rows:
            yield Trace(claim_id, version, action, who, decided_at, reason, json.loads(body)["statement"])


def latest_rulings(connection: Connection) -> Iterator[tuple[Sort, bool]]:
    """Of the `LATEST` decisions of reviewers those that stand and that everybody may see: the claim's sort, and whether it was kept.

    A fix may have made another sort of it: what counts is the version that was decided on. Ask with sorting off (`loading.unsorted`).
    """
    rows: Iterable[Any] = connection.execute(_JUDGED)
    for kind, outcome, action, body, count in rows:
        record = {"kind": kind, "outcome": outcome} if body is None else json.loads(body)
        yield from repeat((Sort(record["kind"], record.get("outcome")), action == "accept"), count)


def _judged() -> Select[Any]:
    """The latest decisions, counted by what they were about: so many are looked at and no more, whatever of them stands."""
    ruling = (_decisions.action.in_(RULINGS), _decisions.reviewer != SYSTEM, ~_decisions.adjudicates)
    columns = (_decisions.id, _decisions.claim_id, _decisions.version, _decisions.action, _decisions.needed)
    latest = select(*columns).where(*ruling).order_by(_decisions.decided_at.desc(), _decisions.id.desc()).limit(LATEST).subquery().c
    decided_on = (_versions.claim_id == latest.claim_id) & (_versions.version == latest.version)
    body = case((latest.action == "fix", select(_versions.body).where(decided_on).scalar_subquery())).label("body")
    stands = ~select(literal(1)).where(_undoing.c.undoes == latest.id).exists()
    sealed = (latest.needed > 1) & (latest.needed > _claims.opinions) & _claims.is_open
    found = select(_claims.kind, _claims.outcome, latest.action, body).where(_claims.id == latest.claim_id, stands, ~sealed).subquery()
    return select(*found.c, func.count()).group_by(*found.c)


_JUDGED = _judged()


def _rulings(*columns: ColumnElement[Any]) -> Select[Any]:
    """How many decisions that ruled and stand, beside `columns`; the caller groups by them."""
    query: Select[Any] = select(*columns, func.count(_decisions.claim_id.distinct())).select_from(tables.decisions)
    return query.where(_decisions.action.in_(RULINGS), _decisions.reviewer != SYSTEM, _STANDS)
