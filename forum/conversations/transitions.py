"""The only writer of a post's state, and of what mirrors it: numbers and dates on threads and people.

Callers hold the transaction and have locked the post. Locks are taken in one order everywhere: post, thread, person.
A review item is only locked by whoever holds its post's lock, so it does not matter when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.conversations.lifecycle import (
    LETS_THROUGH,
    REVISION_MOVES,
    ImpossibleMoveError,
    PostAction,
    PostState,
    RevisionOutcome,
    next_outcome,
    next_state,
    require_undo,
    require_undo_of_edit,
)
from forum.conversations.models import Post, PostRevision, PostTransition, Thread
from forum.database import ROW_LOCK, emit
from forum.events import EditSettled, PostMoved


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a post, the version in question and its thread stood right before a decision."""

    state: PostState
    state_changed_at: datetime
    published_at: datetime | None
    shown_number: int | None
    outcome: RevisionOutcome
    thread_title: str
    thread_published_at: datetime | None


def standing_of(session: Session, post: Post, revision: PostRevision) -> Standing:
    """How they stand now."""
    thread = session.get_one(Thread, post.thread_id)
    return Standing(
        state=PostState(post.state),
        state_changed_at=post.state_changed_at,
        published_at=post.published_at,
        shown_number=post.shown_number,
        outcome=RevisionOutcome(revision.outcome),
        thread_title=thread.title,
        thread_published_at=thread.published_at,
    )


def move(  # noqa: PLR0913  # what the one writer of a state has to know of a step
    session: Session,
    post: Post,
    revision: PostRevision,
    action: PostAction,
    *,
    actor_id: int | None,
    now: datetime,
    decision_id: int | None = None,
    reverses: bool = False,
    by_mentor: bool | None = None,
) -> PostState:
    """Take a post from where it is to where `action` leads, with its row in the log.

    `reverses` is for what leads back from a decision against the post, `by_mentor` for a mentor's welcome.

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
            by_mentor=by_mentor,
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
    if action in LETS_THROUGH:
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


def undo(
    session: Session,
    post: Post,
    revision: PostRevision,
    action: PostAction,
    before: Standing,
    *,
    actor_id: int,
    now: datetime,
) -> None:
    """Bring a post back to how it stood before a decision that nobody has been told of. Nothing follows from it.

    Raises:
        ImpossibleMoveError: the post is not where the decision led.
    """
    state = PostState(post.state)
    if state is before.state:
        require_undo_of_edit(RevisionOutcome(revision.outcome), action, before.outcome)
    else:
        require_undo(state, action, before.state)
        _log_undo(session, post, revision, action, before.state, actor_id=actor_id, now=now)
    revision.outcome = before.outcome
    post.state, post.state_changed_at = before.state, before.state_changed_at
    post.shown_number, post.published_at = before.shown_number, before.published_at
    session.flush()
    if state is not before.state and PostState.PUBLISHED in {state, before.state}:
        _mirror(session, post, revision, now, appears=before.state is PostState.PUBLISHED)
    if post.is_opening:
        thread = _lock_thread(session, post)
        thread.title, thread.published_at = before.thread_title, before.thread_published_at
    session.flush()


def _log_undo(
    session: Session,
    post: Post,
    revision: PostRevision,
    action: PostAction,
    back_to: PostState,
    *,
    actor_id: int,
    now: datetime,
) -> None:
    last = session.scalars(
        select(PostTransition)
        .where(PostTransition.post_id == post.id)
        .order_by(PostTransition.id.desc())
        .limit(1)
    ).one()
    if last.action != action or last.before != back_to:
        raise ImpossibleMoveError("This post has moved on meanwhile. Nothing was changed.")
    session.add(
        PostTransition(
            post_id=post.id,
            revision_id=revision.id,
            action=PostAction.UNDO,
            before=post.state,
            after=back_to,
            actor_id=actor_id,
            at=now,
            undoes_id=last.id,
        )
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
    if action in LETS_THROUGH:
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
