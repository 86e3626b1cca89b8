"""Fingerprints of texts that were decided on, to find earlier decisions on similar ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decided_phrases",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decided_phrases_decision_id_decisions")
        ),
        sa.PrimaryKeyConstraint("decision_id", "phrase", name=op.f("pk_decided_phrases")),
    )
    op.create_index("ix_decided_phrases_phrase", "decided_phrases", ["phrase", "decision_id"])


def downgrade() -> None:
    op.drop_table("decided_phrases")
