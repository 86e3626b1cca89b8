"""Drafts have a key of their own, so that two windows on one place keep two."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

# The older tables hold one draft for each place. The others stay readable at home, where all of them are listed.
OUT_OF_THE_WAY = """
UPDATE drafts SET place = place || '/' || id WHERE EXISTS (
  SELECT 1 FROM drafts other
  WHERE other.user_id = drafts.user_id AND other.place = drafts.place AND other.id > drafts.id)
"""


def upgrade() -> None:
    with op.batch_alter_table("drafts") as table:
        table.add_column(sa.Column("key", sa.String(length=36), nullable=True))
        table.drop_constraint(op.f("uq_drafts_user_id_place"), type_="unique")
    drafts = sa.table(
        "drafts",
        sa.column("id", sa.Integer()),
        sa.column("key", sa.String()),
        sa.column("place", sa.String()),
    )
    connection = op.get_bind()
    for number, place in connection.execute(sa.select(drafts.c.id, drafts.c.place)).all():
        # What went out of the way comes back to its place.
        values = {"key": str(uuid.uuid4()), "place": place.partition("/")[0]}
        connection.execute(drafts.update().where(drafts.c.id == number).values(values))
    with op.batch_alter_table("drafts") as table:
        table.alter_column("key", existing_type=sa.String(length=36), nullable=False)
        table.create_unique_constraint(op.f("uq_drafts_user_id_key"), ["user_id", "key"])


def downgrade() -> None:
    op.execute(OUT_OF_THE_WAY)
    with op.batch_alter_table("drafts") as table:
        table.drop_constraint(op.f("uq_drafts_user_id_key"), type_="unique")
        table.create_unique_constraint(op.f("uq_drafts_user_id_place"), ["user_id", "place"])
        table.drop_column("key")
