"""What a moderator reads of a private conversation counts by itself, and not as its author's profile."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ONCE_A_DAY = ["moderator_id", "day", "step", "person_id"]


def upgrade() -> None:
    with op.batch_alter_table("exposures") as batch:
        batch.drop_constraint(op.f("uq_exposures_moderator_id_day_step_person_id"), type_="unique")
        batch.add_column(sa.Column("private_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_exposures_private_id_private_conversations"),
            "private_conversations",
            ["private_id"],
            ["id"],
        )
    of_a_profile = sa.text("private_id IS NULL")
    op.create_index(
        "uq_exposures_profile",
        "exposures",
        ONCE_A_DAY,
        unique=True,
        sqlite_where=of_a_profile,
        postgresql_where=of_a_profile,
    )
    op.create_index("uq_exposures_private", "exposures", [*ONCE_A_DAY, "private_id"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_exposures_private", table_name="exposures")
    op.drop_index("uq_exposures_profile", table_name="exposures")
    exposures = sa.table("exposures", sa.column("private_id"))
    op.execute(exposures.delete().where(exposures.c.private_id.is_not(None)))
    with op.batch_alter_table("exposures") as batch:
        batch.drop_constraint(
            op.f("fk_exposures_private_id_private_conversations"), type_="foreignkey"
        )
        batch.drop_column("private_id")
        batch.create_unique_constraint(
            op.f("uq_exposures_moderator_id_day_step_person_id"), ONCE_A_DAY
        )
