"""Keeping a draft, throwing it away, and forgetting it once it has been sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import and_, delete, exists, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.conversations.lifecycle import PostState
from forum.conversations.lookup import facts_of_thread
from forum.conversations.models import Category, Post, PostRevision, Thread
from forum.database import ROW_LOCK, transaction
from forum.drafts.models import Draft
from forum.drafts.places import Place
from forum.errors import NotFoundError
from forum.events import Event, PrivateMessageSent, RevisionSubmitted
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.lookup import between
from forum.privately.models import PrivateMessage

# A page that saves by itself may say so a moment after the same words were sent.
_JUST_SENT = timedelta(minutes=10)


def keep_draft(
    actor: Actor, place: Place, title: str, text: str, clock: Clock, *, by_itself: bool = False
) -> bool:
    """Keep what somebody has written so far, in place of what was kept there before; nothing keeps nothing.

    `by_itself` is for a page that nobody has asked to: it brings nothing back that was sent a moment ago.
    Returns whether these words are kept now.

    Raises:
        NotFoundError: there is no such place for this person.
        NotAllowedError: they may not write there.
    """
    with transaction() as session:
        place = _require_place(session, actor, place)
        # One after the other, where two windows save at the same moment.
        session.get_one(User, actor.id, with_for_update=ROW_LOCK)
        kept = session.scalar(
            select(Draft).where(Draft.user_id == actor.id, Draft.place == place.key)
        )
        if not title and not text:
            if kept is not None:
                session.delete(kept)
            return False
        if by_itself and _was_just_sent(session, actor, place, (title, text), clock):
            return False
        if kept is None:
            kept = Draft(
                user_id=actor.id,
                place=place.key,
                thread_id=place.thread_id,
                answers_id=place.answers_id,
                category_id=place.category_id,
                private_id=place.private_id,
            )
            session.add(kept)
        kept.title, kept.text, kept.saved_at = title, text, clock.now()
        return True


def delete_draft(actor: Actor, draft_id: int) -> None:
    """Throw a draft away.

    Raises:
        NotFoundError: there is no such draft of theirs.
    """
    with transaction() as session:
        kept = session.get(Draft, draft_id)
        if kept is None or kept.user_id != actor.user_id:
            raise NotFoundError
        session.delete(kept)


def forget_sent(session: Session, happened: Event) -> None:
    """What has been sent is no draft any more."""
    if not isinstance(happened, RevisionSubmitted):
        return
    revision = session.get_one(PostRevision, happened.revision_id)
    if revision.number > 1:
        return
    post = session.get_one(Post, happened.post_id)
    if post.is_opening:
        thread = session.get_one(Thread, post.thread_id)
        here = Draft.place == Place(category_id=thread.category_id).key
    else:
        here = Draft.place == Place(thread_id=post.thread_id, answers_id=post.answers_id).key
        # Begun as an answer to a post that went out of sight, and sent as an answer to the thread: then what is kept
        # for the thread may say something else.
        same_words = (Draft.thread_id == post.thread_id) & (Draft.text == revision.text)
        elsewhere = exists().where(Draft.user_id == post.author_id, same_words, ~here)
        if post.answers_id is None and session.scalar(select(elsewhere)):
            here = same_words
    session.execute(delete(Draft).where(Draft.user_id == post.author_id, here))


def forget_said(session: Session, happened: Event) -> None:
    """What has been said in private is no draft any more."""
    if isinstance(happened, PrivateMessageSent):
        here = Place(private_id=happened.conversation_id).key
        session.execute(
            delete(Draft).where(Draft.user_id == happened.actor_id, Draft.place == here)
        )


def _require_place(session: Session, actor: Actor, place: Place) -> Place:
    if place.private_id is not None:
        both = between(session, place.private_id)
        if both is None:
            raise NotFoundError
        require(actor, Action.WRITE_PRIVATELY, both.facts)
        return place
    if place.category_id is not None:
        require(actor, Action.START_THREAD)
        if session.get(Category, place.category_id) is None:
            raise NotFoundError
        return place
    thread = session.get(Thread, place.thread_id)
    if thread is None:
        raise NotFoundError
    # Somebody may be writing while a moderator closes the thread: their words are kept all the same.
    require(actor, Action.REPLY, replace(facts_of_thread(thread), is_locked=False))
    if place.answers_id is not None:
        answered = session.get(Post, place.answers_id)
        if answered is None or answered.thread_id != thread.id:
            return replace(place, answers_id=None)
    return place


def _was_just_sent(
    session: Session, actor: Actor, place: Place, words: tuple[str, str], clock: Clock
) -> bool:
    title, text = words
    if place.private_id is not None:
        said = exists().where(
            PrivateMessage.conversation_id == place.private_id,
            PrivateMessage.author_id == actor.id,
            PrivateMessage.text == text,
            PrivateMessage.sent_at > clock.now() - _JUST_SENT,
        )
        return bool(session.scalar(select(said)))
    here = (
        Post.thread_id == place.thread_id
        if place.thread_id is not None
        else and_(
            Post.is_opening, Thread.category_id == place.category_id, PostRevision.title == title
        )
    )
    sent = (
        exists()
        .where(PostRevision.post_id == Post.id, PostRevision.text == text)
        .where(Thread.id == Post.thread_id, here)
        .where(Post.author_id == actor.id, Post.created_at > clock.now() - _JUST_SENT)
        # What somebody took back they may be working on.
        .where(Post.state != PostState.WITHDRAWN)
    )
    return bool(session.scalar(select(sent)))
