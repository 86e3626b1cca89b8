"""Versions of the rules, and who accepted which. Both are only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLES = ("rules_versions", "rules_in_versions", "rules_acceptances")


def upgrade() -> None:
    op.create_table(
        "rules_versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("in_substance", sa.Boolean(), nullable=False),
        sa.Column("what_changed", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "NOT in_substance OR what_changed <> ''",
            name=op.f("ck_rules_versions_substance_is_explained"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["users.id"],
            name=op.f("fk_rules_versions_changed_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rules_versions")),
    )
    op.create_table(
        "rules_in_versions",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version"],
            ["rules_versions.number"],
            name=op.f("fk_rules_in_versions_version_rules_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["rules.id"], name=op.f("fk_rules_in_versions_rule_id_rules")
        ),
        sa.ForeignKeyConstraint(
            ["instead_of_id"], ["rules.id"], name=op.f("fk_rules_in_versions_instead_of_id_rules")
        ),
        sa.PrimaryKeyConstraint("version", "position", name=op.f("pk_rules_in_versions")),
    )
    op.create_index(op.f("ix_rules_in_versions_rule_id"), "rules_in_versions", ["rule_id"])
    op.create_table(
        "rules_acceptances",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_rules_acceptances_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["version"],
            ["rules_versions.number"],
            name=op.f("fk_rules_acceptances_version_rules_versions"),
        ),
        sa.PrimaryKeyConstraint("user_id", "version", name=op.f("pk_rules_acceptances")),
    )
    _fill()
    op.drop_column("users", "rules_accepted_at")
    _guard()


def _fill() -> None:
    """What is in force is the first version; whoever is here accepted it when they joined."""
    op.execute(
        "INSERT INTO rules_versions (number, at, in_substance, what_changed) "
        "SELECT 1, rules_changed_at, false, '' FROM community"
    )
    op.execute(
        "INSERT INTO rules_in_versions (version, position, rule_id) "
        "SELECT 1, row_number() OVER (ORDER BY position, id), id FROM rules "
        "WHERE retired_at IS NULL AND EXISTS (SELECT 1 FROM community)"
    )
    op.execute(
        "INSERT INTO rules_acceptances (user_id, version, at) "
        "SELECT id, 1, rules_accepted_at FROM users WHERE EXISTS (SELECT 1 FROM community)"
    )


def _guard() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE "
                f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    # With a default, so that SQLite need not make the table anew.
    op.add_column(
        "users",
        sa.Column(
            "rules_accepted_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default="1970-01-01 00:00:00",
        ),
    )
    op.execute(
        "UPDATE users SET rules_accepted_at = coalesce((SELECT max(at) FROM rules_acceptances "
        "WHERE user_id = users.id), joined_at)"
    )
    for table in reversed(TABLES):
        # Its triggers go with it.
        op.drop_table(table)
