"""Housekeeping: what is due is forgotten, a part at a time. Safe at any time, in any number of processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from sqlalchemy.orm import Session

from forum.clock import Clock
from forum.database import db, emit, transaction
from forum.each_alone import each_alone
from forum.events import Forgotten
from forum.keeping import fields, notes, rows
from forum.keeping.models import KeepingSweep
from forum.keeping.periods import BEHIND_AFTER, PERIODS, SWEEP_EVERY, Kind
from forum.keeping.queries import days_kept, last_sweep
from forum.keeping.texts import STATES, erase_due
from forum.search.index import forget_what_was_erased

#: So many things in one transaction, so that nobody waits long for its locks.
AT_ONCE = 200
#: So many transactions for one kind in one go; the worker has other things to do as well.
MOST_PARTS = 25

Forget = Callable[[Session, datetime, datetime, int], int]


class _OnlyTriedError(Exception):
    """Whatever was done in the transaction is taken back."""


@dataclass(frozen=True, kw_only=True)
class Behind:
    """A kind of which there is still something that should have been forgotten.

    `because` is the name of the error that stands in the way; empty where nobody has done it, or there was too much.
    """

    kind: Kind
    because: str = ""


def keep_house_if_due(clock: Clock, mail_folder: Path) -> None:
    """Do the housekeeping, unless it was done to its end within the last day. A clock that was ahead stops none."""
    swept_at = last_sweep()
    if swept_at is None or abs(clock.now() - swept_at) >= SWEEP_EVERY:
        keep_house(clock, mail_folder)


def keep_house(clock: Clock, mail_folder: Path) -> None:
    """Forget what is due, and note in the audit log how much. One kind that fails stops no other.

    When nothing is left that was due, that is noted, too; what is left is for the next time.
    """
    now = clock.now()
    kept = days_kept()
    done = [_all_of(kind, now - timedelta(days=kept[kind]), now, mail_folder) for kind in PERIODS]
    if all(done):
        with transaction() as session:
            forget_what_was_erased(session)
            session.merge(KeepingSweep(id=1, swept_at=now))


def _all_of(kind: Kind, before: datetime, now: datetime, mail_folder: Path) -> bool:
    """Whether nothing of this kind is left."""
    with each_alone("forgetting_failed", kind=kind.value):
        for _ in range(MOST_PARTS):
            if _a_part_of(kind, before, now, mail_folder) < AT_ONCE:
                return True
    return False


def what_is_behind(clock: Clock, mail_folder: Path) -> Sequence[Behind]:
    """What should have been forgotten two days ago, and is still there. It is tried and taken back: nothing changes."""
    now, kept = clock.now(), days_kept()
    due = now - BEHIND_AFTER
    found = (_behind(kind, due - timedelta(days=kept[kind]), now, mail_folder) for kind in PERIODS)
    return [one for one in found if one is not None]


def _behind(kind: Kind, before: datetime, now: datetime, mail_folder: Path) -> Behind | None:
    gone = len(_old_mails(mail_folder, before)) if kind is Kind.MAIL_FILES else 0
    try:
        with transaction() as session:
            gone = gone or _forget(session, kind, before, now)
            _take_back()
    except _OnlyTriedError:
        return Behind(kind=kind) if gone else None
    except Exception as error:  # noqa: BLE001  # whatever it is, the doctor names it
        db.session.rollback()
        return Behind(kind=kind, because=type(error).__name__)


def _take_back() -> NoReturn:
    raise _OnlyTriedError


def _a_part_of(kind: Kind, before: datetime, now: datetime, mail_folder: Path) -> int:
    # A file is not part of a transaction: if the note of it is lost, the file is gone all the same.
    gone = _delete_mails(mail_folder, before) if kind is Kind.MAIL_FILES else 0
    with transaction() as session:
        gone = gone or _forget(session, kind, before, now)
        if gone:
            emit(session, Forgotten(actor_id=None, at=now, kind=kind, count=gone))
    return gone


def _forget(session: Session, kind: Kind, before: datetime, now: datetime) -> int:
    if kind is Kind.MAIL_FILES:
        return 0
    if kind in _FORGET:
        return _FORGET[kind](session, before, now, AT_ONCE)
    return erase_due(session, kind, before, now, AT_ONCE)


def _delete_mails(folder: Path, before: datetime) -> int:
    found = _old_mails(folder, before)
    for one in found:
        one.unlink(missing_ok=True)
    return len(found)


def _old_mails(folder: Path, before: datetime) -> Sequence[Path]:
    if not folder.is_dir():
        return []
    old = (one for one in folder.glob("*.eml") if one.stat().st_mtime < before.timestamp())
    return [one for one, _ in zip(old, range(AT_ONCE), strict=False)]


_FORGET: dict[Kind, Forget] = {
    Kind.DRAFTS: rows.drafts,
    Kind.REPORTS: rows.reports,
    Kind.STAFF_NOTES: notes.of_staff,
    Kind.STEPS: notes.of_steps,
    Kind.MENTOR_NOTES: notes.of_mentors,
    Kind.FIELDS: fields.earlier_words,
    Kind.FINGERPRINTS: notes.fingerprints,
    Kind.NUDGES: rows.nudges,
    Kind.INBOX: rows.inbox,
    Kind.SESSIONS: rows.sessions,
    Kind.RESETS: rows.resets,
    Kind.ATTEMPTS: rows.attempts,
}
#: Every kind has somebody who forgets it.
assert set(Kind) == {*_FORGET, *STATES, Kind.VERSIONS, Kind.MAIL_FILES}  # noqa: S101  # a table, not a check of input
