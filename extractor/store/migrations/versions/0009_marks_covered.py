"""Marks of undecided claims are counted and walked within their indices, without a look at each row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PLACE = ("document_number", "position", "claim_id", "is_open")


def upgrade() -> None:
    for name, columns in (("queue", ("mark", "priority", *PLACE)), ("open", ("mark", *PLACE))):
        op.drop_index(f"ix_claim_marks_{name}", "claim_marks")
        where: dict[str, Any] = {"sqlite_where": sa.text("is_open = 1"), "postgresql_where": sa.text("is_open")}
        op.create_index(f"ix_claim_marks_{name}", "claim_marks", list(columns), **where)
