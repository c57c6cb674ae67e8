"""The tables, as SQLAlchemy Core. Migrations make them; a test compares the two.

    documents ─┬─ run_items ── runs ── model_calls, malformed_items
               └─ claims ─┬─ claim_versions ── findings          a claim row is a projection: what `review.fold` makes of the
                          ├─ decisions                           history, kept in the same transaction, for the queue's sake
                          ├─ proposals, leases, claim_words, claim_marks, assignments, link_events
                          └─ release_items ── releases
    members, overlap_rules                                       the team's roles, and how many of it decide about a claim

History (claim_versions, findings, decisions, link_events, model_calls, releases, release_items, members, overlap_rules, a document's
text) is only ever added to; triggers of the database refuse anything else (migrations/rules_*.py).
"""

from __future__ import annotations

from extractor.store.tables.decided import (
    assignments,
    decisions,
    leases,
    link_events,
    members,
    overlap_rules,
    release_items,
    releases,
    reviewer_keys,
)
from extractor.store.tables.metadata import metadata
from extractor.store.tables.proposed import FILTERED, claim_marks, claim_versions, claim_words, claims, findings, proposals
from extractor.store.tables.read import (
    document_copies,
    documents,
    endpoint_turns,
    malformed_items,
    model_calls,
    near_keys,
    run_items,
    runs,
)

__all__ = [
    "FILTERED",
    "assignments",
    "claim_marks",
    "claim_versions",
    "claim_words",
    "claims",
    "decisions",
    "document_copies",
    "documents",
    "endpoint_turns",
    "findings",
    "leases",
    "link_events",
    "malformed_items",
    "members",
    "metadata",
    "model_calls",
    "near_keys",
    "overlap_rules",
    "proposals",
    "release_items",
    "releases",
    "reviewer_keys",
    "run_items",
    "runs",
]
