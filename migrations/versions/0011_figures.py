"""Figures by week are counted by when things happened."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_screening_results_created_at", "screening_results", ["created_at"])
    op.create_index("ix_decisions_decided_at", "decisions", ["decided_at"])
    op.create_index("ix_post_transitions_action", "post_transitions", ["action", "at"])


def downgrade() -> None:
    op.drop_index("ix_post_transitions_action", table_name="post_transitions")
    op.drop_index("ix_decisions_decided_at", table_name="decisions")
    op.drop_index("ix_screening_results_created_at", table_name="screening_results")
