"""What a person is told of their own account.

Runs inside the transaction, so that nobody is told of what did not happen, or misses what did.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.events import (
    Event,
    NewcomerGraduated,
    OwnDataTaken,
    PasswordChanged,
    PersonCameBack,
    PersonLeaving,
    RoleChanged,
    SanctionGiven,
    SanctionLifted,
    SecondFactorChanged,
)
from forum.notifications.models import NotificationKind
from forum.notifications.telling import tell
from forum.notifications.wording import detail_in_words
from forum.words import joined

K = NotificationKind


def tell_person(session: Session, happened: Event) -> None:
    """A person hears what changed about their own account."""
    match happened:
        case NewcomerGraduated():
            tell(session, happened.user_id, K.GRADUATED, happened.at, actor_id=happened.actor_id)
        case RoleChanged() if _has_just_joined(session, happened):
            # Roles that come with the account are no news.
            return
        case RoleChanged():
            kind = K.ROLE_GIVEN if happened.given else K.ROLE_TAKEN
            tell(session, happened.user_id, kind, happened.at, detail=happened.role)
        case SanctionGiven():
            tell(
                session,
                happened.user_id,
                K.SANCTION_GIVEN,
                happened.at,
                sanction_id=happened.sanction_id,
            )
        case SanctionLifted():
            tell(
                session,
                happened.user_id,
                K.SANCTION_LIFTED,
                happened.at,
                sanction_id=happened.sanction_id,
            )
        case PasswordChanged():
            tell(session, happened.user_id, K.PASSWORD_CHANGED, happened.at)
        case OwnDataTaken():
            tell(session, happened.user_id, K.OWN_DATA_TAKEN, happened.at)
        case SecondFactorChanged():
            tell(session, happened.user_id, K(happened.change), happened.at)
        case _:
            return


def tell_of_leaving(session: Session, happened: Event) -> None:
    """Whoever leaves hears until when they can come back, and whoever comes back that they have not left."""
    if isinstance(happened, PersonLeaving):
        tell(session, happened.user_id, K.LEAVING, happened.at, detail=happened.until)
    elif isinstance(happened, PersonCameBack):
        tell(
            session,
            happened.user_id,
            K.CAME_BACK_IN_TIME,
            happened.at,
            detail=joined([detail_in_words(role) for role in happened.laid_down]),
        )


def _has_just_joined(session: Session, happened: RoleChanged) -> bool:
    by_nobody = happened.actor_id is None  # the first set-up, or the command line
    return by_nobody and session.get_one(User, happened.user_id).joined_at == happened.at
