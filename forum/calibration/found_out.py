"""Reading what people found out in a week about what the screen had said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from forum.calibration.backtesting import Truth
from forum.calibration.decided import decided_cases
from forum.calibration.parity import HarmlessPost, Parity, parity
from forum.calibration.truth import KEEP, Story, is_false_alarm, is_miss, truth_of
from forum.calibration.weekly import Mistake, WeekInFigures, week_in_figures
from forum.conversations.models import ScreeningResult
from forum.database import db
from forum.moderation.models import Decision
from forum.moderation.undo.models import not_undone
from forum.moderation.wording import held_because
from forum.screening import Outcome, Standing
from forum.screening.identity_words import group_names, groups_in
from forum.screening.labels import in_words
from forum.screening.verdict import Finding
from forum.transparency.figures import Week

# Long enough for rare words to be counted, short enough to be about the screen as it is now.
PARITY_OVER = timedelta(days=90)


def figures_of(week: Week) -> WeekInFigures:
    """What the screen read and held in a week, and which of its mistakes people found in it."""
    counts = {
        row.outcome: row.times
        for row in db.session.execute(
            select(ScreeningResult.outcome, func.count().label("times"))
            .where(
                ScreeningResult.created_at >= week.begins, ScreeningResult.created_at < week.ends
            )
            .group_by(ScreeningResult.outcome)
        )
    }
    rows = _decided_in(week)
    # What was left as it is had been let through before: that is where the alarm was found to be false.
    alarms = [_alarm(row) for row in rows if row.action != KEEP and _is(is_false_alarm, row)]
    misses = [_miss(row) for row in rows if _is(is_miss, row)]
    return week_in_figures(
        read=sum(counts.values()),
        held=counts.get(Outcome.HOLD, 0),
        decided=len(rows),
        false_alarms=alarms,
        misses=misses,
    )


def parity_until(now: datetime) -> Parity:
    """Whether harmless posts with words about who somebody is were held more often than others of late.

    It reads texts, so it is done by the worker, and only its figures are kept.
    """
    cases = decided_cases(now, since=now - PARITY_OVER, with_text=True)
    harmless = (
        HarmlessPost(groups=groups_in(f"{case.title} {case.text}"), was_held=case.was_held)
        for case in cases
        if case.truth is not Truth.TURNED_DOWN
    )
    return parity(harmless, group_names())


def _decided_in(week: Week) -> list[Any]:
    """The newest decision of the week on each version, with the newest thing that the screen said of it.

    Leaving something as it is comes after any other: it turns round nothing.
    """
    turns = func.max(case((Decision.action != KEEP, Decision.id)))
    decision = (
        select(Decision.revision_id, func.coalesce(turns, func.max(Decision.id)).label("id"))
        .where(Decision.decided_at >= week.begins, Decision.decided_at < week.ends, not_undone())
        .group_by(Decision.revision_id)
        .subquery()
    )
    reading = (
        select(ScreeningResult.revision_id, func.max(ScreeningResult.id).label("id"))
        .where(ScreeningResult.revision_id.in_(select(decision.c.revision_id)))
        .group_by(ScreeningResult.revision_id)
        .subquery()
    )
    return list(
        db.session.execute(
            select(
                Decision.post_id,
                Decision.action,
                ScreeningResult.outcome,
                ScreeningResult.findings,
                ScreeningResult.scores,
                ScreeningResult.written_by,
                ScreeningResult.created_at,
            )
            .join(decision, decision.c.id == Decision.id)
            .join(reading, reading.c.revision_id == Decision.revision_id)
            .join(ScreeningResult, ScreeningResult.id == reading.c.id)
            .order_by(Decision.id)
        )
    )


def _is(question: Any, row: Any) -> bool:
    story = Story(decided=row.action, outcome="", state="", screened_at=row.created_at)
    return bool(question(truth_of(story, row.created_at), was_held=row.outcome == Outcome.HOLD))


def _alarm(row: Any) -> Mistake:
    found = held_because([Finding.from_json(data) for data in row.findings])
    return _mistake(row, " · ".join(found))


def _miss(row: Any) -> Mistake:
    if not row.scores:
        return _mistake(row, "nothing was scored")
    label, score = max(row.scores.items(), key=lambda pair: pair[1])
    return _mistake(row, f"its highest score was {score:.2f}, for “{in_words(label)}”")


def _mistake(row: Any, why: str) -> Mistake:
    return Mistake(post_id=row.post_id, by_newcomer=row.written_by == Standing.NEWCOMER, why=why)
