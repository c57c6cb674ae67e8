"""The review desk: who is to decide what, keys of one's own, and the run under which somebody makes claims by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select

from extractor.store import tables
from extractor.store.database import Database, now, pairs
from extractor.store.encoding import shown
from extractor.store.loading import assignments_of, no_claim
from extractor.store.rows import AssignmentRow, RunInfo
from extractor.store.runs import Runs
from extractor.store.team import require

HUMAN = "human"
"""The model's name of claims that a reviewer made by hand; its version is the reviewer."""

_ASSIGN = tables.claims.update().where(tables.claims.c.id == bindparam("claim")).values(assignee=bindparam("to"))


class Desk:
    """What reviewers arrange for themselves and for each other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def assign(self, claim_ids: Sequence[str], assignee: str | None, by: str) -> None:
        """Say who is to decide some claims (null: whoever comes first); each is an event of its own.

        Raises `NotFoundError`, and `RoleError` where `by` may not review.
        """
        moment, to = now(), shown(assignee) if assignee else None
        with self._database.write() as connection:
            require(connection, by, "reviewer")
            for claim_id in claim_ids:
                if connection.execute(_ASSIGN, {"claim": claim_id, "to": to}).rowcount == 0:
                    raise no_claim(claim_id)
                event = {"claim_id": claim_id, "assignee": to, "assigned_by": by, "assigned_at": moment}
                connection.execute(tables.assignments.insert(), event)

    def assignments(self, claim_id: str) -> tuple[AssignmentRow, ...]:
        """Who was to decide a claim, in order."""
        with self._database.read() as connection:
            return assignments_of(connection, claim_id)

    def reviewers(self) -> tuple[str, ...]:
        """Everybody who has decided or been assigned something, by name."""
        names = select(tables.decisions.c.reviewer).union(select(tables.assignments.c.assignee))
        with self._database.read() as connection:
            return tuple(sorted(name for name in connection.execute(names).scalars() if name))

    def keys(self, reviewer: str) -> dict[str, str]:
        """The reviewer's own keys, by act; acts that keep their usual key are left out."""
        keys = tables.reviewer_keys.c
        with self._database.read() as connection:
            return pairs(connection, select(keys.act, keys.key).where(keys.reviewer == reviewer))

    def set_keys(self, reviewer: str, keys: Mapping[str, str]) -> None:
        """Replace the reviewer's own keys."""
        table = tables.reviewer_keys
        rows = [{"reviewer": reviewer, "act": act, "key": key} for act, key in keys.items()]
        with self._database.write() as connection:
            connection.execute(table.delete().where(table.c.reviewer == reviewer))
            if rows:
                connection.execute(table.insert(), rows)

    def run_by_hand(self, reviewer: str, checks_version: str) -> str:
        """The run to which claims belong that `reviewer` makes by hand; begun with the first one."""
        runs = tables.runs.c
        mine = (runs.model == HUMAN, runs.model_version == reviewer, runs.checks_version == checks_version)
        with self._database.write() as connection:
            require(connection, reviewer, "reviewer")
            known = connection.execute(select(runs.id).where(*mine).limit(1)).scalar_one_or_none()
            return known or Runs(self._database).start(RunInfo(HUMAN, reviewer, checks_version))
