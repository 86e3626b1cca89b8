"""Lines of the inbox that are mailed too, and what people do not want to be mailed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_DUE = sa.text("mail_due_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "mails_switched_off",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_mails_switched_off_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", "topic", name=op.f("pk_mails_switched_off")),
    )
    # What people have been told until now is not mailed: it would be old news.
    with op.batch_alter_table("notifications") as batch:
        batch.add_column(sa.Column("mail_due_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(
            sa.Column("mail_attempts", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("notifications") as batch:
        batch.alter_column("mail_attempts", server_default=None)
    op.create_index(
        "ix_notifications_mail_due",
        "notifications",
        ["mail_due_at"],
        sqlite_where=_DUE,
        postgresql_where=_DUE,
    )
    op.create_index("ix_notifications_post_id", "notifications", ["post_id"])


def downgrade() -> None:
    op.drop_index("ix_notifications_post_id", table_name="notifications")
    op.drop_index("ix_notifications_mail_due", table_name="notifications")
    with op.batch_alter_table("notifications") as batch:
        batch.drop_column("mail_attempts")
        batch.drop_column("mailed_at")
        batch.drop_column("mail_due_at")
    op.drop_table("mails_switched_off")
