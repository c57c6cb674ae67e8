"""Claims: saved with what the checks found, listed, and looked at with all that happened to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select

from extractor.claims.checked import CheckedClaim
from extractor.protocol import Malformed
from extractor.review import ClaimState, State
from extractor.store import tables
from extractor.store.database import Database, pairs
from extractor.store.events import timelines
from extractor.store.facets import Facet, Facets, facet_values
from extractor.store.filters import ANY, ClaimFilter, narrow, ordering
from extractor.store.loading import PAGE, assignments_of, claim_rows, claims_by_id, findings_of, no_claim, one_claim
from extractor.store.rows import ClaimRow, DecisionRow, History, MalformedRow, PrintRow, RunRef, SaveReport, StandingRow, VersionRow
from extractor.store.saving import Proposals, save_proposals


class Claims:
    """The claims of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self,
        run_id: str,
        document_id: str,
        claims: Sequence[CheckedClaim],
        malformed: Sequence[Malformed] = (),
        *,
        complete: bool = True,
    ) -> SaveReport:
        """Store what a run proposes for a document; saving the same again changes nothing.

        New content of an undecided claim is a new version; a decided claim keeps its decision. Undecided claims that no model
        proposes any more are closed by a decision of the system; `complete=False` says that parts of the document failed, and
        closes nothing. Raises `NotFoundError` for an unknown run or document.
        """
        return self.save_all([Proposals(run_id, document_id, tuple(claims), tuple(malformed), complete)])[0]

    def save_all(self, proposals: Sequence[Proposals]) -> list[SaveReport]:
        """The same for many documents."""
        with self._database.write() as connection:
            return save_proposals(connection, proposals)

    def get(self, claim_id: str) -> ClaimRow:
        """A claim where it stands. Raises `NotFoundError`."""
        with self._database.read() as connection:
            return one_claim(connection, claim_id, self._database.domain)

    def some(self, claim_ids: Sequence[str]) -> Iterator[ClaimRow]:
        """Some claims where they stand, in the order of `claim_ids`; unknown ones are left out. Streams, a page at a time."""
        with self._database.read() as connection:
            for at in range(0, len(claim_ids), PAGE):
                yield from claims_by_id(connection, list(claim_ids[at : at + PAGE]), self._database.domain)

    def standing(self, document_id: str) -> list[StandingRow]:
        """The claims of a document in its order, without what they say: thousands in a few hundredths of a second."""
        claims, versions = tables.claims, tables.claim_versions
        same = (versions.c.claim_id == claims.c.id) & (versions.c.version == claims.c.version)
        query = select(claims.c.id, claims.c.version, claims.c.state, versions.c.blocked).join_from(claims, versions, same)
        query = query.where(claims.c.document_id == document_id).order_by(*ordering("document"))
        with self._database.read() as connection:
            return [StandingRow(*row) for row in connection.execute(query)]

    def beginning(self, prefix: str, most: int) -> list[str]:
        """The identifiers (hexadecimal) that begin so, `most` of them at most."""
        claim_id = tables.claims.c.id
        query = select(claim_id).where(claim_id.between(prefix, f"{prefix}g")).order_by(claim_id).limit(most)
        with self._database.read() as connection:
            return [name for name in connection.execute(query).scalars() if name.startswith(prefix)]

    def list(self, wanted: ClaimFilter = ANY, *, limit: int | None = None, offset: int = 0) -> Iterator[ClaimRow]:
        """Claims in document order; streams, with flat memory."""
        with self._database.read() as connection:
            narrowed = narrow(connection, wanted, "document", limit and limit + offset)
            query = select(tables.claims.c.id).where(*narrowed.conditions).order_by(*narrowed.place)
            query = query.limit(limit).offset(offset or None)
            yield from claim_rows(connection, query, self._database.domain, walks=narrowed.walks, stream=True)

    def count(self, wanted: ClaimFilter = ANY, *, most: int | None = None) -> int:
        """How many claims match, counted no further than `most`."""
        with self._database.read() as connection:
            narrowed = narrow(connection, wanted, None, most)
            found = select(tables.claims.c.id).where(*narrowed.conditions).order_by(*narrowed.soonest).limit(most)
            return connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()

    def count_by_state(self) -> dict[State, int]:
        """How many claims are in each state; states without claims are left out."""
        state = tables.claims.c.state
        with self._database.read() as connection:
            return pairs(connection, select(state, func.count()).group_by(state))

    def facets(self, names: Sequence[Facet], wanted: ClaimFilter = ANY) -> Facets:
        """For each field of a filter the values that matching claims have, with how many have them, the commonest first."""
        with self._database.read() as connection:
            return facet_values(connection, names, wanted)

    def malformed(self, run_id: str) -> Iterator[MalformedRow]:
        """The items of a run's answers that were no valid claims; streams."""
        items = tables.malformed_items.c
        columns = (items.run_id, items.document_id, items.raw, items.reason)
        query = select(*columns).where(items.run_id == run_id).order_by(items.document_id, items.ordinal)
        with self._database.read() as connection:
            for row in connection.execute(query, execution_options={"yield_per": 500}):
                yield MalformedRow(*row)

    def history(self, claim_id: str, reader: str | None = None) -> History:
        """All that happened to a claim, but for what is sealed: what others than `reader` decide until all have. Raises `NotFoundError`."""
        with self._database.read() as connection:
            versions = tuple(_versions(connection, claim_id, self._database))
            if not versions:
                raise no_claim(claim_id)
            steps = (tuple(_decisions(connection, claim_id)), tuple(_prints(connection, claim_id)))
            history = History(versions, *steps, assignments_of(connection, claim_id))
            return unsealed(history, timelines(connection, [claim_id])[claim_id].state, reader)


