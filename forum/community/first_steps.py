"""What comes first in a new community, for whoever looks after it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.accounts.models import STAFF_ROLES, User, UserRole
from forum.database import read

# Nobody looks again at what they decided themselves.
_LEAST_STAFF = 2
# People of the example community are nobody's colleagues: they can't sign in.
_STAFF = (
    select(func.count(UserRole.user_id.distinct()))
    .join(User, User.id == UserRole.user_id)
    .where(UserRole.role.in_(sorted(STAFF_ROLES)), ~User.is_example)
)


@dataclass(frozen=True, kw_only=True)
class FirstSteps:
    """What is still to be done. `mail_is_kept`: mails go into a folder, and reach nobody."""

    welcome_thread: bool
    colleague: bool
    mail_is_kept: bool


def first_steps(actor: Actor, *, has_welcome_thread: bool, sends_mail: bool) -> FirstSteps | None:
    """What an admin of a new community should do next; None for others, and once newcomers can be received."""
    if not actor.is_admin:
        return None
    is_alone = read(_STAFF).scalar_one() < _LEAST_STAFF
    if has_welcome_thread and not is_alone:
        return None
    return FirstSteps(
        welcome_thread=not has_welcome_thread, colleague=is_alone, mail_is_kept=not sends_mail
    )
