"""Runs: which model read which sources, and how each ended."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from extractor.errors import Failure, NotFoundError
from extractor.store import tables
from extractor.store.database import Database, now, pairs, upsert
from extractor.store.encoding import shown, shown_or_none, to_json
from extractor.store.rows import ItemEnd, ItemStatus, RunInfo, RunItem, RunRow
from extractor.text.document import Document

PASSES = "passes"
SECOND_OPINION = "second_opinion"
"""The parameter of a run that says how often a document was looked at; without it, once."""

RUNNING, QUEUEING, QUEUED, CANCELLED, FINISHED = "running", "queueing", "queued", "cancelled", "finished"
"""Where a run can stand, among others: at work here; being put in line; all in line for workers; told to stop; over."""

_PUBLISHED = (
    select(tables.documents.c.id, tables.documents.c.published)
    .select_from(tables.runs)
    .outerjoin(tables.documents, tables.documents.c.id.in_(bindparam("documents", expanding=True)))
    .where(tables.runs.c.id == bindparam("run"))
)
_ITEMS = tables.run_items.c
_NOT_DONE = _ITEMS.status != "done"
_DONE = (
    select(_ITEMS.document_id, _ITEMS.published, tables.documents.c.published.label("known_as"), tables.runs.c.parameters)
    .distinct()
    .join(tables.runs, tables.runs.c.id == _ITEMS.run_id)
    .join(tables.documents, tables.documents.c.id == _ITEMS.document_id)
    .where(_ITEMS.document_id.in_(bindparam("documents", expanding=True)), _ITEMS.status == "done")
    .where(*(tables.runs.c[name] == bindparam(name) for name in ("model", "model_version", "checks_version")))
)


class Runs:
    """The runs of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, info: RunInfo, status: str = RUNNING) -> str:
        """Begin a run; returns its identifier."""
        run_id = uuid.uuid4().hex[:12]
        values = {
            "id": run_id,
            "model": info.model,
            "model_version": info.model_version,
            "checks_version": info.checks_version,
            "parameters": to_json(info.parameters),
            "status": status,
            "started_at": now(),
        }
        with self._database.write() as connection:
            connection.execute(tables.runs.insert().values(values))
        return run_id

    def finish(self, run_id: str, status: str) -> None:
        """Close a run (`finished`, `interrupted`, …). Raises `NotFoundError`."""
        self._mark(run_id, {"status": status, "finished_at": now()})

    def mark(self, run_id: str, status: str) -> None:
        """Say where a run stands that goes on. Raises `NotFoundError`."""
        self._mark(run_id, {"status": status, "finished_at": None})

    def _mark(self, run_id: str, values: dict[str, Any]) -> None:
        with self._database.write() as connection:
            if connection.execute(update(tables.runs).where(tables.runs.c.id == run_id).values(values)).rowcount == 0:
                raise _missing(run_id)

    def status_of(self, run_id: str) -> str:
        """Where a run stands. Raises `NotFoundError`."""
        with self._database.read() as connection:
            found: str | None = connection.execute(select(tables.runs.c.status).where(tables.runs.c.id == run_id)).scalar_one_or_none()
        if found is None:
            raise _missing(run_id)
        return found

    def standing(self, *statuses: str) -> list[tuple[str, RunInfo]]:
        """The runs that stand at one of `statuses`, oldest first."""
        columns = tables.runs.c
        query = select(tables.runs).where(columns.status.in_(statuses)).order_by(columns.number)
        with self._database.read() as connection:
            return [(row.id, _info(row)) for row in connection.execute(query)]

    def item(self, run_id: str, name: str, document_id: str | None, status: ItemStatus, failure: Failure | None = None) -> None:
        """Record how a source ended; said again of the same run and name, the last word counts.

        But what is done in a run is not skipped in it: an engine that begins a document again finds it done.
        """
        self.items_end(run_id, [ItemEnd(name, document_id, status, failure)])

    def items_end(self, run_id: str, ends: Sequence[ItemEnd]) -> None:
        """The same for many sources of a run at once."""
        documents = {end.document_id for end in ends if end.document_id is not None}
        with self._database.write() as connection:
            published = pairs(connection, _PUBLISHED, {"run": run_id, "documents": sorted(documents)})
            if not published:
                raise _missing(run_id)
            rows = [_ending(run_id, end, published.get(end.document_id)) for end in ends]
            for skipped in (False, True):
                these = [row for row in rows if (row["status"] == "skipped") is skipped]
                if these:
                    connection.execute(upsert(connection, tables.run_items, _NOT_DONE if skipped else None), these)

    def items(self, run_id: str, status: ItemStatus | None = None) -> Iterator[RunItem]:
        """How each source of a run ended, by name; streams."""
        columns = tables.run_items.c
        query = select(tables.run_items).where(columns.run_id == run_id).order_by(columns.name)
        if status is not None:
            query = query.where(columns.status == status)
        with self._database.read() as connection:
            for row in connection.execute(query, execution_options={"yield_per": 500}):
                yield _item(row)

    def is_done(self, document: Document, info: RunInfo) -> bool:
        """Whether a run with the same model, prompt and checks finished this document, read with the same publication date.

        It must have looked at least as often, and with the same second reader, by `PASSES` and `SECOND_OPINION` of its parameters.
        """
        return self.are_done([document], info)[0]

    def are_done(self, documents: Sequence[Document], info: RunInfo) -> list[bool]:
        """The same for several documents at once, in their order."""
        wanted = {"model": info.model, "model_version": info.model_version, "checks_version": info.checks_version}
        with self._database.read() as connection:
            rows = connection.execute(_DONE, {**wanted, "documents": [document.id for document in documents]})
            found = [row for row in rows if _covers(json.loads(row.parameters), info.parameters)]
        read = {(row.document_id, given) for row in found for given in _read_with(row)}
        return [(document.id, document.published or None) in read for document in documents]

    def get(self, run_id: str) -> RunRow:
        """A run. Raises `NotFoundError`."""
        with self._database.read() as connection:
            row = connection.execute(_rows().where(tables.runs.c.id == run_id)).one_or_none()
        if row is None:
            raise _missing(run_id)
        return _run(row)

    def last_sign(self, run_id: str) -> datetime:
        """When something of a run was last stored: its beginning, a call, a document's end. Raises `NotFoundError`."""
        signs = [self.get(run_id).started_at]
        with self._database.read() as connection:
            for stored in (tables.run_items.c, tables.model_calls.c):
                latest = connection.execute(select(func.max(stored.recorded_at)).where(stored.run_id == run_id)).scalar_one()
                signs += [] if latest is None else [latest]
        return max(signs)

    def list(self) -> Iterator[RunRow]:
        """Every run, newest first."""
        with self._database.read() as connection:
            for row in connection.execute(_rows().order_by(tables.runs.c.number.desc())):
                yield _run(row)


