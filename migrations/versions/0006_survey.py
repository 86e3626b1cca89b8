"""What brings a newcomer here, and how they would like to be addressed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("newcomer_surveys") as table:
        table.add_column(sa.Column("reasons", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(
            sa.Column("addressed_as", sa.String(length=60), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("newcomer_surveys") as table:
        table.drop_column("addressed_as")
        table.drop_column("reasons")
