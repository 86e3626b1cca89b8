"""A decision that takes an approved post from readers says which approval it takes back."""

from __future__ import annotations

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

NAME = "ck_decisions_reversal_restores"
FROM_NOW_ON = "ck_decisions_reversal_turns_round"
RESTORES = "reverses_id IS NULL OR (reverses_id <> id AND action IN ('approve', 'restore'))"
TURNS_ROUND = (
    "reverses_id IS NULL OR (reverses_id <> id "
    "AND action IN ('approve', 'restore', 'hide', 'remove', 'request_changes'))"
)


def upgrade() -> None:
    replace(NAME, FROM_NOW_ON, TURNS_ROUND)


def downgrade() -> None:
    drop_triggers()
    op.execute("UPDATE decisions SET reverses_id = NULL WHERE action NOT IN ('approve', 'restore')")
    make_triggers()
    replace(FROM_NOW_ON, NAME, RESTORES)


def replace(before: str, name: str, rule: str) -> None:
    drop_triggers()
    with op.batch_alter_table("decisions") as table:
        table.drop_constraint(op.f(before), type_="check")
        table.create_check_constraint(op.f(name), rule)
    # Rebuilding a table on SQLite takes its triggers along, so they are made anew on either.
    make_triggers()


def drop_triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER decisions_refuses_{verb}")
    else:
        op.execute("DROP TRIGGER decisions_refuses_change ON decisions")


def make_triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER decisions_refuses_{verb.lower()} BEFORE {verb} ON decisions "
                "BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER decisions_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
