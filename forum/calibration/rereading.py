"""Decided posts are read again by another model, in the background and a part at a time.

Whatever has been read is written down at once, with how far it got. A worker that is killed loses one part; and as a
go has an end, whatever else the worker has to do gets its turn. The next sweep goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

import structlog
from sqlalchemy import select

from forum.calibration.decided import Case, decided_cases, in_parts
from forum.calibration.models import Rescored, Rescoring
from forum.calibration.wording import another_lies_there
from forum.clock import Clock
from forum.database import db, transaction
from forum.screening import ModelFilesError, Submission, Verdict

log = structlog.get_logger(__name__)

POSTS_AT_ONCE = 16
#: So many in one go: well under a minute with the model that ships.
MOST_AT_A_GO = 1_600


class ReadsMany(Protocol):
    """What is needed of the other model's screener."""

    def screen_many(self, submissions: Sequence[Submission]) -> list[Verdict]:
        """A verdict for each, in their order."""
        ...


Load = Callable[[], ReadsMany]


@dataclass(frozen=True, kw_only=True)
class _Due:
    id: int
    model: tuple[str, str]
    left: int
    reached: int | None


def reread_due(clock: Clock, load: Load, in_between: Callable[[], None] = lambda: None) -> None:
    """Go on with the oldest re-scoring that waits, for one go.

    Args:
        clock: tells the time.
        load: the screener with the other model; called only where something waits.
        in_between: called after each part, for what can't wait so long.
    """
    due = _next_due()
    if due is None:
        return
    # Nothing may stay open while a model is loaded, or reads.
    db.session.rollback()
    try:
        reader = load()
    except (ModelFilesError, OSError, MemoryError, RuntimeError) as error:
        log.exception("other_model_not_loaded", rescoring_id=due.id)
        _say(due.id, str(error) or type(error).__name__)
        return
    _go(due, reader, clock, in_between)


def scores_of(rescoring_id: int, revision_ids: Sequence[int]) -> Mapping[int, Mapping[str, float]]:
    """What the other model scored for these versions; those that it has not read are left out."""
    rows = db.session.execute(
        select(Rescored.revision_id, Rescored.scores).where(
            Rescored.rescoring_id == rescoring_id, Rescored.revision_id.in_(revision_ids)
        )
    )
    return {row.revision_id: row.scores for row in rows}


def _next_due() -> _Due | None:
    row = db.session.scalars(
        select(Rescoring).where(Rescoring.finished_at.is_(None)).order_by(Rescoring.id).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return _Due(
        id=row.id,
        model=(row.model_name, row.model_version),
        left=row.most - row.done,
        reached=row.reached,
    )


def _go(due: _Due, reader: ReadsMany, clock: Clock, in_between: Callable[[], None]) -> None:
    most, done = min(due.left, MOST_AT_A_GO), 0
    cases = decided_cases(clock.now(), below=due.reached, with_text=True)
    for part in in_parts(islice(cases, most), POSTS_AT_ONCE):
        db.session.rollback()
        verdicts = reader.screen_many([_submission(case) for case in part])
        said = verdicts[0]
        if (said.model_name, said.model_version) != due.model:
            # Another machine may still have it; whoever asks for the one that lies there now ends this.
            _say(due.id, another_lies_there(f"{said.model_name} {said.model_version}"))
            return
        if not _keep(due.id, part, verdicts):
            return
        done += len(part)
        in_between()
    if done == due.left or done < most:
        _finish(due.id, clock)


def _submission(case: Case) -> Submission:
    """As it was said, and to whom: the limits have a say in which score of a long text counts (`screening.worst`)."""
    return replace(case.setting, text=case.text, title=case.title or None)


def _keep(rescoring_id: int, part: Sequence[Case], verdicts: Sequence[Verdict]) -> bool:
    """Write down what was scored; False where another worker got there first."""
    with transaction() as session:
        row = session.get_one(Rescoring, rescoring_id, with_for_update=True)
        last = part[-1].result_id
        if row.finished_at is not None or (row.reached is not None and row.reached <= last):
            return False
        # A version that was read twice when it was sent comes up twice.
        there = set(scores_of(rescoring_id, [case.post.revision_id for case in part]))
        for case, verdict in zip(part, verdicts, strict=True):
            if case.post.revision_id not in there:
                session.add(
                    Rescored(
                        rescoring_id=rescoring_id,
                        revision_id=case.post.revision_id,
                        scores=dict(verdict.scores),
                    )
                )
        row.done, row.reached, row.problem = row.done + len(part), last, ""
        return True


def _say(rescoring_id: int, problem: str) -> None:
    with transaction() as session:
        row = session.get_one(Rescoring, rescoring_id, with_for_update=True)
        if row.finished_at is None:
            row.problem = problem[:300]


def _finish(rescoring_id: int, clock: Clock) -> None:
    with transaction() as session:
        row = session.get_one(Rescoring, rescoring_id, with_for_update=True)
        if row.finished_at is None:
            row.finished_at, row.problem = clock.now(), ""
