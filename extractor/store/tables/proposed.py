"""Claims as they were proposed: where each stands, its versions and what the checks found, and the words it is found by."""

from __future__ import annotations

from typing import Any

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

FILTERED = ("kind", "outcome", "outlet", "month")
"""What claims are often narrowed by: each has an index in every order, so that a page comes fast however its claims lie in it."""
PERSONS = ("reviewer", "assignee")
_LIST = ("document_number", "position", "id")
_QUEUE = ("priority", *_LIST)
_PLACE = ("document_number", "position", "claim_id")


def _index(name: str, *columns: str, where: str | None = None, some: bool = False) -> Index:
    """An index over claims, or over those of which `where` is true, and with `some` those that have anything in the first column."""
    given = [f"{columns[0]} IS NOT NULL"] if some else []
    sqlite, postgres = (" AND ".join([*([truth] if where else []), *given]) for truth in (f"{where} = 1", f"{where}"))
    partial: dict[str, Any] = {"sqlite_where": text(sqlite), "postgresql_where": text(postgres)} if sqlite else {}
    return Index(f"ix_claims_{name}", *columns, **partial)


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
    Column("skipped_by", Text, comment="who skipped the version that stands, as events.names; null: nobody"),
    Column("decided_by", Text, comment="who decided while others still have to, as events.names; null: nobody"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    *(_index("_".join(("queue", *by)), *by, *_QUEUE, where="is_open") for by in ((), *((name,) for name in FILTERED))),
    *(_index("_".join(("risk", *by)), *by, *_QUEUE) for by in ((), ("state",))),
    *(_index("_".join(("open", *by)), *by, *_LIST, where="is_open") for by in ((), *((name,) for name in FILTERED))),
    *(_index("_".join(("list", *by)), *by, *_LIST) for by in ((), ("state",), ("source",), *((name,) for name in FILTERED))),
    *(_index(f"open_{by}", by, *_LIST, where="is_open", some=True) for by in PERSONS),
    *(_index(f"list_{by}", by, *_LIST, some=True) for by in PERSONS),
    _index("due", *_LIST, where="is_due"),
    _index("age", "created_at", *_LIST, where="is_open"),
    _index("created", "created_at", *_LIST),
    _index("flagged", "id", where="flagged"),
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
)

claim_words = Table(
    "claim_words",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False, unique=True),
    Column("words", Text, nullable=False, comment="of the version that stands, folded"),
)

claim_marks = Table(
    "claim_marks",
    metadata,
    Column("claim_id", String(40), ForeignKey("claims.id"), nullable=False),
    Column("mark", Text, nullable=False, comment="finding:CODE of the version that stands; model:NAME and run:ID of who proposes it now"),
    Column("is_open", Boolean, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("document_number", Number, nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("claim_id", "mark"),
    Index(
        "ix_claim_marks_queue", "mark", "priority", *_PLACE, "is_open", sqlite_where=text("is_open = 1"), postgresql_where=text("is_open")
    ),
    Index("ix_claim_marks_open", "mark", *_PLACE, "is_open", sqlite_where=text("is_open = 1"), postgresql_where=text("is_open")),
    Index("ix_claim_marks_list", "mark", *_PLACE),
    sqlite_with_rowid=False,
)
"""What a claim may have several of, in the orders of the queue and of lists. Triggers keep it (migrations/marks_0008.py).

`is_open` ends two indices so that they answer by themselves: SQLite looks at it although their condition says it.
"""
