"""Who is acting: a plain value that is built once per request and passed to whoever decides."""

from __future__ import annotations

from dataclasses import dataclass, replace

from forum.accounts.models import Role
from forum.sanctions.kinds import Restriction
from forum.screening import Standing


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person (or a visitor, when `user_id` is None) as far as permissions and pages need to know.

    `display_name` is what they call themselves, also while others do not see it yet: show it to nobody else.

    `restriction` is the strictest sanction in force. `is_spoken_to` is whether staff have told them something that they
    have not said they read. `has_rules_to_accept` is whether the rules have changed in substance since they accepted.
    `roles` are those whose powers are in force. `resting` are roles of staff that the person has, whose powers rest
    until a second factor was shown in this session.
    """

    user_id: int | None = None
    username: str = ""
    display_name: str = ""
    roles: frozenset[str] = frozenset()
    resting: frozenset[str] = frozenset()
    standing: Standing = Standing.NEWCOMER
    session_id: int | None = None
    restriction: Restriction | None = None
    is_spoken_to: bool = False
    has_rules_to_accept: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether this is somebody with an account."""
        return self.user_id is not None

    @property
    def id(self) -> int:
        """The person's number.

        Raises:
            RuntimeError: for a visitor; permission checks come first.
        """
        if self.user_id is None:
            raise RuntimeError("a visitor has no id")
        return self.user_id

    @property
    def is_newcomer(self) -> bool:
        """Signed in and not graduated yet."""
        return self.is_signed_in and self.standing is Standing.NEWCOMER

    @property
    def is_silenced(self) -> bool:
        """Asked to read and not to post, for a while."""
        return self.restriction is not None and self.restriction.silences

    @property
    def is_mentor(self) -> bool:
        """Flagged as mentor by an admin."""
        return Role.MENTOR in self.roles

    @property
    def is_moderator(self) -> bool:
        """May read the review queue and decide."""
        return Role.MODERATOR in self.roles

    @property
    def is_admin(self) -> bool:
        """Runs the site."""
        return Role.ADMIN in self.roles

    @property
    def is_staff(self) -> bool:
        """Moderator or admin."""
        return self.is_moderator or self.is_admin

    @property
    def has_staff_role(self) -> bool:
        """Moderator or admin, also while the powers of that rest."""
        return self.is_staff or bool(self.resting)

    def accepting(self) -> Actor:
        """The same person as if they had accepted the rules."""
        return replace(self, has_rules_to_accept=False)

    def awake(self) -> Actor:
        """The same person as if nothing rested."""
        return replace(self, roles=self.roles | self.resting, resting=frozenset())


VISITOR = Actor()
