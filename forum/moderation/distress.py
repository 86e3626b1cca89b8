"""Somebody may hurt themselves: their post is on show like any other, and stands on top of the queue meanwhile."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import PostAction
from forum.conversations.models import Post, ScreeningResult
from forum.events import EditSettled, Event, PostMoved
from forum.moderation.items import add_reason, item_on_show
from forum.moderation.ranking import DISTRESS, ReasonKind, gravity_of_kind

_EXPLANATION = "The author may be thinking of hurting themselves. Please reach out soon."


def follow_cry(session: Session, happened: Event) -> None:
    """What the screen let through and calls a person for becomes an item. What it held is one already."""
    if not isinstance(happened, PostMoved | EditSettled) or happened.action != PostAction.PASS:
        return
    if calls_for_a_person(session, happened.revision_id):
        item = item_on_show(session, session.get_one(Post, happened.post_id), happened.at)
        kind = ReasonKind.DISTRESS
        add_reason(item, kind, gravity_of_kind(kind), happened.at, _EXPLANATION, label=DISTRESS)


def calls_for_a_person(session: Session, revision_id: int) -> bool:
    """Whether the screener, when it last read this version, wanted a person to be called."""
    findings = session.scalar(
        select(ScreeningResult.findings)
        .where(ScreeningResult.revision_id == revision_id)
        .order_by(ScreeningResult.id.desc())
        .limit(1)
    )
    return any(found["urgent"] for found in findings or ())
