"""What leaving is. Pure: words, a time, and how somebody who has left is called.

Whoever leaves is gone for others at once; for a while they can come back as if nothing had been, and then what is
theirs is erased.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

#: So long somebody who has left can come back.
GRACE = timedelta(days=7)
# When a day in UTC is over in the last time zone as well: so late on the next one.
_OVER_EVERYWHERE = time(12, tzinfo=UTC)
#: What others call somebody who has left.
LEFT_NAME = "Somebody who left"
#: Nobody can choose a user name that begins with it (`accounts.names`).
LEFT_MARK = "~"


class Words(StrEnum):
    """What becomes of what somebody has written."""

    TAKEN = "taken"
    LEFT = "left"


#: The two ways to leave, as they are offered.
CHOICES: Mapping[Words, str] = MappingProxyType(
    {
        Words.TAKEN: "Take my words with me",
        Words.LEFT: "Leave my posts here, without my name",
    }
)
HINTS: Mapping[Words, str] = MappingProxyType(
    {
        Words.TAKEN: (
            "The words of all your posts are erased, and what you wrote in private. A conversation that nobody else "
            "took part in is gone. Where others took part, one line stays in the place of your words, so that what "
            "they said still makes sense: “The words of this post have been erased.”"
        ),
        Words.LEFT: (
            f"Your posts that are on show stay, and the name beside them is “{LEFT_NAME}”. What you wrote in private "
            "stays for the person you wrote it to. If your own words tell who you are, take them with you instead."
        ),
    }
)


def left_username(token: str) -> str:
    """The user name of somebody who has left; the token is one that nobody can guess."""
    return f"{LEFT_MARK}{token}"


def has_left(username: str) -> bool:
    """Whether this is somebody who has left: they have no page, and no link leads to one."""
    return username.startswith(LEFT_MARK)


def left_email(token: str) -> str:
    """An address that can't exist, in the place of theirs."""
    return f"{token}@left.invalid"


def last_day(asked_at: datetime) -> date:
    """The last day on which they can come back."""
    return (asked_at + GRACE).date()


def due_after(asked_at: datetime) -> datetime:
    """When what is theirs is erased: once their last day is over, wherever they live."""
    return datetime.combine(last_day(asked_at) + timedelta(days=1), _OVER_EVERYWHERE)


def address_key(email: str, secret_key: str) -> str:
    """An e-mail address as a keyed hash: it can be compared, and not be read."""
    return hmac.new(f"left:{secret_key}".encode(), email.encode(), hashlib.sha256).hexdigest()
