"""Names and other short texts are read before others see them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_OPEN = "state IN ('submitted', 'held')"


def upgrade() -> None:
    op.create_table(
        "field_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("screening_attempts", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('username', 'display_name', 'biography', 'introduction', 'welcome_reason')",
            name=op.f("ck_field_revisions_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'held', 'published', 'declined', 'withdrawn')",
            name=op.f("ck_field_revisions_state_known"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_field_revisions_says_something")),
        sa.CheckConstraint(
            f"({_OPEN}) = (settled_at IS NULL)", name=op.f("ck_field_revisions_settled_when")
        ),
        sa.CheckConstraint(
            "(kind = 'welcome_reason') = (thread_id IS NOT NULL)",
            name=op.f("ck_field_revisions_about_a_thread"),
        ),
        sa.CheckConstraint(
            "state <> 'declined' "
            "OR (rule_id IS NOT NULL AND note <> '' AND settled_by_id IS NOT NULL)",
            name=op.f("ck_field_revisions_against_cites_a_rule"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'declined') "
            "OR settled_by_id IS NULL OR settled_by_id <> author_id",
            name=op.f("ck_field_revisions_nobody_decides_on_their_own"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_field_revisions_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_field_revisions_thread_id_threads")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_field_revisions_settled_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["rules.id"], name=op.f("fk_field_revisions_rule_id_rules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_revisions")),
    )
    for name, columns, also in (
        ("uq_field_revisions_open_of_person", ["author_id", "kind"], "thread_id IS NULL"),
        ("uq_field_revisions_open_of_thread", ["thread_id"], "thread_id IS NOT NULL"),
        ("uq_field_revisions_open_username", ["text"], "kind = 'username'"),
    ):
        where = sa.text(f"{_OPEN} AND {also}")
        op.create_index(
            name,
            "field_revisions",
            columns,
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
    op.create_index("ix_field_revisions_state", "field_revisions", ["state", "id"])
    op.create_index("ix_field_revisions_author", "field_revisions", ["author_id", "kind", "id"])


def downgrade() -> None:
    op.drop_table("field_revisions")
