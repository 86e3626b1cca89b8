"""How grave an item is, whose it is, and who has it open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ORDINARY = "2"


def upgrade() -> None:
    op.add_column(
        "review_reasons",
        sa.Column("gravity", sa.Integer(), nullable=False, server_default=ORDINARY),
    )
    for column in (
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("from_newcomer", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("gravity", sa.Integer(), nullable=False, server_default=ORDINARY),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("review_items", column)
    op.execute(
        "UPDATE review_items SET "
        "about_id = coalesce((SELECT author_id FROM posts WHERE posts.id = post_id), person_id), "
        "from_newcomer = coalesce((SELECT by_newcomer FROM posts WHERE posts.id = post_id), false)"
    )
    with op.batch_alter_table("review_items") as table:
        table.alter_column("about_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(
            op.f("fk_review_items_about_id_users"), "users", ["about_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_review_items_claimed_by_id_users"), "users", ["claimed_by_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_review_items_claim_whole"),
            "(claimed_by_id IS NULL) = (claimed_until IS NULL)",
        )
        table.create_check_constraint(
            op.f("ck_review_items_closed_is_free"), "closed_at IS NULL OR claimed_by_id IS NULL"
        )
    op.create_index(op.f("ix_review_items_claimed_by_id"), "review_items", ["claimed_by_id"])


def downgrade() -> None:
    op.drop_index("ix_review_items_claimed_by_id", table_name="review_items")
    with op.batch_alter_table("review_items") as table:
        table.drop_constraint(op.f("ck_review_items_closed_is_free"), type_="check")
        table.drop_constraint(op.f("ck_review_items_claim_whole"), type_="check")
        table.drop_constraint(op.f("fk_review_items_claimed_by_id_users"), type_="foreignkey")
        table.drop_constraint(op.f("fk_review_items_about_id_users"), type_="foreignkey")
        for column in ("claimed_until", "claimed_by_id", "gravity", "from_newcomer", "about_id"):
            table.drop_column(column)
    op.drop_column("review_reasons", "gravity")
