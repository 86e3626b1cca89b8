"""Places in the lists that admins order: categories, help lines. Pure."""

from __future__ import annotations

# The largest number that can be given.
LAST_PLACE = 99


def place_in_list(chosen: int | None, last: int) -> int:
    """The place of something new: the one that was chosen, or behind the last one.

    Behind the largest number comes none: what stands there keeps the order in which it was made.
    """
    return chosen or min(last + 1, LAST_PLACE)
