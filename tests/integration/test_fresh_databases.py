"""What one test leaves in its database, the next one does not find in its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from tests.support import thrift
from tests.support.databases import Databases

SAME_LINE_AGAIN = """
    INSERT INTO help_lines (countries, place, name, contact, words, url, position)
    SELECT countries, place, name, contact, words, url, position FROM help_lines LIMIT 1
"""


def contents(connection: Connection) -> dict[str, tuple[list[str], list[str]]]:
    """The columns of each table, and its rows."""
    found = inspect(connection)
    return {
        table: (
            [column["name"] for column in found.get_columns(table)],
            sorted(map(repr, connection.execute(text(f'SELECT * FROM "{table}"')))),
        )
        for table in found.get_table_names()
    }


@pytest.mark.parametrize("lent", [True, False])
@pytest.mark.parametrize(
    "left",
    [
        # The number that a new row gets counts, too.
        SAME_LINE_AGAIN,
        "DELETE FROM help_lines",
        "UPDATE help_lines SET name = 'Somebody else'",
        "CREATE TABLE left_behind (id integer)",
        "ALTER TABLE help_lines ADD COLUMN left_behind integer",
        "DROP TABLE help_lines",
    ],
)
def test_a_database_is_as_new(databases: Databases, tmp_path: Path, left: str, lent: bool) -> None:
    before, after = [], []
    for _ in range(3):
        url = databases.create(tmp_path)
        engine = create_engine(url)
        if lent:
            thrift.share_statements(engine)
            databases.lend_connections(engine)
        with engine.begin() as connection:
            before.append(contents(connection))
            connection.execute(text(left))
            after.append(contents(connection))
        databases.take_back_connections(engine)
        databases.drop(url)

    assert before[0] == before[1] == before[2]
    assert after[0] == after[1] == after[2]
    assert before[0] != after[0]
