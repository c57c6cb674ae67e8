"""The first schema: documents, runs, calls, claims with their history, reviews, releases, and the rules the database keeps itself.

Frozen: a later change of the schema is a later migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extractor.store.columns import UtcDateTime
from extractor.store.migrations.rules_0001 import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for make in (
        _documents,
        _releases,
        _runs,
        _claims,
        _malformed_items,
        _model_calls,
        _run_items,
        _claim_versions,
        _leases,
        _proposals,
        _decisions,
        _findings,
        _release_items,
    ):
        make()
    for statement in statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", "\\:")))


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("number", NUMBER, nullable=False, comment="order of arrival"),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("published", sa.Text(), comment="EDTF"),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("chars", sa.Integer(), nullable=False, comment="length of the text in code points"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False, comment="when metadata last changed"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_documents"),
        sa.UniqueConstraint("id", name="uq_documents_id"),
        sa.UniqueConstraint("sha256", name="uq_documents_sha256"),
    )
    op.create_index("ix_documents_outlet", "documents", ["outlet"])


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_releases"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False, comment="for language models the prompt version"),
        sa.Column("checks_version", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("number", name="pk_runs"),
        sa.UniqueConstraint("id", name="uq_runs_id"),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("document_number", NUMBER, nullable=False),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=False,
            comment="where the primary quote, or the figure in it, starts; 0 while it is not found",
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False, comment="waits for a decision"),
        sa.Column("version", sa.Integer(), nullable=False, comment="the version that stands"),
        sa.Column("versions", sa.Integer(), nullable=False, comment="how many there are"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("in_print", sa.Integer(), comment="the version that the latest release has in print"),
        sa.Column("is_due", sa.Boolean(), nullable=False, comment="the next release does something with it"),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("run_id", sa.String(length=32), nullable=False, comment="whose proposal stands, or was edited"),
        sa.Column("reviewer", sa.Text(), comment="whose decision rules"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_claims_document_id_documents"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_claims_run_id_runs"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index(
        "ix_claims_due",
        "claims",
        ["document_number", "position", "id"],
        sqlite_where=sa.text("is_due = 1"),
        postgresql_where=sa.text("is_due"),
    )
    op.create_index("ix_claims_flagged", "claims", ["id"], sqlite_where=sa.text("flagged = 1"), postgresql_where=sa.text("flagged"))
    op.create_index("ix_claims_list", "claims", ["document_number", "position", "id"])
    op.create_index("ix_claims_list_kind", "claims", ["kind", "document_number", "position", "id"])
    op.create_index("ix_claims_list_outcome", "claims", ["outcome", "document_number", "position", "id"])
    op.create_index("ix_claims_list_outlet", "claims", ["outlet", "document_number", "position", "id"])
    op.create_index("ix_claims_list_source", "claims", ["source", "document_number", "position", "id"])
    op.create_index("ix_claims_list_state", "claims", ["state", "document_number", "position", "id"])
    op.create_index(
        "ix_claims_queue",
        "claims",
        ["priority", "document_number", "position", "id"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_claims_queue_kind",
        "claims",
        ["kind", "priority", "document_number", "position", "id"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_claims_queue_outcome",
        "claims",
        ["outcome", "priority", "document_number", "position", "id"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_claims_queue_outlet",
        "claims",
        ["outlet", "priority", "document_number", "position", "id"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_claims_queue_source",
        "claims",
        ["source", "priority", "document_number", "position", "id"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_claims_queue_state",
        "claims",
        ["state", "priority", "document_number", "position", "id"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index("ix_claims_reviewer", "claims", ["reviewer"])


def _malformed_items() -> None:
    op.create_table(
        "malformed_items",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_malformed_items_document_id_documents"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_malformed_items_run_id_runs"),
        sa.PrimaryKeyConstraint("run_id", "document_id", "ordinal", name="pk_malformed_items"),
    )


def _model_calls() -> None:
    op.create_table(
        "model_calls",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("run_id", sa.String(length=32)),
        sa.Column("document_id", sa.String(length=16), comment="no foreign key: a call is paid for before its document need be stored"),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("prompt_tokens", sa.Integer()),
        sa.Column("completion_tokens", sa.Integer()),
        sa.Column("cached_tokens", sa.Integer()),
        sa.Column("cost_usd", sa.Float()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("latency_ms", sa.Float()),
        sa.Column("error", sa.Text()),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("response", sa.Text(), comment="JSON"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_model_calls_run_id_runs"),
        sa.PrimaryKeyConstraint("number", name="pk_model_calls"),
    )
    op.create_index("ix_model_calls_key", "model_calls", ["key"])
    op.create_index("ix_model_calls_run_id", "model_calls", ["run_id"])


def _run_items() -> None:
    op.create_table(
        "run_items",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document_id", sa.String(length=16), comment="null: the file never became a document"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("published", sa.Text(), comment="the date that times were resolved against"),
        sa.Column("failure_code", sa.Text()),
        sa.Column("failure_message", sa.Text()),
        sa.Column("failure_hint", sa.Text()),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('done', 'failed', 'skipped')", name="ck_run_items_status"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_run_items_document_id_documents"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_run_items_run_id_runs"),
        sa.PrimaryKeyConstraint("run_id", "name", name="pk_run_items"),
    )
    op.create_index("ix_run_items_document_id", "run_items", ["document_id"])


def _claim_versions() -> None:
    op.create_table(
        "claim_versions",
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(length=32)),
        sa.Column(
            "decision_id", sa.String(length=36), comment="the fix that made it; decisions refer to versions, not the other way round"
        ),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="of body and findings"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="the record, JSON"),
        sa.Column("trace", sa.Text(), nullable=False, comment="JSON"),
        sa.CheckConstraint("(run_id IS NULL) <> (decision_id IS NULL)", name="ck_claim_versions_origin"),
        sa.CheckConstraint("version >= 1", name="ck_claim_versions_version"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_versions_claim_id_claims"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_claim_versions_run_id_runs"),
        sa.PrimaryKeyConstraint("claim_id", "version", name="pk_claim_versions"),
        sa.UniqueConstraint("claim_id", "sequence", name="uq_claim_versions_claim_id_sequence"),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("acquired_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_leases_claim_id_claims"),
        sa.PrimaryKeyConstraint("claim_id", name="pk_leases"),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False, comment="the model's latest run that proposed the claim"),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="of the claim and findings that it proposed"),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, comment="a later run of the model no longer proposes it"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_proposals_claim_id_claims"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_proposals_run_id_runs"),
        sa.PrimaryKeyConstraint("claim_id", "model", name="pk_proposals"),
    )
    op.create_index("ix_proposals_document_id", "proposals", ["document_id", "model"])
    op.create_index("ix_proposals_model", "proposals", ["model", "claim_id"])
    op.create_index("ix_proposals_run_id", "proposals", ["run_id", "claim_id"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="place in the claim's history"),
        sa.Column("seen_revision", sa.Integer(), nullable=False, comment="the revision the reviewer saw"),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="the version decided on"),
        sa.Column("result", sa.Integer(), nullable=False, comment="the version that stands after it"),
        sa.Column("reason", sa.Text()),
        sa.Column("undoes", sa.String(length=36)),
        sa.CheckConstraint("(action = 'fix') = (result <> version)", name="ck_decisions_result"),
        sa.CheckConstraint("(action = 'undo') = (undoes IS NOT NULL)", name="ck_decisions_undoes"),
        sa.CheckConstraint("action <> 'reject' OR reason IS NOT NULL", name="ck_decisions_reason"),
        sa.CheckConstraint("action IN ('accept', 'fix', 'reject', 'skip', 'flag', 'undo')", name="ck_decisions_action"),
        sa.ForeignKeyConstraint(
            ["claim_id", "result"],
            ["claim_versions.claim_id", "claim_versions.version"],
            name="fk_decisions_claim_id_result_claim_versions",
        ),
        sa.ForeignKeyConstraint(
            ["claim_id", "undoes"], ["decisions.claim_id", "decisions.id"], name="fk_decisions_claim_id_undoes_decisions"
        ),
        sa.ForeignKeyConstraint(
            ["claim_id", "version"],
            ["claim_versions.claim_id", "claim_versions.version"],
            name="fk_decisions_claim_id_version_claim_versions",
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_decisions_claim_id_claims"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("claim_id", "id", name="uq_decisions_claim_id_id"),
        sa.UniqueConstraint("claim_id", "sequence", name="uq_decisions_claim_id_sequence"),
        sa.UniqueConstraint("undoes", name="uq_decisions_undoes"),
    )
    op.create_index("ix_decisions_reviewer", "decisions", ["reviewer", "decided_at"])


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text()),
        sa.Column("found", sa.Text()),
        sa.Column("span_start", sa.Integer()),
        sa.Column("span_end", sa.Integer()),
        sa.CheckConstraint("severity IN ('block', 'warn', 'info')", name="ck_findings_severity"),
        sa.ForeignKeyConstraint(
            ["claim_id", "version"],
            ["claim_versions.claim_id", "claim_versions.version"],
            name="fk_findings_claim_id_version_claim_versions",
        ),
        sa.PrimaryKeyConstraint("claim_id", "version", "ordinal", name="pk_findings"),
    )
    op.create_index("ix_findings_code", "findings", ["code", "claim_id"])


def _release_items() -> None:
    op.create_table(
        "release_items",
        sa.Column("release_number", NUMBER, nullable=False),
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("document_number", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False, comment="the published record, JSON"),
        sa.CheckConstraint("state IN ('published', 'corrected', 'retracted')", name="ck_release_items_state"),
        sa.ForeignKeyConstraint(
            ["claim_id", "version"],
            ["claim_versions.claim_id", "claim_versions.version"],
            name="fk_release_items_claim_id_version_claim_versions",
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_release_items_claim_id_claims"),
        sa.ForeignKeyConstraint(["release_number"], ["releases.number"], name="fk_release_items_release_number_releases"),
        sa.PrimaryKeyConstraint("release_number", "claim_id", name="pk_release_items"),
        sa.UniqueConstraint("claim_id", "sequence", name="uq_release_items_claim_id_sequence"),
    )
    op.create_index("ix_release_items_order", "release_items", ["release_number", "document_number", "position", "claim_id"])
