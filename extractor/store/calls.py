"""The ledger of paid calls: every answer as it came, kept before anything is parsed, found again by its key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, bindparam, case, func, select

from extractor.protocol import Call, Usage
from extractor.store import tables
from extractor.store.database import Database, now
from extractor.store.encoding import shown_or_none, to_json
from extractor.store.rows import Spend

SpendGroup = Literal["run", "model", "document"]
_CALLS = tables.model_calls.c
_FOUND = select(tables.model_calls).where(_CALLS.key.in_(bindparam("keys", expanding=True)), _CALLS.status == "ok").order_by(_CALLS.number)
_INSERT = tables.model_calls.insert()
_GROUPS: Final[dict[SpendGroup, str]] = {"run": "run_id", "model": "model", "document": "document_id"}


class Calls:
    """The model calls of a store; only ever added to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, key: str) -> Call | None:
        """The latest successful call under `key`, or null."""
        return self.find_all([key])[0]

    def find_all(self, keys: Sequence[str]) -> list[Call | None]:
        """The same for several keys at once, in their order."""
        with self._database.read() as connection:
            latest = {row.key: row for row in connection.execute(_FOUND, {"keys": list(keys)})}
        return [_call(latest[key]) if key in latest else None for key in keys]

    def record(self, call: Call, run_id: str | None = None) -> None:
        """Keep a call; it is durable on return."""
        self.record_all([call], run_id)

    def record_all(self, calls: Sequence[Call], run_id: str | None = None) -> None:
        """The same for many calls of a run."""
        rows = [_values(call, run_id) for call in calls]
        with self._database.write() as connection:
            connection.execute(_INSERT, rows)

    def list(self, run_id: str | None = None) -> Iterator[Call]:
        """Every call, or those of one run, in the order they were paid; streams."""
        columns = tables.model_calls.c
        query = select(tables.model_calls).order_by(columns.number)
        if run_id is not None:
            query = query.where(columns.run_id == run_id)
        with self._database.read() as connection:
            for row in connection.execute(query, execution_options={"yield_per": 100}):
                yield _call(row)

    def spend(self, run_id: str | None = None) -> Spend:
        """What all calls cost, or those of one run."""
        query = select(*_sums()).select_from(tables.model_calls)
        if run_id is not None:
            query = query.where(tables.model_calls.c.run_id == run_id)
        with self._database.read() as connection:
            return _spend(connection.execute(query).one())

    def spend_by(self, group: SpendGroup, run_id: str | None = None) -> Iterator[tuple[str | None, Spend]]:
        """What the calls of each run, model or document cost (of one run), in the order in which they were first paid for; streams.

        Null stands for calls of no run, and for those that were about no document: how an endpoint can be asked.
        """
        columns = tables.model_calls.c
        what = columns[_GROUPS[group]]
        query = select(what, *_sums()).group_by(what).order_by(func.min(columns.number))
        if run_id is not None:
            query = query.where(columns.run_id == run_id)
        with self._database.read() as connection:
            for name, *sums in connection.execute(query, execution_options={"yield_per": 500}):
                yield name, _spend(sums)


def _values(call: Call, run_id: str | None) -> dict[str, Any]:
    return {
        "key": call.key,
        "run_id": run_id,
        "document_id": call.document_id,
        "model": call.model,
        "prompt_version": call.prompt_version,
        "status": call.status,
        "prompt_tokens": call.usage.prompt_tokens,
        "completion_tokens": call.usage.completion_tokens,
        "cached_tokens": call.usage.cached_tokens,
        "cost_usd": call.usage.cost_usd,
        "attempts": call.attempts,
        "latency_ms": call.latency_ms,
        "error": shown_or_none(call.error),
        "recorded_at": now(),
        "request": to_json(call.request),
        "response": to_json(call.response) if call.response is not None else None,
    }


def _sums() -> list[ColumnElement[Any]]:
    """Calls, tokens, cost, and how many answers have no price; a request that was never answered costs nothing."""
    columns = tables.model_calls.c
    sums = [func.coalesce(func.sum(columns[name]), 0) for name in ("prompt_tokens", "completion_tokens", "cached_tokens", "cost_usd")]
    unpriced = columns.cost_usd.is_(None) & columns.response.is_not(None) & (func.coalesce(columns.prompt_tokens, 1) > 0)
    return [func.count(), *sums, func.coalesce(func.sum(case((unpriced, 1), else_=0)), 0)]


def _spend(row: Sequence[Any]) -> Spend:
    calls, prompt, completion, cached, cost, unpriced = row
    return Spend(calls, int(prompt), int(completion), int(cached), float(cost), int(unpriced))


def _call(row: Any) -> Call:
    return Call(
        key=row.key,
        model=row.model,
        prompt_version=row.prompt_version,
        request=json.loads(row.request),
        response=json.loads(row.response) if row.response is not None else None,
        status=row.status,
        usage=Usage(row.prompt_tokens, row.completion_tokens, row.cached_tokens, row.cost_usd),
        attempts=row.attempts,
        latency_ms=row.latency_ms,
        error=row.error,
        document_id=row.document_id,
    )
