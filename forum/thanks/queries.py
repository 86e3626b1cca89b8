"""Reading thanks: whether one has given them, and, for an author, who did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.conversations import thread_queries
from forum.conversations.pages import PostView, ThreadView
from forum.database import db
from forum.errors import NotFoundError
from forum.thanks.lookup import is_heard_of
from forum.thanks.models import Thanks

MOST_NAMED = 100


@dataclass(frozen=True, kw_only=True)
class ThanksPage:
    """A post, and thanks for it. `given_by` is empty for all but its author; `has_thanked` is of whoever looks."""

    thread: ThreadView
    post: PostView
    given_by: Sequence[PersonView]
    has_thanked: bool


def thanks_page(actor: Actor, post_id: int) -> ThanksPage:
    """What somebody sees of the thanks for a post.

    Raises:
        NotFoundError: no such post, or it is not on show for this person.
    """
    thread_id, is_own = thread_queries.locate_post(actor, post_id)
    thread = thread_queries.thread_view(actor, thread_id)
    if not (is_own or thread.facts.is_open):
        # Staff read it; for everybody else it is not there, and nobody thanks for it.
        raise NotFoundError
    return ThanksPage(
        thread=thread,
        post=thread_queries.post_view(actor, thread, post_id),
        given_by=_given_by(actor, post_id) if is_own else (),
        has_thanked=actor.is_signed_in
        and not is_own
        and db.session.get(Thanks, (post_id, actor.id)) is not None,
    )


def _given_by(author: Actor, post_id: int) -> Sequence[PersonView]:
    """The newest first."""
    ids = db.session.scalars(
        select(Thanks.user_id)
        .where(Thanks.post_id == post_id, is_heard_of(author.id))
        .order_by(Thanks.at.desc(), Thanks.user_id)
        .limit(MOST_NAMED)
    ).all()
    people = load_people(ids)
    return [people[number] for number in ids]
