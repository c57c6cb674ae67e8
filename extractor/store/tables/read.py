"""What was read, by whom and at what price: documents, runs, calls, and the line before an endpoint."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from extractor.store.columns import UtcDateTime
from extractor.store.tables.metadata import Number, metadata

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

endpoint_turns = Table(
    "endpoint_turns",
    metadata,
    Column("endpoint", Text, nullable=False),
    Column("what", String(16), nullable=False, comment="requests, tokens or pause"),
    Column("free_at", Double, nullable=False, comment="seconds since 1970"),
    PrimaryKeyConstraint("endpoint", "what"),
)
