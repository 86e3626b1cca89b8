"""Whom somebody can call who may hurt themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EUROPE = (
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO SE SI SK"
)
# A good beginning. Admins change them in the forum, and should try each number now and then.
LINES = (
    (
        "GB IE", "The United Kingdom and Ireland", "Samaritans", "116 123",
        "day and night, free of charge", "https://www.samaritans.org",
    ),
    (
        "US CA", "The United States and Canada", "988 Lifeline", "988",
        "call or text, day and night", "https://988lifeline.org",
    ),
    (
        "DE", "Germany", "TelefonSeelsorge", "0800 111 0 111",
        "day and night, free of charge", "https://www.telefonseelsorge.de",
    ),
    (
        "AU", "Australia", "Lifeline", "13 11 14",
        "day and night", "https://www.lifeline.org.au",
    ),
    (
        EUROPE, "Europe", "Emergency number", "112",
        "if somebody is in danger right now", "",
    ),
)  # fmt: skip


def upgrade() -> None:
    table = op.create_table(
        "help_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("countries", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_lines")),
    )
    names = ("countries", "place", "name", "contact", "words", "url")
    op.bulk_insert(
        table,
        [
            dict(zip(names, line, strict=True)) | {"position": position}
            for position, line in enumerate(LINES, start=1)
        ],
    )


def downgrade() -> None:
    op.drop_table("help_lines")
