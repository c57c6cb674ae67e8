"""What there is to filter by: the values that claims have in a field, with how many have them."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, func, select

from extractor.store import tables
from extractor.store.filters import ClaimFilter, conditions

Facet = Literal["state", "kind", "outcome", "source", "finding", "outlet", "month", "model", "run", "reviewer", "assignee"]
MOST = 200
"""Values listed at most; rarer ones are found by the table's own search."""


def facet_values(connection: Connection, name: Facet, wanted: ClaimFilter) -> dict[str, int]:
    """The commonest values of a field among the claims that match `wanted`, the commonest first, each with its count."""
    claims, findings, proposals = tables.claims.c, tables.findings.c, tables.proposals.c
    matching = conditions(connection, wanted, "document")
    if name == "finding":
        query = select(findings.code, func.count(claims.id.distinct()))
        query = query.join_from(tables.findings, tables.claims, (findings.claim_id == claims.id) & (findings.version == claims.version))
        grouped = findings.code
    elif name in ("model", "run"):
        grouped = proposals.model if name == "model" else proposals.run_id
        query = select(grouped, func.count()).join_from(tables.proposals, tables.claims, proposals.claim_id == claims.id)
        matching = [*matching, ~proposals.withdrawn]
    else:
        query = select(claims[name], func.count()).where(claims[name].is_not(None))
        grouped = claims[name]
    counted = query.where(*matching).group_by(grouped).order_by(func.count().desc(), grouped).limit(MOST)
    return {str(value): int(count) for value, count in connection.execute(counted)}
