"""Small things that the queries of conversations share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select

from forum.database import db

# A query whose rows are read by column name.
Rows = Select[*tuple[Any, ...]]


def count(query: Select[int]) -> int:
    """The single number that a query gives."""
    return db.session.scalar(query) or 0
