"""Second looks: appeals against decisions and sanctions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appellant_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("sanction_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'upheld', 'overturned', 'withdrawn', 'expired')",
            name=op.f("ck_appeals_state_known"),
        ),
        sa.CheckConstraint(
            "(decision_id IS NULL) <> (sanction_id IS NULL)",
            name=op.f("ck_appeals_about_one_thing"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name=op.f("ck_appeals_settled_when")
        ),
        sa.CheckConstraint(
            "state NOT IN ('upheld', 'overturned') "
            "OR (answer <> '' AND settled_by_id IS NOT NULL AND settled_by_id <> appellant_id)",
            name=op.f("ck_appeals_judged_by_somebody_else_in_words"),
        ),
        sa.ForeignKeyConstraint(
            ["appellant_id"], ["users.id"], name=op.f("fk_appeals_appellant_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_appeals_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["sanction_id"], ["sanctions.id"], name=op.f("fk_appeals_sanction_id_sanctions")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_appeals_settled_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeals_decision_id")),
        sa.UniqueConstraint("sanction_id", name=op.f("uq_appeals_sanction_id")),
    )
    op.create_index("ix_appeals_appellant_id", "appeals", ["appellant_id"])
    op.create_index("ix_appeals_state", "appeals", ["state", "made_at"])


def downgrade() -> None:
    op.drop_index("ix_appeals_state", table_name="appeals")
    op.drop_index("ix_appeals_appellant_id", table_name="appeals")
    op.drop_table("appeals")
