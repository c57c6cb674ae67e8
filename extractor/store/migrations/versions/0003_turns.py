"""Turns at an endpoint: limits a minute that several processes share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "endpoint_turns",
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False, comment="requests, tokens or pause"),
        sa.Column("free_at", sa.Double(), nullable=False, comment="seconds since 1970"),
        sa.PrimaryKeyConstraint("endpoint", "what", name="pk_endpoint_turns"),
    )
