"""Decided posts are read again by another model, before it is used; back-tests can take its scores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rescorings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_name", sa.String(length=80), nullable=False),
        sa.Column("model_version", sa.String(length=40), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done >= 0 AND done <= most", name=op.f("ck_rescorings_done_of_most")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_rescorings_asked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescorings")),
    )
    op.create_index(op.f("ix_rescorings_finished_at"), "rescorings", ["finished_at"])
    op.create_table(
        "rescored",
        sa.Column("rescoring_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rescoring_id"], ["rescorings.id"], name=op.f("fk_rescored_rescoring_id_rescorings")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revisions.id"],
            name=op.f("fk_rescored_revision_id_post_revisions"),
        ),
        sa.PrimaryKeyConstraint("rescoring_id", "revision_id", name=op.f("pk_rescored")),
    )
    with op.batch_alter_table("backtests") as batch:
        batch.add_column(sa.Column("rescoring_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_backtests_rescoring_id_rescorings"), "rescorings", ["rescoring_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("backtests") as batch:
        batch.drop_constraint(op.f("fk_backtests_rescoring_id_rescorings"), type_="foreignkey")
        batch.drop_column("rescoring_id")
    op.drop_table("rescored")
    op.drop_table("rescorings")
