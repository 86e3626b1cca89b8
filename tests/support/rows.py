"""All that a database holds, to be compared with what it holds later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from forum.database import db
from forum.models import metadata

# When somebody was last here is noted by any visit, and that is all.
_NOTED = frozenset({"user_sessions.last_used_at", "users.last_seen_at"})


def every_row() -> Mapping[str, Sequence[tuple[object, ...]]]:
    """Every row of every table, but for what any visit notes. Needs an app context."""
    db.session.rollback()
    found = {}
    for table in metadata.sorted_tables:
        columns = [c for c in table.columns if f"{table.name}.{c.name}" not in _NOTED]
        rows = db.session.execute(select(*columns).order_by(*table.primary_key.columns))
        found[table.name] = [tuple(row) for row in rows]
    db.session.rollback()
    return found
