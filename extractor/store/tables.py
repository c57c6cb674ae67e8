"""The tables, as SQLAlchemy Core. Migrations make them; a test compares the two.

    documents ─┬─ run_items ── runs ── model_calls, malformed_items
               └─ claims ─┬─ claim_versions ── findings          a claim row is a projection: what `review.fold` makes of the
                          ├─ decisions                           history, kept in the same transaction, for the queue's sake
                          ├─ proposals, leases, claim_words, assignments, link_events
                          └─ release_items ── releases
    members, overlap_rules                                       the team's roles, and how many of it decide about a claim

History (claim_versions, findings, decisions, link_events, model_calls, releases, release_items, members, overlap_rules, a document's
text) is only ever added to; triggers of the database refuse anything else (migrations/rules_*.py).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from extractor.store.columns import UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)

Number = BigInteger().with_variant(Integer, "sqlite")
"""A counting key: only INTEGER PRIMARY KEY counts by itself in SQLite."""

documents = Table(
    "documents",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True, comment="order of arrival"),
    Column("id", String(16), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("outlet", Text),
    Column("published", Text, comment="EDTF"),
    Column("media_type", Text, nullable=False),
    Column("chars", Integer, nullable=False, comment="length of the text in code points"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, comment="when metadata last changed"),
    Column("text", Text, nullable=False),
    Index("ix_documents_outlet", "outlet"),
)

near_keys = Table(
    "near_keys",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("document_id", String(16), ForeignKey("documents.id"), nullable=False),
    PrimaryKeyConstraint("key", "document_id"),
)

document_copies = Table(
    "document_copies",
    metadata,
    Column("document_id", String(16), ForeignKey("documents.id"), primary_key=True),
    Column("original_id", String(16), ForeignKey("documents.id"), nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("model", Text, nullable=False),
    Column("model_version", Text, nullable=False, comment="for language models the prompt version"),
    Column("checks_version", Text, nullable=False),
    Column("parameters", Text, nullable=False, comment="JSON"),
    Column("status", String(32), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
)

run_items = Table(
    "run_items",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("document_id", String(16), ForeignKey("documents.id"), comment="null: the file never became a document"),
    Column("status", String(16), nullable=False),
    Column("published", Text, comment="the date that times were resolved against"),
    Column("failure_code", Text),
    Column("failure_message", Text),
    Column("failure_hint", Text),
    Column("recorded_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("run_id", "name"),
    CheckConstraint("status IN ('done', 'failed', 'skipped')", name="status"),
    Index("ix_run_items_document_id", "document_id"),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False),
    Column("run_id", String(32), ForeignKey("runs.id")),
    Column("document_id", String(16), comment="no foreign key: a call is paid for before its document need be stored"),
    Column("model", Text, nullable=False),
    Column("prompt_version", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("prompt_tokens", Integer),
    Column("completion_tokens", Integer),
    Column("cached_tokens", Integer),
    Column("cost_usd", Float),
    Column("attempts", Integer, nullable=False),
    Column("latency_ms", Float),
    Column("error", Text),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("request", Text, nullable=False, comment="JSON"),
    Column("response", Text, comment="JSON"),
    Index("ix_model_calls_key", "key"),
    Index("ix_model_calls_run_id", "run_id"),
)

malformed_items = Table(
    "malformed_items",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.id"), nullable=False),
    Column("document_id", String(16), ForeignKey("documents.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("raw", Text, nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "document_id", "ordinal"),
)


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

claim_words = Table(
    "claim_words",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False, unique=True),
    Column("words", Text, nullable=False, comment="of the version that stands, folded"),
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

endpoint_turns = Table(
    "endpoint_turns",
    metadata,
    Column("endpoint", Text, nullable=False),
    Column("what", String(16), nullable=False, comment="requests, tokens or pause"),
    Column("free_at", Double, nullable=False, comment="seconds since 1970"),
    PrimaryKeyConstraint("endpoint", "what"),
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
