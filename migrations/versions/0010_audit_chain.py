"""Every entry of the audit log is sealed together with the seal of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NOTHING_BEFORE = "0" * 64
ROWS_AT_ONCE = 1_000

# The form that is sealed, as forum.audit.chain had it when this was written.
entries = sa.table(
    "audit_entries",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Integer),
    sa.column("action", sa.String),
    sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("detail", sa.JSON),
    sa.column("number", sa.Integer),
    sa.column("previous_seal", sa.String),
    sa.column("seal", sa.String),
)


def upgrade() -> None:
    drop_triggers()
    op.add_column("audit_entries", sa.Column("number", sa.Integer()))
    op.add_column("audit_entries", sa.Column("previous_seal", sa.String(64)))
    op.add_column("audit_entries", sa.Column("seal", sa.String(64)))
    number, seal = chain_what_is_there()
    with op.batch_alter_table("audit_entries") as batch:
        batch.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("previous_seal", existing_type=sa.String(64), nullable=False)
        batch.alter_column("seal", existing_type=sa.String(64), nullable=False)
        batch.create_unique_constraint(op.f("uq_audit_entries_number"), ["number"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.execute(sa.insert(head).values(id=1, number=number, seal=seal))
    # Rebuilding a table on SQLite takes its triggers along, so they are made anew on either.
    make_triggers()
    guard_head()


def chain_what_is_there() -> tuple[int, str]:
    """Seal the entries that were written before there were seals. Returns the newest's number and seal."""
    connection = op.get_bind()
    number, seal = 0, NOTHING_BEFORE
    for rows in in_parts(connection):
        values = []
        for row in rows:
            number, previous = number + 1, seal
            seal = sealed(row, number, previous)
            values.append({"row": row.id, "number": number, "previous": previous, "seal": seal})
        connection.execute(
            sa.update(entries)
            .where(entries.c.id == sa.bindparam("row"))
            .values(
                number=sa.bindparam("number"),
                previous_seal=sa.bindparam("previous"),
                seal=sa.bindparam("seal"),
            ),
            values,
        )
    return number, seal


def in_parts(connection: sa.Connection) -> Iterator[list[Any]]:
    last = 0
    while rows := list(
        connection.execute(
            sa.select(entries).where(entries.c.id > last).order_by(entries.c.id).limit(ROWS_AT_ONCE)
        )
    ):
        last = rows[-1].id
        yield rows


def sealed(row: Any, number: int, previous: str) -> str:
    form = {
        "number": number,
        "at": in_utc(row.at).isoformat(timespec="microseconds"),
        "actor_id": row.actor_id,
        "action": row.action,
        "subject_kind": row.subject_kind,
        "subject_id": row.subject_id,
        "detail": row.detail,
        "previous": previous,
    }
    written = json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def drop_triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entries_refuses_{verb}")
    else:
        op.execute("DROP TRIGGER audit_entries_refuses_change ON audit_entries")


def make_triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entries_refuses_{verb.lower()} BEFORE {verb} ON audit_entries "
                "BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER audit_entries_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def guard_head() -> None:
    """The head may move on, never back and never away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_head_refuses_update BEFORE UPDATE ON audit_head "
            "WHEN NEW.id <> OLD.id OR NEW.number <= OLD.number "
            "BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END"
        )
        op.execute(
            "CREATE TRIGGER audit_head_refuses_delete BEFORE DELETE ON audit_head "
            "BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER audit_head_refuses_update BEFORE UPDATE ON audit_head FOR EACH ROW "
        "WHEN (NEW.id <> OLD.id OR NEW.number <= OLD.number) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_head_refuses_change BEFORE DELETE OR TRUNCATE "
        "ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    drop_triggers()
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entries") as batch:
        batch.drop_constraint(op.f("uq_audit_entries_number"), type_="unique")
        batch.drop_column("seal")
        batch.drop_column("previous_seal")
        batch.drop_column("number")
    make_triggers()
