"""What admins do with threshold sets: draft, change, back-test, try out, let decide. Every step is in the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.calibration.models import Backtest, Rescoring
from forum.calibration.standing import set_before, standing_of
from forum.calibration.steps import SHADOW_FOR, Step, available_steps
from forum.clock import Clock
from forum.database import emit, transaction, tried_again
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import BacktestAsked, ThresholdsChanged, TrialSkipped
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screening import State
from forum.screening.thresholds import Audience
from forum.thresholds.commands import locked_sets, named_set, put_live, put_on_trial
from forum.thresholds.models import ThresholdRow

FEWEST_POSTS, MOST_POSTS = 100, 50_000
HOW_MANY = f"Please choose between {FEWEST_POSTS} and {MOST_POSTS:,} posts."


@tried_again
def start_draft(actor: Actor, from_id: int, name: str, note: str, clock: Clock) -> int:
    """Begin a draft with the limits of another set. Returns its id.

    Raises:
        NotAllowedError: not an admin.
        NotFoundError: there is no such set.
        InvalidInputError: there is a set of that name.
    """
    require(actor, Action.TUNE_THRESHOLDS)
    now = clock.now()
    with transaction() as session:
        source = session.get(ThresholdRow, from_id)
        if source is None:
            raise NotFoundError
        if session.scalar(select(ThresholdRow.id).where(ThresholdRow.name == name)) is not None:
            raise InvalidInputError("There is a set of that name already.", "name")
        row = ThresholdRow(
            name=name, state=State.DRAFT, limits=source.limits, note=note, created_at=now
        )
        session.add(row)
        session.flush()
        _log(session, actor, row, now, "draft")
        return row.id


@dataclass(frozen=True, kw_only=True)
class NewLimits:
    """What an admin sends: limits by label for one audience. A label that is left out never holds.

    `seen` are the limits that were on the screen. If they have changed meanwhile, nothing is.
    """

    audience: Audience
    limits: Mapping[str, float]
    seen: Mapping[str, float]


def save_limits(actor: Actor, set_id: int, new: NewLimits, clock: Clock) -> None:
    """Change a draft's limits for one audience.

    Raises:
        NotAllowedError: not an admin.
        NotFoundError: there is no such set.
        ConflictError: it is no draft any more, or somebody else has changed it meanwhile.
    """
    require(actor, Action.TUNE_THRESHOLDS)
    now = clock.now()
    with transaction() as session:
        row = _row_for(session, set_id, Step.EDIT, now)
        if row.limits[new.audience] != dict(new.seen):
            raise ConflictError(
                "Somebody else has changed these limits since you opened the page. "
                "Please open it again and look at them first."
            )
        if row.limits[new.audience] == dict(new.limits):
            return
        row.limits = {**row.limits, new.audience.value: dict(new.limits)}
        _log(session, actor, row, now, "edited")


def ask_backtest(
    actor: Actor, set_id: int, most: int, clock: Clock, rescoring_id: int | None = None
) -> int:
    """Have a set tried on the newest decided posts. Returns the back-test's id; the worker does it.

    With `rescoring_id` it is asked about the scores of another model, and what decides now about those of its own.

    Raises:
        NotAllowedError: not an admin.
        NotFoundError: there is no such set.
        ConflictError: it is live, or there is no live set to compare it with.
        InvalidInputError: too few or too many posts.
    """
    require(actor, Action.TUNE_THRESHOLDS)
    require_how_many(most)
    now = clock.now()
    with transaction() as session:
        row = _row_for(session, set_id, Step.BACKTEST, now)
        live = session.scalar(select(ThresholdRow).where(ThresholdRow.state == State.LIVE))
        if live is None:
            raise ConflictError("No set is live yet, so there is nothing to compare this one with.")
        if rescoring_id is not None:
            _require_done(session, rescoring_id)
        test = Backtest(
            set_id=row.id,
            against_id=live.id,
            limits=row.limits,
            most=most,
            rescoring_id=rescoring_id,
            asked_by_id=actor.id,
            asked_at=now,
        )
        session.add(test)
        session.flush()
        emit(
            session,
            BacktestAsked(actor_id=actor.id, at=now, set_id=row.id, name=row.name, posts=most),
        )
        return test.id


def require_how_many(most: int) -> None:
    """Go on only if something can be done with so many posts.

    Raises:
        InvalidInputError: too few or too many.
    """
    if not FEWEST_POSTS <= most <= MOST_POSTS:
        raise InvalidInputError(HOW_MANY, "most")


def _require_done(session: Session, rescoring_id: int) -> None:
    rescoring = session.get(Rescoring, rescoring_id)
    if rescoring is None or rescoring.finished_at is None:
        raise InvalidInputError("Please choose scores that are there.", "rescoring_id")


def try_out(actor: Actor, set_id: int, clock: Clock) -> None:
    """Let a set say what it would do, beside the live one.

    Raises:
        NotAllowedError: not an admin.
        NotFoundError: there is no such set.
        ConflictError: it was not back-tested as it is now, or is beyond that.
    """
    require(actor, Action.TUNE_THRESHOLDS)
    now = clock.now()
    with transaction() as session:
        put_on_trial(session, _row_for(session, set_id, Step.TRY_OUT, now), now, actor_id=actor.id)


def go_live(actor: Actor, set_id: int, clock: Clock) -> None:
    """Let a set decide from now on. The one that decided so far is kept, and can come back at once.

    Raises:
        NotAllowedError: not an admin.
        NotFoundError: there is no such set.
        ConflictError: it was not tried out long enough, or is live already.
    """
    require(actor, Action.TUNE_THRESHOLDS)
    now = clock.now()
    with transaction() as session:
        put_live(session, _row_for(session, set_id, Step.GO_LIVE, now), now, actor_id=actor.id)


def go_back(actor: Actor, set_id: int, clock: Clock) -> int:
    """Let the set decide again that did before this one. Returns its id.

    Raises:
        NotAllowedError: not an admin.
        NotFoundError: there is no such set.
        ConflictError: this one does not decide any more, or none did before it.
    """
    require(actor, Action.TUNE_THRESHOLDS)
    now = clock.now()
    with transaction() as session:
        row = _row_for(session, set_id, Step.GO_BACK, now)
        before_id = set_before(session, row.id)
        before = session.get_one(ThresholdRow, before_id)
        put_live(session, before, now, actor_id=actor.id)
        return before.id


def make_live(name: str, clock: Clock, *, without_trial: str = "") -> None:
    """At the command line: let a set decide from now on. Does nothing where it is live already.

    Args:
        name: of the set.
        clock: tells the time.
        without_trial: why it need not be tried out first; the audit log keeps it.

    Raises:
        NotFoundError: there is no such set.
        ConflictError: it was not tried out long enough, and nothing is said why.
    """
    now, because = clock.now(), without_trial.strip()
    with transaction() as session:
        row = named_set(session, name)
        if row.state == State.LIVE:
            return
        if Step.GO_LIVE not in available_steps(standing_of(session, row), now):
            if not because:
                raise ConflictError(
                    f"{name} has not been tried out for {SHADOW_FOR.days} days beside the live set. Start that with "
                    "make-shadow, or say why it can't wait: --without-trial REASON"
                )
            emit(
                session,
                TrialSkipped(
                    actor_id=None, at=now, set_id=row.id, name=name, because=because[:300]
                ),
            )
        put_live(session, row, now, actor_id=None)


def _row_for(session: Session, set_id: int, step: Step, now: datetime) -> ThresholdRow:
    """The set, if this may be done with it now; all are locked. The same answer feeds the buttons on its page."""
    row = next((one for one in locked_sets(session) if one.id == set_id), None)
    if row is None:
        raise NotFoundError
    if step not in available_steps(standing_of(session, row), now):
        raise ConflictError(
            "This set has moved on since you opened the page. Please look at it again: it says what can be done now."
        )
    return row


def _log(session: Session, actor: Actor, row: ThresholdRow, now: datetime, became: str) -> None:
    emit(
        session,
        ThresholdsChanged(actor_id=actor.id, at=now, set_id=row.id, name=row.name, became=became),
    )
