"""What can't be undone any more no longer remembers how it was: there are names and words about people in it."""

from __future__ import annotations

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE undo_windows SET \"before\" = '{}' WHERE ended_at IS NOT NULL")


def downgrade() -> None:
    """Nothing needs it."""
