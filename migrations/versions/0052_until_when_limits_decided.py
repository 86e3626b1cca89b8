"""Until when a set of limits decided: trying it out again had wiped that away, and the log still tells it."""

from __future__ import annotations

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

# A set decides until the next one does.
WHEN_ANOTHER_ONE_DID = """
UPDATE threshold_sets SET retired_at = (
  SELECT min(entry.at) FROM audit_entries entry
  WHERE entry.action = 'thresholds.live' AND entry.subject_id <> threshold_sets.id
    AND entry.at > threshold_sets.live_at)
WHERE state <> 'live' AND live_at IS NOT NULL AND retired_at IS NULL
"""


def upgrade() -> None:
    op.execute(WHEN_ANOTHER_ONE_DID)


def downgrade() -> None:
    """Nothing was taken away that could be brought back."""
