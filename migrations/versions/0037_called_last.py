"""Mentors who have done plenty of late are called last."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLES = ("reply_clocks", "clock_steps")
BEFORE = ("mentor", "backup", "mentors", "moderators")
AFTER = (*BEFORE, "all_mentors")


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    for name in TABLES:
        table = sa.table(name, sa.column("stage"))
        op.execute(table.update().where(table.c.stage == AFTER[-1]).values(stage=BEFORE[-1]))
    _allow(BEFORE)


def _allow(stages: Sequence[str]) -> None:
    listed = ", ".join(f"'{stage}'" for stage in stages)
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_stage_known"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_stage_known"), f"stage IN ({listed})")
