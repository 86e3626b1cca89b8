"""Empties a PostgreSQL database that a test has filled: it takes far less time than making a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString

from psycopg import Connection, sql

Row = tuple[object, ...]

#: Tells whether tables, columns, constraints or triggers are other ones than they were: copies keep the numbers.
_SHAPE = """
SELECT (SELECT sum(oid::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
       (SELECT sum(attrelid::bigint * attnum) FROM pg_attribute WHERE NOT attisdropped),
       (SELECT sum(oid::bigint) FROM pg_constraint),
       (SELECT sum(oid::bigint * ascii(tgenabled::text)) FROM pg_trigger),
       (SELECT sum(oid::bigint) FROM pg_proc)
"""
_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> ALL (%s)
"""


class Emptying:
    """Brings databases back to what a template holds: its rows, and its sequences where they stood.

    Args:
        template: a connection to the database that all others are copies of. It is read once.
    """

    def __init__(self, template: Connection[Row]) -> None:
        self._shape = template.execute(_SHAPE).fetchone()
        tables = _names(template, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        self._any_rows = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(table, sql.Identifier(table))
            for table in tables
        )
        self._rows = {table: _rows(template, table) for table in _names(template, self._any_rows)}
        self._sequences = self._where_they_stand(template)

    def empty(self, *kept: Connection[Row]) -> bool:
        """Take out what was put in. False where the tables are other ones than they were.

        Args:
            kept: connections to the database, a superuser's; at least one. All others to it are ended.
        """
        connection = kept[0]
        with connection.transaction():
            connection.execute(_OTHERS, [[one.info.backend_pid for one in kept]], prepare=True)
            if connection.execute(_SHAPE, prepare=True).fetchone() != self._shape:
                return False
            # Neither foreign keys nor our own triggers, which let nobody take anything out of a log, look at it.
            connection.execute("SET LOCAL session_replication_role = replica")
            filled = {*_names(connection, self._any_rows), *self._rows}
            for table in filled:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, rows in self._rows.items():
                with connection.cursor().copy(_copy(table, "FROM STDIN")) as copy:
                    copy.write(rows)
            connection.execute(self._sequences, prepare=True)
        return True

    @staticmethod
    def _where_they_stand(template: Connection[Row]) -> sql.Composed:
        names = _names(
            template, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
        )
        settings = []
        for name in names:
            query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
            last, called = template.execute(query).fetchone() or (1, False)
            settings.append(sql.SQL("setval({}, {}, {})").format(name, last, called))
        return sql.SQL("SELECT ") + sql.SQL(", ").join(settings)


def _names(connection: Connection[Row], query: sql.Composed | LiteralString) -> list[str]:
    rows: Iterable[Row] = connection.execute(query, prepare=True)
    return sorted(str(name) for (name,) in rows)


def _rows(connection: Connection[Row], table: str) -> bytes:
    with connection.cursor().copy(_copy(table, "TO STDOUT")) as copy:
        return b"".join(copy)


def _copy(table: str, way: LiteralString) -> sql.Composed:
    return sql.SQL("COPY {} {}").format(sql.Identifier(table), sql.SQL(way))
