"""The secret of an authenticator app: proposed, shown once, kept sealed.

What a page proposes has beside the secret, sealed with it, what recovery codes will come of, and under which token the
session will go on. So a form that arrives twice sets the app up once, and both answers show the codes that hold: the
second one was sent before the browser had the new token, and would else find nobody signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from forum.accounts.models import AuthenticatorApp
from forum.accounts.second_factor.codes import matching_step, new_secret, new_seed
from forum.accounts.second_factor.sealing import SealBrokenError, Sealer
from forum.accounts.tokens import new_token

log = structlog.get_logger(__name__)

_PROPOSAL = "authenticator-proposal"
PROPOSAL_SECONDS = 3_600
# Whose it is, and what it proposes.
_PARTS = 4


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A secret that the person's app may take. The page carries it sealed, so that opening it changes nothing.

    `seed` is what recovery codes come of, if it is the first factor; `token` is what their session will have.
    """

    user_id: int
    secret: str
    seed: str
    token: str
    sealed: str


def propose(user_id: int, sealer: Sealer) -> Proposal:
    """A new secret for this person."""
    secret, seed, token = new_secret(), new_seed(), new_token()
    sealed = sealer.seal_for(user_id, f"{secret} {seed} {token}", _PROPOSAL)
    return Proposal(user_id=user_id, secret=secret, seed=seed, token=token, sealed=sealed)


def open_proposal(user_id: int, sealed: str, sealer: Sealer) -> Proposal | None:
    """What was proposed to this person in the last hour; None if that was not it."""
    proposal = _opened(sealed, sealer)
    return proposal if proposal is not None and proposal.user_id == user_id else None


def token_after(sealed: str, typed: str, sealer: Sealer, now: datetime) -> str | None:
    """Under which token the session goes on once this form has set its app up; None where the code does not fit it."""
    proposal = _opened(sealed, sealer)
    if proposal is None or matching_step(proposal.secret, typed, now) is None:
        return None
    return proposal.token


def _opened(sealed: str, sealer: Sealer) -> Proposal | None:
    try:
        opened = sealer.open(sealed, _PROPOSAL, good_for_seconds=PROPOSAL_SECONDS)
    except SealBrokenError:
        return None
    parts = opened.split(" ")
    if len(parts) != _PARTS:
        # Of an older version of the forum.
        return None
    owner, secret, seed, token = parts
    return Proposal(user_id=int(owner), secret=secret, seed=seed, token=token, sealed=sealed)


def seal_secret(user_id: int, secret: str, sealer: Sealer) -> str:
    """The secret as it is kept. It opens for this person only."""
    return sealer.seal(secret, _purpose(user_id))


def open_secret(app: AuthenticatorApp, sealer: Sealer) -> str | None:
    """The app's secret; None where it was sealed with another key than today's."""
    try:
        return sealer.open(app.sealed_secret, _purpose(app.user_id))
    except SealBrokenError:
        # Not an error of the program: the operator has another FORUM_SECRET_KEY now. Recovery codes still open.
        log.warning("authenticator_unreadable", user_id=app.user_id)
        return None


def _purpose(user_id: int) -> str:
    return f"authenticator-{user_id}"
