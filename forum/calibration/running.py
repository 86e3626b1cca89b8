"""Back-tests that are due: a part at a time, so that others get their turn and the page can say how far it is.

A worker that is killed in the middle loses nothing: the row still waits, and the next one begins it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import select

from forum.calibration.backtest_report import Report, report
from forum.calibration.backtesting import Comparison, DecidedPost
from forum.calibration.decided import Case, decided_cases, in_parts
from forum.calibration.models import Backtest
from forum.calibration.rereading import scores_of
from forum.clock import Clock
from forum.database import db, transaction
from forum.screening.thresholds import State, ThresholdSet
from forum.thresholds.models import ThresholdRow
from forum.thresholds.queries import as_set

POSTS_AT_ONCE = 1_000
_DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class _Due:
    id: int
    most: int
    now: ThresholdSet
    then: ThresholdSet
    rescoring_id: int | None


def run_due_backtests(clock: Clock, in_between: Callable[[], None] = lambda: None) -> None:
    """Do every back-test that waits, the oldest first.

    Args:
        clock: tells the time.
        in_between: called after each part, for what can't wait so long.
    """
    while (due := _next_due()) is not None:
        _finish(due, _run(due, clock.now(), in_between), clock)


def _next_due() -> _Due | None:
    found = db.session.execute(
        select(Backtest, ThresholdRow)
        .join(ThresholdRow, ThresholdRow.id == Backtest.against_id)
        .where(Backtest.finished_at.is_(None))
        .order_by(Backtest.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    test, live = found
    tried = {"name": "tried", "state": State.DRAFT, "limits": test.limits}
    return _Due(
        id=test.id,
        most=test.most,
        now=as_set(live),
        then=ThresholdSet.from_json(tried),
        rescoring_id=test.rescoring_id,
    )


def _run(due: _Due, now: datetime, in_between: Callable[[], None]) -> Report:
    comparison = Comparison(due.now, due.then)
    newest: datetime | None = None
    oldest, done = now, 0
    for part in in_parts(islice(decided_cases(now), due.most), POSTS_AT_ONCE):
        read = _read(part, due.rescoring_id)
        comparison.add(post for _, post in read)
        if read:
            # The time of what is compared: the other model may have read fewer.
            newest, oldest = newest or read[0][0], read[-1][0]
        done += len(part)
        _note(due.id, done)
        in_between()
    seconds = (newest - oldest).total_seconds() if newest is not None else 0
    # Whatever was written within a day counts as a day's.
    return report(comparison, max(1.0, seconds / _DAY))


def _read(part: Sequence[Case], rescoring_id: int | None) -> Sequence[tuple[datetime, DecidedPost]]:
    """The posts of these cases, and when each was screened.

    With a re-scoring only those that the other model has read, with its scores.
    """
    if rescoring_id is None:
        return [(case.screened_at, case.post) for case in part]
    found = scores_of(rescoring_id, [case.post.revision_id for case in part])
    return [
        (case.screened_at, replace(case.post, new_scores=found[case.post.revision_id]))
        for case in part
        if case.post.revision_id in found
    ]


def _note(test_id: int, done: int) -> None:
    with transaction() as session:
        test = session.get_one(Backtest, test_id, with_for_update=True)
        if test.finished_at is None:
            test.done = done


def _finish(due: _Due, found: Report, clock: Clock) -> None:
    with transaction() as session:
        test = session.get_one(Backtest, due.id, with_for_update=True)
        test.report, test.finished_at = found.as_json(), clock.now()
