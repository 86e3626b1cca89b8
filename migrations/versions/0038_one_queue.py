"""Appeals, and newcomers whom nobody has answered, wait in the review queue like everything else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
THREE_TARGETS = (
    "CASE WHEN post_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN person_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN private_id IS NULL THEN 0 ELSE 1 END = 1"
)
FIVE_TARGETS = (
    "CASE WHEN post_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN person_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN private_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN appeal_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN clock_id IS NULL THEN 0 ELSE 1 END = 1"
)
ORDINARY, HURTFUL = 2, 3

# What is open now. Gravity is what the forum gives such an item when it opens one.
OPEN_APPEALS = f"""
    INSERT INTO review_items
        (appeal_id, about_id, decided_by_id, admins_first, is_edit, from_newcomer, gravity, opened_at)
    SELECT
        appeals.id,
        appeals.appellant_id,
        coalesce(decisions.decided_by_id, sanctions.given_by_id),
        coalesce(sanctions.kind, '') = 'ban',
        1 = 0,
        users.graduated_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM user_roles WHERE user_roles.user_id = users.id),
        CASE WHEN sanctions.kind IN ('suspend', 'ban') THEN {HURTFUL} ELSE {ORDINARY} END,
        appeals.made_at
    FROM appeals
    JOIN users ON users.id = appeals.appellant_id
    LEFT JOIN decisions ON decisions.id = appeals.decision_id
    LEFT JOIN sanctions ON sanctions.id = appeals.sanction_id
    WHERE appeals.state = 'open'
    ORDER BY appeals.id
"""  # noqa: S608
OPEN_WAITS = f"""
    INSERT INTO review_items
        (clock_id, about_id, admins_first, is_edit, from_newcomer, gravity, opened_at)
    SELECT id, newcomer_id, 1 = 0, 1 = 0, 1 = 1, {ORDINARY}, started_at
    FROM reply_clocks
    WHERE stopped_at IS NULL AND stage IN ('moderators', 'all_mentors')
    ORDER BY id
"""  # noqa: S608
THEIR_REASONS = """
    INSERT INTO review_reasons (item_id, kind, explanation, gravity, created_at)
    SELECT id, CASE WHEN clock_id IS NULL THEN 'appeal' ELSE 'waiting' END, '', gravity, opened_at
    FROM review_items
    WHERE appeal_id IS NOT NULL OR clock_id IS NOT NULL
    ORDER BY id
"""


def upgrade() -> None:
    with op.batch_alter_table("review_items") as table:
        table.add_column(sa.Column("appeal_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("clock_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("decided_by_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("admins_first", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        for column, other in (
            ("appeal_id", "appeals"),
            ("clock_id", "reply_clocks"),
            ("decided_by_id", "users"),
        ):
            name = op.f(f"fk_review_items_{column}_{other}")
            table.create_foreign_key(name, other, [column], ["id"])
        table.drop_constraint(op.f("ck_review_items_one_target"), type_="check")
        table.create_check_constraint(op.f("ck_review_items_one_target"), FIVE_TARGETS)
        table.create_check_constraint(
            op.f("ck_review_items_decided_before_an_appeal"),
            "decided_by_id IS NULL OR appeal_id IS NOT NULL",
        )
    with op.batch_alter_table("review_items") as table:
        table.alter_column("admins_first", existing_type=sa.Boolean(), server_default=None)
    for what in ("appeal", "clock"):
        op.create_index(
            f"uq_review_items_open_{what}", "review_items", [f"{what}_id"], unique=True,
            sqlite_where=OPEN, postgresql_where=OPEN,
        )  # fmt: skip
    op.execute(OPEN_APPEALS)
    op.execute(OPEN_WAITS)
    op.execute(THEIR_REASONS)


def downgrade() -> None:
    # What moderators said of them can't be deleted, so the older table keeps them as profiles that were dealt with.
    op.execute(
        "UPDATE review_items SET person_id = about_id, closed_at = coalesce(closed_at, opened_at), "
        "appeal_id = NULL, clock_id = NULL, decided_by_id = NULL, "
        "claimed_by_id = NULL, claimed_until = NULL "
        "WHERE appeal_id IS NOT NULL OR clock_id IS NOT NULL"
    )
    for what in ("appeal", "clock"):
        op.drop_index(f"uq_review_items_open_{what}", table_name="review_items")
    with op.batch_alter_table("review_items") as table:
        table.drop_constraint(op.f("ck_review_items_decided_before_an_appeal"), type_="check")
        table.drop_constraint(op.f("ck_review_items_one_target"), type_="check")
        table.create_check_constraint(op.f("ck_review_items_one_target"), THREE_TARGETS)
        for column, other in (
            ("appeal_id", "appeals"),
            ("clock_id", "reply_clocks"),
            ("decided_by_id", "users"),
        ):
            name = op.f(f"fk_review_items_{column}_{other}")
            table.drop_constraint(name, type_="foreignkey")
            table.drop_column(column)
        table.drop_column("admins_first")
