"""Reading what came of nudges."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from forum.conversations.lifecycle import RevisionOutcome
from forum.conversations.models import PostRevision
from forum.database import db
from forum.nudges.figures import NudgeFigures, figures_of
from forum.nudges.models import Nudge
from forum.nudges.outcomes import NudgeKind, NudgeOutcome, NudgePlace

DAYS = 90
# Somebody whose page is still open has not left it.
_STILL_WRITING = timedelta(minutes=30)


def nudge_figures(kind: NudgeKind, now: datetime) -> NudgeFigures:
    """What came of the nudges of one kind in the last days; two queries."""
    shown = (
        Nudge.kind == kind,
        # What two people say to each other in private is in no figure.
        Nudge.place != NudgePlace.PRIVATE,
        Nudge.shown_at >= now - timedelta(days=DAYS),
        (Nudge.outcome.is_not(None)) | (Nudge.shown_at < now - _STILL_WRITING),
    )
    rows = db.session.execute(
        select(Nudge.outcome, func.count().label("times")).where(*shown).group_by(Nudge.outcome)
    )
    passed = db.session.scalar(
        select(func.count())
        .select_from(Nudge)
        .join(PostRevision, PostRevision.id == Nudge.revision_id)
        .where(
            *shown,
            Nudge.outcome == NudgeOutcome.EDITED,
            PostRevision.outcome == RevisionOutcome.PASSED,
        )
    )
    return figures_of({row.outcome: row.times for row in rows}, passed or 0)
