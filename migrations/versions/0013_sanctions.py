"""What staff do about how somebody takes part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sanctions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('message', 'warning', 'pre_moderate', 'silence', 'suspend', 'ban')",
            name=op.f("ck_sanctions_kind_known"),
        ),
        sa.CheckConstraint("note <> ''", name=op.f("ck_sanctions_gives_a_reason")),
        sa.CheckConstraint(
            "kind = 'message' OR rule_id IS NOT NULL", name=op.f("ck_sanctions_cites_a_rule")
        ),
        sa.CheckConstraint(
            "(kind IN ('message', 'ban')) = (ends_at IS NULL)",
            name=op.f("ck_sanctions_has_an_end"),
        ),
        sa.CheckConstraint(
            "person_id <> given_by_id", name=op.f("ck_sanctions_nobody_sanctions_themselves")
        ),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL) "
            "AND (lifted_at IS NULL) = (lifted_because = '')",
            name=op.f("ck_sanctions_lifted_by_somebody_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["users.id"], name=op.f("fk_sanctions_given_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["users.id"], name=op.f("fk_sanctions_lifted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_sanctions_person_id_users")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_sanctions_post_id_posts")),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_sanctions_rule_id_rules")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
    )
    op.create_index("ix_sanctions_person_id", "sanctions", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_sanctions_person_id", table_name="sanctions")
    op.drop_table("sanctions")
