"""Thanks for posts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thanks",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_thanks_post_id_posts")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_thanks_user_id_users")),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("pk_thanks")),
    )
    op.create_index(op.f("ix_thanks_user_id"), "thanks", ["user_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_thanks_user_id"), table_name="thanks")
    op.drop_table("thanks")
