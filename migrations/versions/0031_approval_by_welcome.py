"""Decisions that mentors make by welcoming somebody, and the answers that appear with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in batch mode: that would make the table anew, without the triggers that keep it append-only.
    op.add_column(
        "decisions",
        sa.Column("as_mentor", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("undo_windows") as table:
        table.add_column(sa.Column("reply_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_undo_windows_reply_id_posts"), "posts", ["reply_id"], ["id"]
        )
    op.create_index(op.f("ix_undo_windows_reply_id"), "undo_windows", ["reply_id"])


def downgrade() -> None:
    op.drop_index("ix_undo_windows_reply_id", table_name="undo_windows")
    with op.batch_alter_table("undo_windows") as table:
        table.drop_constraint(op.f("fk_undo_windows_reply_id_posts"), type_="foreignkey")
        table.drop_column("reply_id")
    op.drop_column("decisions", "as_mentor")
