"""Where to go on after signing in. Pure. Only to a page of this forum: a link must not lead out through our door."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

MAX_LENGTH = 2_000


def safe_next(wanted: str | None) -> str | None:
    """The path to go on to, if it is one of our own; else None.

    A path begins with one slash. Browsers read a second slash, or a backslash, as the beginning of another host, and
    drop tabs and line breaks before they look.
    """
    if not wanted or len(wanted) > MAX_LENGTH or not wanted.startswith("/"):
        return None
    if wanted.startswith("//") or "\\" in wanted:
        return None
    if any(char.isspace() or unicodedata.category(char)[0] == "C" for char in wanted):
        return None
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return None
    return wanted if not parts.scheme and not parts.netloc else None
