"""Admins see how many mentors their community needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forecasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "(report IS NULL) = (finished_at IS NULL)",
            name=op.f("ck_forecasts_finished_with_report"),
        ),
        sa.CheckConstraint("done >= 0 AND done <= most", name=op.f("ck_forecasts_done_of_most")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_forecasts_asked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecasts")),
    )
    op.create_index("ix_forecasts_finished_at", "forecasts", ["finished_at"])


def downgrade() -> None:
    op.drop_index("ix_forecasts_finished_at", table_name="forecasts")
    op.drop_table("forecasts")
