"""Reading what somebody has for a second factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.models import AuthenticatorApp, Passkey, RecoveryCode
from forum.accounts.second_factor.half_sign_ins import has_second_factor
from forum.database import db
from forum.errors import NotFoundError


@dataclass(frozen=True, kw_only=True)
class PasskeyView:
    """One of a person's passkeys, as they see it."""

    id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SecondFactorPage:
    """What a person has set up. `app_since` is empty without an app."""

    app_since: datetime | None
    passkeys: Sequence[PasskeyView]
    codes_left: int

    @property
    def is_on(self) -> bool:
        """Whether signing in takes a second step."""
        return self.app_since is not None or bool(self.passkeys)

    @property
    def has_one_factor(self) -> bool:
        """Whether taking one away would leave none."""
        return (self.app_since is not None) + len(self.passkeys) == 1


def second_factor_page(user_id: int) -> SecondFactorPage:
    """What a person has set up."""
    rows = db.session.execute(
        select(Passkey.id, Passkey.name, Passkey.added_at, Passkey.last_used_at)
        .where(Passkey.user_id == user_id)
        .order_by(Passkey.id)
    )
    left = select(func.count()).where(
        RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )
    return SecondFactorPage(
        app_since=db.session.scalar(
            select(AuthenticatorApp.added_at).where(AuthenticatorApp.user_id == user_id)
        ),
        passkeys=[PasskeyView(**row._asdict()) for row in rows],
        codes_left=db.session.scalar(left) or 0,
    )


def passkey_of(user_id: int, passkey_id: int) -> PasskeyView:
    """One of a person's own passkeys.

    Raises:
        NotFoundError: there is none of that number, or it is somebody else's.
    """
    own = second_factor_page(user_id).passkeys
    found = next((one for one in own if one.id == passkey_id), None)
    if found is None:
        raise NotFoundError
    return found


def credentials_of(user_id: int) -> Sequence[bytes]:
    """The passkeys of a person, as their devices know them."""
    return db.session.scalars(
        select(Passkey.credential_id).where(Passkey.user_id == user_id).order_by(Passkey.id)
    ).all()


def is_second_factor_on(user_id: int) -> bool:
    """Whether signing in to an account takes a second step."""
    return has_second_factor(db.session(), user_id)
