"""Every filter in every order off an index: months, what is undecided as it stands in the documents, findings, models and runs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from extractor.store.migrations.marks_0008 import FILL, statements

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLACE = ["document_number", "position"]
OPEN: dict[str, Any] = {"sqlite_where": sa.text("is_open = 1"), "postgresql_where": sa.text("is_open")}
GONE = (
    ("claims", "queue_source"),
    ("claims", "queue_state"),
    ("claims", "month"),
    ("claims", "reviewer"),
    ("claims", "assignee"),
    ("findings", "code"),
    ("proposals", "run_id"),
    ("proposals", "model"),
)


def upgrade() -> None:
    for table, name in GONE:
        op.drop_index(f"ix_{table}_{name}", table)
    op.create_index("ix_claims_list_month", "claims", ["month", *PLACE, "id"])
    for by in ("reviewer", "assignee"):
        some = sa.text(f"{by} IS NOT NULL")
        op.create_index(f"ix_claims_list_{by}", "claims", [by, *PLACE, "id"], sqlite_where=some, postgresql_where=some)
        waiting = (sa.text(f"is_open = 1 AND {by} IS NOT NULL"), sa.text(f"is_open AND {by} IS NOT NULL"))
        op.create_index(f"ix_claims_open_{by}", "claims", [by, *PLACE, "id"], sqlite_where=waiting[0], postgresql_where=waiting[1])
    op.create_index("ix_claims_queue_month", "claims", ["month", "priority", *PLACE, "id"], **OPEN)
    op.create_index("ix_claims_risk", "claims", ["priority", *PLACE, "id"])
    op.create_index("ix_claims_risk_state", "claims", ["state", "priority", *PLACE, "id"])
    op.create_index("ix_claims_created", "claims", ["created_at", *PLACE, "id"])
    op.create_index("ix_claims_open", "claims", [*PLACE, "id"], **OPEN)
    for by in ("kind", "outcome", "outlet", "month"):
        op.create_index(f"ix_claims_open_{by}", "claims", [by, *PLACE, "id"], **OPEN)
    _claim_marks()
    for statement in (*FILL, *statements(op.get_bind().dialect.name)):
        op.get_bind().exec_driver_sql(statement)
    op.create_index("ix_claim_marks_queue", "claim_marks", ["mark", "priority", *PLACE, "claim_id"], **OPEN)
    op.create_index("ix_claim_marks_open", "claim_marks", ["mark", *PLACE, "claim_id"], **OPEN)
    op.create_index("ix_claim_marks_list", "claim_marks", ["mark", *PLACE, "claim_id"])


def _claim_marks() -> None:
    op.create_table(
        "claim_marks",
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column(
            "mark",
            sa.Text(),
            nullable=False,
            comment="finding:CODE of the version that stands; model:NAME and run:ID of who proposes it now",
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("document_number", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_marks_claim_id_claims"),
        sa.PrimaryKeyConstraint("claim_id", "mark", name="pk_claim_marks"),
        sqlite_with_rowid=False,
    )
