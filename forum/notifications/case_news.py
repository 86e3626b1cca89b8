"""What people are told of their reports and appeals, and whoever is called to look.

Runs inside the transaction, so that nobody is told of what did not happen, or misses what did.
"""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forum.accounts.models import Role, UserRole
from forum.events import (
    AppealMade,
    AppealReopened,
    AppealSettled,
    Event,
    PrivateReviewed,
    ReportSettled,
    WeeklyReportMade,
)
from forum.moderation.options import ModeratorAction
from forum.moderation.reporting import ReportOutcome
from forum.notifications.models import Notification, NotificationKind
from forum.notifications.telling import tell
from forum.sanctions.lookup import who_serves_as

K = NotificationKind

# Whoever reported in order to harm is told what anybody is told whose report led to nothing.
_TOLD_REPORTER = {
    ReportOutcome.ACTED: K.REPORT_ACTED,
    ReportOutcome.KEPT: K.REPORT_KEPT,
    ReportOutcome.BAD_FAITH: K.REPORT_KEPT,
    ReportOutcome.GONE: K.REPORT_GONE,
    ReportOutcome.PUT_BACK: K.REPORT_PUT_BACK,
}
_TOLD_APPELLANT = {
    "upheld": K.APPEAL_UPHELD,
    "overturned": K.APPEAL_OVERTURNED,
    "expired": K.APPEAL_EXPIRED,
}


def tell_reporter(session: Session, happened: Event) -> None:
    """Whoever reported something hears what came of it, without details."""
    if isinstance(happened, ReportSettled):
        kind = _TOLD_REPORTER[ReportOutcome(happened.outcome)]
        tell(session, happened.reporter_id, kind, happened.at, post_id=happened.post_id)


def tell_of_removal(session: Session, happened: Event) -> None:
    """Whoever said something in private that a moderator took down hears of it."""
    if isinstance(happened, PrivateReviewed) and happened.action == ModeratorAction.REMOVE:
        tell(
            session, happened.user_id, K.PRIVATE_REMOVED, happened.at,
            private_id=happened.private_id, text_decision_id=happened.text_decision_id,
        )  # fmt: skip


def call_judges(session: Session, happened: Event) -> None:
    """Whoever may look again hears that somebody asks for it.

    Where it had closed too soon, its person finds no line any more that says so.
    """
    if isinstance(happened, AppealReopened):
        session.execute(
            delete(Notification).where(
                Notification.appeal_id == happened.appeal_id,
                Notification.kind == K.APPEAL_EXPIRED,
            )
        )
    if isinstance(happened, AppealMade | AppealReopened):
        for user_id in happened.judges:
            tell(session, user_id, K.APPEAL_WAITS, happened.at)


def tell_appellant(session: Session, happened: Event) -> None:
    """Whoever asked for a second look hears what came of it; of their own taking it back they know."""
    if isinstance(happened, AppealSettled) and happened.outcome in _TOLD_APPELLANT:
        kind = _TOLD_APPELLANT[happened.outcome]
        tell(
            session, happened.user_id, kind, happened.at,
            post_id=happened.post_id, appeal_id=happened.appeal_id,
            text_decision_id=happened.text_decision_id,
        )  # fmt: skip


def tell_admins(session: Session, happened: Event) -> None:
    """Admins hear that the week's report is there."""
    if isinstance(happened, WeeklyReportMade):
        admins = who_serves_as(Role.ADMIN, happened.at)
        for user_id in session.scalars(admins.order_by(UserRole.user_id)):
            tell(session, user_id, K.WEEKLY_REPORT, happened.at)
