"""What can happen to posts and threads."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class RevisionSubmitted(Event):
    """A new version of a post waits for the screener."""

    post_id: int
    revision_id: int


@dataclass(frozen=True, kw_only=True)
class PostMoved(Event):
    """A post went from one state to another.

    `decision_id` is set when a person decided it, `by_mentor` when they did by welcoming its author.
    """

    post_id: int
    revision_id: int
    action: str
    before: str
    after: str
    first_publication: bool = False
    decision_id: int | None = None
    by_mentor: bool | None = None


@dataclass(frozen=True, kw_only=True)
class EditSettled(Event):
    """The edit of a published post got its outcome; the post itself stayed published."""

    post_id: int
    revision_id: int
    action: str
    decision_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ThreadChanged(Event):
    """A moderator closed a thread for new answers, opened it again, or moved it; `action` says which."""

    thread_id: int
    author_id: int
    action: str
    from_category_id: int | None = None
    to_category_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Thanked(Event):
    """Somebody thanked the author of a post."""

    post_id: int
    author_id: int


@dataclass(frozen=True, kw_only=True)
class ThanksTakenBack(Event):
    """Somebody took back their thanks for a post."""

    post_id: int
