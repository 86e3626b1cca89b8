"""What can happen to somebody's account."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Event):
    """Somebody made an account."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event):
    """An admin gave or took a role."""

    user_id: int
    role: str
    given: bool


@dataclass(frozen=True, kw_only=True)
class RoleLaidDown(Event):
    """A person gave up a role of their own."""

    user_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class PersonBlocked(Event):
    """`actor_id` wants nothing to do with `user_id`. It is nobody else's business, so the audit log leaves it out."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class PersonUnblocked(Event):
    """`actor_id` has taken a block of `user_id` back."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person's password changed; `by_reset` when through a mailed link."""

    user_id: int
    by_reset: bool


@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(Event):
    """Somebody asked for a reset mail. `reset_id` is None where there is no account to mail to."""

    reset_id: int | None


@dataclass(frozen=True, kw_only=True)
class SecondFactorChanged(Event):
    """Something happened to a person's second factor; `change` is a `FactorChange`."""

    user_id: int
    change: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Somebody has signed in, on the way of one who has shown all that is asked for. The audit log leaves it out."""

    user_id: int
