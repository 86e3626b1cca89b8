"""Changes that were held when their post was taken down, and that nobody was asked about when it came back."""

from __future__ import annotations

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

ASKED_AGAIN = """
INSERT INTO review_items
  (post_id, revision_id, about_id, is_edit, from_newcomer, admins_first, gravity, opened_at)
SELECT p.id, r.id, p.author_id, true, p.by_newcomer, false, 2, r.created_at
FROM posts p JOIN post_revisions r ON r.post_id = p.id AND r.number = p.latest_number
WHERE p.state IN ('published', 'hidden') AND p.shown_number <> p.latest_number
  AND r.outcome = 'held' AND NOT EXISTS (
    SELECT 1 FROM review_items i
    WHERE i.post_id = p.id AND i.is_edit AND i.closed_at IS NULL)
"""
# Such an item is the only one without a reason.
WHY = """
INSERT INTO review_reasons (item_id, kind, gravity, explanation, created_at)
SELECT i.id, 'screening', 2, 'It was held before its post was taken down, and the post is back.', i.opened_at
FROM review_items i
WHERE i.is_edit AND i.closed_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM review_reasons known WHERE known.item_id = i.id)
"""


def upgrade() -> None:
    op.execute(ASKED_AGAIN)
    op.execute(WHY)


def downgrade() -> None:
    """Whoever waits goes on waiting."""
