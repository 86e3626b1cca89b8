"""Counting attempts at guessing, in the database, so that the count holds across processes and restarts.

What is tried too often has to wait, a little longer each time; it is never locked. Whoever tries at somebody else's
account makes themselves wait, and not its owner: a browser that its owner has used before is counted by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from forum.accounts.models import Attempt
from forum.database import transaction
from forum.errors import TooManyAttemptsError

WINDOW = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Where an attempt comes from.

    Args:
        network: an IPv4 address, or the /64 of an IPv6 one.
        device_id: names a browser in which this very account has signed in before; empty if there is no proof of it.
    """

    network: str
    device_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Something that is counted: so many attempts are free, then each one doubles the wait, up to a longest wait."""

    what: tuple[str, ...]
    free: int
    longest: timedelta

    @property
    def key(self) -> str:
        """What is counted, as a hash: the table names neither people nor networks."""
        return hashlib.sha256("\x00".join(self.what).encode("utf-8", "surrogatepass")).hexdigest()

    def wait_after(self, count: int) -> timedelta:
        """How long to wait after so many attempts."""
        if count < self.free:
            return timedelta(0)
        return min(timedelta(seconds=2 ** min(count - self.free + 1, 20)), self.longest)


def sign_in_limits(account: str, caller: Caller) -> Sequence[Limit]:
    """What is counted when somebody signs in to an account (known or not), by what it is called at sign-in."""
    if caller.device_id:
        return [_pair(account, f"device:{caller.device_id}")]
    return [
        _pair(account, f"network:{caller.network}"),
        # Many people may share a network, and a network may try many accounts.
        Limit(what=("network", caller.network), free=30, longest=timedelta(minutes=5)),
        # Many networks may try one account.
        Limit(what=("account", account), free=30, longest=timedelta(minutes=1)),
    ]


def second_step_limits(user_id: int, caller: Caller) -> Sequence[Limit]:
    """What is counted when somebody shows a second factor.

    Whoever stands there knows the password, so all places together are counted strictly. Browsers that the owner has
    used are counted by themselves: a stranger's tries don't make the owner wait.
    """
    kind = "device" if caller.device_id else "network"
    account, place = f"user:{user_id}", caller.device_id or caller.network
    return [
        Limit(what=("second-step", account, kind, place), free=5, longest=timedelta(minutes=15)),
        Limit(what=("second-step", account, kind), free=10, longest=timedelta(minutes=15)),
    ]


def reset_limits(caller: Caller) -> Sequence[Limit]:
    """What is counted when somebody asks for a reset. It does not tell whether there is an account."""
    return [Limit(what=("reset", caller.network), free=10, longest=timedelta(minutes=15))]


def confirm_limits(place: str) -> Sequence[Limit]:
    """What is counted when somebody who has shown who they are types the password again. `place` is where they did."""
    return [Limit(what=("confirm", place), free=5, longest=timedelta(minutes=15))]


def claim(limits: Sequence[Limit], now: datetime) -> Sequence[int]:
    """Count an attempt before it is made, in a transaction of its own: trying many at once gains nothing.

    Returns the ids of what was counted, for `forgive`.

    Raises:
        TooManyAttemptsError: there is still some time to wait; this attempt is not counted.
    """
    with transaction() as session:
        _take_turns(session, limits)
        waits = [_remaining(session, limit, now) for limit in limits]
        if (wait := max(waits)) > timedelta(0):
            raise _too_many(wait)
        counted = [Attempt(key=limit.key, at=now) for limit in limits]
        session.add_all(counted)
        session.flush()
        return [attempt.id for attempt in counted]


def forgive(session: Session, limits: Sequence[Limit], counted: Sequence[int]) -> None:
    """The attempt was good: forget it, and with it all others at the same account from the same place.

    The first limit is that account at that place. The caller commits.
    """
    session.execute(delete(Attempt).where(Attempt.id.in_(counted)))
    session.execute(delete(Attempt).where(Attempt.key == limits[0].key))


def _pair(account: str, place: str) -> Limit:
    return Limit(what=("sign-in", account, place), free=5, longest=timedelta(minutes=15))


def _remaining(session: Session, limit: Limit, now: datetime) -> timedelta:
    count, last = session.execute(
        select(func.count(), func.max(Attempt.at)).where(
            Attempt.key == limit.key, Attempt.at > now - WINDOW
        )
    ).one()
    return last + limit.wait_after(count) - now if count else timedelta(0)


def _take_turns(session: Session, limits: Sequence[Limit]) -> None:
    # SQLite has one writer at a time anyway. PostgreSQL has no row to lock for what was never tried before.
    if session.get_bind().dialect.name != "postgresql":
        return
    for number in sorted(int(limit.key[:15], 16) for limit in limits):
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def _too_many(wait: timedelta) -> TooManyAttemptsError:
    seconds = max(1, round(wait.total_seconds()))
    return TooManyAttemptsError(
        f"This was tried several times in a row, so please wait {wait_in_words(seconds)} and "
        "then try again. Your account is safe, and nothing is locked.",
        retry_after=seconds,
    )


def wait_in_words(seconds: int) -> str:
    """How long to wait, never shorter than it is; no limit here lasts longer than an hour."""
    if seconds < 50:
        return "half a minute" if seconds > 10 else "a few seconds"
    minutes = -(-seconds // 60)
    if minutes >= 60:
        return "an hour"
    return "a minute" if minutes == 1 else f"{minutes} minutes"