def _ending(run_id: str, end: ItemEnd, published: str | None) -> dict[str, Any]:
    failure = end.failure
    return {
        "run_id": run_id,
        "name": shown(end.name),
        "document_id": end.document_id,
        "status": end.status,
        "published": published,
        "failure_code": failure.code if failure else None,
        "failure_message": shown_or_none(failure.message) if failure else None,
        "failure_hint": shown_or_none(failure.hint) if failure else None,
        "recorded_at": now(),
    }


def _read_with(row: Any) -> tuple[str | None, ...]:
    """With which publication dates a document that is done would be read as it was: that one; none, where it is the stored one."""
    stored = (None,) if row.published == row.known_as else ()
    return stored if row.published is None else (row.published, *stored)


def _covers(done: dict[str, Any], wanted: dict[str, Any]) -> bool:
    second = wanted.get(SECOND_OPINION)
    return _passes(done) >= _passes(wanted) and second in (None, done.get(SECOND_OPINION))


def _passes(parameters: Mapping[str, Any]) -> int:
    return int(parameters.get(PASSES, 1))


def _rows() -> Select[Any]:
    items, runs = tables.run_items.c, tables.runs

    def count(status: ItemStatus) -> Any:
        return select(func.count()).where(items.run_id == runs.c.id, items.status == status).scalar_subquery().label(status)

    return select(runs, count("done"), count("failed"), count("skipped"))


def _info(row: Any) -> RunInfo:
    return RunInfo(row.model, row.model_version, row.checks_version, json.loads(row.parameters))


def _run(row: Any) -> RunRow:
    return RunRow(row.id, _info(row), row.status, row.started_at, row.finished_at, row.done, row.failed, row.skipped)


def _item(row: Any) -> RunItem:
    failure = Failure(row.failure_code, row.failure_message or "", row.failure_hint or "") if row.failure_code else None
    return RunItem(row.run_id, row.name, row.document_id, row.status, failure, row.recorded_at)


def _missing(run_id: str) -> NotFoundError:
    return NotFoundError(f"no run {run_id}", hint="`quotebound status` lists the runs.")
