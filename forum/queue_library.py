"""huey, without its storage in PostgreSQL.

It imports psycopg wherever that is installed, which is 9 MB in every web process and used by nobody here: rows are the
truth, and huey only carries wake-ups, through SQLite or Redis. It does without where the import fails.
"""

from __future__ import annotations

import sys

_UNUSED = "psycopg"
_there = _UNUSED in sys.modules
if not _there:
    # What stands here as None can't be imported; only as long as huey is.
    sys.modules[_UNUSED] = None  # type: ignore[assignment]
try:
    from huey import Huey, RedisHuey, SqliteHuey, crontab
finally:
    if not _there:
        del sys.modules[_UNUSED]

__all__ = ["Huey", "RedisHuey", "SqliteHuey", "crontab"]
