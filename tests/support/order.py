"""Rows that nobody asked an order for come in another one than they were written in.

SQLite gives them as they lie in the table, which is as they were written. So does PostgreSQL, until it puts a row where
an older one was: what relies on that fails now and then, on somebody's machine. With this it fails always, and here.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, event


def turn_unordered_round() -> None:
    """From now on every connection to SQLite gives rows without ORDER BY backwards."""
    event.listen(Engine, "connect", _turn_round)


def _turn_round(connection: Any, record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects = ON")
