"""What people do with claims: decisions, who works on what, links, releases, and the team."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from extractor.store.columns import UtcDateTime
from extractor.store.tables.metadata import Number, metadata

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False),
    Column("sequence", Integer, nullable=False, comment="place in the claim's history"),
    Column("seen_revision", Integer, nullable=False, comment="the revision the reviewer saw"),
    Column("action", String(8), nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False, comment="the version decided on"),
    Column("result", Integer, nullable=False, comment="the version that stands after it"),
    Column("reason", Text),
    Column("undoes", String(36), unique=True),
    Column("needed", Integer, nullable=False, server_default="1", comment="reviewers that the rule for overlap asked for"),
    Column("adjudicates", Boolean, nullable=False, server_default=false(), comment="settles what reviewers differ about"),
    UniqueConstraint("claim_id", "sequence"),
    UniqueConstraint("claim_id", "id"),
    ForeignKeyConstraint(["claim_id", "version"], ["claim_versions.claim_id", "claim_versions.version"]),
    ForeignKeyConstraint(["claim_id", "result"], ["claim_versions.claim_id", "claim_versions.version"]),
    ForeignKeyConstraint(["claim_id", "undoes"], ["decisions.claim_id", "decisions.id"]),
    CheckConstraint("action IN ('accept', 'fix', 'reject', 'skip', 'flag', 'undo')", name="action"),
    CheckConstraint("(action = 'undo') = (undoes IS NOT NULL)", name="undoes"),
    CheckConstraint("(action = 'fix') = (result <> version)", name="result"),
    CheckConstraint("action <> 'reject' OR reason IS NOT NULL", name="reason"),
    Index("ix_decisions_reviewer", "reviewer", "decided_at"),
    Index("ix_decisions_decided_at", "decided_at", "id"),
)

leases = Table(
    "leases",
    metadata,
    Column("claim_id", String(40), ForeignKey("claims.id"), primary_key=True),
    Column("reviewer", Text, nullable=False),
    Column("acquired_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False),
    Column("assignee", Text, comment="null: to nobody any more"),
    Column("assigned_by", Text, nullable=False),
    Column("assigned_at", UtcDateTime, nullable=False),
    Index("ix_assignments_claim_id", "claim_id", "number"),
)

reviewer_keys = Table(
    "reviewer_keys",
    metadata,
    Column("reviewer", Text, nullable=False),
    Column("act", String(32), nullable=False),
    Column("key", String(16), nullable=False),
    PrimaryKeyConstraint("reviewer", "act"),
)

releases = Table(
    "releases",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("note", Text),
    Column("publisher", Text, comment="who made it"),
)

release_items = Table(
    "release_items",
    metadata,
    Column("release_number", Number, ForeignKey("releases.number"), nullable=False),
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("document_number", Number, nullable=False),
    Column("position", Integer, nullable=False),
    Column("record", Text, nullable=False, comment="the published record, JSON"),
    PrimaryKeyConstraint("release_number", "claim_id"),
    UniqueConstraint("claim_id", "sequence"),
    ForeignKeyConstraint(["claim_id", "version"], ["claim_versions.claim_id", "claim_versions.version"]),
    CheckConstraint("state IN ('published', 'corrected', 'retracted')", name="state"),
    Index("ix_release_items_order", "release_number", "document_number", "position", "claim_id"),
)

link_events = Table(
    "link_events",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("relation", String(12), nullable=False),
    Column("first_claim", String(40), ForeignKey("claims.id"), nullable=False),
    Column("second_claim", String(40), ForeignKey("claims.id"), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("reason", Text),
    CheckConstraint("relation IN ('same', 'supersedes')", name="relation"),
    CheckConstraint("verdict IN ('confirm', 'refuse', 'withdraw')", name="verdict"),
    CheckConstraint("first_claim <> second_claim", name="two_claims"),
    CheckConstraint("relation <> 'same' OR first_claim < second_claim", name="direction"),
    Index("ix_link_events_first_claim", "first_claim"),
    Index("ix_link_events_second_claim", "second_claim"),
)

members = Table(
    "members",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("subject", Text, comment="the identity provider's own identifier"),
    Column("roles", Text, nullable=False, comment="each with a space before and behind; empty: none"),
    Column("set_by", Text, nullable=False, comment="who gave them; the token's issuer for those who sign in"),
    Column("as_of", UtcDateTime, nullable=False, comment="when the token was issued, or the roles given"),
    Index("ix_members_name", "name", "number"),
)

overlap_rules = Table(
    "overlap_rules",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("rule", String(16), nullable=False),
    Column("reviewers", Integer, nullable=False),
    Column("share", Float, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    CheckConstraint("rule IN ('none', 'all', 'sample', 'risky')", name="rule"),
)
