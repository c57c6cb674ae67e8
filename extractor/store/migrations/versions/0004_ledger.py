"""The ledger: what people say of links between claims. Events are history: only ever added to."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from extractor.store.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFUSED = "link_events are history and are never changed"


def upgrade() -> None:
    op.create_table(
        "link_events",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=12), nullable=False),
        sa.Column("first_claim", sa.String(length=40), nullable=False),
        sa.Column("second_claim", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_link_events"),
        sa.UniqueConstraint("id", name="uq_link_events_id"),
        sa.ForeignKeyConstraint(["first_claim"], ["claims.id"], name="fk_link_events_first_claim_claims"),
        sa.ForeignKeyConstraint(["second_claim"], ["claims.id"], name="fk_link_events_second_claim_claims"),
        sa.CheckConstraint("relation IN ('same', 'supersedes')", name=op.f("ck_link_events_relation")),
        sa.CheckConstraint("verdict IN ('confirm', 'refuse', 'withdraw')", name=op.f("ck_link_events_verdict")),
        sa.CheckConstraint("first_claim <> second_claim", name=op.f("ck_link_events_two_claims")),
        sa.CheckConstraint("relation <> 'same' OR first_claim < second_claim", name=op.f("ck_link_events_direction")),
    )
    op.create_index("ix_link_events_first_claim", "link_events", ["first_claim"])
    op.create_index("ix_link_events_second_claim", "link_events", ["second_claim"])
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgres():
        op.execute(sa.text(statement))


def _sqlite() -> Iterator[str]:
    known = "WHEN EXISTS (SELECT 1 FROM link_events o WHERE o.id = NEW.id OR o.number = NEW.number) "
    for name, moment, when in (("update", "BEFORE UPDATE", ""), ("delete", "BEFORE DELETE", ""), ("replace", "BEFORE INSERT", known)):
        body = f"BEGIN SELECT RAISE(ABORT, 'quotebound\\: {REFUSED}'); END"
        yield f"CREATE TRIGGER quotebound_link_events_{name} {moment} ON link_events {when}{body}"


def _postgres() -> Iterator[str]:
    for name, moment, each in (("change", "BEFORE UPDATE OR DELETE", "ROW"), ("truncate", "BEFORE TRUNCATE", "STATEMENT")):
        head = f"CREATE TRIGGER quotebound_link_events_{name} {moment} ON link_events FOR EACH {each}"
        yield f"{head} EXECUTE FUNCTION quotebound_refuse('{REFUSED}')"
