"""A kind word before something is sent, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nudges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("draft_key", sa.String(length=60), nullable=False),
        sa.Column("words_key", sa.String(length=36), nullable=True),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("is_introduction", sa.Boolean(), nullable=False),
        sa.Column("to_newcomer", sa.Boolean(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "place IN ('thread', 'reply', 'edit')", name=op.f("ck_nudges_place_known")
        ),
        sa.CheckConstraint(
            "kind IN ('would_be_held', 'personal_data')", name=op.f("ck_nudges_kind_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('edited', 'sent_to_review', 'cancelled', 'sent_unchanged')",
            name=op.f("ck_nudges_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)", name=op.f("ck_nudges_settled_whole")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_nudges_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revisions.id"],
            name=op.f("fk_nudges_revision_id_post_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint("author_id", "draft_key", name=op.f("uq_nudges_author_id_draft_key")),
    )
    op.create_index("ix_nudges_revision_id", "nudges", ["revision_id"])
    op.create_index("ix_nudges_shown", "nudges", ["shown_at"])


def downgrade() -> None:
    op.drop_index("ix_nudges_shown", table_name="nudges")
    op.drop_index("ix_nudges_revision_id", table_name="nudges")
    op.drop_table("nudges")
