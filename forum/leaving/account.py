"""What goes with an account: the tables of what goes, and the erasing. The caller holds the transaction.

`tests/architecture/test_nobody_is_forgotten_by_leaving.py` knows every column that names a person, and asks for each
whether it stands here, or why it stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum.accounts.models import (
    AuthenticatorApp,
    Block,
    HalfSignIn,
    Passkey,
    PasswordReset,
    RecoveryCode,
    User,
    UserRole,
    UserSession,
)
from forum.conversations.models import Hide, Thread
from forum.database import ROW_LOCK
from forum.drafts.models import Draft
from forum.exposure.models import Exposure, Pause, ReadingSettings
from forum.leaving.models import Departure
from forum.leaving.rules import Words, address_key, left_email, left_username
from forum.leaving.waiting import take_back_fields, take_back_posts
from forum.notifications.models import MailSwitchedOff, Notification
from forum.nudges.models import Nudge
from forum.sanctions.lookup import restriction_of
from forum.screened_fields.kinds import ERASED
from forum.thanks.models import Thanks
from forum.welcome.models import (
    MenteeNote,
    MenteeStar,
    MentorSettings,
    NewcomerSurvey,
    Praise,
    SavedReply,
    Snooze,
)

_TOKEN_BYTES = 12

#: A row goes as a whole where this column names whoever leaves.
ROWS_THAT_GO: Sequence[InstrumentedAttribute[int] | InstrumentedAttribute[int | None]] = (
    UserRole.user_id,
    UserSession.user_id,
    AuthenticatorApp.user_id,
    Passkey.user_id,
    RecoveryCode.user_id,
    HalfSignIn.user_id,
    PasswordReset.user_id,
    Block.blocker_id,
    Block.blocked_id,
    Hide.user_id,
    Hide.person_id,
    Thanks.user_id,
    Draft.user_id,
    NewcomerSurvey.user_id,
    Notification.user_id,
    MailSwitchedOff.user_id,
    MentorSettings.user_id,
    Snooze.mentor_id,
    SavedReply.mentor_id,
    MenteeStar.mentor_id,
    MenteeStar.newcomer_id,
    MenteeNote.newcomer_id,
    MenteeNote.author_id,
    ReadingSettings.user_id,
    Exposure.moderator_id,
    Pause.moderator_id,
)


def erase_account(session: Session, departure: Departure, secret_key: str, now: datetime) -> None:
    """Erase all but what others are still concerned with. From here on nobody can sign in, or come back."""
    # They may have sent something in the moment in which they left.
    take_back_posts(session, departure.user_id, now)
    take_back_fields(session, departure.user_id, now)
    user = session.get_one(User, departure.user_id, with_for_update=ROW_LOCK)
    restriction = restriction_of(session, user.id, now)
    if restriction is not None and restriction.shuts_out:
        departure.address_key = address_key(user.email, secret_key)
    for column in ROWS_THAT_GO:
        session.execute(delete(column.class_).where(column == user.id))
    _empty_words(session, user.id, Words(departure.words))
    token = secrets.token_hex(_TOKEN_BYTES)
    user.username, user.email = left_username(token), left_email(token)
    user.password_hash = user.biography = ""
    departure.username = departure.display_name = departure.biography = None


def _empty_words(session: Session, user_id: int, words: Words) -> None:
    """Words in rows that stay, because something was decided about them or they are counted."""
    session.execute(update(Nudge).where(Nudge.author_id == user_id).values(words_key=None))
    session.execute(
        update(Praise)
        .where(Praise.mentor_id == user_id, Praise.skipped_because != "")
        .values(skipped_because=ERASED)
    )
    if words is Words.TAKEN:
        session.execute(
            update(Thread).where(Thread.welcome_flagged_by_id == user_id).values(welcome_reason="")
        )
