"""What can go wrong, in the community's words. Only `forum.web.errors` turns these into HTTP statuses."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path


class ForumError(Exception):
    """Something the person who acted should be told about.

    Args:
        message: one or two plain sentences, fit to be shown as they are.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(ForumError):
    """The thing does not exist, or this person may not know that it does."""

    def __init__(self, message: str = "There is nothing to see at this address.") -> None:
        super().__init__(message)


class NotAllowedError(ForumError):
    """The person may know of the thing, but may not do this to it."""

    def __init__(self, message: str = "This is not something your account can do.") -> None:
        super().__init__(message)


class SilencedError(NotAllowedError):
    """A moderator has asked this person to read along for a while, and this would be said to others."""

    def __init__(self) -> None:
        super().__init__(
            "For now you can read along, and not post. “Your standing” in your menu says why, until when, and what you "
            "can do if you see it differently."
        )


class RulesToAcceptError(NotAllowedError):
    """The rules have changed in substance, and this person would say something to others before accepting them."""

    def __init__(self) -> None:
        super().__init__(
            "Our rules have changed. Before you write to others again, please look at what is different."
        )


class LockedError(NotAllowedError):
    """A moderator has closed the thread for new answers."""

    def __init__(self) -> None:
        super().__init__(
            "A moderator has closed this conversation for new answers. Why is written above it."
        )


class SecondFactorNeededError(NotAllowedError):
    """The person's role allows this, and its powers rest until they have shown a second factor."""

    def __init__(self) -> None:
        super().__init__(
            "Your role sees what others were not meant to see, so it rests until your account has a second step "
            "at sign-in. Setting it up takes two minutes."
        )


class ConflictError(ForumError):
    """Somebody was faster, or the thing has moved on since the page was opened."""


class InvalidInputError(ForumError):
    """What was typed can't be taken as it is.

    Args:
        message: what to change, kindly.
        field: the name of the form field it belongs to, if one does.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooManyAttemptsError(ForumError):
    """This was tried too often in a short time.

    Args:
        message: fit to be shown.
        retry_after: seconds to wait.
    """

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def came_through(error: BaseException) -> Sequence[str]:
    """Through which lines an error came, the last one first, without what it says: that may quote a post's words."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames)]
