"""More kinds of things have a period; notes and steps may be deleted when theirs is over, and still never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BEFORE = (
    "declined",
    "removed",
    "returned",
    "withdrawn",
    "versions",
    "drafts",
    "reports",
    "inbox",
    "mail_files",
    "sessions",
    "resets",
    "attempts",
)
NEW = ("staff_notes", "steps", "mentor_notes", "fields", "fingerprints", "nudges")
TABLES = ("review_steps", "staff_notes")
KNOWN = "ck_keeping_periods_kind_known"


def upgrade() -> None:
    _know((*BEFORE, *NEW))
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {table}_refuses_delete")
        else:
            op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
            _refuse(table, "UPDATE OR TRUNCATE")


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        else:
            op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
            _refuse(table, "UPDATE OR DELETE OR TRUNCATE")
    periods = sa.table("keeping_periods", sa.column("kind", sa.String()))
    op.execute(periods.delete().where(periods.c.kind.in_(NEW)))
    _know(BEFORE)


def _know(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("keeping_periods") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"kind IN ({listed})")


def _refuse(table: str, verbs: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE {verbs} "
        f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
