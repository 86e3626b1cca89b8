"""Between the password and the second factor: a row that opens nothing by itself, for ten minutes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import AuthenticatorApp, HalfSignIn, Passkey
from forum.accounts.second_factor.passkeys import CHALLENGE_BYTES
from forum.accounts.tokens import hash_token, new_token
from forum.database import ROW_LOCK, db
from forum.errors import NotFoundError

LASTS = timedelta(minutes=10)


class SignInOverError(NotFoundError):
    """The sign-in was finished, was begun too long ago, or never was begun."""

    def __init__(self) -> None:
        super().__init__("That took a while, so please sign in once more from the beginning.")


@dataclass(frozen=True, kw_only=True)
class HalfWay:
    """Somebody who has typed the password, and what they can show as a second factor."""

    user_id: int
    challenge: bytes
    has_app: bool
    passkeys: Sequence[bytes]


def has_second_factor(session: Session, user_id: int) -> bool:
    """Whether an account has a second factor."""
    app = exists().where(AuthenticatorApp.user_id == user_id)
    passkey = exists().where(Passkey.user_id == user_id)
    return bool(session.scalar(select(or_(app, passkey))))


def begin(session: Session, user_id: int, now: datetime) -> str:
    """The password was right. Returns the token for their browser; the caller holds the transaction."""
    token = new_token()
    session.add(
        HalfSignIn(
            user_id=user_id,
            token_hash=hash_token(token),
            challenge=secrets.token_bytes(CHALLENGE_BYTES),
            expires_at=now + LASTS,
        )
    )
    return token


def find(token: str, now: datetime) -> HalfWay:
    """Who is half-way in with this token.

    Raises:
        SignInOverError: nobody is.
    """
    half = open_half(db.session(), token, now)
    app = db.session.get(AuthenticatorApp, half.user_id)
    passkeys = db.session.scalars(
        select(Passkey.credential_id).where(Passkey.user_id == half.user_id).order_by(Passkey.id)
    ).all()
    return HalfWay(
        user_id=half.user_id, challenge=half.challenge, has_app=app is not None, passkeys=passkeys
    )


def open_half(session: Session, token: str, now: datetime, *, lock: bool = False) -> HalfSignIn:
    """The row of this token.

    Raises:
        SignInOverError: there is none any more.
    """
    wanted = select(HalfSignIn).where(
        HalfSignIn.token_hash == hash_token(token), HalfSignIn.expires_at > now
    )
    half = session.scalar(wanted.with_for_update(**ROW_LOCK) if lock else wanted)
    if half is None:
        raise SignInOverError
    return half
