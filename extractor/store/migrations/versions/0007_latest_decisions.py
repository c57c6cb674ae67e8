"""The latest decisions of all claims, for the audit trail and for what the queue doubts, come from an index."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_decisions_decided_at", "decisions", ["decided_at", "id"])
