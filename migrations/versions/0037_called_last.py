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
    _guard_steps(on=False)
    _allow(AFTER)
    _guard_steps(on=True)


def downgrade() -> None:
    _guard_steps(on=False)
    for name in TABLES:
        table = sa.table(name, sa.column("stage"))
        op.execute(table.update().where(table.c.stage == AFTER[-1]).values(stage=BEFORE[-1]))
    _allow(BEFORE)
    _guard_steps(on=True)


def _guard_steps(*, on: bool) -> None:
    """Whom a clock called is never changed otherwise. SQLite makes the table anew, without what guarded it."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"ALTER TABLE clock_steps {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
        return
    for verb in ("UPDATE", "DELETE"):
        name = f"clock_steps_refuses_{verb.lower()}"
        if on:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON clock_steps "
                "BEGIN SELECT RAISE(ABORT, 'clock_steps is append-only'); END"
            )
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name}")


def _allow(stages: Sequence[str]) -> None:
    listed = ", ".join(f"'{stage}'" for stage in stages)
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_stage_known"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_stage_known"), f"stage IN ({listed})")
