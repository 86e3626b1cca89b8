"""An index of when posts were published: a mentor's desk read all that ever was, to find the last week's."""

from __future__ import annotations

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_posts_published", "posts", ["state", "published_at"])


def downgrade() -> None:
    op.drop_index("ix_posts_published", "posts")
