"""People can leave: who has, until when they can come back, and what then becomes of their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

# Table → its constraint, its column, and the values known before; each has one more from now on.
KNOWN = {
    "mentorships": (
        "ended_how_known",
        "ended_how",
        ("mentor_left", "blocked", "changed", "none_wanted"),
        "newcomer_left",
    ),
    "reply_clocks": (
        "stopped_why_known",
        "stopped_why",
        ("answered", "out_of_sight", "graduated"),
        "author_left",
    ),
}


def upgrade() -> None:
    op.create_table(
        "departures",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=10), nullable=False),
        sa.Column("username", sa.String(length=30), nullable=True),
        sa.Column("display_name", sa.String(length=60), nullable=True),
        sa.Column("biography", sa.String(length=300), nullable=True),
        sa.Column("address_key", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("words IN ('taken', 'left')", name=op.f("ck_departures_words_known")),
        sa.CheckConstraint(
            "(username IS NULL) = (display_name IS NULL) "
            "AND (username IS NULL) = (biography IS NULL)",
            name=op.f("ck_departures_name_whole"),
        ),
        sa.CheckConstraint(
            "erased_at IS NULL OR username IS NULL", name=op.f("ck_departures_erased_for_good")
        ),
        sa.CheckConstraint("due_at > asked_at", name=op.f("ck_departures_can_come_back")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_departures_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_departures")),
        sa.UniqueConstraint("username", name=op.f("uq_departures_username")),
    )
    op.create_index(op.f("ix_departures_address_key"), "departures", ["address_key"])
    still = sa.text("erased_at IS NULL")
    op.create_index(
        "ix_departures_due",
        "departures",
        ["due_at"],
        sqlite_where=still,
        postgresql_where=still,
    )
    for table, (name, column, before, new) in KNOWN.items():
        _know(table, name, column, (*before, new))


def downgrade() -> None:
    for table, (name, column, before, new) in KNOWN.items():
        rows = sa.table(table, sa.column(column, sa.String()))
        op.execute(rows.update().where(rows.c[column] == new).values({column: before[-1]}))
        _know(table, name, column, before)
    op.drop_table("departures")


def _know(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    known = op.f(f"ck_{table}_{name}")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(known, type_="check")
        batch.create_check_constraint(known, f"{column} IN ({listed})")
