"""Setting up a second factor, and taking it away. One intention, one transaction.

The first factor comes with recovery codes and ends every other session; whoever loses the last one has the powers of
staff no more, until there is another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.confirmation import require_confirmed
from forum.accounts.models import AuthenticatorApp, Passkey, RecoveryCode, User
from forum.accounts.second_factor.apps import Proposal, open_proposal, open_secret, seal_secret
from forum.accounts.second_factor.changes import FactorChange
from forum.accounts.second_factor.codes import (
    bare_recovery_code,
    matching_step,
    new_seed,
    recovery_codes,
)
from forum.accounts.second_factor.half_sign_ins import has_second_factor
from forum.accounts.second_factor.passkeys import PasskeyRefusedError, check_new
from forum.accounts.second_factor.questions import open_question
from forum.accounts.second_factor.relying_party import RelyingParty
from forum.accounts.second_factor.renewing import mark_of_codes, open_renewal
from forum.accounts.second_factor.sealing import Sealer
from forum.accounts.sessions import end_all_sessions, verify_session
from forum.accounts.tokens import hash_token
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import SecondFactorChanged
from forum.permissions.actions import Action
from forum.permissions.check import require

MOST_PASSKEYS = 20
_DOES_NOT_FIT = (
    "This is not what the app should show now. Please scan the picture once more, look whether your device’s clock is "
    "right, and type the newest six digits."
)

_NOT_UNDERSTOOD = "Your device and this page did not understand each other. Nothing was changed: please try once more."


class TooLateError(InvalidInputError):
    """The page was open for so long that what it proposed is not good any more."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "This page was open for a long time, so it was made anew. Please begin once more.",
            field,
        )


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """A factor was added. `token` is the session's new one; `codes` are shown now and never again."""

    token: str
    codes: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class MadePasskey:
    """What the browser gave for a sealed question, where it was asked, and what its owner calls it."""

    party: RelyingParty
    question: str
    answer: str
    name: str


def add_app(actor: Actor, proposal: str, typed: str, sealer: Sealer, clock: Clock) -> SetUp:
    """Use an authenticator app from now on, in place of another one if there is one.

    Sent once more, the form that has set up the first factor gives the same recovery codes.

    Args:
        actor: whose it is.
        proposal: the sealed secret that the page showed.
        typed: what the app shows, to see that it has the secret.
        sealer: seals what is kept.
        clock: tells the time.

    Raises:
        NotAllowedError: for a visitor.
        NotConfirmedError: the password was not typed lately.
        InvalidInputError: the code does not fit, or (TooLateError) the page was open for too long.
        ConflictError: this very app is in use already, and brought no recovery codes; the form was sent twice.
    """
    _require_own(actor, clock)
    proposed = open_proposal(actor.id, proposal, sealer)
    if proposed is None:
        raise TooLateError("code")
    step = matching_step(proposed.secret, typed, clock.now())
    with transaction() as session:
        now, is_first = _lock(session, actor.id, clock)
        app = session.get(AuthenticatorApp, actor.id, with_for_update=ROW_LOCK)
        if app is not None and open_secret(app, sealer) == proposed.secret:
            return _sent_again(session, actor, proposed)
        if step is None:
            raise InvalidInputError(_DOES_NOT_FIT, "code")
        if app is None:
            app = AuthenticatorApp(user_id=actor.id)
            session.add(app)
        app.sealed_secret = seal_secret(actor.id, proposed.secret, sealer)
        app.last_step, app.added_at = step, now
        return _added(session, actor, now, FactorChange.APP_ADDED, is_first=is_first, like=proposed)


def _sent_again(session: Session, actor: Actor, proposed: Proposal) -> SetUp:
    codes = recovery_codes(proposed.seed)
    if not _holds(session, actor.id, codes[0]):
        raise ConflictError("This app is set up already.")
    return SetUp(token=proposed.token, codes=codes)


def add_passkey(actor: Actor, made: MadePasskey, sealer: Sealer, clock: Clock) -> SetUp:
    """Use a passkey from now on.

    Raises:
        NotAllowedError: for a visitor.
        NotConfirmedError: the password was not typed lately.
        InvalidInputError: it does not answer to what was asked, or (TooLateError) the page was open for too long.
        ConflictError: this very passkey is in use already, or there are too many.
    """
    _require_own(actor, clock)
    question = open_question(actor.id, made.question, sealer)
    if question is None:
        raise TooLateError("name")
    try:
        new = check_new(made.party, question.challenge, made.answer)
    except PasskeyRefusedError as error:
        raise InvalidInputError(_NOT_UNDERSTOOD, "name") from error
    with transaction() as session:
        now, is_first = _lock(session, actor.id, clock)
        known = session.scalars(select(Passkey).where(Passkey.user_id == actor.id)).all()
        taken = select(Passkey.id).where(Passkey.credential_id == new.credential_id)
        if session.scalar(taken) is not None:
            raise ConflictError("This passkey is set up already.")
        if len(known) >= MOST_PASSKEYS:
            raise ConflictError("These are many passkeys. Please take one away first.")
        session.add(
            Passkey(
                user_id=actor.id,
                credential_id=new.credential_id,
                public_key=new.public_key,
                sign_count=new.sign_count,
                name=made.name,
                added_at=now,
            )
        )
        return _added(session, actor, now, FactorChange.PASSKEY_ADDED, is_first=is_first)


