"""The second step of signing in: a code of the app, a recovery code, or a passkey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts import attempts
from forum.accounts.models import AuthenticatorApp, HalfSignIn, Passkey, RecoveryCode, User
from forum.accounts.second_factor import passkeys
from forum.accounts.second_factor.apps import open_secret
from forum.accounts.second_factor.changes import FactorChange
from forum.accounts.second_factor.codes import bare_recovery_code, is_app_code, matching_step
from forum.accounts.second_factor.half_sign_ins import find, open_half
from forum.accounts.second_factor.passkeys import KnownPasskey, PasskeyRefusedError
from forum.accounts.second_factor.relying_party import RelyingParty
from forum.accounts.second_factor.sealing import Sealer
from forum.accounts.sessions import start_session
from forum.accounts.signing_in import SignedInAs
from forum.accounts.tokens import hash_token
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import InvalidInputError
from forum.events import SecondFactorChanged

log = structlog.get_logger(__name__)

_Shows = Callable[[Session, HalfSignIn, datetime], None]

# The same for a code that is wrong, that was used, and for an account without codes.
_DOES_NOT_FIT = (
    "This code does not fit, or it was used before: each one opens once. Please wait for the next one that your app "
    "shows, or take one of your recovery codes."
)
_PASSKEY_DOES_NOT_FIT = (
    "That passkey does not fit this account. Please try once more, or use a code instead."
)


@dataclass(frozen=True, kw_only=True)
class Comer:
    """Whoever stands at the second step: the token of the sign-in that was begun, from where, with which browser."""

    token: str
    caller: attempts.Caller
    user_agent: str = ""


def finish_with_code(comer: Comer, typed: str, sealer: Sealer, clock: Clock) -> SignedInAs:
    """Sign in with what the app shows, or with a recovery code. Either is good once.

    Raises:
        SignInOverError: it has to be begun anew.
        InvalidInputError: the code does not fit.
        TooManyAttemptsError: this was tried too often; nothing was checked.
    """

    def shows(session: Session, half: HalfSignIn, now: datetime) -> None:
        use = _use_app if is_app_code(typed) else _use_recovery_code
        if not use(session, half.user_id, typed, sealer, now):
            raise InvalidInputError(_DOES_NOT_FIT, "code")

    return _finish(comer, clock, shows)


def finish_with_passkey(
    comer: Comer, answer: str, party: RelyingParty | None, clock: Clock
) -> SignedInAs:
    """Sign in with a passkey. An answer is good once: what it answers to is forgotten with the sign-in.

    Args:
        comer: whose sign-in was begun.
        answer: what the browser gave, as JSON.
        party: for which name passkeys are good; None where they can't be used.
        clock: tells the time.

    Raises:
        SignInOverError: it has to be begun anew.
        InvalidInputError: the passkey does not fit.
        TooManyAttemptsError: this was tried too often; nothing was checked.
    """

    def shows(session: Session, half: HalfSignIn, now: datetime) -> None:
        if party is None or not _use_passkey(session, half, answer, party, now):
            raise InvalidInputError(_PASSKEY_DOES_NOT_FIT, "code")

    return _finish(comer, clock, shows)


def _finish(comer: Comer, clock: Clock, shows: _Shows) -> SignedInAs:
    user_id = find(comer.token, clock.now()).user_id
    limits = attempts.second_step_limits(user_id, comer.caller)
    counted = attempts.claim(limits, clock.now())
    try:
        with transaction() as session:
            now = clock.now()
            user = session.get_one(User, user_id, with_for_update=ROW_LOCK)
            half = open_half(session, comer.token, now, lock=True)
            shows(session, half, now)
            session.delete(half)
            user.last_seen_at = now
            attempts.forgive(session, limits, counted)
            token = start_session(session, user_id, comer.user_agent, now, verified=True)
    except InvalidInputError:
        log.info("second_step_refused", user_id=user_id)
        raise
    log.info("signed_in", user_id=user_id, second_factor=True)
    return SignedInAs(user_id=user_id, token=token)


def _use_app(session: Session, user_id: int, typed: str, sealer: Sealer, now: datetime) -> bool:
    app = session.get(AuthenticatorApp, user_id, with_for_update=ROW_LOCK)
    secret = open_secret(app, sealer) if app is not None else None
    if app is None or secret is None:
        return False
    step = matching_step(secret, typed, now, after=app.last_step)
    if step is None:
        return False
    app.last_step = step
    return True


def _use_recovery_code(
    session: Session, user_id: int, typed: str, _sealer: Sealer, now: datetime
) -> bool:
    code = session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == hash_token(bare_recovery_code(typed)),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update(**ROW_LOCK)
    )
    if code is None:
        return False
    code.used_at = now
    change = FactorChange.CODE_USED
    emit(session, SecondFactorChanged(actor_id=user_id, at=now, user_id=user_id, change=change))
    return True


def _use_passkey(
    session: Session, half: HalfSignIn, answer: str, party: RelyingParty, now: datetime
) -> bool:
    try:
        used = session.scalar(
            select(Passkey)
            .where(
                Passkey.user_id == half.user_id,
                Passkey.credential_id == passkeys.credential_of(answer),
            )
            .with_for_update(**ROW_LOCK)
        )
        if used is None:
            return False
        known = KnownPasskey(public_key=used.public_key, sign_count=used.sign_count)
        used.sign_count = passkeys.check_known(party, half.challenge, answer, known)
    except PasskeyRefusedError:
        return False
    used.last_used_at = now
    return True
