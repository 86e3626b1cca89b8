"""Whether a post stood in a welcome thread when the screener read it: the flag may be gone when somebody asks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty for what was read before: it is told by the flag, as it always was.
    op.add_column("screening_results", sa.Column("in_welcome_thread", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("screening_results", "in_welcome_thread")
