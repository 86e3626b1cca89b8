"""Threads that take no new answers, and threads that were moved, with the trail of both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("from_category_id", sa.Integer(), nullable=True),
        sa.Column("to_category_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action IN ('lock', 'unlock', 'move')", name=op.f("ck_thread_steps_action_known")
        ),
        sa.CheckConstraint(
            "action <> 'lock' OR reason <> ''", name=op.f("ck_thread_steps_lock_gives_a_reason")
        ),
        sa.CheckConstraint(
            "(action = 'move') = (from_category_id IS NOT NULL AND to_category_id IS NOT NULL)",
            name=op.f("ck_thread_steps_move_says_where"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_thread_steps_thread_id_threads")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_thread_steps_by_id_users")),
        sa.ForeignKeyConstraint(
            ["from_category_id"],
            ["categories.id"],
            name=op.f("fk_thread_steps_from_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["to_category_id"],
            ["categories.id"],
            name=op.f("fk_thread_steps_to_category_id_categories"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_steps")),
    )
    op.create_index("ix_thread_steps_thread", "thread_steps", ["thread_id", "id"])
    op.add_column("threads", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "threads",
        sa.Column("lock_reason", sa.String(length=300), nullable=False, server_default=""),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER thread_steps_refuses_{verb.lower()} BEFORE {verb} ON thread_steps "
                "BEGIN SELECT RAISE(ABORT, 'thread_steps is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER thread_steps_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON thread_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_column("threads", "lock_reason")
    op.drop_column("threads", "locked_at")
    # Its triggers go with a table.
    op.drop_table("thread_steps")
