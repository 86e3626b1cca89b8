"""Decisions that can be undone for some seconds, and what waits meanwhile; which decision reverses which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

LEADS_BACK = (
    "action <> 'undo' "
    "OR (before = 'published' AND after IN "
    "('held', 'hidden', 'declined', 'removed', 'changes_requested')) "
    "OR (before = 'changes_requested' AND after IN ('held', 'published', 'hidden')) "
    "OR (before = 'declined' AND after IN ('held', 'changes_requested')) "
    "OR (before = 'hidden' AND after = 'published') "
    "OR (before = 'removed' AND after IN ('published', 'hidden'))"
)


def upgrade() -> None:
    for table in ("decisions", "post_transitions"):
        drop_triggers(table)
    with op.batch_alter_table("post_transitions") as table:
        table.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_post_transitions_undoes_id_post_transitions"),
            "post_transitions",
            ["undoes_id"],
            ["id"],
        )
        table.create_unique_constraint(op.f("uq_post_transitions_undoes_id"), ["undoes_id"])
        table.create_check_constraint(
            op.f("ck_post_transitions_undo_names_a_step"),
            "(action = 'undo') = (undoes_id IS NOT NULL)",
        )
        table.create_check_constraint(op.f("ck_post_transitions_undo_leads_back"), LEADS_BACK)
    with op.batch_alter_table("decisions") as table:
        table.add_column(sa.Column("reverses_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_decisions_reverses_id_decisions"), "decisions", ["reverses_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_decisions_reversal_restores"),
            "reverses_id IS NULL OR (reverses_id <> id AND action IN ('approve', 'restore'))",
        )
    op.create_index(op.f("ix_decisions_reverses_id"), "decisions", ["reverses_id"])
    # Rebuilding a table on SQLite takes its triggers along, so they are made anew on either.
    for table in ("decisions", "post_transitions"):
        make_triggers(table)
    op.create_table(
        "undo_windows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "(decision_id IS NULL) <> (item_id IS NULL)", name=op.f("ck_undo_windows_one_act")
        ),
        sa.CheckConstraint(
            "(decision_id IS NULL) = (post_id IS NULL)",
            name=op.f("ck_undo_windows_decision_with_post"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_how IS NULL)", name=op.f("ck_undo_windows_end_whole")
        ),
        sa.CheckConstraint(
            "ended_how IN ('told', 'overtaken', 'undone')", name=op.f("ck_undo_windows_end_known")
        ),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_undo_windows_lasts")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_undo_windows_by_id_users")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_undo_windows_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_undo_windows_item_id_review_items")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_undo_windows_post_id_posts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo_windows")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_undo_windows_decision_id")),
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_undo_windows_open_post",
        "undo_windows",
        ["post_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        "ix_undo_windows_due",
        "undo_windows",
        ["closes_at"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_undo_windows_by", "undo_windows", ["by_id", "closes_at"])
    op.create_table(
        "held_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["window_id"], ["undo_windows.id"], name=op.f("fk_held_back_window_id_undo_windows")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_back")),
    )
    op.create_index(op.f("ix_held_back_window_id"), "held_back", ["window_id"])
    make_triggers("held_back")


def downgrade() -> None:
    op.drop_table("held_back")
    op.drop_table("undo_windows")
    for table in ("decisions", "post_transitions"):
        drop_triggers(table)
    op.drop_index("ix_decisions_reverses_id", table_name="decisions")
    with op.batch_alter_table("decisions") as table:
        table.drop_constraint(op.f("ck_decisions_reversal_restores"), type_="check")
        table.drop_constraint(op.f("fk_decisions_reverses_id_decisions"), type_="foreignkey")
        table.drop_column("reverses_id")
    with op.batch_alter_table("post_transitions") as table:
        for name in ("undo_leads_back", "undo_names_a_step"):
            table.drop_constraint(op.f(f"ck_post_transitions_{name}"), type_="check")
        table.drop_constraint(op.f("uq_post_transitions_undoes_id"), type_="unique")
        table.drop_constraint(
            op.f("fk_post_transitions_undoes_id_post_transitions"), type_="foreignkey"
        )
        table.drop_column("undoes_id")
    for table in ("decisions", "post_transitions"):
        make_triggers(table)


def drop_triggers(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{verb}")
    else:
        op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")


def make_triggers(table: str) -> None:
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
