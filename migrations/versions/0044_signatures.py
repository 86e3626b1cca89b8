"""Under whose name moderators decide: the community's choice, each moderator's, and what held at a decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("community") as table:
        table.add_column(
            sa.Column("signed_by", sa.String(length=10), nullable=False, server_default="team")
        )
        table.add_column(
            sa.Column("team_name", sa.String(length=60), nullable=False, server_default="")
        )
        table.create_check_constraint(
            op.f("ck_community_signed_by_known"), "signed_by IN ('team', 'person')"
        )
    # Added and not rebuilt: decisions are guarded against every other change.
    for name, column in (
        ("reading_settings", "name_shown"),
        ("decisions", "is_signed"),
        ("sanctions", "is_signed"),
    ):
        op.add_column(
            name, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    op.drop_column("sanctions", "is_signed")
    op.drop_column("decisions", "is_signed")
    op.drop_column("reading_settings", "name_shown")
    with op.batch_alter_table("community") as table:
        table.drop_constraint(op.f("ck_community_signed_by_known"), type_="check")
        table.drop_column("team_name")
        table.drop_column("signed_by")
