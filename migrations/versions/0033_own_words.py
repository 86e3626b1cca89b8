"""The community's own list of words, with every version of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("effect", sa.String(length=10), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "term <> '' AND term = lower(term)", name=op.f("ck_own_words_term_lower")
        ),
        sa.CheckConstraint("effect IN ('hold', 'note')", name=op.f("ck_own_words_effect_known")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)",
            name=op.f("ck_own_words_removed_by_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["own_words.id"], name=op.f("fk_own_words_replaces_id_own_words")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_own_words_added_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["users.id"], name=op.f("fk_own_words_removed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_words")),
    )
    in_force = sa.text("removed_at IS NULL")
    op.create_index(
        "uq_own_words_in_force",
        "own_words",
        ["term"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def downgrade() -> None:
    op.drop_table("own_words")
