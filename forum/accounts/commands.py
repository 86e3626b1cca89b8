"""What people do with their accounts: join, and change the password. One intention, one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.close_words import close_words
from forum.accounts.models import Role, User
from forum.accounts.names import require_display_name, require_email, require_username
from forum.accounts.passwords import check_password, hash_password, require_good_password
from forum.accounts.profile import refuse_taken_username
from forum.accounts.resets import void_links
from forum.accounts.roles import give_role, grant, take_role
from forum.accounts.sessions import end_all_sessions, renew_session, start_session
from forum.accounts.signing_in import SignedInAs, check_again
from forum.clock import Clock
from forum.community.accepting import note_acceptance
from forum.database import db, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import PasswordChanged, PersonJoined
from forum.leaving.lookup import is_shut_out
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.commands import offer
from forum.screened_fields.kinds import FieldKind, stand_in_name, stand_in_username
from forum.screened_fields.queries import chose_username

__all__ = [
    "NewPerson",
    "change_password",
    "create_user",
    "give_role",
    "join",
    "take_role",
]

ACCEPT_THE_RULES = "Please read the rules and tick the box: everybody here relies on them."
# A form that was sent twice arrives within this time.
_SAME_FORM = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What somebody types who joins. An empty display name stands for the user name."""

    username: str
    display_name: str
    email: str
    password: str
    accepts_rules: bool
    # The version that stood above the box; None for the newest.
    rules_version: int | None = None


def join(new: NewPerson, user_agent: str, clock: Clock) -> SignedInAs:
    """Make an account and sign its owner in. Sending the same form twice makes one account.

    Nobody sees the names before they have been read; until then the account goes by names that the forum made.

    Raises:
        InvalidInputError: something can't be taken as it is; its `field` says what.
    """
    if not new.accepts_rules:
        raise InvalidInputError(ACCEPT_THE_RULES, "accepts_rules")
    person = _check_new(new)
    require_good_password(new.password, close_words(person))
    hashed = hash_password(new.password)
    try:
        with transaction() as session:
            now = clock.now()
            user = _add(session, person, hashed, now, unread=True, rules_version=new.rules_version)
            token = start_session(session, user.id, user_agent, now)
            return SignedInAs(user_id=user.id, token=token)
    except (InvalidInputError, IntegrityError):
        earlier = _sent_before(person, new.password, clock.now())
        if earlier is None:
            # Somebody else was faster by a moment: this says at which field.
            _refuse_taken(db.session(), person, clock.now())
            raise
        with transaction() as session:
            token = start_session(session, earlier, user_agent, clock.now())
        return SignedInAs(user_id=earlier, token=token)


def create_user(
    session: Session,
    *,
    username: str,
    display_name: str,
    email: str,
    password: str,
    now: datetime,
    roles: Iterable[str] = (),
) -> User:
    """Make an account for the first set-up or the command line, where reserved names are fine.

    The caller holds the transaction.

    Raises:
        InvalidInputError: something can't be taken as it is; its `field` says what.
    """
    name = require_username(username, may_be_reserved=True)
    person = _Person(
        username=name,
        display_name=require_display_name(display_name or name, may_be_reserved=True),
        email=require_email(email),
    )
    require_good_password(password, close_words(person))
    user = _add(session, person, hash_password(password), now)
    for role in roles:
        grant(session, user.id, Role(role), by_id=None, now=now)
    return user


def change_password(actor: Actor, current: str, new: str, clock: Clock) -> str:
    """Change one's own password. Every other place where one is signed in is signed out.

    Sending the same form twice changes it once. Returns this session's new token.

    Raises:
        NotAllowedError: for a visitor.
        InvalidInputError: the current password is another, or the new one is easy to guess.
        TooManyAttemptsError: this was tried too often; nothing was checked.
        ConflictError: the password was changed somewhere else in this moment.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    if actor.session_id is None:
        raise NotFoundError
    kept = check_again(actor, actor.session_id, current, "current", clock)
    user = db.session.get_one(User, actor.id)
    require_good_password(new, close_words(user), "new")
    hashed = hash_password(new)
    with transaction() as session:
        now = clock.now()
        user = session.get_one(User, actor.id, with_for_update=True)
        if user.password_hash == kept:
            _set_password(session, user, hashed, actor.session_id, now)
        elif not check_password(new, user.password_hash):
            raise ConflictError("Your password was changed somewhere else in this moment.")
        # Else the form was sent twice, and the browser has dropped the token that the first one led to.
        return renew_session(session, actor.session_id, now)


def _set_password(
    session: Session, user: User, hashed: str, session_id: int, now: datetime
) -> None:
    user.password_hash = hashed
    void_links(session, user.id, now)
    end_all_sessions(session, user.id, now=now, except_id=session_id)
    emit(session, PasswordChanged(actor_id=user.id, at=now, user_id=user.id, by_reset=False))


@dataclass(frozen=True, kw_only=True)
class _Person:
    username: str
    display_name: str
    email: str


def _check_new(new: NewPerson) -> _Person:
    username = require_username(new.username)
    return _Person(
        username=username,
        display_name=require_display_name(new.display_name or username),
        email=require_email(new.email),
    )


def _refuse_taken(session: Session, person: _Person, now: datetime) -> None:
    refuse_taken_username(session, person.username)
    taken = session.scalar(select(User.id).where(User.email == person.email)) is not None
    if taken or is_shut_out(session, person.email, now):
        raise InvalidInputError(
            "We could not make an account with this address. If it is yours, "
            "you may have one already: sign in, or choose a new password.",
            "email",
        )


def _add(
    session: Session,
    person: _Person,
    password_hash: str,
    now: datetime,
    *,
    unread: bool = False,
    rules_version: int | None = None,
) -> User:
    _refuse_taken(session, person, now)
    user = User(
        # The stand-in has the account's number in it, which is not known yet.
        username=f"newcomer-{secrets.token_hex(8)}" if unread else person.username,
        display_name=person.display_name,
        email=person.email,
        password_hash=password_hash,
        joined_at=now,
        last_seen_at=now,
    )
    session.add(user)
    session.flush()
    if unread:
        _stand_in(session, user, person, now)
    note_acceptance(session, user.id, now, rules_version)
    emit(session, PersonJoined(actor_id=user.id, at=now, user_id=user.id))
    return user


def _stand_in(session: Session, user: User, person: _Person, now: datetime) -> None:
    user.username, user.display_name = stand_in_username(user.id), stand_in_name(user.id)
    for kind, text, shown in (
        (FieldKind.USERNAME, person.username, user.username),
        (FieldKind.DISPLAY_NAME, person.display_name, user.display_name),
    ):
        offer(session, kind, text, author_id=user.id, shown=shown, now=now)


def _sent_before(person: _Person, password: str, now: datetime) -> int | None:
    earlier = db.session.execute(
        select(User.id, User.password_hash).where(
            or_(User.username == person.username, chose_username(User.id, person.username)),
            User.email == person.email,
            User.joined_at > now - _SAME_FORM,
        )
    ).one_or_none()
    if earlier is None or not check_password(password, earlier.password_hash):
        return None
    found: int = earlier.id
    return found
