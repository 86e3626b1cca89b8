"""Private conversations between mentor and mentee; a draft and a line in the inbox can be of one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TWO_PLACES = "(thread_id IS NULL) <> (category_id IS NULL)"
THREE_PLACES = (
    "CASE WHEN thread_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN category_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN private_id IS NULL THEN 0 ELSE 1 END = 1"
)
NUDGED_BEFORE = "place IN ('thread', 'reply', 'edit')"
NUDGED = "place IN ('thread', 'reply', 'edit', 'private')"


def upgrade() -> None:
    op.create_table(
        "private_conversations",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newcomer_read_to", sa.Integer(), nullable=False),
        sa.Column("mentor_read_to", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_private_conversations_end_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["users.id"], name=op.f("fk_private_conversations_ended_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["mentorships.id"], name=op.f("fk_private_conversations_id_mentorships")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_conversations")),
    )
    op.create_table(
        "private_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("calls_for_help", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_private_messages_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["private_conversations.id"],
            name=op.f("fk_private_messages_conversation_id_private_conversations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_messages")),
        sa.UniqueConstraint(
            "author_id", "submission_key", name=op.f("uq_private_messages_author_id_submission_key")
        ),
    )
    op.create_index(
        "ix_private_messages_reading", "private_messages", ["conversation_id", "id"], unique=False
    )
    with op.batch_alter_table("notifications") as table:
        table.add_column(sa.Column("private_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_notifications_private_id_private_conversations"),
            "private_conversations",
            ["private_id"],
            ["id"],
        )
    with op.batch_alter_table("drafts") as table:
        table.add_column(sa.Column("private_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_drafts_private_id_mentorships"), "mentorships", ["private_id"], ["id"]
        )
        table.drop_constraint(op.f("ck_drafts_in_one_place"), type_="check")
        table.create_check_constraint(op.f("ck_drafts_in_one_place"), THREE_PLACES)
    with op.batch_alter_table("nudges") as table:
        table.drop_constraint(op.f("ck_nudges_place_known"), type_="check")
        table.create_check_constraint(op.f("ck_nudges_place_known"), NUDGED)


def downgrade() -> None:
    # What the older tables can't hold.
    op.execute("DELETE FROM nudges WHERE place = 'private'")
    op.execute("DELETE FROM drafts WHERE private_id IS NOT NULL")
    op.execute("DELETE FROM notifications WHERE private_id IS NOT NULL")
    with op.batch_alter_table("nudges") as table:
        table.drop_constraint(op.f("ck_nudges_place_known"), type_="check")
        table.create_check_constraint(op.f("ck_nudges_place_known"), NUDGED_BEFORE)
    with op.batch_alter_table("drafts") as table:
        table.drop_constraint(op.f("ck_drafts_in_one_place"), type_="check")
        table.create_check_constraint(op.f("ck_drafts_in_one_place"), TWO_PLACES)
        table.drop_constraint(op.f("fk_drafts_private_id_mentorships"), type_="foreignkey")
        table.drop_column("private_id")
    with op.batch_alter_table("notifications") as table:
        table.drop_constraint(
            op.f("fk_notifications_private_id_private_conversations"), type_="foreignkey"
        )
        table.drop_column("private_id")
    op.drop_table("private_messages")
    op.drop_table("private_conversations")
