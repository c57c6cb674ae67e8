"""Teams: members with roles, how many reviewers decide about a claim, adjudication, and who published.

What was decided and published before stays as it is: by one reviewer each, by nobody in particular.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extractor.store.columns import UtcDateTime
from extractor.store.migrations.rules_0005 import statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _members()
    _overlap_rules()
    op.add_column(
        "decisions",
        sa.Column("needed", sa.Integer(), nullable=False, server_default="1", comment="reviewers that the rule for overlap asked for"),
    )
    op.add_column(
        "decisions",
        sa.Column("adjudicates", sa.Boolean(), nullable=False, server_default=sa.false(), comment="settles what reviewers differ about"),
    )
    op.add_column(
        "claims",
        sa.Column("opinions", sa.Integer(), nullable=False, server_default="0", comment="independent decisions that are in"),
    )
    op.add_column("releases", sa.Column("publisher", sa.Text(), comment="who made it"))
    for statement in statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", "\\:")))


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), comment="the identity provider's own identifier"),
        sa.Column("roles", sa.Text(), nullable=False, comment="each with a space before and behind; empty: none"),
        sa.Column("set_by", sa.Text(), nullable=False, comment="who gave them; the token's issuer for those who sign in"),
        sa.Column("as_of", UtcDateTime(), nullable=False, comment="when the token was issued, or the roles given"),
        sa.PrimaryKeyConstraint("number", name="pk_members"),
    )
    op.create_index("ix_members_name", "members", ["name", "number"])


def _overlap_rules() -> None:
    op.create_table(
        "overlap_rules",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("reviewers", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_overlap_rules"),
        sa.CheckConstraint("rule IN ('none', 'all', 'sample', 'risky')", name="ck_overlap_rules_rule"),
    )
