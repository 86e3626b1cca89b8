"""Reading what was screened and decided: the ground on which the screen is measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select

from forum.calibration.aftermath import ReadPost
from forum.calibration.backtesting import DecidedPost, ScoredPost, Truth
from forum.calibration.truth import Story, truth_of
from forum.conversations.models import Post, PostRevision, ScreeningResult, Thread
from forum.database import alias_of, db
from forum.moderation.models import Decision
from forum.moderation.undo.models import not_undone
from forum.screening import Outcome, Standing, Submission
from forum.screening.checks import toxicity
from forum.screening.thresholds import audience_of

_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class Case:
    """A screened version with what people said of it. `title` and `text` are empty where they were not asked for.

    `setting` is what the screener was told beside the words: who spoke to whom, and where.
    """

    post: DecidedPost
    setting: Submission
    result_id: int
    post_id: int
    author_id: int
    thread_id: int
    was_held: bool
    screened_at: datetime
    model: str
    threshold_set: str
    title: str = ""
    text: str = ""

    @property
    def truth(self) -> Truth:
        """What people said."""
        return self.post.truth


def decided_cases(
    now: datetime,
    *,
    since: datetime | None = None,
    below: int | None = None,
    with_text: bool = False,
) -> Iterator[Case]:
    """Every version whose story is over, the newest first, read a part at a time.

    Where a version was read several times, the newest reading counts; `below` begins with older ones than that.
    """
    query = _query(with_text=with_text)
    if since is not None:
        query = query.where(ScreeningResult.created_at >= since)
    if below is not None:
        query = query.where(ScreeningResult.id < below)
    for row, truth in _read(query, now):
        if truth is not None:
            yield _case(row, truth, with_text=with_text)


def in_parts(cases: Iterator[Case], size: int) -> Iterator[Sequence[Case]]:
    """So many at a time, so that others get their turn in between."""
    while part := list(islice(cases, size)):
        yield part


def read_posts(now: datetime, *, since: datetime, until: datetime) -> Iterator[ReadPost]:
    """Every version that was read in that time, the newest first, whatever people have said of it so far."""
    query = _query(with_text=False).where(
        ScreeningResult.created_at >= since, ScreeningResult.created_at < until
    )
    for row, truth in _read(query, now):
        yield ReadPost(
            post=ScoredPost(**_scored(row)),
            was_held=row.outcome == Outcome.HOLD,
            truth=truth,
            screened_at=row.created_at,
        )


def _read(query: Select[*tuple[Any, ...]], now: datetime) -> Iterator[tuple[Any, Truth | None]]:
    """Each version once, with what people said of it."""
    seen: set[int] = set()
    for row in _rows(query):
        if row.revision_id in seen:
            continue
        seen.add(row.revision_id)
        story = Story(
            decided=row.decided,
            outcome=row.became,
            state=row.state,
            screened_at=row.created_at,
        )
        yield row, truth_of(story, now)


def _rows(query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """The rows a part at a time, none of them held open: whoever reads may write in between."""
    last: int | None = None
    while True:
        part = query if last is None else query.where(ScreeningResult.id < last)
        rows = db.session.execute(part.limit(_ROWS_AT_ONCE)).all()
        yield from rows
        if len(rows) < _ROWS_AT_ONCE:
            return
        last = rows[-1].result_id


def _query(*, with_text: bool) -> Select[*tuple[Any, ...]]:
    decision, last = alias_of(Decision, "decision"), alias_of(Decision, "last")
    # By the post first: that is what there is an index for.
    newest = (
        select(func.max(decision.id))
        .where(
            decision.post_id == PostRevision.post_id,
            decision.revision_id == PostRevision.id,
            not_undone(decision),
        )
        .correlate(PostRevision)
        .scalar_subquery()
    )
    words = (PostRevision.title, PostRevision.text) if with_text else ()
    # Whoever reads words has no use for those that were erased; the scores alone go on counting.
    there = (PostRevision.erased_at.is_(None),) if with_text else ()
    return (
        select(
            ScreeningResult.id.label("result_id"),
            ScreeningResult.revision_id,
            ScreeningResult.outcome,
            ScreeningResult.scores,
            ScreeningResult.findings,
            ScreeningResult.addressed_to,
            ScreeningResult.written_by,
            ScreeningResult.in_welcome_thread,
            ScreeningResult.model_name,
            ScreeningResult.model_version,
            ScreeningResult.threshold_set,
            ScreeningResult.created_at,
            PostRevision.outcome.label("became"),
            PostRevision.post_id,
            Post.author_id,
            Post.thread_id,
            Post.state,
            Post.is_opening,
            Thread.welcome_flagged_at,
            last.action.label("decided"),
            *words,
        )
        .join(PostRevision, PostRevision.id == ScreeningResult.revision_id)
        .join(Post, Post.id == PostRevision.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(last, last.id == newest)
        .where(*there)
        .order_by(ScreeningResult.id.desc())
    )


def _case(row: Any, truth: Truth, *, with_text: bool) -> Case:
    return Case(
        post=DecidedPost(**_scored(row), truth=truth),
        setting=_as_submitted(row),
        result_id=row.result_id,
        post_id=row.post_id,
        author_id=row.author_id,
        thread_id=row.thread_id,
        was_held=row.outcome == Outcome.HOLD,
        screened_at=row.created_at,
        model=f"{row.model_name} {row.model_version}",
        threshold_set=row.threshold_set,
        title=(row.title or "") if with_text else "",
        text=row.text if with_text else "",
    )


def _scored(row: Any) -> dict[str, Any]:
    return {
        "revision_id": row.revision_id,
        "audience": audience_of(_as_submitted(row)),
        "scores": row.scores,
        "held_anyway": any(
            found["holds"] and found["check"] != toxicity.NAME for found in row.findings
        ),
        "by_newcomer": row.written_by == Standing.NEWCOMER,
    }


def _as_submitted(row: Any) -> Submission:
    """What decides whose limits applied."""
    in_welcome_thread: bool | None = row.in_welcome_thread
    if in_welcome_thread is None:
        # Nobody wrote it down at that time: a thread that is flagged since before has been one.
        flagged = row.welcome_flagged_at
        in_welcome_thread = flagged is not None and flagged <= row.created_at
    return Submission(
        text="",
        by=Standing(row.written_by),
        to=Standing(row.addressed_to),
        in_welcome_thread=in_welcome_thread,
        opens_thread=row.is_opening,
    )
