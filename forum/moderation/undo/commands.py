"""Undoing a decision within its first seconds. One intention, one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.lookup import latest_version
from forum.conversations.models import Post, PostRevision
from forum.conversations.transitions import move
from forum.conversations.transitions import undo as undo_move
from forum.database import emit, transaction
from forum.errors import ConflictError, NotFoundError
from forum.events import DecisionUndone
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.before import of_the_same, put_back_items, standing_before
from forum.moderation.undo.leaving import end, lock
from forum.moderation.undo.models import UndoWindow
from forum.moderation.undo.rules import WindowEnd, is_open
from forum.moderation.undo.texts import put_back_words
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import DecidedFacts

_TOO_LATE = "It was too late to undo this: whoever is concerned has been told. Nothing was changed."
_TAKEN_BACK = (
    "It was too late to undo this: its author has taken the post back meanwhile. "
    "Nothing was changed."
)
_MOVED_ON = (
    "It was too late to undo this: something else has happened to it meanwhile. "
    "Nothing was changed."
)


class TooLateError(ConflictError):
    """It can't be undone any more. `post_id` is the post that it is about, None for a profile."""

    def __init__(self, message: str, post_id: int | None) -> None:
        super().__init__(message)
        self.post_id = post_id


@dataclass(frozen=True, kw_only=True)
class PutBack:
    """Where to go on: the item that waits again, or the post; neither where something else was put right."""

    item_id: int | None
    post_id: int | None


def undo(actor: Actor, window_id: int, clock: Clock) -> PutBack:
    """Bring everything back to how it was before this person's decision. Harmless if it was undone before.

    Raises:
        NotFoundError: there is no such decision.
        NotAllowedError: somebody else's decision, or they are no moderator any more.
        TooLateError: the time is over, or something else has happened to the post meanwhile.
    """
    with transaction() as session:
        window = lock(session, window_id)
        if window is None:
            raise NotFoundError
        require(actor, Action.UNDO_DECISION, facts_of(window))
        if window.ended_how == WindowEnd.UNDONE:
            return _put_back(session, window)
        now = clock.now()
        if not is_open(window.closes_at, window.ended_how, now):
            raise TooLateError(*_why_not(session, window))
        before = window.before
        end(window, WindowEnd.UNDONE, now)
        kind, number = _bring_back(session, actor, window, before, now)
        emit(
            session,
            DecisionUndone(
                actor_id=actor.id,
                at=now,
                subject_kind=kind,
                subject_id=number,
                undone=window.action,
                decision_id=window.decision_id,
                decided_at=window.opened_at,
            ),
        )
        return _put_back(session, window)


def facts_of(window: UndoWindow) -> DecidedFacts:
    """What the permission to undo it rests on."""
    return DecidedFacts(by_id=window.by_id, as_mentor=window.reply_id is not None)


def _bring_back(
    session: Session, actor: Actor, window: UndoWindow, before: Mapping[str, Any], now: datetime
) -> tuple[str, int]:
    """Put everything back. Returns what it is about, for the log: "post", "person" or "private", and its number."""
    if window.text_decision_id is not None:
        decision = session.get_one(TextDecision, window.text_decision_id)
        put_back_words(session, decision, before, by_id=actor.id, now=now)
        if decision.private_id is not None:
            return "private", decision.private_id
        return "person", decision.about_id
    if window.post_id is not None:
        _put_back_post(session, actor, window, before, now)
        about, which = ("post", window.post_id), ReviewItem.post_id == window.post_id
    else:
        item = session.get_one(ReviewItem, window.item_id)
        about, which = ("person", item.about_id), of_the_same(item)
        if item.private_id is not None:
            about = ("private", item.private_id)
    put_back_items(session, before, which, by_id=actor.id, now=now)
    return about


def _take_back_answer(session: Session, actor: Actor, reply_id: int, now: datetime) -> None:
    """The answer by which a mentor had decided goes out of sight; its words stay with them."""
    answer = session.get_one(Post, reply_id)
    words = latest_version(session, answer.id)
    move(session, answer, words, PostAction.WITHDRAW, actor_id=actor.id, now=now)


def _put_back_post(
    session: Session, actor: Actor, window: UndoWindow, before: Mapping[str, Any], now: datetime
) -> None:
    if window.action == ModeratorAction.KEEP:
        return
    if window.reply_id is not None:
        _take_back_answer(session, actor, window.reply_id, now)
    decision = session.get_one(Decision, window.decision_id)
    undo_move(
        session,
        session.get_one(Post, decision.post_id),
        session.get_one(PostRevision, decision.revision_id),
        PostAction(window.action),
        standing_before(before),
        actor_id=actor.id,
        now=now,
    )


def _put_back(session: Session, window: UndoWindow) -> PutBack:
    if window.text_decision_id is not None:
        on_words = session.get_one(TextDecision, window.text_decision_id)
        return PutBack(item_id=on_words.item_id, post_id=None)
    if window.decision_id is None:
        return PutBack(item_id=window.item_id, post_id=None)
    decision = session.get_one(Decision, window.decision_id)
    return PutBack(item_id=decision.item_id, post_id=decision.post_id)


def _why_not(session: Session, window: UndoWindow) -> tuple[str, int | None]:
    if window.post_id is None or window.ended_how != WindowEnd.OVERTAKEN:
        return _TOO_LATE, window.post_id
    if session.get_one(Post, window.post_id).state == PostState.WITHDRAWN:
        # It is out of a moderator's sight again, so nothing leads there.
        return _TAKEN_BACK, None
    return _MOVED_ON, window.post_id
