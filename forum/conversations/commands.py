"""What people do with posts: begin a thread, reply, revise, take back. One intention, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.conversations.lifecycle import SUPERSEDABLE, PostAction, PostState, RevisionOutcome
from forum.conversations.lookup import facts_of, facts_of_thread, latest_version
from forum.conversations.models import Category, Post, PostRevision, Thread
from forum.conversations.transitions import move
from forum.database import ROW_LOCK, db, emit, once, transaction
from forum.drafts.commands import forget_sent
from forum.drafts.places import Writing
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import RevisionSubmitted
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.text import render


class AnsweredPostGoneError(ConflictError):
    """The post that was to be answered went out of sight; its thread can still be answered."""


class ChangedElsewhereError(ConflictError):
    """The post was changed in another window meanwhile."""


@dataclass(frozen=True, kw_only=True)
class NewPost:
    """What a person sends. `submission_key` is made with the form, so that sending it twice makes one post.

    `writing` names what they were writing, of which there may be a draft.
    """

    text: str
    submission_key: str
    writing: Writing | None = None


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """What a person sends to change a post. `based_on` is the number of the version that was on their screen.

    `writing` names what they were writing, of which there may be a draft.
    """

    text: str
    title: str | None
    based_on: int
    writing: Writing | None = None


def start_thread(actor: Actor, category_id: int, title: str, sent: NewPost, clock: Clock) -> int:
    """Begin a thread. Returns the opening post's id; the same one if this form was sent before.

    Raises:
        NotAllowedError: the person may not begin threads.
        NotFoundError: there is no such category.
    """
    require(actor, Action.START_THREAD)
    html = render(sent.text)

    def save(session: Session) -> int:
        if session.get(Category, category_id) is None:
            raise NotFoundError
        now = clock.now()
        thread = Thread(category_id=category_id, author_id=actor.id, title=title, created_at=now)
        session.add(thread)
        session.flush()
        post = _new_post(actor, thread, sent, clock)
        post.is_opening = True
        return _save_with_revision(session, post, sent, html, title)

    return _once(actor, sent, save)


def reply(
    actor: Actor, thread_id: int, sent: NewPost, clock: Clock, answers_id: int | None = None
) -> int:
    """Answer in a thread, or one post in it. Returns the post's id; the same one if this form was sent before.

    Raises:
        NotFoundError: the thread, or the post that is answered, is not there for this person.
        NotAllowedError: the person may not reply.
        AnsweredPostGoneError: the post that is answered is not on show any more.
    """
    html = render(sent.text)

    def save(session: Session) -> int:
        thread = session.get(Thread, thread_id)
        if thread is None:
            raise NotFoundError
        require(actor, Action.REPLY, facts_of_thread(thread))
        post = _new_post(actor, thread, sent, clock)
        if answers_id is not None:
            post.answers_id = _answered(session, thread_id, answers_id)
        return _save_with_revision(session, post, sent, html, None)

    return _once(actor, sent, save)


def revise(actor: Actor, post_id: int, sent: NewVersion, clock: Clock) -> None:
    """Send a new version of one's own post. It is screened like the first. Sending it twice is harmless.

    Raises:
        NotFoundError: there is no such post for this person.
        ChangedElsewhereError: it was revised in another window meanwhile.
        ConflictError: it can't be revised any more.
        InvalidInputError: nothing was changed.
    """
    html = render(sent.text)
    with transaction() as session:
        post, latest = _lock_own(session, actor, post_id, Action.REVISE_POST)
        unchanged = latest.text == sent.text and (latest.title or "") == (sent.title or "")
        if unchanged and latest.number == sent.based_on + 1:
            forget_sent(session, actor.id, sent.writing)
            return
        if latest.number != sent.based_on:
            raise ChangedElsewhereError(
                "You changed this post in another window meanwhile. "
                "Your words are kept below; compare them before you send them again."
            )
        if unchanged and _has_been_read(post, latest):
            raise InvalidInputError("Nothing is different yet.", "text")
        if latest.outcome in SUPERSEDABLE:
            latest.outcome = RevisionOutcome.SUPERSEDED
        post.latest_number += 1
        revision = PostRevision(
            post_id=post.id,
            number=post.latest_number,
            title=sent.title if post.is_opening else None,
            text=sent.text,
            html=html,
            created_at=clock.now(),
        )
        session.add(revision)
        session.flush()
        forget_sent(session, actor.id, sent.writing)
        move(session, post, revision, PostAction.REVISE, actor_id=actor.id, now=clock.now())
        emit(
            session,
            RevisionSubmitted(
                actor_id=actor.id, at=clock.now(), post_id=post.id, revision_id=revision.id
            ),
        )


def withdraw(actor: Actor, post_id: int, clock: Clock) -> None:
    """Take one's own post back. Its text stays readable to its author alone. Doing so twice is harmless.

    Raises:
        NotFoundError: there is no such post for this person.
        ConflictError: it can't be taken back any more.
    """
    with transaction() as session:
        post, latest = _lock_own(session, actor, post_id, Action.WITHDRAW_POST)
        if post.state == PostState.WITHDRAWN:
            return
        move(session, post, latest, PostAction.WITHDRAW, actor_id=actor.id, now=clock.now())


def sent_before(actor: Actor, sent: NewPost) -> int | None:
    """The post that this form has led to already: its button was pressed twice, or the page was sent again."""
    return _sent_before(db.session(), actor, sent)


def _once(actor: Actor, sent: NewPost, save: Callable[[Session], int]) -> int:
    return once(lambda session: _sent_before(session, actor, sent), save)


def _sent_before(session: Session, actor: Actor, sent: NewPost) -> int | None:
    return session.scalar(
        select(Post.id).where(
            Post.author_id == actor.id, Post.submission_key == sent.submission_key
        )
    )


def _new_post(actor: Actor, thread: Thread, sent: NewPost, clock: Clock) -> Post:
    now = clock.now()
    return Post(
        thread_id=thread.id,
        author_id=actor.id,
        by_newcomer=actor.is_newcomer,
        submission_key=sent.submission_key,
        created_at=now,
        state_changed_at=now,
    )


def _has_been_read(post: Post, latest: PostRevision) -> bool:
    """Whether sending the same words again would ask the same question twice.

    It would not where a moderator asked for a change while a newer version was still waiting: nobody has read that.
    Nor with a change that was taken back when its author left.
    """
    if latest.outcome == RevisionOutcome.SUPERSEDED:
        return False
    return post.state == PostState.PUBLISHED or latest.outcome != RevisionOutcome.WAITING


def _save_with_revision(
    session: Session, post: Post, sent: NewPost, html: str, title: str | None
) -> int:
    session.add(post)
    session.flush()
    revision = PostRevision(
        post_id=post.id,
        number=1,
        title=title,
        text=sent.text,
        html=html,
        created_at=post.created_at,
    )
    session.add(revision)
    session.flush()
    forget_sent(session, post.author_id, sent.writing)
    emit(
        session,
        RevisionSubmitted(
            actor_id=post.author_id,
            at=post.created_at,
            post_id=post.id,
            revision_id=revision.id,
        ),
    )
    return post.id


def _answered(session: Session, thread_id: int, post_id: int) -> int:
    found = session.scalar(
        select(Post.id).where(
            Post.id == post_id,
            Post.thread_id == thread_id,
            Post.state == PostState.PUBLISHED,
        )
    )
    if found is None:
        raise AnsweredPostGoneError(
            "The post you were answering is no longer on show. Your words are kept below: "
            "you can send them as an answer to the thread."
        )
    return found


def _lock_own(
    session: Session, actor: Actor, post_id: int, action: Action
) -> tuple[Post, PostRevision]:
    post = session.get(Post, post_id, with_for_update=ROW_LOCK)
    if post is None:
        raise NotFoundError
    require(actor, action, facts_of(post))
    return post, latest_version(session, post.id)
