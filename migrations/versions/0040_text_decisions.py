"""Decisions on names and other short texts have rows of their own, and can be undone and appealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

ONE_ACT = (
    "CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN item_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN text_decision_id IS NULL THEN 0 ELSE 1 END = 1"
)
ONE_THING = (
    "CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN sanction_id IS NULL THEN 0 ELSE 1 END "
    "+ CASE WHEN text_decision_id IS NULL THEN 0 ELSE 1 END = 1"
)
# What points at such a decision from now on, and whether one row does at most.
POINTING = (("undo_windows", True), ("appeals", True), ("notifications", False))
CITES_A_RULE = (
    "state <> 'declined' OR (rule_id IS NOT NULL AND note <> '' AND settled_by_id IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table(
        "text_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("private_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_screen", sa.Boolean(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(field_id IS NULL) <> (private_id IS NULL)",
            name=op.f("ck_text_decisions_about_one_thing"),
        ),
        sa.CheckConstraint(
            "action NOT IN ('decline', 'remove') OR (rule_id IS NOT NULL AND note <> '')",
            name=op.f("ck_text_decisions_against_cites_a_rule"),
        ),
        sa.CheckConstraint(
            "decided_by_id <> about_id", name=op.f("ck_text_decisions_nobody_decides_on_their_own")
        ),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (action <> 'restore') AND (reverses_id IS NULL OR note <> '')",
            name=op.f("ck_text_decisions_restoring_reverses"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_text_decisions_{column}_{table}")
            )
            for column, table in (
                ("field_id", "field_revisions"),
                ("private_id", "private_conversations"),
                ("item_id", "review_items"),
                ("about_id", "users"),
                ("decided_by_id", "users"),
                ("rule_id", "rules"),
                ("reverses_id", "text_decisions"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_decisions")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_text_decisions_reverses_id")),
    )
    for column in ("field_id", "private_id", "item_id"):
        op.create_index(op.f(f"ix_text_decisions_{column}"), "text_decisions", [column])
    # What has been decided so far. In which item it waited is not known any more.
    op.execute(
        "INSERT INTO text_decisions "
        "(field_id, about_id, action, decided_by_id, rule_id, note, decided_at, by_screen) "
        "SELECT id, author_id, CASE WHEN state = 'declined' THEN 'decline' ELSE 'approve' END, "
        "settled_by_id, rule_id, note, settled_at, verdict IS NOT NULL FROM field_revisions "
        "WHERE state IN ('published', 'declined') AND settled_by_id IS NOT NULL ORDER BY id"
    )
    make_triggers("text_decisions")
    with op.batch_alter_table("field_revisions") as batch:
        batch.drop_constraint(op.f("ck_field_revisions_against_cites_a_rule"), type_="check")
        batch.drop_constraint(op.f("fk_field_revisions_rule_id_rules"), type_="foreignkey")
        batch.drop_column("rule_id")
        batch.drop_column("note")
        batch.create_check_constraint(
            op.f("ck_field_revisions_a_person_declines"),
            "state <> 'declined' OR settled_by_id IS NOT NULL",
        )
    for table, is_unique in POINTING:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("text_decision_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_{table}_text_decision_id_text_decisions"),
                "text_decisions",
                ["text_decision_id"],
                ["id"],
            )
            if is_unique:
                batch.create_unique_constraint(
                    op.f(f"uq_{table}_text_decision_id"), ["text_decision_id"]
                )
    for table, name, rule in (
        ("undo_windows", "one_act", ONE_ACT),
        ("appeals", "about_one_thing", ONE_THING),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)


def downgrade() -> None:
    windows = sa.table("undo_windows", *map(sa.column, ("id", "text_decision_id")))
    appeals = sa.table("appeals", sa.column("text_decision_id"))
    held_back = sa.table("held_back", sa.column("window_id"))
    about = sa.select(windows.c.id).where(windows.c.text_decision_id.is_not(None))
    drop_triggers("held_back")
    op.execute(held_back.delete().where(held_back.c.window_id.in_(about)))
    make_triggers("held_back")
    for gone in (windows, appeals):
        op.execute(gone.delete().where(gone.c.text_decision_id.is_not(None)))
    for table, name, rule in (
        ("undo_windows", "one_act", "(decision_id IS NULL) <> (item_id IS NULL)"),
        ("appeals", "about_one_thing", "(decision_id IS NULL) <> (sanction_id IS NULL)"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)
    for table, is_unique in POINTING:
        with op.batch_alter_table(table) as batch:
            if is_unique:
                batch.drop_constraint(op.f(f"uq_{table}_text_decision_id"), type_="unique")
            batch.drop_constraint(
                op.f(f"fk_{table}_text_decision_id_text_decisions"), type_="foreignkey"
            )
            batch.drop_column("text_decision_id")
    with op.batch_alter_table("field_revisions") as batch:
        batch.drop_constraint(op.f("ck_field_revisions_a_person_declines"), type_="check")
        batch.add_column(sa.Column("rule_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        batch.create_foreign_key(
            op.f("fk_field_revisions_rule_id_rules"), "rules", ["rule_id"], ["id"]
        )
    fields = sa.table("field_revisions", *map(sa.column, ("id", "state", "rule_id", "note")))
    made = sa.table(
        "text_decisions", *map(sa.column, ("id", "field_id", "action", "rule_id", "note"))
    )
    of_the_field = (made.c.field_id == fields.c.id) & (made.c.action == "decline")
    op.execute(
        fields.update()
        .where(fields.c.state == "declined")
        .values(
            {
                name: sa.select(made.c[name])
                .where(of_the_field)
                .order_by(made.c.id.desc())
                .limit(1)
                .scalar_subquery()
                for name in ("rule_id", "note")
            }
        )
    )
    with op.batch_alter_table("field_revisions") as batch:
        batch.alter_column("note", server_default=None)
        batch.create_check_constraint(op.f("ck_field_revisions_against_cites_a_rule"), CITES_A_RULE)
    op.drop_table("text_decisions")


def drop_triggers(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{verb}")
    else:
        op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")


def make_triggers(table: str) -> None:
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
