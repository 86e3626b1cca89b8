"""Threshold sets are tried on decided posts before they decide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backtests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("against_id", sa.Integer(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "(report IS NULL) = (finished_at IS NULL)",
            name=op.f("ck_backtests_finished_with_report"),
        ),
        sa.CheckConstraint("done >= 0 AND done <= most", name=op.f("ck_backtests_done_of_most")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["threshold_sets.id"], name=op.f("fk_backtests_set_id_threshold_sets")
        ),
        sa.ForeignKeyConstraint(
            ["against_id"],
            ["threshold_sets.id"],
            name=op.f("fk_backtests_against_id_threshold_sets"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_backtests_asked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backtests")),
    )
    op.create_index("ix_backtests_set_id", "backtests", ["set_id"])
    op.create_index("ix_backtests_finished_at", "backtests", ["finished_at"])


def downgrade() -> None:
    op.drop_index("ix_backtests_finished_at", table_name="backtests")
    op.drop_index("ix_backtests_set_id", table_name="backtests")
    op.drop_table("backtests")
