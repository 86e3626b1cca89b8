"""The secret of an authenticator app: proposed, shown once, kept sealed."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from forum.accounts.models import AuthenticatorApp
from forum.accounts.second_factor.codes import new_secret
from forum.accounts.second_factor.sealing import SealBrokenError, Sealer

log = structlog.get_logger(__name__)

_PROPOSAL = "authenticator-proposal"
PROPOSAL_SECONDS = 3_600


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A secret that the person's app may take. The page carries it sealed, so that opening it changes nothing."""

    secret: str
    sealed: str


def propose(user_id: int, sealer: Sealer) -> Proposal:
    """A new secret for this person."""
    secret = new_secret()
    return Proposal(secret=secret, sealed=sealer.seal_for(user_id, secret, _PROPOSAL))


def open_proposal(user_id: int, sealed: str, sealer: Sealer) -> Proposal | None:
    """What was proposed to this person in the last hour; None if that was not it."""
    secret = sealer.open_for(user_id, sealed, _PROPOSAL, PROPOSAL_SECONDS)
    return Proposal(secret=secret, sealed=sealed) if secret is not None else None


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
