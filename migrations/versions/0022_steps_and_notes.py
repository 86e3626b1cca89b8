"""What moderators do with an item other than decide on it, and what staff tell each other. Both only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("review_steps", "staff_notes")


def upgrade() -> None:
    op.create_table(
        "review_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action IN ('skip', 'second_opinion', 'escalate')",
            name=op.f("ck_review_steps_action_known"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_review_steps_gives_a_reason")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_review_steps_item_id_review_items")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_review_steps_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_steps")),
    )
    op.create_index("ix_review_steps_item", "review_steps", ["item_id", "by_id", "at"])
    op.create_table(
        "staff_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(post_id IS NULL) <> (person_id IS NULL)",
            name=op.f("ck_staff_notes_about_one_thing"),
        ),
        sa.CheckConstraint(
            "person_id IS NULL OR person_id <> by_id", name=op.f("ck_staff_notes_not_of_oneself")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_staff_notes_says_something")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_staff_notes_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_staff_notes_person_id_users")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_staff_notes_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notes")),
    )
    op.create_index("ix_staff_notes_post", "staff_notes", ["post_id"])
    op.create_index("ix_staff_notes_person", "staff_notes", ["person_id"])
    with op.batch_alter_table("review_items") as batch:
        batch.add_column(sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("asked_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("first_for_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("first_for_until", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            op.f("fk_review_items_asked_by_id_users"), "users", ["asked_by_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_review_items_first_for_id_users"), "users", ["first_for_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_review_items_asked_whole"), "(asked_by_id IS NULL) = (asked_at IS NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_review_items_first_whole"),
            "(first_for_id IS NULL) = (first_for_until IS NULL)",
        )
    _refuse_changes()


def _refuse_changes() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE "
                f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    with op.batch_alter_table("review_items") as batch:
        batch.drop_constraint(op.f("ck_review_items_asked_whole"), type_="check")
        batch.drop_constraint(op.f("ck_review_items_first_whole"), type_="check")
        batch.drop_constraint(op.f("fk_review_items_asked_by_id_users"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_review_items_first_for_id_users"), type_="foreignkey")
        for column in (
            "escalated_at",
            "asked_by_id",
            "asked_at",
            "first_for_id",
            "first_for_until",
        ):
            batch.drop_column(column)
    # Its triggers go with a table.
    op.drop_table("staff_notes")
    op.drop_table("review_steps")
