"""A new password by mail. The row is what is due; the worker makes the link when it writes the mail."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum.accounts import attempts
from forum.accounts.close_words import close_words
from forum.accounts.models import Attempt, PasswordReset, User
from forum.accounts.names import normalise_email
from forum.accounts.passwords import hash_password, require_good_password
from forum.accounts.sessions import end_all_sessions
from forum.accounts.tokens import hash_token, new_token
from forum.clock import Clock
from forum.community.queries import community_info
from forum.config import Settings
from forum.database import db, emit, transaction
from forum.errors import NotFoundError
from forum.events import PasswordChanged, PasswordResetAsked
from forum.leaving.models import Departure
from forum.mail import compose, one_by_one, stops_every_letter
from forum.wiring import Services

log = structlog.get_logger(__name__)

LINK_LIFETIME = timedelta(hours=2)
MOST_AN_HOUR = 3
# How long after the request each attempt at mailing is made; after the last one it is given up.
RETRY_AFTER = (
    timedelta(0),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
)
# A worker that took a row and was killed: after this, another one may take it.
CLAIM_LASTS = timedelta(minutes=5)


class LinkOverError(NotFoundError):
    """The link was used, is too old, or never was one."""

    def __init__(self) -> None:
        super().__init__("This link has been used already, or it is too old.")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What has to be known to write one mail."""

    reset_id: int
    to: str
    display_name: str
    token: str


def ask_for_reset(email: str, caller: attempts.Caller, clock: Clock) -> None:
    """Ask for a mail with a link. Does the same, as far as anybody can see, for addresses without an account.

    Raises:
        TooManyAttemptsError: this network has asked often in a short time.
    """
    now = clock.now()
    attempts.claim(attempts.reset_limits(caller), now)
    with transaction() as session:
        user = session.scalar(
            select(User).where(User.email == normalise_email(email)).with_for_update()
        )
        user_id = user.id if user is not None and user.password_hash else 0
        if _may_have_more(session, user_id, now) and user_id:
            reset = PasswordReset(user_id=user_id, asked_at=now)
            session.add(reset)
            session.flush()
            emit(session, PasswordResetAsked(actor_id=None, at=now, reset_id=reset.id))
        else:
            # As much work as above, so that the time it takes tells nothing. The worker finds no row.
            session.add(Attempt(key=hash_token(new_token()), at=now))
            session.flush()
            emit(session, PasswordResetAsked(actor_id=None, at=now, reset_id=0))


def send_due_resets(
    services: Services, settings: Settings, in_between: Callable[[], None] = lambda: None
) -> None:
    """Mail every link that is due. One that fails stays due, for the next attempt, and stops no other.

    Args:
        services: the mailer and the clock.
        settings: of the forum.
        in_between: called after each letter (`forum.mail.one_by_one`).
    """

    def send(reset_id: int) -> bool:
        letter = _claim(reset_id, services.clock.now())
        return letter is None or _send(letter, services, settings)

    one_by_one(_due(services.clock.now()), send, in_between)


def _send(letter: Letter, services: Services, settings: Settings) -> bool:
    """Send one. Whether the next one may be tried."""
    try:
        services.mailer.send(
            compose(
                sender=settings.mail_from,
                to=letter.to,
                subject="A new password, if you asked for one",
                body=_words(letter, settings),
            )
        )
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("reset_mail_failed", reset_id=letter.reset_id, kind=type(error).__name__)
        _settle(letter.reset_id, mailed_at=None)
        return not stops_every_letter(error)
    _settle(letter.reset_id, mailed_at=services.clock.now())
    return True


def require_open_link(token: str, now: datetime) -> None:
    """Whether a link from a mail still opens. Changes nothing.

    Raises:
        LinkOverError: it does not.
    """
    _open_reset(db.session(), token, now)


