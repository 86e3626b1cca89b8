"""Which of a person's powers are in force. Pure: values in, an answer out.

Moderators and admins see what others were not meant to see, so a password alone does not open that. Their roles stay;
what the roles allow rests until a second factor was shown in the session.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from forum.accounts.models import STAFF_ROLES


@dataclass(frozen=True, kw_only=True)
class Powers:
    """Roles whose powers are in force, and roles whose powers rest."""

    roles: frozenset[str]
    resting: frozenset[str]


def powers(held: Collection[str], *, is_verified: bool) -> Powers:
    """What the roles that somebody has are worth in this session."""
    everything = frozenset(held)
    resting = frozenset() if is_verified else everything & STAFF_ROLES
    return Powers(roles=everything - resting, resting=resting)
