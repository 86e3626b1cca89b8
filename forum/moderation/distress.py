"""Somebody may hurt themselves: their post is on show like any other, and stands on top of the queue meanwhile."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import PostAction
from forum.conversations.models import Post, ScreeningResult
from forum.events import EditSettled, Event, PostMoved
from forum.moderation.items import add_reason, item_on_show
from forum.moderation.models import ReviewItem
from forum.moderation.ranking import DISTRESS, ReasonKind, gravity_of_kind
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.queries import findings_of
from forum.screening.verdict import Finding, calls_a_person

_EXPLANATION = "The author may be thinking of hurting themselves. Please reach out soon."


def follow_cry(session: Session, happened: Event) -> None:
    """What the screen let through and calls a person for becomes an item. What it held is one already."""
    if not isinstance(happened, PostMoved | EditSettled) or happened.action != PostAction.PASS:
        return
    if version_calls_a_person(session, happened.revision_id):
        item = item_on_show(session, session.get_one(Post, happened.post_id), happened.at)
        add_cry(item, happened.at)


def add_cry(item: ReviewItem, at: datetime) -> None:
    """Let an item say that its author may hurt themselves, which moves it to the top."""
    kind = ReasonKind.DISTRESS
    add_reason(item, kind, gravity_of_kind(kind), at, _EXPLANATION, label=DISTRESS)


def version_calls_a_person(session: Session, revision_id: int) -> bool:
    """Whether the screener, when it last read this version of a post, wanted a person to be called."""
    findings = session.scalar(
        select(ScreeningResult.findings)
        .where(ScreeningResult.revision_id == revision_id)
        .order_by(ScreeningResult.id.desc())
        .limit(1)
    )
    return calls_a_person(Finding.from_json(found) for found in findings or ())


def text_calls_a_person(session: Session, field_id: int) -> bool:
    """The same of a name, or another short text."""
    return calls_a_person(findings_of(session.get_one(FieldRevision, field_id).verdict))
