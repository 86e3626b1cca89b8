"""Keeping a draft, throwing it away, and forgetting it once it has been sent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.conversations.lifecycle import PostState
from forum.conversations.lookup import facts_of, facts_of_thread, latest_version
from forum.conversations.models import Category, Post, Thread
from forum.database import ROW_LOCK, transaction
from forum.drafts.models import Draft
from forum.drafts.places import MOST_IN_ONE_PLACE, Place, Writing
from forum.errors import ConflictError, ForumError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.lookup import between
from forum.privately.models import PrivateMessage
from forum.text import is_blank


class ManyDraftsError(ConflictError):
    """There are very many drafts in this place."""


def keep_draft(
    actor: Actor,
    place: Place,
    title: str,
    text: str,
    clock: Clock,
    *,
    writing: Writing | None = None,
    unless_sent_as: str | None = None,
) -> bool:
    """Keep what somebody has written so far, in place of what was kept of it before; nothing keeps nothing.

    Args:
        actor: its author.
        place: where they write.
        title: of a thread that they begin.
        text: what they have written.
        clock: tells when.
        writing: names it; without a name it is something new.
        unless_sent_as: for a page that nobody has asked to keep anything: the key under which these words would be
            sent. What was sent under it is not brought back.

    Returns:
        Whether these words are kept now.

    Raises:
        NotFoundError: there is no such place for this person.
        NotAllowedError: they may not write there.
        ManyDraftsError: they have begun to write there very often.
    """
    with transaction() as session:
        place = _require_place(session, actor, place)
        # One after the other, where two windows save at the same moment.
        session.get_one(User, actor.id, with_for_update=ROW_LOCK)
        kept = _draft_of(session, actor.id, writing)
        if (not title and not text) or _stands_there(session, place, title, text):
            if kept is not None:
                session.delete(kept)
            return False
        if unless_sent_as is not None and _was_sent(session, actor, unless_sent_as):
            return False
        if kept is None:
            _require_room(session, actor, place)
            kept = Draft(user_id=actor.id)
            session.add(kept)
        if writing is not None:
            kept.key = writing.key
        kept.place = place.key
        kept.thread_id, kept.answers_id = place.thread_id, place.answers_id
        kept.category_id, kept.private_id = place.category_id, place.private_id
        kept.changes_id, kept.based_on = place.changes_id, place.based_on
        kept.title, kept.text, kept.saved_at = title, text, clock.now()
        return True


def keep_unsent(
    actor: Actor, place: Place, title: str, text: str, clock: Clock, *, writing: Writing
) -> None:
    """Keep what could not be sent yet, or not without a kind word first: whoever goes back finds it in the box.

    An emptied box changes nothing. Where there is no room or leave for a draft, the page still has the words.
    """
    if not is_blank(title + text):
        with suppress(ForumError):
            keep_draft(actor, place, title, text, clock, writing=writing)


def delete_draft(actor: Actor, draft_id: int, writing: Writing) -> None:
    """Throw a draft away.

    Raises:
        NotFoundError: there is no such draft of theirs, or it went on in another window.
    """
    with transaction() as session:
        kept = _draft_of(session, actor.user_id, writing)
        if kept is None or kept.id != draft_id:
            raise NotFoundError
        session.delete(kept)


def let_go(actor: Actor, writing: Writing) -> None:
    """What somebody has let go shall not wait for them in the box."""
    with transaction() as session:
        forget_sent(session, actor.id, writing)


def forget_sent(session: Session, author_id: int, writing: Writing | None) -> None:
    """What has been sent is no draft any more. The caller holds the transaction; other drafts in the place stay."""
    kept = _draft_of(session, author_id, writing)
    if kept is not None:
        session.delete(kept)


def _draft_of(session: Session, user_id: int | None, writing: Writing | None) -> Draft | None:
    """What is kept of it under its own name, or else that from which it goes on."""
    if writing is None:
        return None
    return session.scalar(
        select(Draft)
        .where(Draft.user_id == user_id, Draft.key.in_([writing.key, writing.goes_on]))
        .order_by(Draft.key != writing.key)
        .limit(1)
        # It may be old enough to be forgotten in this moment.
        .with_for_update()
    )


def _require_room(session: Session, actor: Actor, place: Place) -> None:
    here = select(func.count()).where(Draft.user_id == actor.id, Draft.place == place.key)
    if (session.scalar(here) or 0) >= MOST_IN_ONE_PLACE:
        raise ManyDraftsError(
            f"You have {MOST_IN_ONE_PLACE} drafts here already, and they stay. In another tab or window, on the page "
            "with all that you began to write, you can throw one of them away; then keep this one."
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
    if place.changes_id is not None:
        return _require_own_post(session, actor, place, place.changes_id)
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


def _require_own_post(session: Session, actor: Actor, place: Place, post_id: int) -> Place:
    require(actor, Action.SEE_OWN_HOME)
    post = session.get(Post, post_id)
    if post is None or post.author_id != actor.id:
        raise NotFoundError
    # Somebody may be writing while a moderator hides the post: their words are kept all the same.
    require(actor, Action.REVISE_POST, facts_of(post))
    based_on = min(place.based_on or post.latest_number, post.latest_number)
    return replace(place, based_on=max(based_on, 1))


def _stands_there(session: Session, place: Place, title: str, text: str) -> bool:
    """Whether a post says just this already: nobody has changed anything yet, or the change was sent a moment ago."""
    if place.changes_id is None:
        return False
    newest = latest_version(session, place.changes_id)
    return (newest.title or "", newest.text) == (title, text)


def _was_sent(session: Session, actor: Actor, key: str) -> bool:
    post = exists().where(
        Post.author_id == actor.id,
        Post.submission_key == key,
        # What somebody took back they may be working on.
        Post.state != PostState.WITHDRAWN,
    )
    message = exists().where(
        PrivateMessage.author_id == actor.id, PrivateMessage.submission_key == key
    )
    return bool(session.scalar(select(or_(post, message))))
