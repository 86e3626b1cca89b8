"""When a newcomer becomes a member. Pure: values in, an answer out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from forum.screening import Standing

POSTS_TO_GRADUATE = 3
TIME_TO_GRADUATE = timedelta(days=14)


def standing(*, graduated_at: datetime | None, roles: Collection[str]) -> Standing:
    """Newcomer or member. Whoever carries a role is no newcomer."""
    return standing_of(has_graduated=graduated_at is not None, roles=roles)


def standing_of(*, has_graduated: bool, roles: Collection[str]) -> Standing:
    """The same, for those who need not know when."""
    return Standing.MEMBER if has_graduated or roles else Standing.NEWCOMER


def has_arrived(
    *, published_posts: int, joined_at: datetime, last_removed_at: datetime | None, now: datetime
) -> bool:
    """Whether a newcomer has become a member by taking part, or by time.

    Three published posts show that somebody has found their feet; so do 14 days without a post of theirs being
    taken down (a removal starts the days anew).
    """
    if published_posts >= POSTS_TO_GRADUATE:
        return True
    since = max(joined_at, last_removed_at) if last_removed_at else joined_at
    return now - since >= TIME_TO_GRADUATE
