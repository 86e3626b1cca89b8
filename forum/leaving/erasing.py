"""What was of those who have left is erased when their time to come back is over. Called by the worker.

First the account, in one transaction: nobody can sign in any more. Then the words, a part at a time. It may end in the
middle of it: whatever is left is still due, and doing it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.clock import Clock
from forum.database import ROW_LOCK, db, emit, transaction
from forum.each_alone import each_alone
from forum.events import PersonErased
from forum.leaving.account import erase_account
from forum.leaving.models import Departure
from forum.leaving.rules import Words
from forum.leaving.words import PARTS, Erase, is_anything_left
from forum.sanctions.lookup import restriction_of

#: So many things in one transaction, so that nobody waits long for its locks.
AT_ONCE = 100


def erase_those_who_left(clock: Clock, secret_key: str) -> None:
    """Erase all that is due. One person for whom it fails stops no other."""
    now = clock.now()
    for user_id in _due(now):
        with each_alone("erasing_failed", user_id=user_id):
            _erase(user_id, secret_key, now)
    _forget_addresses(now)


def _due(now: datetime) -> Sequence[int]:
    # All of them: those for whom staff have yet to decide come first each time, and the others must not wait for that.
    return db.session.scalars(
        select(Departure.user_id)
        .where(Departure.erased_at.is_(None), Departure.due_at <= now)
        .order_by(Departure.due_at, Departure.user_id)
    ).all()


def _erase(user_id: int, secret_key: str, now: datetime) -> None:
    with transaction() as session:
        departure = _lock(session, user_id, now)
        if departure is None:
            return
        words = Words(departure.words)
        if departure.username is not None:
            erase_account(session, departure, secret_key, now)
    for part in PARTS:
        while _some(part, user_id, words, now) >= AT_ONCE:
            pass
    with transaction() as session:
        departure = _lock(session, user_id, now)
        if departure is None or is_anything_left(session, user_id, words):
            return
        departure.erased_at = now
        emit(session, PersonErased(actor_id=None, at=now, user_id=user_id))


def _lock(session: Session, user_id: int, now: datetime) -> Departure | None:
    """Somebody who is still due; None where they came back a moment ago, or another worker was faster."""
    departure = session.get(Departure, user_id, with_for_update=ROW_LOCK)
    if departure is None or departure.erased_at is not None or departure.due_at > now:
        return None
    return departure


def _some(part: Erase, user_id: int, words: Words, now: datetime) -> int:
    with transaction() as session:
        return part(session, user_id, words, now, AT_ONCE)


def _forget_addresses(now: datetime) -> None:
    """Whoever is shut out no longer may join again, and nothing is known of their address."""
    kept = db.session.scalars(
        select(Departure.user_id).where(Departure.address_key.is_not(None))
    ).all()
    for user_id in kept:
        with transaction() as session:
            restriction = restriction_of(session, user_id, now)
            if restriction is None or not restriction.shuts_out:
                session.get_one(Departure, user_id).address_key = None
