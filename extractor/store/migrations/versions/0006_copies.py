"""Near-duplicates of documents: keys by which candidates are found, and links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "near_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("key", "document_id", name="pk_near_keys"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_near_keys_document_id_documents"),
    )
    op.create_table(
        "document_copies",
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("original_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_document_copies"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_document_copies_document_id_documents"),
        sa.ForeignKeyConstraint(["original_id"], ["documents.id"], name="fk_document_copies_original_id_documents"),
    )
