"""Reports of posts and profiles, and what people hide from themselves; an item can be about a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.drop_index("uq_review_items_open", table_name="review_items")
    with op.batch_alter_table("review_items") as table:
        table.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("closed_as", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("closed_by_id", sa.Integer(), nullable=True))
        table.alter_column("post_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("revision_id", existing_type=sa.Integer(), nullable=True)
        table.create_foreign_key(
            op.f("fk_review_items_person_id_users"), "users", ["person_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_review_items_closed_by_id_users"), "users", ["closed_by_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_review_items_one_target"), "(post_id IS NULL) <> (person_id IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_review_items_post_with_version"), "(post_id IS NULL) = (revision_id IS NULL)"
        )
    for name, columns in (
        ("uq_review_items_open", ["post_id", "is_edit"]),
        ("uq_review_items_open_person", ["person_id"]),
    ):
        op.create_index(
            name, "review_items", columns, unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        )
    # What was decided so far says how its item was closed; the rest went with its post.
    op.execute(
        "UPDATE review_items SET closed_as = (SELECT action FROM decisions "
        "WHERE decisions.item_id = review_items.id ORDER BY decisions.id DESC LIMIT 1) "
        "WHERE closed_at IS NOT NULL"
    )
    op.execute(
        "UPDATE review_items SET closed_by_id = (SELECT decided_by_id FROM decisions "
        "WHERE decisions.item_id = review_items.id ORDER BY decisions.id DESC LIMIT 1) "
        "WHERE closed_at IS NOT NULL"
    )

    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)", name=op.f("ck_reports_outcome_with_moment")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_reports_item_id_review_items")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["users.id"], name=op.f("fk_reports_reporter_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revisions.id"],
            name=op.f("fk_reports_revision_id_post_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("item_id", "reporter_id", name=op.f("uq_reports_item_id_reporter_id")),
    )
    op.create_index("ix_reports_reporter", "reports", ["reporter_id", "made_at"], unique=False)

    op.create_table(
        "hides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(post_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_hides_one_target")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_hides_user_id_users")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_hides_post_id_posts")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_hides_person_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hides")),
        sa.UniqueConstraint("user_id", "post_id", name=op.f("uq_hides_user_id_post_id")),
        sa.UniqueConstraint("user_id", "person_id", name=op.f("uq_hides_user_id_person_id")),
    )


def downgrade() -> None:
    op.drop_table("hides")
    op.drop_index("ix_reports_reporter", table_name="reports")
    op.drop_table("reports")
    # Items that the older tables can't hold, and what belongs to them.
    op.execute(
        "DELETE FROM review_reasons "
        "WHERE item_id IN (SELECT id FROM review_items WHERE post_id IS NULL)"
    )
    op.execute("DELETE FROM review_items WHERE post_id IS NULL")
    op.execute(
        "UPDATE review_items SET closed_at = opened_at WHERE closed_at IS NULL AND NOT is_edit "
        "AND post_id IN (SELECT post_id FROM review_items WHERE closed_at IS NULL AND is_edit)"
    )
    op.drop_index("uq_review_items_open_person", table_name="review_items")
    op.drop_index("uq_review_items_open", table_name="review_items")
    with op.batch_alter_table("review_items") as table:
        table.drop_constraint(op.f("ck_review_items_post_with_version"), type_="check")
        table.drop_constraint(op.f("ck_review_items_one_target"), type_="check")
        table.drop_constraint(op.f("fk_review_items_closed_by_id_users"), type_="foreignkey")
        table.drop_constraint(op.f("fk_review_items_person_id_users"), type_="foreignkey")
        table.alter_column("revision_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("post_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("closed_by_id")
        table.drop_column("closed_as")
        table.drop_column("person_id")
    op.create_index(
        "uq_review_items_open", "review_items", ["post_id"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
