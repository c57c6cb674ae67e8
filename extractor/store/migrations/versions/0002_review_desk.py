"""The review desk: full-text search, the month something happened in, assignments, keys of one's own.

The words of each claim stand in a table of their own (`search.py`), found through FTS5 on SQLite and a GIN index on PostgreSQL.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from extractor.store.columns import UtcDateTime
from extractor.store.searching import month_of, words_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PAGE = 500
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE claim_search USING fts5(words, content='claim_words', content_rowid='number', prefix='2 3')",
        "INSERT INTO claim_search(claim_search) VALUES ('rebuild')",
        (
            "CREATE TRIGGER claim_words_added AFTER INSERT ON claim_words BEGIN "
            "INSERT INTO claim_search(rowid, words) VALUES (NEW.number, NEW.words); END"
        ),
        (
            "CREATE TRIGGER claim_words_changed AFTER UPDATE ON claim_words BEGIN "
            "INSERT INTO claim_search(claim_search, rowid, words) VALUES ('delete', OLD.number, OLD.words); "
            "INSERT INTO claim_search(rowid, words) VALUES (NEW.number, NEW.words); END"
        ),
    ),
    "postgresql": ("CREATE INDEX ix_claim_words_search ON claim_words USING gin (to_tsvector('simple', words))",),
}
RERANKED = (
    "UPDATE claims SET priority = priority + 1",
    (
        "UPDATE claims SET priority = priority - priority % 5 WHERE EXISTS (SELECT 1 FROM findings f WHERE f.claim_id = claims.id "
        "AND f.version = claims.version AND f.code IN ('opinion.alone', 'opinion.differs', 'opinion.missed'))"
    ),
)
"""Claims that two models read differently come first among their like (`review.priority`)."""


def upgrade() -> None:
    op.add_column("claims", sa.Column("month", sa.String(length=10), comment="when it happened: 2025-05, or a year alone"))
    op.add_column("claims", sa.Column("assignee", sa.Text(), comment="who is to decide; null: whoever comes first"))
    op.create_index("ix_claims_month", "claims", ["month"])
    op.create_index("ix_claims_assignee", "claims", ["assignee"])
    columns = ["created_at", "document_number", "position", "id"]
    op.create_index("ix_claims_age", "claims", columns, sqlite_where=sa.text("is_open = 1"), postgresql_where=sa.text("is_open"))
    _claim_words()
    _assignments()
    _reviewer_keys()
    _fill()
    for statement in (*RERANKED, *SEARCH[op.get_bind().dialect.name]):
        op.execute(sa.text(statement))


def _claim_words() -> None:
    op.create_table(
        "claim_words",
        sa.Column("number", NUMBER, nullable=False, autoincrement=True),
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="of the version that stands, folded"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_words_claim_id_claims"),
        sa.PrimaryKeyConstraint("number", name="pk_claim_words"),
        sa.UniqueConstraint("claim_id", name="uq_claim_words_claim_id"),
    )


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("number", NUMBER, nullable=False, autoincrement=True),
        sa.Column("claim_id", sa.String(length=40), nullable=False),
        sa.Column("assignee", sa.Text(), comment="null: to nobody any more"),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("assigned_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_assignments_claim_id_claims"),
        sa.PrimaryKeyConstraint("number", name="pk_assignments"),
    )
    op.create_index("ix_assignments_claim_id", "assignments", ["claim_id", "number"])


def _reviewer_keys() -> None:
    op.create_table(
        "reviewer_keys",
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("reviewer", "act", name="pk_reviewer_keys"),
    )


def _fill() -> None:
    """What the claims that are there already say."""
    connection, after = op.get_bind(), ""
    standing = sa.text(
        "SELECT c.id, v.body FROM claims c JOIN claim_versions v ON v.claim_id = c.id AND v.version = c.version "
        "WHERE c.id > :after ORDER BY c.id LIMIT :page"
    )
    while rows := connection.execute(standing, {"after": after, "page": PAGE}).all():
        after = rows[-1].id
        found = [{"id": row.id, "body": json.loads(row.body)} for row in rows]
        values = [{"id": one["id"], "words": words_of(one["body"]), "month": month_of(one["body"])} for one in found]
        connection.execute(sa.text("INSERT INTO claim_words (claim_id, words) VALUES (:id, :words)"), values)
        connection.execute(sa.text("UPDATE claims SET month = :month WHERE id = :id"), values)