def reset_password(token: str, new_password: str, clock: Clock) -> int:
    """Set a new password through a mailed link, once, and end every session. Signs nobody in.

    Returns the id of the person whose password it is.

    Raises:
        LinkOverError: the link does not open any more.
        InvalidInputError: the new password is easy to guess; the link stays good.
    """
    user = _open_reset(db.session(), token, clock.now()).user
    require_good_password(new_password, close_words(user))
    hashed = hash_password(new_password)
    with transaction() as session:
        now = clock.now()
        reset = _open_reset(session, token, now, lock=True)
        reset.user.password_hash = hashed
        void_links(session, reset.user_id, now)
        end_all_sessions(session, reset.user_id, now=now)
        emit(
            session,
            PasswordChanged(actor_id=reset.user_id, at=now, user_id=reset.user_id, by_reset=True),
        )
        return reset.user_id


def void_links(session: Session, user_id: int, now: datetime) -> None:
    """After a change of password no older link opens. The caller commits."""
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.user_id == user_id, PasswordReset.used_at.is_(None))
        .values(used_at=now)
    )


def _may_have_more(session: Session, user_id: int, now: datetime) -> bool:
    lately = session.scalar(
        select(func.count())
        .select_from(PasswordReset)
        .where(PasswordReset.user_id == user_id, PasswordReset.asked_at > now - timedelta(hours=1))
    )
    return (lately or 0) < MOST_AN_HOUR


def _due(now: datetime) -> Sequence[int]:
    rows = db.session.execute(
        select(PasswordReset.id, PasswordReset.attempts, PasswordReset.asked_at)
        .where(
            PasswordReset.mailed_at.is_(None),
            PasswordReset.used_at.is_(None),
            PasswordReset.attempts < len(RETRY_AFTER),
        )
        .order_by(PasswordReset.asked_at)
    )
    return [row.id for row in rows if now >= row.asked_at + RETRY_AFTER[row.attempts]]


def _claim(reset_id: int, now: datetime) -> Letter | None:
    """Take a row for mailing, with a fresh token; None if another worker has it, or it is settled."""
    with transaction() as session:
        reset = session.get(PasswordReset, reset_id, with_for_update=True)
        if reset is None or reset.mailed_at is not None or reset.used_at is not None:
            return None
        taken = (
            reset.expires_at is not None and now < reset.expires_at - LINK_LIFETIME + CLAIM_LASTS
        )
        if taken:
            return None
        token = new_token()
        reset.attempts += 1
        reset.token_hash, reset.expires_at = hash_token(token), now + LINK_LIFETIME
        # Whoever has left and can still come back is called by their own name in a mail of their own.
        departure = session.get(Departure, reset.user_id)
        own_name = departure.display_name if departure is not None else None
        return Letter(
            reset_id=reset.id,
            to=reset.user.email,
            display_name=own_name or reset.user.display_name,
            token=token,
        )


def _settle(reset_id: int, mailed_at: datetime | None) -> None:
    with transaction() as session:
        reset = session.get_one(PasswordReset, reset_id, with_for_update=True)
        reset.mailed_at = mailed_at
        if mailed_at is None:
            reset.token_hash, reset.expires_at = None, None
            if reset.attempts >= len(RETRY_AFTER):
                log.error("reset_mail_given_up", reset_id=reset_id)


def _open_reset(
    session: Session, token: str, now: datetime, *, lock: bool = False
) -> PasswordReset:
    wanted = select(PasswordReset).where(
        PasswordReset.token_hash == hash_token(token),
        PasswordReset.used_at.is_(None),
        PasswordReset.expires_at > now,
    )
    reset = session.scalar(wanted.with_for_update() if lock else wanted)
    if reset is None:
        raise LinkOverError
    return reset


def _words(letter: Letter, settings: Settings) -> str:
    community = community_info()
    place = community.name if community is not None else "the forum"
    # Only from the settings: a link built from what a request says could lead anywhere.
    link = f"{settings.base_url.rstrip('/')}/reset-password/{quote(letter.token)}"
    return f"""Hello {letter.display_name},

somebody, probably you, asked for a new password at {place}.
With this link you can choose one. It works once, and for two hours:

{link}

If it was not you, you need not do anything: your password stays as it is,
and nobody has seen it.

{place}
"""