def unsealed(history: History, state: ClaimState, reader: str | None) -> History:
    """The history as `reader` may see it."""
    loud = {decision.id for decision in history.decisions if decision.action in ("accept", "fix", "reject")}
    late = [decision for decision in history.decisions if decision.sequence > state.moved and decision.reviewer != reader]
    sealed = {decision.id for decision in late if decision.id in loud or decision.undoes in loud}
    versions = tuple(version for version in history.versions if version.decision_id not in sealed)
    return replace(history, versions=versions, decisions=tuple(one for one in history.decisions if one.id not in sealed))


def _versions(connection: Connection, claim_id: str, database: Database) -> Iterator[VersionRow]:
    versions, runs = tables.claim_versions, tables.runs
    query = select(versions, runs.c.model, runs.c.model_version).outerjoin_from(versions, runs, runs.c.id == versions.c.run_id)
    rows = connection.execute(query.where(versions.c.claim_id == claim_id).order_by(versions.c.version)).all()
    findings = findings_of(connection, [(claim_id, row.version) for row in rows])
    for row in rows:
        yield VersionRow(
            version=row.version,
            sequence=row.sequence,
            claim=database.domain.parse_json(row.body),
            findings=findings[claim_id, row.version],
            trace=json.loads(row.trace),
            run=RunRef(row.model, row.model_version, row.run_id) if row.run_id is not None else None,
            decision_id=row.decision_id,
            created_at=row.created_at,
        )


def _decisions(connection: Connection, claim_id: str) -> Iterator[DecisionRow]:
    decisions = tables.decisions
    rows: Sequence[Any] = connection.execute(select(decisions).where(decisions.c.claim_id == claim_id).order_by(decisions.c.sequence)).all()
    undone = {row.undoes for row in rows}
    for row in rows:
        yield DecisionRow(
            id=row.id,
            claim_id=claim_id,
            sequence=row.sequence,
            action=row.action,
            reviewer=row.reviewer,
            decided_at=row.decided_at,
            version=row.version,
            result=row.result,
            reason=row.reason,
            undoes=row.undoes,
            undone=row.id in undone,
            adjudicates=row.adjudicates,
            needed=row.needed,
        )


def _prints(connection: Connection, claim_id: str) -> Iterator[PrintRow]:
    items, releases = tables.release_items, tables.releases
    query = (
        select(items.c.release_number, items.c.sequence, items.c.version, items.c.state, releases.c.created_at)
        .join_from(items, releases, releases.c.number == items.c.release_number)
        .where(items.c.claim_id == claim_id)
        .order_by(items.c.sequence)
    )
    for row in connection.execute(query):
        yield PrintRow(row.release_number, row.sequence, row.version, row.state, row.created_at)
