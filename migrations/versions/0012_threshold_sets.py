"""How strict the screener is, kept in the database; and what a set that is only tried out would have said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("state IN ('live', 'shadow')")
_REFUSAL = "a threshold set that is no draft is replaced, never changed"


def upgrade() -> None:
    op.create_table(
        "threshold_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_bundled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'shadow', 'live', 'retired')",
            name=op.f("ck_threshold_sets_state_known"),
        ),
        sa.CheckConstraint(
            "state <> 'live' OR live_at IS NOT NULL", name=op.f("ck_threshold_sets_live_since")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold_sets")),
        sa.UniqueConstraint("name", name=op.f("uq_threshold_sets_name")),
    )
    op.create_index(
        "uq_threshold_sets_in_force",
        "threshold_sets",
        ["state"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    # Not in batch mode: that would make the table anew, without the triggers that keep it append-only.
    op.add_column("screening_results", sa.Column("shadow", sa.JSON(), nullable=True))
    _protect()


def _protect() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER threshold_sets_stay BEFORE UPDATE OF name, limits ON threshold_sets "
            f"WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_change_of_limits() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.state <> 'draft' AND (NEW.name <> OLD.name OR NEW.limits::text <> "
        f"OLD.limits::text) THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER threshold_sets_stay BEFORE UPDATE ON threshold_sets "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_limits()"
    )


def downgrade() -> None:
    op.drop_column("screening_results", "shadow")
    op.drop_index("uq_threshold_sets_in_force", table_name="threshold_sets")
    op.drop_table("threshold_sets")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_change_of_limits")
