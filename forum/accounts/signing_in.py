"""Signing in, and typing the password once more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forum.accounts import attempts
from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.names import normalise_email, normalise_username
from forum.accounts.passwords import check_password, hash_password, is_outdated
from forum.accounts.second_factor.half_sign_ins import begin, has_second_factor
from forum.accounts.sessions import end_session, renew_session, start_session
from forum.clock import Clock
from forum.database import db, transaction
from forum.errors import InvalidInputError
from forum.leaving.lookup import who_can_come_back
from forum.screened_fields.queries import who_waits_for_username

log = structlog.get_logger(__name__)

_NOT_TOGETHER = (
    "This name and this password do not belong together. Please look at both once more. "
    "If the password has slipped your mind, you can choose a new one."
)


@dataclass(frozen=True, kw_only=True)
class SignedInAs:
    """Who is signed in from now on, and the token for their browser."""

    user_id: int
    token: str


@dataclass(frozen=True, kw_only=True)
class HalfWayIn:
    """The password was right, and the account has a second factor. The token is for the page that asks for it."""

    token: str


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What was typed: a user name or an e-mail address, and the password."""

    name: str
    password: str


def find_account(name: str) -> int | None:
    """The id of the account with this user name or e-mail address."""
    username = normalise_username(name)
    found = db.session.scalar(
        select(User.id).where(or_(User.username == username, User.email == normalise_email(name)))
    )
    # Somebody whose user name is still to be read signs in with it all the same, and so does somebody who left with it.
    return found or who_waits_for_username(username) or who_can_come_back(username)


def sign_in(
    typed: Credentials,
    user_id: int | None,
    caller: attempts.Caller,
    user_agent: str,
    clock: Clock,
    *,
    replaces: Actor | None = None,
) -> SignedInAs | HalfWayIn:
    """Sign a person in. Takes the same time and gives the same words whether there is an account or not.

    Whoever has a second factor is asked for it next, and is not signed in until then.

    Args:
        typed: the name and the password.
        user_id: what `find_account` said.
        caller: where the attempt comes from.
        user_agent: what the browser calls itself.
        clock: tells the time.
        replaces: whoever was signed in in this browser; that session ends.

    Raises:
        InvalidInputError: name and password do not belong together.
        TooManyAttemptsError: this was tried too often; nothing was checked.
    """
    limits = attempts.sign_in_limits(_as_looked_up(typed.name), caller)
    counted = attempts.claim(limits, clock.now())
    kept = _kept_hash(user_id)
    fits = check_password(typed.password, kept)
    if user_id is None or kept is None or not fits:
        log.info("sign_in_refused", user_id=user_id)
        raise InvalidInputError(_NOT_TOGETHER, "password")
    renewed = hash_password(typed.password) if is_outdated(kept) else kept
    with transaction() as session:
        user = _lock_unchanged(session, user_id, kept)
        user.password_hash = renewed
        user.last_seen_at = clock.now()
        attempts.forgive(session, limits, counted)
        if replaces is not None and replaces.session_id is not None:
            end_session(session, replaces.id, replaces.session_id, clock.now())
        if has_second_factor(session, user_id):
            log.info("password_accepted", user_id=user_id)
            return HalfWayIn(token=begin(session, user_id, clock.now()))
        token = start_session(session, user_id, user_agent, clock.now())
    log.info("signed_in", user_id=user_id)
    return SignedInAs(user_id=user_id, token=token)


def confirm(actor: Actor, password: str, clock: Clock) -> str:
    """The password was typed again. Returns the session's new token: the old one is worth nothing from now on.

    Raises:
        InvalidInputError: it is another password.
        TooManyAttemptsError: this was tried too often; nothing was checked.
        NotFoundError: the session has been ended meanwhile.
    """
    if actor.session_id is None:
        raise InvalidInputError("Please sign in first.", "password")
    check_again(actor, actor.session_id, password, "password", clock)
    with transaction() as session:
        return renew_session(session, actor.session_id, clock.now())


def check_again(
    actor: Actor, session_id: int | None, password: str, field: str, clock: Clock
) -> str:
    """Go on only with the person's own password. Counted, so that a stolen session is no place to guess it.

    Whoever is shut out has no session, and is counted by who they are.

    Returns the hash that it was checked against.

    Raises:
        InvalidInputError: it is another password.
        TooManyAttemptsError: this was tried too often; nothing was checked.
    """
    place = str(session_id) if session_id is not None else f"door:{actor.id}"
    limits = attempts.confirm_limits(place)
    counted = attempts.claim(limits, clock.now())
    kept = _kept_hash(actor.user_id)
    if not check_password(password, kept):
        log.info("confirmation_refused", user_id=actor.user_id)
        raise InvalidInputError("This is not the password of your account.", field)
    with transaction() as session:
        attempts.forgive(session, limits, counted)
    return kept or ""


def _as_looked_up(name: str) -> str:
    """What attempts are counted by: the name itself, and not whose it is.

    Else whoever has to wait with one name, after they have tried an address, knows that both are the same person's.
    """
    username = normalise_username(name)
    return normalise_email(name) if "@" in username else username


def password_mark(user_id: int) -> str:
    """16 hexadecimal digits that are others as soon as a person's password is another one."""
    return hashlib.sha256((_kept_hash(user_id) or "").encode()).hexdigest()[:16]


def _kept_hash(user_id: int | None) -> str | None:
    return db.session.scalar(select(User.password_hash).where(User.id == user_id))


def _lock_unchanged(session: Session, user_id: int, kept: str) -> User:
    user = session.get(User, user_id, with_for_update=True)
    if user is None or user.password_hash != kept:
        # It was changed between the check and now, so the one that was typed is an old one.
        raise InvalidInputError(_NOT_TOGETHER, "password")
    return user
