"""Claims as they were proposed: where each stands, its versions and what the checks found, and the words it is found by."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from extractor.store.columns import UtcDateTime
from extractor.store.tables.metadata import Number, metadata

FILTERED = ("kind", "outcome", "source", "outlet")
"""What claims are often narrowed by: each has an index in both orders, so that a page comes fast however rare the value is."""


def _list_index(*narrowed: str) -> Index:
    """Document order, of one value of a column."""
    columns = (*narrowed, "document_number", "position", "id")
    return Index("_".join(("ix_claims_list", *narrowed)), *columns)


def _queue_index(*narrowed: str) -> Index:
    """The queue's order among undecided claims, of one value of a column."""
    columns = (*narrowed, "priority", "document_number", "position", "id")
    name = "_".join(("ix_claims_queue", *narrowed))
    return Index(name, *columns, sqlite_where=text("is_open = 1"), postgresql_where=text("is_open"))


claims = Table(
    "claims",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("document_id", String(16), ForeignKey("documents.id"), nullable=False),
    Column("document_number", Number, nullable=False),
    Column("position", Integer, nullable=False, comment="where the primary quote, or the figure in it, starts; 0 while it is not found"),
    Column("state", String(16), nullable=False),
    Column("is_open", Boolean, nullable=False, comment="waits for a decision"),
    Column("version", Integer, nullable=False, comment="the version that stands"),
    Column("versions", Integer, nullable=False, comment="how many there are"),
    Column("revision", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("in_print", Integer, comment="the version that the latest release has in print"),
    Column("is_due", Boolean, nullable=False, comment="the next release does something with it"),
    Column("flagged", Boolean, nullable=False),
    Column("opinions", Integer, nullable=False, server_default="0", comment="independent decisions that are in"),
    Column("priority", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("outcome", Text),
    Column("source", Text),
    Column("outlet", Text),
    Column("run_id", String(32), ForeignKey("runs.id"), nullable=False, comment="whose proposal stands, or was edited"),
    Column("reviewer", Text, comment="whose decision rules"),
    Column("month", String(10), comment="when it happened: 2025-05, or a year alone"),
    Column("assignee", Text, comment="who is to decide; null: whoever comes first"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    *(_queue_index(*column) for column in ((), ("state",), *((name,) for name in FILTERED))),
    *(_list_index(*column) for column in ((), ("state",), *((name,) for name in FILTERED))),
    Index("ix_claims_due", "document_number", "position", "id", sqlite_where=text("is_due = 1"), postgresql_where=text("is_due")),
    Index("ix_claims_reviewer", "reviewer"),
    Index("ix_claims_month", "month"),
    Index("ix_claims_assignee", "assignee"),
    Index(
        "ix_claims_age",
        *("created_at", "document_number", "position", "id"),
        sqlite_where=text("is_open = 1"),
        postgresql_where=text("is_open"),
    ),
    Index("ix_claims_flagged", "id", sqlite_where=text("flagged = 1"), postgresql_where=text("flagged")),
)

proposals = Table(
    "proposals",
    metadata,
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False),
    Column("model", Text, nullable=False),
    Column("document_id", String(16), nullable=False),
    Column("run_id", String(32), ForeignKey("runs.id"), nullable=False, comment="the model's latest run that proposed the claim"),
    Column("digest", String(64), nullable=False, comment="of the claim and findings that it proposed"),
    Column("withdrawn", Boolean, nullable=False, comment="a later run of the model no longer proposes it"),
    PrimaryKeyConstraint("claim_id", "model"),
    Index("ix_proposals_document_id", "document_id", "model"),
    Index("ix_proposals_run_id", "run_id", "claim_id"),
    Index("ix_proposals_model", "model", "claim_id"),
)

claim_versions = Table(
    "claim_versions",
    metadata,
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("run_id", String(32), ForeignKey("runs.id")),
    Column("decision_id", String(36), comment="the fix that made it; decisions refer to versions, not the other way round"),
    Column("blocked", Boolean, nullable=False),
    Column("digest", String(64), nullable=False, comment="of body and findings"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("body", Text, nullable=False, comment="the record, JSON"),
    Column("trace", Text, nullable=False, comment="JSON"),
    PrimaryKeyConstraint("claim_id", "version"),
    UniqueConstraint("claim_id", "sequence"),
    CheckConstraint("(run_id IS NULL) <> (decision_id IS NULL)", name="origin"),
    CheckConstraint("version >= 1", name="version"),
)

findings = Table(
    "findings",
    metadata,
    Column("claim_id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("severity", String(8), nullable=False),
    Column("field", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("expected", Text),
    Column("found", Text),
    Column("span_start", Integer),
    Column("span_end", Integer),
    PrimaryKeyConstraint("claim_id", "version", "ordinal"),
    ForeignKeyConstraint(["claim_id", "version"], ["claim_versions.claim_id", "claim_versions.version"]),
    CheckConstraint("severity IN ('block', 'warn', 'info')", name="severity"),
    Index("ix_findings_code", "code", "claim_id"),
)

claim_words = Table(
    "claim_words",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False, unique=True),
    Column("words", Text, nullable=False, comment="of the version that stands, folded"),
)
