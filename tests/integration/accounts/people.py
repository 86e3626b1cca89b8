"""Accounts that can sign in, for tests of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.commands import create_user
from forum.accounts.models import Role, User, UserSession
from forum.accounts.sessions import find_session, start_session
from forum.database import db, transaction

PASSWORD = "velvet lantern orchard"
OTHER_PASSWORD = "marble kettle daylight"


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who can sign in, and the token of a session of theirs."""

    id: int
    username: str
    email: str
    token: str


def make_account(
    app: Flask,
    now: datetime,
    *roles: Role,
    username: str = "ana",
    user_agent: str = "Firefox/1 Linux",
) -> Account:
    """An account with PASSWORD, signed in once, as if with a second factor."""
    email = f"{username}@example.org"
    with app.app_context(), transaction() as session:
        user = create_user(
            session,
            username=username,
            display_name=username.capitalize(),
            email=email,
            password=PASSWORD,
            roles=roles,
            now=now,
        )
        token = start_session(session, user.id, user_agent, now, verified=True)
        return Account(id=user.id, username=username, email=email, token=token)


def actor_of(token: str, now: datetime) -> Actor:
    """Who carries the token, who has to be somebody. Use it inside an app context."""
    actor = find_session(token, now)
    assert actor is not None
    return actor


def live_sessions(user_id: int) -> list[UserSession]:
    """The sessions of a person that nobody has ended. Use it inside an app context."""
    db.session.rollback()
    return db.session.query(UserSession).filter_by(user_id=user_id, revoked_at=None).all()


def password_hash_of(user_id: int) -> str:
    """What is kept of a person's password. Use it inside an app context."""
    db.session.rollback()
    return db.session.get_one(User, user_id).password_hash
