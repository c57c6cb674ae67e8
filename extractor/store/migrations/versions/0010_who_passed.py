"""Who skipped a claim, and who decided while others still have to, in its own row: the queue walks past it without looking anything up."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PASSED = """
    SELECT d.claim_id AS claim, d.action = 'skip' AS skips, d.reviewer AS reviewer FROM decisions d
    JOIN claims c ON c.id = d.claim_id AND c.version = d.version
    WHERE (d.action = 'skip' OR (d.action IN ('accept', 'fix', 'reject') AND c.is_open AND c.opinions > 0))
    AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) ORDER BY d.claim_id"""


def upgrade() -> None:
    op.add_column(
        "claims", sa.Column("skipped_by", sa.Text(), comment="who skipped the version that stands, as events.names; null: nobody")
    )
    op.add_column(
        "claims", sa.Column("decided_by", sa.Text(), comment="who decided while others still have to, as events.names; null: nobody")
    )
    connection = op.get_bind()
    keep = sa.text("UPDATE claims SET skipped_by = :skipped_by, decided_by = :decided_by WHERE id = :claim")
    for claim, passed in groupby(connection.execute(sa.text(PASSED)).all(), key=lambda row: row.claim):
        rows = list(passed)
        by = {"skipped_by": _names(rows, skips=True), "decided_by": _names(rows, skips=False)}
        connection.execute(keep, {"claim": claim, **by})


def _names(rows: list[Any], *, skips: bool) -> str | None:
    names = sorted({quote(row.reviewer, safe="") for row in rows if bool(row.skips) is skips})
    return f" {' '.join(names)} " if names else None
