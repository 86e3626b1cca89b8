"""What a person can still undo, for the page after a decision; and what they had written where they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from forum.accounts.actor import Actor
from forum.accounts.people import load_people
from forum.conversations.models import Post
from forum.database import db
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import UndoWindow
from forum.moderation.undo.rules import WindowEnd, furthest, seconds_left
from forum.moderation.wording import DONE_AS, words_of
from forum.screened_fields.models import FieldRevision


@dataclass(frozen=True, kw_only=True)
class Undoable:
    """A decision that can still be undone, where, and for how many seconds. `what`: "The post by Ana: approved"."""

    window_id: int
    endpoint: str
    what: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What somebody had given as the reason of a decision that they undid: the rule, if any, and their words."""

    rule_id: int | None
    note: str


def undone_reason(actor: Actor, window_id: int, post_id: int) -> Reason | None:
    """The reason of a decision on this post that this very person undid, to go on from; None where it is none."""
    row = db.session.execute(
        select(Decision.rule_id, Decision.note)
        .join(UndoWindow, UndoWindow.decision_id == Decision.id)
        .where(_undone_by(actor, window_id), UndoWindow.post_id == post_id)
    ).one_or_none()
    return Reason(rule_id=row.rule_id, note=row.note) if row is not None else None


def undone_reasons_on_texts(actor: Actor, window_id: int) -> Mapping[int, Reason]:
    """The same of a decision on a name, or another short text, by that text's number; empty where it is none."""
    rows = db.session.execute(
        select(TextDecision.field_id, TextDecision.rule_id, TextDecision.note)
        .join(UndoWindow, UndoWindow.text_decision_id == TextDecision.id)
        .where(_undone_by(actor, window_id), TextDecision.field_id.is_not(None))
    )
    return {row.field_id: Reason(rule_id=row.rule_id, note=row.note) for row in rows}


def _undone_by(actor: Actor, window_id: int) -> ColumnElement[bool]:
    return and_(
        UndoWindow.id == window_id,
        UndoWindow.by_id == actor.user_id,
        UndoWindow.ended_how == WindowEnd.UNDONE,
    )


def undoable(actor: Actor, now: datetime) -> Sequence[Undoable]:
    """What this person decided within the last seconds, the newest first. One query where there is nothing."""
    rows = db.session.execute(
        select(
            UndoWindow.id,
            UndoWindow.action,
            UndoWindow.closes_at,
            UndoWindow.post_id,
            UndoWindow.reply_id,
            func.coalesce(Post.author_id, TextDecision.about_id, ReviewItem.about_id).label(
                "about_id"
            ),
            TextDecision.id.label("text_decision_id"),
            FieldRevision.kind.label("field_kind"),
            ReviewItem.private_id,
        )
        .outerjoin(TextDecision, TextDecision.id == UndoWindow.text_decision_id)
        .outerjoin(FieldRevision, FieldRevision.id == TextDecision.field_id)
        .outerjoin(Post, Post.id == UndoWindow.post_id)
        .outerjoin(ReviewItem, ReviewItem.id == UndoWindow.item_id)
        .where(
            UndoWindow.by_id == actor.user_id,
            UndoWindow.closes_at > now,
            UndoWindow.closes_at <= furthest(now),
            UndoWindow.ended_at.is_(None),
        )
        .order_by(UndoWindow.id.desc())
    ).all()
    if not rows:
        return []
    people = load_people({row.about_id for row in rows})
    return [
        Undoable(
            window_id=row.id,
            endpoint="moderation.undo" if row.reply_id is None else "welcome.undo",
            what=f"{_what(row, people[row.about_id].display_name)}: "
            f"{DONE_AS[ModeratorAction(row.action)]}",
            seconds=seconds_left(row.closes_at, now),
        )
        for row in rows
    ]


def _what(row: Any, name: str) -> str:
    if row.post_id is not None:
        return f"The post by {name}"
    if row.text_decision_id is not None or row.private_id is not None:
        return words_of(row.field_kind, name)
    return f"The profile of {name}"
