"""What permissions are asked about: plain facts of a thing, without the database."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import STAFF_ROLES, Role
from forum.conversations.lifecycle import PostState
from forum.sanctions.kinds import SanctionKind


@dataclass(frozen=True, kw_only=True)
class PostFacts:
    """What has to be known of a post to say who may see it or act on it.

    `thread_is_open` is whether its thread's opening post is on show.
    """

    author_id: int
    state: PostState
    thread_is_open: bool = True


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Who it is. Everybody's page is there for everybody."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SanctionFacts:
    """Whom a sanction is for, the roles they have, and what is to be done; `kind` is None while that is open."""

    person_id: int
    roles: frozenset[str]
    kind: SanctionKind | None = None

    @property
    def is_staff(self) -> bool:
        """Whether they are a moderator or an admin."""
        return bool(self.roles & STAFF_ROLES)

    @property
    def is_admin(self) -> bool:
        """Whether they are an admin."""
        return Role.ADMIN in self.roles


@dataclass(frozen=True, kw_only=True)
class AppealFacts:
    """Whose appeal it is, or would be, and who may look again: nobody judges their own decision."""

    appellant_id: int
    judges: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class DecidedFacts:
    """Something that was decided a moment ago, and who did. A mentor decides by welcoming somebody."""

    by_id: int
    as_mentor: bool = False


@dataclass(frozen=True, kw_only=True)
class HeldFacts:
    """A held introduction. `is_light`: the automatic screen alone holds it, with low scores (`forum.welcome.approval`).

    `is_blocked` is whether its author and whoever asks have blocked each other, either way.
    """

    author_id: int
    is_light: bool
    is_blocked: bool = False


@dataclass(frozen=True, kw_only=True)
class PrivateFacts:
    """The two of a private conversation; `author_id` is whose message it is about, None where it is about none."""

    newcomer_id: int
    mentor_id: int
    author_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ThreadFacts:
    """What has to be known of a thread: whether its opening post is on show, who began it, and whether it rests."""

    author_id: int
    is_open: bool
    is_locked: bool
