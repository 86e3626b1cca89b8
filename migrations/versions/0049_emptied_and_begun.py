"""Since when words that were emptied stand nowhere, and when the screener began to read a text."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

# Whoever has left can come back to what they said of themselves: it is not empty, but kept aside.
EMPTY_BY_NOW = """
UPDATE field_revisions SET cleared_at = :now WHERE state = 'published' AND (
  (kind = 'biography'
   AND EXISTS (SELECT 1 FROM users u WHERE u.id = author_id AND u.biography = '')
   AND NOT EXISTS (SELECT 1 FROM departures d WHERE d.user_id = author_id AND d.biography <> ''))
  OR (kind = 'introduction' AND NOT EXISTS (
   SELECT 1 FROM mentor_settings m WHERE m.user_id = author_id AND m.introduction <> ''))
  OR (kind = 'welcome_reason' AND EXISTS (
   SELECT 1 FROM threads t WHERE t.id = thread_id
   AND (t.welcome_flagged_at IS NULL OR t.welcome_flagged_at > submitted_at))))
"""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("field_revisions", sa.Column("cleared_at", moment, nullable=True))
    for table in ("field_revisions", "post_revisions"):
        op.add_column(table, sa.Column("screening_began_at", moment, nullable=True))
    # Nobody wrote down when, so it counts from today: what goes a while too late is gone all the same, and what goes
    # too early can't be looked at any more by whoever has to decide on a report.
    op.execute(sa.text(EMPTY_BY_NOW).bindparams(sa.bindparam("now", datetime.now(UTC), moment)))


def downgrade() -> None:
    for table in ("post_revisions", "field_revisions"):
        op.drop_column(table, "screening_began_at")
    op.drop_column("field_revisions", "cleared_at")
