"""What was said in private can be reported, is shown to moderators as far as was chosen, and can be taken down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
TWO_TARGETS = "(post_id IS NULL) <> (person_id IS NULL)"
THREE_TARGETS = (
    "CASE WHEN post_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN person_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN private_id IS NULL THEN 0 ELSE 1 END = 1"
)
REMOVAL_WHOLE = (
    "CASE WHEN removed_at IS NULL THEN removed_by_id IS NULL AND removed_rule_id IS NULL "
    "ELSE removed_by_id IS NOT NULL AND removed_rule_id IS NOT NULL AND removed_note <> '' "
    "END"
)


def upgrade() -> None:
    with op.batch_alter_table("review_items") as table:
        table.add_column(sa.Column("private_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("with_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_review_items_private_id_private_conversations"),
            "private_conversations",
            ["private_id"],
            ["id"],
        )
        table.create_foreign_key(
            op.f("fk_review_items_with_id_users"), "users", ["with_id"], ["id"]
        )
        table.drop_constraint(op.f("ck_review_items_one_target"), type_="check")
        table.create_check_constraint(op.f("ck_review_items_one_target"), THREE_TARGETS)
        table.create_check_constraint(
            op.f("ck_review_items_private_with_another"),
            "(private_id IS NULL) = (with_id IS NULL)",
        )
    op.create_index(
        "uq_review_items_open_private", "review_items", ["private_id", "about_id"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    with op.batch_alter_table("private_messages") as table:
        table.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("removed_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("removed_rule_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("removed_note", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        table.create_foreign_key(
            op.f("fk_private_messages_removed_by_id_users"), "users", ["removed_by_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_private_messages_removed_rule_id_rules"), "rules", ["removed_rule_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_private_messages_removal_whole"), REMOVAL_WHOLE)
    with op.batch_alter_table("private_messages") as table:
        table.alter_column("removed_note", existing_type=sa.Text(), server_default=None)
    op.create_table(
        "shown_messages",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("is_reported", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["private_messages.id"],
            name=op.f("fk_shown_messages_message_id_private_messages"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_shown_messages_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("report_id", "message_id", name=op.f("pk_shown_messages")),
    )


def downgrade() -> None:
    op.drop_table("shown_messages")
    with op.batch_alter_table("private_messages") as table:
        table.drop_constraint(op.f("ck_private_messages_removal_whole"), type_="check")
        table.drop_constraint(op.f("fk_private_messages_removed_rule_id_rules"), type_="foreignkey")
        table.drop_constraint(op.f("fk_private_messages_removed_by_id_users"), type_="foreignkey")
        for column in ("removed_note", "removed_rule_id", "removed_by_id", "removed_at"):
            table.drop_column(column)
    # Items that the older table can't hold, and what belongs to them.
    of_private = "(SELECT id FROM review_items WHERE private_id IS NOT NULL)"
    op.execute(f"DELETE FROM reports WHERE item_id IN {of_private}")  # noqa: S608
    op.execute(f"DELETE FROM review_reasons WHERE item_id IN {of_private}")  # noqa: S608
    op.execute("DELETE FROM review_items WHERE private_id IS NOT NULL")
    op.drop_index("uq_review_items_open_private", table_name="review_items")
    with op.batch_alter_table("review_items") as table:
        table.drop_constraint(op.f("ck_review_items_private_with_another"), type_="check")
        table.drop_constraint(op.f("ck_review_items_one_target"), type_="check")
        table.create_check_constraint(op.f("ck_review_items_one_target"), TWO_TARGETS)
        table.drop_constraint(op.f("fk_review_items_with_id_users"), type_="foreignkey")
        table.drop_constraint(
            op.f("fk_review_items_private_id_private_conversations"), type_="foreignkey"
        )
        table.drop_column("with_id")
        table.drop_column("private_id")
