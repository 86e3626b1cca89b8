"""What leaves the house after a moderator's decision waits until that can't be undone any more.

The rows are the truth: a window has a moment at which it closes, and the worker lets out what waits behind it. Whatever
else happens to the post before that ends the window at once, so that people hear of things in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.clock import Clock
from forum.conversations.models import Post, Thread
from forum.database import ROW_LOCK, db, dispatcher_in_force, hold_back, transaction
from forum.each_alone import each_alone
from forum.events import (
    EditSettled,
    Event,
    FieldCleared,
    FieldMoved,
    FieldSubmitted,
    OpinionGiven,
    PostMoved,
    PrivateReviewed,
    ReportSettled,
    RevisionSubmitted,
    ThreadWelcomeChanged,
)
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import HeldBack, UndoWindow
from forum.moderation.undo.rules import UNDO_FOR, WindowEnd, furthest
from forum.moderation.undo.texts import lock_words
from forum.screened_fields.models import FieldRevision

# What a decision says directly; all else follows from these.
_DECIDED: Mapping[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        PostMoved,
        EditSettled,
        ReportSettled,
        OpinionGiven,
        FieldMoved,
        PrivateReviewed,
    )
}
AT_ONCE = 100


def open_window(
    session: Session,
    decision: Decision,
    before: Mapping[str, Any],
    *,
    reply_id: int | None = None,
) -> UndoWindow:
    """From here on, what this decision would tell others waits. The caller has locked the post.

    `reply_id` is the answer that appears together with it.
    """
    overtake(session, decision.post_id, decision.decided_at)
    return _open(
        session,
        UndoWindow(
            decision_id=decision.id,
            post_id=decision.post_id,
            reply_id=reply_id,
            by_id=decision.decided_by_id,
            action=decision.action,
            before=dict(before),
            opened_at=decision.decided_at,
        ),
    )


def open_item_window(
    session: Session,
    item: ReviewItem,
    action: str,
    before: Mapping[str, Any],
    *,
    by_id: int,
    now: datetime,
) -> UndoWindow:
    """The same for what was told of a profile, or of private words. The caller has locked the item."""
    return _open(
        session,
        UndoWindow(item_id=item.id, by_id=by_id, action=action, before=dict(before), opened_at=now),
    )


def open_text_window(
    session: Session, decision: TextDecision, before: Mapping[str, Any]
) -> UndoWindow:
    """The same for a decision on other words. The caller has locked them."""
    return _open(
        session,
        UndoWindow(
            text_decision_id=decision.id,
            by_id=decision.decided_by_id,
            action=decision.action,
            before=dict(before),
            opened_at=decision.decided_at,
        ),
    )


def overtake_private(session: Session, private_id: int, about_id: int, now: datetime) -> None:
    """More of the same private conversation is shown to moderators: it is another question from now on."""
    # Locked before the windows, as by whoever undoes.
    items = session.scalars(
        select(ReviewItem.id)
        .where(ReviewItem.private_id == private_id, ReviewItem.about_id == about_id)
        .order_by(ReviewItem.id)
        .with_for_update(**ROW_LOCK)
    ).all()
    decisions = select(TextDecision.id).where(TextDecision.item_id.in_(items))
    which = or_(UndoWindow.item_id.in_(items), UndoWindow.text_decision_id.in_(decisions))
    _overtake(session, which, now)


def overtake_text(session: Session, decision_id: int, now: datetime) -> None:
    """Whoever waits to hear of a decision on other words hears of it now."""
    _overtake(session, UndoWindow.text_decision_id == decision_id, now)


def overtake_texts(session: Session, item_id: int, now: datetime) -> None:
    """The same for all decisions on the texts in an item. The caller has locked whose they are."""
    decisions = select(TextDecision.id).where(TextDecision.item_id == item_id)
    _overtake(session, UndoWindow.text_decision_id.in_(decisions), now)


def follow_text(session: Session, happened: Event) -> None:
    """Its author has sent another text in place of one, or the welcome that it is about is over."""
    which: ColumnElement[bool]
    match happened:
        case FieldSubmitted():
            field = session.get_one(FieldRevision, happened.field_id)
            which = (FieldRevision.kind == field.kind) & (
                FieldRevision.author_id == field.author_id
                if field.thread_id is None
                else FieldRevision.thread_id == field.thread_id
            )
        case FieldCleared():
            which = (FieldRevision.kind == happened.kind) & (
                FieldRevision.author_id == happened.author_id
            )
        case ThreadWelcomeChanged():
            which = FieldRevision.thread_id == happened.thread_id
        case _:
            return
    decisions = (
        select(TextDecision.id)
        .join(FieldRevision, FieldRevision.id == TextDecision.field_id)
        .where(which)
    )
    _overtake(session, UndoWindow.text_decision_id.in_(decisions), happened.at)


def overtake(session: Session, post_id: int, now: datetime) -> None:
    """Something else is about to happen to a post: whoever waits to hear of the last decision on it hears now."""
    window = _open_of(session, post_id)
    if window is not None:
        _let_out(session, window, WindowEnd.OVERTAKEN, now)


def follow_post(session: Session, happened: Event) -> None:
    """The same, after it has happened. The decision that opened a window is no news to it."""
    if not isinstance(happened, PostMoved | EditSettled | RevisionSubmitted):
        return
    window = _open_of(session, happened.post_id)
    if window is None:
        return
    by_itself = (window.by_id, window.opened_at) == (happened.actor_id, happened.at)
    if by_itself or (window.reply_id == happened.post_id and window.opened_at == happened.at):
        return
    _let_out(session, window, WindowEnd.OVERTAKEN, happened.at)


def let_out_due(clock: Clock) -> None:
    """Let out what waits behind every window whose time is over. One that fails stops no other."""
    now = clock.now()
    due = db.session.execute(
        select(UndoWindow.id, UndoWindow.post_id, UndoWindow.item_id)
        .where(
            UndoWindow.ended_at.is_(None),
            # A decision that was made by a clock far ahead keeps nobody waiting until that moment has come.
            or_(UndoWindow.closes_at <= now, UndoWindow.closes_at > furthest(now)),
        )
        .order_by(UndoWindow.closes_at, UndoWindow.id)
        .limit(AT_ONCE)
    ).all()
    for row in due:
        with each_alone("letting_out_failed", window_id=row.id), transaction() as session:
            window = lock(session, row.id)
            if window is not None and window.ended_at is None:
                _let_out(session, window, WindowEnd.TOLD, clock.now())


def lock(session: Session, window_id: int) -> UndoWindow | None:
    """A window and, before it, the words or the item that it is about; None if there is no such window."""
    window = session.get(UndoWindow, window_id)
    if window is None:
        return None
    if window.post_id is not None:
        # The answer is newer, so this is the order in which everybody locks posts.
        for post_id in filter(None, (window.post_id, window.reply_id)):
            session.get_one(Post, post_id, with_for_update=ROW_LOCK)
    elif window.text_decision_id is not None:
        lock_words(session, session.get_one(TextDecision, window.text_decision_id))
    else:
        item = session.get_one(ReviewItem, window.item_id)
        if item.person_id is not None:
            # Before the item, as by whoever reports or settles a profile.
            session.get_one(User, item.person_id, with_for_update=ROW_LOCK)
        session.refresh(item, with_for_update=ROW_LOCK)
    session.refresh(window, with_for_update=ROW_LOCK)
    return window


def end(window: UndoWindow, how: WindowEnd, now: datetime) -> None:
    """Close a window for good. Nobody can undo it any more, so what it remembers of names and words is forgotten."""
    window.ended_at, window.ended_how, window.before = now, how, {}


def _open(session: Session, window: UndoWindow) -> UndoWindow:
    window.closes_at = window.opened_at + UNDO_FOR
    session.add(window)
    session.flush()

    def keep(session: Session, happened: Event) -> bool:
        if type(happened).__name__ not in _DECIDED:
            return False
        appears_with_it = window.reply_id is not None and getattr(happened, "post_id", None) == (
            window.reply_id
        )
        if happened.actor_id != window.by_id and not appears_with_it:
            return False
        session.add(
            HeldBack(window_id=window.id, kind=type(happened).__name__, happened=_as_json(happened))
        )
        return True

    hold_back(session, keep)
    return window


def _open_of(session: Session, post_id: int) -> UndoWindow | None:
    return session.scalar(
        select(UndoWindow)
        .where(
            or_(UndoWindow.post_id == post_id, UndoWindow.reply_id == post_id),
            UndoWindow.ended_at.is_(None),
        )
        .with_for_update(**ROW_LOCK)
    )


def _overtake(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    waiting = select(UndoWindow).where(which, UndoWindow.ended_at.is_(None))
    for window in session.scalars(
        waiting.order_by(UndoWindow.id).with_for_update(**ROW_LOCK)
    ).all():
        _let_out(session, window, WindowEnd.OVERTAKEN, now)


def _let_out(session: Session, window: UndoWindow, how: WindowEnd, now: datetime) -> None:
    end(window, how, now)
    session.flush()
    if window.post_id is not None:
        # What follows counts on their being locked, in this order.
        post = session.get_one(Post, window.post_id)
        session.get_one(Thread, post.thread_id, with_for_update=ROW_LOCK)
        session.get_one(User, post.author_id, with_for_update=ROW_LOCK)
    waiting = select(HeldBack).where(HeldBack.window_id == window.id).order_by(HeldBack.id)
    for held in session.scalars(waiting).all():
        dispatcher_in_force().leave(session, _from_json(held))
        session.flush()


def _as_json(happened: Event) -> dict[str, Any]:
    values = {part.name: getattr(happened, part.name) for part in fields(happened)}
    return values | {"at": happened.at.isoformat()}


def _from_json(held: HeldBack) -> Event:
    return _DECIDED[held.kind](
        **{**held.happened, "at": datetime.fromisoformat(held.happened["at"])}
    )
