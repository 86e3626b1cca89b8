"""Taking threshold sets in, trying one out, and making one live. A set that was live is replaced, never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.clock import Clock
from forum.database import emit, transaction, tried_again
from forum.errors import ConflictError, NotFoundError
from forum.events import ThresholdsChanged
from forum.screening import State, ThresholdSet
from forum.thresholds.models import ThresholdRow

_MAY_BE_TRIED = frozenset({State.DRAFT, State.RETIRED})


@tried_again
def take_bundled(sets: Sequence[ThresholdSet], clock: Clock) -> None:
    """Take in the sets that come with the project for the model in use, oldest first. Idempotent.

    Limits belong to the scores of the model that they came with: the newest bundled set goes live with it, unless the
    community has made one of its own live. Then it waits as a draft. A bundled set that came for another kind of model
    gives way, too.
    """
    now = clock.now()
    with transaction() as session:
        known = {(row.name, _digest(row.limits)): row for row in locked_sets(session)}
        # Whoever takes them in at the same moment is not seen: the database refuses their names then.
        taken = {name for name, _ in known}
        rows = [_known(one, known) or _add_bundled(session, one, taken, now) for one in sets]
        live = _live(session)
        is_own = live is not None and not live.is_bundled
        are_known = set(rows) <= set(known.values())
        if rows and not is_own and not (are_known and live in rows):
            put_live(session, rows[-1], now, actor_id=None)


@tried_again
def add_set(one: ThresholdSet, clock: Clock) -> None:
    """Take in a set as a draft.

    Raises:
        ConflictError: there is a set of that name.
    """
    with transaction() as session:
        if any(row.name == one.name for row in locked_sets(session)):
            raise ConflictError(f"There is a threshold set called {one.name} already.")
        _add(session, one, one.name, clock.now(), is_bundled=False)


def make_shadow(name: str, clock: Clock) -> None:
    """Try a set out beside the live one; one that was tried out before is retired.

    Raises:
        NotFoundError: there is no such set.
        ConflictError: it is live.
    """
    with transaction() as session:
        row = named_set(session, name)
        if row.state == State.LIVE:
            raise ConflictError(f"{name} is live; it can't be tried out beside itself.")
        if row.state not in _MAY_BE_TRIED:
            return
        put_on_trial(session, row, clock.now(), actor_id=None)


def put_on_trial(
    session: Session, row: ThresholdRow, now: datetime, *, actor_id: int | None
) -> None:
    """Let a set say what it would do from now on; the one that did so far is retired.

    The caller has locked all sets, and commits.
    """
    for other in locked_sets(session):
        if other.state == State.SHADOW:
            other.state = State.RETIRED
    session.flush()
    row.state = State.SHADOW
    emit(session, _changed(row, now, actor_id, "shadow"))


def put_live(session: Session, row: ThresholdRow, now: datetime, *, actor_id: int | None) -> None:
    """Let a set decide from now on; the one that decided so far is retired.

    The caller has locked all sets, and commits.
    """
    before = _live(session)
    if before is not None:
        before.state, before.retired_at = State.RETIRED, now
        # There is one live set at any moment, also for the database.
        session.flush()
    row.state, row.live_at, row.retired_at = State.LIVE, now, None
    emit(session, _changed(row, now, actor_id, "live"))


def locked_sets(session: Session) -> Sequence[ThresholdRow]:
    """Every set, oldest first. What may be done with one depends on which others decide, or are tried out."""
    return session.scalars(select(ThresholdRow).order_by(ThresholdRow.id).with_for_update()).all()


def named_set(session: Session, name: str) -> ThresholdRow:
    """The set of this name; all are locked.

    Raises:
        NotFoundError: there is none.
    """
    for row in locked_sets(session):
        if row.name == name:
            return row
    raise NotFoundError(f"There is no threshold set called {name}.")


def _changed(
    row: ThresholdRow, now: datetime, actor_id: int | None, became: str
) -> ThresholdsChanged:
    return ThresholdsChanged(actor_id=actor_id, at=now, set_id=row.id, name=row.name, became=became)


def _add_bundled(
    session: Session, one: ThresholdSet, taken: set[str], now: datetime
) -> ThresholdRow:
    name = one.name if one.name not in taken else _other_name(one)
    taken.add(name)
    return _add(session, one, name, now, is_bundled=True)


def _add(
    session: Session, one: ThresholdSet, name: str, now: datetime, *, is_bundled: bool
) -> ThresholdRow:
    row = ThresholdRow(
        name=name,
        state=State.DRAFT,
        limits=one.as_json()["limits"],
        note=one.note,
        is_bundled=is_bundled,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _known(one: ThresholdSet, known: Mapping[tuple[str, str], ThresholdRow]) -> ThresholdRow | None:
    """The row of these very limits. A set that was changed under its old name counts as another one."""
    digest = _digest(one.as_json()["limits"])
    return known.get((one.name, digest)) or known.get((_other_name(one), digest))


def _other_name(one: ThresholdSet) -> str:
    """What a set is called whose name another one has: by its limits, so that it is known again."""
    return f"{one.name[:50]}+{_digest(one.as_json()['limits'])[:6]}"


def _digest(limits: object) -> str:
    return hashlib.sha256(json.dumps(limits, sort_keys=True).encode()).hexdigest()


def _live(session: Session) -> ThresholdRow | None:
    return session.scalar(select(ThresholdRow).where(ThresholdRow.state == State.LIVE))
