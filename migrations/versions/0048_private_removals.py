"""What took down something said in private is a decision like any other, and can be appealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

REMOVAL_WHOLE = (
    "CASE WHEN removed_at IS NULL THEN removed_by_id IS NULL AND removed_rule_id IS NULL "
    "ELSE removed_by_id IS NOT NULL AND removed_rule_id IS NOT NULL AND removed_note <> '' "
    "END"
)
# The item in which it was reported is the one that was closed in that moment.
RECORD = """
INSERT INTO text_decisions
  (private_id, item_id, about_id, action, decided_by_id, rule_id, note, decided_at, by_screen)
SELECT m.conversation_id,
       (SELECT max(i.id) FROM review_items i
        WHERE i.private_id = m.conversation_id AND i.about_id = m.author_id
          AND i.closed_as = 'remove' AND i.closed_at = m.removed_at),
       m.author_id, 'remove', m.removed_by_id, min(m.removed_rule_id), min(m.removed_note),
       m.removed_at, false
FROM private_messages m
WHERE m.removed_at IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM text_decisions d
  WHERE d.private_id = m.conversation_id AND d.about_id = m.author_id
    AND d.decided_by_id = m.removed_by_id AND d.decided_at = m.removed_at)
GROUP BY m.conversation_id, m.author_id, m.removed_by_id, m.removed_at
ORDER BY m.removed_at
"""
CITE = """
UPDATE private_messages SET removal_id = (
  SELECT max(d.id) FROM text_decisions d
  WHERE d.action = 'remove' AND d.private_id = private_messages.conversation_id
    AND d.about_id = private_messages.author_id
    AND d.decided_by_id = private_messages.removed_by_id
    AND d.decided_at = private_messages.removed_at)
WHERE removed_at IS NOT NULL
"""
COPY_BACK = """
UPDATE private_messages SET
  removed_at = (SELECT decided_at FROM text_decisions d WHERE d.id = removal_id),
  removed_by_id = (SELECT decided_by_id FROM text_decisions d WHERE d.id = removal_id),
  removed_rule_id = (SELECT rule_id FROM text_decisions d WHERE d.id = removal_id),
  removed_note = (SELECT note FROM text_decisions d WHERE d.id = removal_id)
WHERE removal_id IS NOT NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("private_messages") as table:
        table.add_column(sa.Column("removal_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_private_messages_removal_id_text_decisions"),
            "text_decisions",
            ["removal_id"],
            ["id"],
        )
    op.execute(RECORD)
    op.execute(CITE)
    with op.batch_alter_table("private_messages") as table:
        table.drop_constraint(op.f("ck_private_messages_removal_whole"), type_="check")
        table.drop_constraint(op.f("fk_private_messages_removed_rule_id_rules"), type_="foreignkey")
        table.drop_constraint(op.f("fk_private_messages_removed_by_id_users"), type_="foreignkey")
        for column in ("removed_note", "removed_rule_id", "removed_by_id", "removed_at"):
            table.drop_column(column)
        table.create_index(op.f("ix_private_messages_removal_id"), ["removal_id"])


def downgrade() -> None:
    with op.batch_alter_table("private_messages") as table:
        table.drop_index(op.f("ix_private_messages_removal_id"))
        table.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("removed_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("removed_rule_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("removed_note", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
    op.execute(COPY_BACK)
    with op.batch_alter_table("private_messages") as table:
        table.alter_column("removed_note", existing_type=sa.Text(), server_default=None)
        table.create_foreign_key(
            op.f("fk_private_messages_removed_by_id_users"), "users", ["removed_by_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_private_messages_removed_rule_id_rules"), "rules", ["removed_rule_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_private_messages_removal_whole"), REMOVAL_WHOLE)
        table.drop_constraint(
            op.f("fk_private_messages_removal_id_text_decisions"), type_="foreignkey"
        )
        table.drop_column("removal_id")
