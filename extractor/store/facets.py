"""What there is to filter by: the values that claims have in their fields, with how many have them. One statement counts them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args

from sqlalchemy import Connection, FromClause, Select, Text, cast, func, literal, null, select, union_all

from extractor.store import tables
from extractor.store.filters import ClaimFilter, conditions

Facet = Literal["state", "kind", "outcome", "source", "finding", "outlet", "month", "model", "run", "reviewer", "assignee"]
MOST = 200
"""Values listed at most; rarer ones are found by the table's own search."""
_APART: dict[str, tuple[Facet, ...]] = {"source": ("source",), "finding": ("finding",), "proposal": ("model", "run")}
"""What is counted by itself: a source is nearly a claim's own, findings and proposals are other tables'."""
_PLAIN: tuple[Facet, ...] = tuple(name for name in get_args(Facet) if not any(name in arm for arm in _APART.values()))
_INDEXED: tuple[Facet, ...] = ("state", "kind", "outcome", "outlet")
"""Of the plain ones, what an index holds by itself: counted off it, as long as nothing must be looked up claim by claim."""


def facet_values(connection: Connection, names: Sequence[Facet], wanted: ClaimFilter) -> dict[Facet, dict[str, int]]:
    """For each field its commonest values among the claims that match `wanted`, the commonest first, each with its count."""
    narrowing = conditions(connection, wanted, "document")
    probes = any((wanted.search, wanted.finding, wanted.model, wanted.run))  # found once, for all fields
    arms = _arms(names, () if probes else _INDEXED)
    columns = ("id", "version", "source", *_PLAIN)
    shared = select(*(tables.claims.c[name] for name in columns)).where(*narrowing).cte("matching") if probes else None
    queries = []
    for arm, fields in arms.items():
        needed = ("id", "version") if arm in ("finding", "proposal") else fields
        matching = select(*(tables.claims.c[name] for name in needed)).where(*narrowing).subquery() if shared is None else shared
        queries.append(_padded(arm, _counted(arm, fields, matching)))
    counts: dict[Facet, Counter[str]] = {name: Counter() for name in names}
    for arm, *values, count in connection.execute(union_all(*queries)) if queries else ():
        for name, value in zip(arms[arm], values, strict=False):
            if name in counts and value is not None:
                counts[name][str(value)] += count
    return {name: dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST]) for name, found in counts.items()}


def _arms(names: Sequence[Facet], single: Sequence[Facet]) -> dict[str, tuple[Facet, ...]]:
    """The fields asked for, by what is counted together; each of `single` by itself."""
    together = tuple(name for name in _PLAIN if name in names and name not in single)
    alone = {str(name): (name,) for name in single if name in names}
    apart = {arm: fields for arm, fields in _APART.items() if set(fields) & set(names)}
    return alone | apart | ({"plain": together} if together else {})


def _counted(arm: str, fields: tuple[Facet, ...], matching: FromClause) -> Select[Any]:
    """The values of some fields that stand together, with how many matching claims have them."""
    findings, proposals = tables.findings.c, tables.proposals.c
    if arm == "finding":
        same = (findings.claim_id == matching.c.id) & (findings.version == matching.c.version)
        query = select(findings.code, func.count(matching.c.id.distinct())).join_from(matching, tables.findings, same)
        return query.group_by(findings.code)
    if arm == "proposal":
        query = select(proposals.model, proposals.run_id, func.count()).where(~proposals.withdrawn)
        joined = query.join_from(matching, tables.proposals, proposals.claim_id == matching.c.id)
        return joined.group_by(proposals.model, proposals.run_id)
    columns = [matching.c[name] for name in fields]
    query = select(*columns, func.count()).group_by(*columns)
    if arm == "source":
        return query.where(columns[0].is_not(None)).order_by(func.count().desc(), columns[0]).limit(MOST)
    return query


def _padded(arm: str, query: Select[Any]) -> Select[Any]:
    """The same with the arm's name before it, and as wide as the widest."""
    *values, count = query.subquery().c
    return select(literal(arm), *_texts(values), count)


def _texts(values: Sequence[Any]) -> Iterator[Any]:
    yield from (cast(value, Text) for value in values)
    yield from (cast(null(), Text) for _ in range(len(_PLAIN) - len(values)))
