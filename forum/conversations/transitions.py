"""The only writer of a post's state, and of what mirrors it: numbers and dates on threads and people.

Callers hold the transaction and have locked the post. Locks are taken in one order everywhere: post, thread, person.
A review item is only locked by whoever holds its post's lock, so it does not matter when.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.conversations.lifecycle import (
    REVISION_MOVES,
    PostAction,
    PostState,
    RevisionOutcome,
    next_outcome,
    next_state,
)
from forum.conversations.models import Post, PostRevision, PostTransition, Thread
from forum.database import ROW_LOCK, emit
from forum.events import EditSettled, PostMoved

_LETS_THROUGH = frozenset({PostAction.PASS, PostAction.APPROVE})


def move(
    session: Session,
    post: Post,
    revision: PostRevision,
    action: PostAction,
    *,
    actor_id: int | None,
    now: datetime,
    decision_id: int | None = None,
    reverses: bool = False,
) -> PostState:
    """Take a post from where it is to where `action` leads, with its row in the log.

    `reverses` is for what leads back from a decision against the post.

    Raises:
        ImpossibleMoveError: the life cycle has no such step.
    """
    before = PostState(post.state)
    after = next_state(before, action, on_appeal=reverses)
    if reverses:
        revision.outcome = RevisionOutcome.APPROVED
    elif (
        action is not PostAction.REVISE
    ):  # the new version waits; its forerunner was settled before
        _settle_revision(revision, action)
    first_publication = after is PostState.PUBLISHED and post.published_at is None
    post.state, post.state_changed_at = after, now
    _show(post, revision, action, after, now)
    session.add(
        PostTransition(
            post_id=post.id,
            revision_id=revision.id,
            action=action,
            before=before,
            after=after,
            actor_id=actor_id,
            at=now,
        )
    )
    session.flush()
    if before is not after and PostState.PUBLISHED in {before, after}:
        _mirror(session, post, revision, now, appears=after is PostState.PUBLISHED)
    emit(
        session,
        PostMoved(
            actor_id=actor_id,
            at=now,
            post_id=post.id,
            revision_id=revision.id,
            action=action,
            before=before,
            after=after,
            first_publication=first_publication,
            decision_id=decision_id,
        ),
    )
    return after


def settle_edit(
    session: Session,
    post: Post,
    revision: PostRevision,
    action: PostAction,
    *,
    actor_id: int | None,
    now: datetime,
    decision_id: int | None = None,
    reverses: bool = False,
) -> None:
    """Give the waiting edit of a published post its outcome. The post stays published throughout.

    `reverses` is for what leads back from a decision against the edit.

    Raises:
        ImpossibleMoveError: this version has been settled already.
    """
    revision.outcome = next_outcome(RevisionOutcome(revision.outcome), action, on_appeal=reverses)
    if action in _LETS_THROUGH:
        post.shown_number = revision.number
        if post.is_opening and revision.title:
            _lock_thread(session, post).title = revision.title
    emit(
        session,
        EditSettled(
            actor_id=actor_id,
            at=now,
            post_id=post.id,
            revision_id=revision.id,
            action=action,
            decision_id=decision_id,
        ),
    )


def is_edit_of_published(post: Post, revision: PostRevision) -> bool:
    """Whether this version waits behind another one that readers see meanwhile."""
    return post.state == PostState.PUBLISHED and revision.number != post.shown_number


def _settle_revision(revision: PostRevision, action: PostAction) -> None:
    step = (RevisionOutcome(revision.outcome), action)
    # Hiding a post, say, is about the post and leaves the history of its versions alone.
    if step in REVISION_MOVES:
        revision.outcome = REVISION_MOVES[step]


def _show(
    post: Post, revision: PostRevision, action: PostAction, after: PostState, now: datetime
) -> None:
    if action in _LETS_THROUGH:
        post.shown_number = revision.number
    if after is PostState.PUBLISHED and post.published_at is None:
        post.published_at = now
    if after is PostState.CHANGES_REQUESTED:
        # It goes back to its author in private: readers have no version of it any more.
        post.shown_number = None


def _mirror(
    session: Session, post: Post, revision: PostRevision, now: datetime, *, appears: bool
) -> None:
    thread = _lock_thread(session, post)
    if post.is_opening:
        thread.published_at = now if appears else None
        if appears and revision.title:
            thread.title = revision.title
    else:
        thread.reply_count += 1 if appears else -1
    thread.last_posted_at = session.scalar(
        select(func.max(Post.published_at)).where(
            Post.thread_id == thread.id, Post.state == PostState.PUBLISHED
        )
    )
    author = session.get_one(User, post.author_id, with_for_update=ROW_LOCK)
    author.published_posts += 1 if appears else -1


def _lock_thread(session: Session, post: Post) -> Thread:
    return session.get_one(Thread, post.thread_id, with_for_update=ROW_LOCK)
