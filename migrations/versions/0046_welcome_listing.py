"""The index of welcome threads holds them alone, in the order in which they are listed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    flagged = sa.text("welcome_flagged_at IS NOT NULL")
    op.drop_index("ix_threads_welcome", table_name="threads")
    op.create_index(
        "ix_threads_welcome",
        "threads",
        ["last_posted_at"],
        sqlite_where=flagged,
        postgresql_where=flagged,
    )


def downgrade() -> None:
    op.drop_index("ix_threads_welcome", table_name="threads")
    op.create_index("ix_threads_welcome", "threads", ["welcome_flagged_at"])
