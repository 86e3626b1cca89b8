"""A line of the inbox names the sanction or the appeal that it tells of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notifications") as batch:
        batch.add_column(sa.Column("sanction_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("appeal_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_notifications_sanction_id_sanctions"), "sanctions", ["sanction_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_notifications_appeal_id_appeals"), "appeals", ["appeal_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("notifications") as batch:
        batch.drop_constraint(op.f("fk_notifications_appeal_id_appeals"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_notifications_sanction_id_sanctions"), type_="foreignkey")
        batch.drop_column("appeal_id")
        batch.drop_column("sanction_id")
