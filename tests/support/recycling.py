"""Using a PostgreSQL database again: what a test has put in is taken out. Making one takes twenty times as long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import psycopg
from psycopg import sql

from tests.support.postgres import connect

# Rows that are deleted leave holes. After a few tests, or a test with many rows, these would be filled again, and rows
# would come back in an order in which no fresh database gives them.
USES = 8
_LARGEST_BYTES = 64 * 1024
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# Any change of a table, a trigger, a function, or what a column holds leaves another number there.
_STRUCTURE = """
SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
  SELECT 'table ' || oid || ' ' || xmin AS part
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT 'column ' || attrelid || ' ' || attnum || ' ' || a.xmin
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT 'trigger ' || oid || ' ' || xmin FROM pg_trigger
  UNION ALL SELECT 'function ' || oid || ' ' || xmin
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT 'constraint ' || oid || ' ' || xmin
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
) AS parts
"""
_TABLES = (
    "SELECT relname, pg_relation_size(oid) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
)
_SEQUENCES = "SELECT sequencename, last_value, start_value FROM pg_sequences ORDER BY sequencename"

Connection = psycopg.Connection[tuple[object, ...]]


class Recycling:
    """Knows a template, and makes copies of it that were used as good as new. `url` is SQLAlchemy's."""

    def __init__(self, url: str) -> None:
        self._uses: dict[str, int] = {}
        with connect(url) as connection:
            # Only a superuser may take out what triggers let nobody else take out.
            self._possible = connection.info.parameter_status("is_superuser") == "on"
            self._structure = connection.execute(_STRUCTURE).fetchone()
            self._sequences = connection.execute(_SEQUENCES).fetchall()
            self._contents = _contents(connection, list(_sizes(connection)))

    def clean(self, url: str) -> bool:
        """Make a copy of the template as good as new; whether that could be done."""
        self._uses[url] = self._uses.get(url, 0) + 1
        if not self._possible or self._uses[url] >= USES:
            return False
        try:
            return self._clean(url)
        except psycopg.Error:  # a test may have left a database that lets nobody in
            return False

    def _clean(self, url: str) -> bool:
        with connect(url) as connection:
            connection.execute(_END_OTHERS)
            sizes = _sizes(connection)
            if (
                max(sizes.values()) > _LARGEST_BYTES
                or connection.execute(_STRUCTURE).fetchone() != self._structure
            ):
                return False
            connection.execute("SET session_replication_role = replica")
            self._put_back(connection, [name for name, size in sizes.items() if size])
            return True

    def _put_back(self, connection: Connection, touched: Sequence[str]) -> None:
        with connection.transaction():
            for name, content in _contents(connection, touched).items():
                before = self._contents.get(name, b"")
                if content != before:
                    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                    _fill(connection, name, before)
            for now, before_ in zip(
                connection.execute(_SEQUENCES).fetchall(), self._sequences, strict=True
            ):
                if now != before_:
                    sequence, last, start = before_
                    known = (sequence, start if last is None else last, last is not None)
                    connection.execute("SELECT setval(quote_ident(%s)::regclass, %s, %s)", known)


def _sizes(connection: Connection) -> Mapping[str, int]:
    """How many bytes the rows of each table take up."""
    return {str(name): int(str(size)) for name, size in connection.execute(_TABLES)}


def _contents(connection: Connection, names: Sequence[str]) -> Mapping[str, bytes]:
    """All rows of these tables, as PostgreSQL writes them out."""
    found: dict[str, bytes] = {}
    with connection.cursor() as cursor:
        for name in names:
            statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))
            with cursor.copy(statement) as copy:
                found[name] = b"".join(bytes(part) for part in copy)
    return found


def _fill(connection: Connection, name: str, content: bytes) -> None:
    if not content:
        return
    statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(content)
