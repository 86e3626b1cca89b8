"""New recovery codes that were asked for and not made yet. The page carries, sealed, what they come of.

A form that arrives twice (a double click, a page that is loaded again) makes them once: whichever answer the person
gets to see, the codes on it hold. Once others were made in another window it makes none: what somebody has replaced,
perhaps because it was seen, does not come back.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.models import RecoveryCode
from forum.accounts.second_factor.codes import new_seed
from forum.accounts.second_factor.sealing import Sealer
from forum.database import db

_RENEWAL = "recovery-codes"
RENEWAL_SECONDS = 3_600


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """What new codes come of, and the mark of those in whose place they come."""

    seed: str
    instead_of: str


def propose_renewal(user_id: int, sealer: Sealer) -> str:
    """A new seed, sealed for this person and for the codes that they have now."""
    present = mark_of_codes(db.session(), user_id)
    return sealer.seal_for(user_id, f"{new_seed()} {present}", _RENEWAL)


def open_renewal(user_id: int, sealed: str, sealer: Sealer) -> Renewal | None:
    """What was proposed to this person in the last hour; None if that was not it."""
    opened = sealer.open_for(user_id, sealed, _RENEWAL, RENEWAL_SECONDS)
    if opened is None:
        return None
    seed, _, instead_of = opened.partition(" ")
    return Renewal(seed=seed, instead_of=instead_of)


def mark_of_codes(session: Session, user_id: int) -> str:
    """Tells the codes that somebody has now, used or not, from all others; empty if they have none."""
    newest = select(func.max(RecoveryCode.code_hash)).where(RecoveryCode.user_id == user_id)
    return (session.scalar(newest) or "")[:16]
