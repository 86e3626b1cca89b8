"""What can happen between newcomers and those who welcome them."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class ThreadWelcomeChanged(Event):
    """A mentor flagged a thread as a welcome thread, or took the flag away."""

    thread_id: int
    flagged: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class NewcomerGraduated(Event):
    """A newcomer is a member from now on."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class MentorFound(Event):
    """A newcomer has a mentor from now on, their first or the next.

    `takes_over` is whether the one before can't be there for them any more.
    """

    newcomer_id: int
    mentor_id: int
    takes_over: bool = False


@dataclass(frozen=True, kw_only=True)
class MentorGone(Event):
    """A newcomer's mentor can't be there for them any more, and nobody else is free."""

    newcomer_id: int


@dataclass(frozen=True, kw_only=True)
class PersonCalled(Event):
    """Somebody is asked to answer a newcomer's post. `actor_id` is the mentor who handed over, None for the clock."""

    post_id: int
    newcomer_id: int
    called_id: int
    is_their_mentor: bool


@dataclass(frozen=True, kw_only=True)
class ModeratorsCalled(Event):
    """Nobody else has answered this newcomer's post, so it is moderators' to answer now."""

    clock_id: int
    newcomer_id: int


@dataclass(frozen=True, kw_only=True)
class WaitEnded(Event):
    """Nobody need answer this newcomer's post any more, or nobody can: it is out of sight, or its thread is closed."""

    post_id: int


@dataclass(frozen=True, kw_only=True)
class Praised(Event):
    """A mentor was glad of what a mentee did; `kind` says what it was."""

    post_id: int
    newcomer_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PrivateMessageSent(Event):
    """A mentor wrote to a mentee in private, or a mentee to a mentor. The audit log leaves it out.

    `calls_mentor` is whether it is a mentee's, and sounds as if they may hurt themselves.
    """

    message_id: int
    conversation_id: int
    to_id: int
    calls_mentor: bool


@dataclass(frozen=True, kw_only=True)
class MentorUnseen(Event):
    """A mentor was not here for long: they are asked, or, later, set to away."""

    user_id: int
    is_away: bool
