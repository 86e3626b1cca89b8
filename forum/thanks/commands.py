"""Thanking somebody for a post, without a word, and taking that back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.conversations.lifecycle import PostState
from forum.conversations.lookup import facts_of
from forum.conversations.models import Post
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import NotFoundError
from forum.events import Thanked, ThanksTakenBack
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.thanks.models import Thanks


def thank(actor: Actor, post_id: int, clock: Clock) -> None:
    """Thank the author of a post. Once is enough: a second time changes nothing.

    Raises:
        NotFoundError: no such post, or it is not on show.
        NotAllowedError: for a visitor, and for one's own.
        SilencedError: they are to read only for now.
        RulesToAcceptError: the rules have changed in substance.
    """
    with transaction() as session:
        post = _on_show(session, post_id)
        require(actor, Action.THANK, facts_of(post))
        if session.get(Thanks, (post_id, actor.id)) is not None:
            return
        now = clock.now()
        session.add(Thanks(post_id=post_id, user_id=actor.id, at=now))
        session.flush()
        emit(
            session,
            Thanked(actor_id=actor.id, at=now, post_id=post_id, author_id=post.author_id),
        )


def take_thanks_back(actor: Actor, post_id: int, clock: Clock) -> None:
    """Take one's thanks back, also of what is not on show any more. Where there are none this changes nothing.

    Raises:
        NotAllowedError: for a visitor.
    """
    require(actor, Action.TAKE_THANKS_BACK)
    with transaction() as session:
        _lock(session, post_id)
        given = session.get(Thanks, (post_id, actor.id))
        if given is None:
            return
        session.delete(given)
        session.flush()
        emit(session, ThanksTakenBack(actor_id=actor.id, at=clock.now(), post_id=post_id))


def _on_show(session: Session, post_id: int) -> Post:
    post = _lock(session, post_id)
    if post is None or post.state != PostState.PUBLISHED or post.thread.published_at is None:
        raise NotFoundError
    return post


def _lock(session: Session, post_id: int) -> Post | None:
    """One after the other, so that thanks of several people are told in one line."""
    return session.get(Post, post_id, with_for_update=ROW_LOCK)