def remove_app(actor: Actor, clock: Clock) -> str:
    """Use the authenticator app no more. Returns the session's new token.

    Raises:
        NotAllowedError: for a visitor.
        NotConfirmedError: the password was not typed lately.
        NotFoundError: there is none.
    """
    _require_own(actor, clock)
    with transaction() as session:
        now, _ = _lock(session, actor.id, clock)
        app = session.get(AuthenticatorApp, actor.id, with_for_update=ROW_LOCK)
        return _removed(session, actor, app, now, FactorChange.APP_REMOVED)


def remove_passkey(actor: Actor, passkey_id: int, clock: Clock) -> str:
    """Use one of one's passkeys no more. Returns the session's new token.

    Raises:
        NotAllowedError: for a visitor.
        NotConfirmedError: the password was not typed lately.
        NotFoundError: there is none of that number, or it is somebody else's.
    """
    _require_own(actor, clock)
    with transaction() as session:
        now, _ = _lock(session, actor.id, clock)
        found = session.get(Passkey, passkey_id, with_for_update=ROW_LOCK)
        own = found if found is not None and found.user_id == actor.id else None
        return _removed(session, actor, own, now, FactorChange.PASSKEY_REMOVED)


def renew_codes(actor: Actor, proposal: str, sealer: Sealer, clock: Clock) -> Sequence[str]:
    """New recovery codes, in place of those that are left. Sent once more, the same proposal gives the same codes.

    Args:
        actor: whose they are.
        proposal: what they come of, sealed, as the page had it.
        sealer: opens it.
        clock: tells the time.

    Raises:
        NotAllowedError: for a visitor.
        NotConfirmedError: the password was not typed lately.
        NotFoundError: there is no second factor that they could stand in for.
        TooLateError: the page was open for too long, or others were made meanwhile.
    """
    _require_own(actor, clock)
    renewal = open_renewal(actor.id, proposal, sealer)
    with transaction() as session:
        now, is_first = _lock(session, actor.id, clock)
        if is_first:
            raise NotFoundError
        if renewal is None:
            raise TooLateError("")
        codes = recovery_codes(renewal.seed)
        if not _holds(session, actor.id, codes[0]):
            if mark_of_codes(session, actor.id) != renewal.instead_of:
                raise TooLateError("")
            _keep_codes(session, actor.id, codes, now)
            _say(session, actor.id, actor.id, now, FactorChange.CODES_RENEWED)
        return codes


def forget_factors(session: Session, user_id: int) -> None:
    """Delete everything that a person could show. The caller holds the transaction."""
    for table in (AuthenticatorApp, Passkey, RecoveryCode):
        session.execute(delete(table).where(table.user_id == user_id))


def _require_own(actor: Actor, clock: Clock) -> None:
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    require_confirmed(actor, clock.now())


def _lock(session: Session, user_id: int, clock: Clock) -> tuple[datetime, bool]:
    """Take turns with other changes and sign-ins of this person. Returns the time, and whether there is no factor."""
    session.get_one(User, user_id, with_for_update=ROW_LOCK)
    return clock.now(), not has_second_factor(session, user_id)


def _added(
    session: Session,
    actor: Actor,
    now: datetime,
    change: FactorChange,
    *,
    is_first: bool,
    like: Proposal | None = None,
) -> SetUp:
    session.flush()
    codes = recovery_codes(like.seed if like is not None else new_seed()) if is_first else ()
    if is_first:
        _keep_codes(session, actor.id, codes, now)
        # They were signed in with a password alone.
        end_all_sessions(session, actor.id, now=now, except_id=actor.session_id)
    _say(session, actor.id, actor.id, now, change)
    token = like.token if like is not None else None
    return SetUp(token=verify_session(session, actor.session_id or 0, now, token), codes=codes)


def _removed(
    session: Session,
    actor: Actor,
    factor: AuthenticatorApp | Passkey | None,
    now: datetime,
    change: FactorChange,
) -> str:
    if factor is None:
        raise NotFoundError
    session.delete(factor)
    session.flush()
    left = has_second_factor(session, actor.id)
    if not left:
        forget_factors(session, actor.id)
    _say(session, actor.id, actor.id, now, change)
    return verify_session(session, actor.session_id or 0, now if left else None)


def _keep_codes(session: Session, user_id: int, codes: Sequence[str], now: datetime) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    for code in codes:
        session.add(RecoveryCode(user_id=user_id, code_hash=_hash_of(code), made_at=now))


def _holds(session: Session, user_id: int, code: str) -> bool:
    """Whether a code is among those that somebody has now, used or not."""
    own = RecoveryCode.user_id == user_id, RecoveryCode.code_hash == _hash_of(code)
    return session.scalar(select(RecoveryCode.id).where(*own)) is not None


def _hash_of(code: str) -> str:
    return hash_token(bare_recovery_code(code))


def _say(
    session: Session, by_id: int | None, user_id: int, now: datetime, change: FactorChange
) -> None:
    emit(session, SecondFactorChanged(actor_id=by_id, at=now, user_id=user_id, change=change))
