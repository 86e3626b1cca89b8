"""Drafts of changes to posts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

THREE_PLACES = (
    "CASE WHEN thread_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN category_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN private_id IS NULL THEN 0 ELSE 1 END = 1"
)
FOUR_PLACES = THREE_PLACES.replace(" = 1", " + CASE WHEN changes_id IS NULL THEN 0 ELSE 1 END = 1")


def upgrade() -> None:
    with op.batch_alter_table("drafts") as table:
        table.add_column(sa.Column("changes_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("based_on", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_drafts_changes_id_posts"), "posts", ["changes_id"], ["id"]
        )
        table.drop_constraint(op.f("ck_drafts_in_one_place"), type_="check")
        table.create_check_constraint(op.f("ck_drafts_in_one_place"), FOUR_PLACES)
        table.create_check_constraint(
            op.f("ck_drafts_changes_a_version"), "(changes_id IS NULL) = (based_on IS NULL)"
        )


def downgrade() -> None:
    # What the older tables can't hold.
    op.execute("DELETE FROM drafts WHERE changes_id IS NOT NULL")
    with op.batch_alter_table("drafts") as table:
        table.drop_constraint(op.f("ck_drafts_changes_a_version"), type_="check")
        table.drop_constraint(op.f("ck_drafts_in_one_place"), type_="check")
        table.create_check_constraint(op.f("ck_drafts_in_one_place"), THREE_PLACES)
        table.drop_constraint(op.f("fk_drafts_changes_id_posts"), type_="foreignkey")
        table.drop_column("based_on")
        table.drop_column("changes_id")
