"""When somebody last made sure of each help line; Canada's 988, which is a service of its own."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

#: The lines that come with the forum were compared with what their services say of themselves on this day.
COMPARED_ON = date(2026, 11, 26)
SHIPPED = (
    ("Samaritans", "116 123"),
    ("988 Lifeline", "988"),
    ("TelefonSeelsorge", "0800 111 0 111"),
    ("Lifeline", "13 11 14"),
    ("Emergency number", "112"),
)
LINES = sa.table(
    "help_lines",
    *(
        sa.column(name)
        for name in ("countries", "place", "name", "contact", "words", "url", "position")
    ),
    sa.column("checked_on", sa.Date()),
)


def upgrade() -> None:
    op.add_column("help_lines", sa.Column("checked_on", sa.Date(), nullable=True))
    # What an admin has changed is theirs: nobody has compared it with anything.
    for name, contact in SHIPPED:
        op.execute(
            LINES.update()
            .where(LINES.c.name == name, LINES.c.contact == contact)
            .values(checked_on=COMPARED_ON)
        )
    _part_canada()
    unchanged = LINES.c.countries.like("AT BE BG CH CY % SI SK")
    op.execute(
        LINES.update()
        .where(LINES.c.name == "Emergency number", LINES.c.contact == "112", unchanged)
        .values(countries=sa.func.replace(LINES.c.countries, " LT ", " LI LT "))
    )


def _part_canada() -> None:
    both = sa.and_(LINES.c.name == "988 Lifeline", LINES.c.countries == "US CA")
    position = op.get_bind().scalar(sa.select(LINES.c.position).where(both))
    if position is None:
        return
    op.execute(LINES.update().where(both).values(countries="US", place="The United States"))
    op.bulk_insert(
        LINES,
        [
            {
                "countries": "CA",
                "place": "Canada",
                "name": "9-8-8 Suicide Crisis Helpline",
                "contact": "988",
                "words": "call or text, day and night",
                "url": "https://988.ca",
                # The same place as its neighbour's: the newer of two stands after the older.
                "position": position,
                "checked_on": COMPARED_ON,
            }
        ],
    )


def downgrade() -> None:
    op.execute(LINES.delete().where(LINES.c.url == "https://988.ca"))
    with op.batch_alter_table("help_lines") as table:
        table.drop_column("checked_on")
