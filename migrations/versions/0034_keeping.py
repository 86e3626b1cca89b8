"""How long things are kept, when that was last seen to, and when a text was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KINDS = (
    "declined",
    "removed",
    "returned",
    "withdrawn",
    "versions",
    "drafts",
    "reports",
    "inbox",
    "mail_files",
    "sessions",
    "resets",
    "attempts",
)
ERASED = "erased_at IS NULL OR text = ''"


def upgrade() -> None:
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_table(
        "keeping_periods",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_keeping_periods_kind_known")),
        sa.CheckConstraint("days >= 1", name=op.f("ck_keeping_periods_at_least_a_day")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_keeping_periods")),
    )
    op.create_table(
        "keeping_sweeps",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_keeping_sweeps_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeping_sweeps")),
    )
    if op.get_bind().dialect.name == "sqlite":
        # Together with its constraint, so that the table need not be made anew.
        op.execute(
            "ALTER TABLE post_revisions ADD COLUMN erased_at DATETIME "
            f"CONSTRAINT ck_post_revisions_erased_for_good CHECK ({ERASED})"
        )
        return
    op.add_column("post_revisions", sa.Column("erased_at", sa.DateTime(timezone=True)))
    op.create_check_constraint(op.f("ck_post_revisions_erased_for_good"), "post_revisions", ERASED)


def downgrade() -> None:
    # Its constraint goes with the column.
    op.drop_column("post_revisions", "erased_at")
    op.drop_table("keeping_sweeps")
    op.drop_table("keeping_periods")
