"""What moderators do with a whole thread: close it for new answers, open it again, move it. Each leaves a trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.conversations.lookup import facts_of_thread
from forum.conversations.models import Category, Thread
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import ThreadChanged
from forum.moderation.options import DONE_MEANWHILE, ModeratorAction, actions_on_thread
from forum.moderation.step_models import MAX_REASON_LENGTH, ThreadStep
from forum.permissions.actions import Action
from forum.permissions.check import require

M = ModeratorAction


def lock_thread(actor: Actor, thread_id: int, reason: str, clock: Clock) -> None:
    """Close a thread for new answers. What was said stays, and the reason stands above it.

    Raises:
        NotFoundError: there is no such thread for this person.
        NotAllowedError: not a moderator, or their own thread.
        ConflictError: somebody was faster.
        InvalidInputError: the reason is missing or too long.
    """
    with transaction() as session:
        thread = _lock(session, actor, thread_id, M.LOCK)
        _check_reason(reason, needed=True)
        now = clock.now()
        thread.locked_at, thread.lock_reason = now, reason.strip()
        _leave_trail(session, actor, thread, M.LOCK, at=now, reason=reason)


def unlock_thread(actor: Actor, thread_id: int, clock: Clock) -> None:
    """Let people answer again.

    Raises:
        NotFoundError, NotAllowedError, ConflictError: as when locking.
    """
    with transaction() as session:
        thread = _lock(session, actor, thread_id, M.UNLOCK)
        thread.locked_at, thread.lock_reason = None, ""
        _leave_trail(session, actor, thread, M.UNLOCK, at=clock.now())


def move_thread(actor: Actor, thread_id: int, category_id: int, reason: str, clock: Clock) -> None:
    """Move a thread to another category. Its address stays the same.

    Raises:
        NotFoundError: there is no such thread for this person.
        NotAllowedError: not a moderator, or their own thread.
        InvalidInputError: it is there already, there is no such category, or the reason is too long.
    """
    with transaction() as session:
        thread = _lock(session, actor, thread_id, M.MOVE)
        _check_reason(reason, needed=False)
        if category_id == thread.category_id or session.get(Category, category_id) is None:
            raise InvalidInputError("Please choose another category.", "category")
        before, thread.category_id = thread.category_id, category_id
        _leave_trail(
            session,
            actor,
            thread,
            M.MOVE,
            at=clock.now(),
            reason=reason,
            moved=(before, category_id),
        )


def _lock(session: Session, actor: Actor, thread_id: int, action: ModeratorAction) -> Thread:
    thread = session.get(Thread, thread_id, with_for_update=ROW_LOCK)
    if thread is None:
        raise NotFoundError
    facts = facts_of_thread(thread)
    require(actor, Action.MODERATE_THREAD, facts)
    if action not in actions_on_thread(actor, facts):
        raise ConflictError(DONE_MEANWHILE)
    return thread


def _check_reason(reason: str, *, needed: bool) -> None:
    if needed and not reason.strip():
        raise InvalidInputError(
            "Please say kindly why. Everybody in the thread reads it.", "reason"
        )
    if len(reason) > MAX_REASON_LENGTH:
        raise InvalidInputError(f"Please keep this under {MAX_REASON_LENGTH} characters.", "reason")


def _leave_trail(
    session: Session,
    actor: Actor,
    thread: Thread,
    action: ModeratorAction,
    *,
    at: datetime,
    reason: str = "",
    moved: tuple[int, int] | None = None,
) -> None:
    from_id, to_id = moved or (None, None)
    session.add(
        ThreadStep(
            thread_id=thread.id,
            action=action,
            by_id=actor.id,
            reason=reason.strip(),
            from_category_id=from_id,
            to_category_id=to_id,
            at=at,
        )
    )
    emit(
        session,
        ThreadChanged(
            actor_id=actor.id,
            at=at,
            thread_id=thread.id,
            author_id=thread.author_id,
            action=action,
            from_category_id=from_id,
            to_category_id=to_id,
        ),
    )
