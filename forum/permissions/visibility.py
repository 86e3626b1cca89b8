"""Who may see a post: the rule in Python, and its twin in SQL next to it. A test holds the two together.

- Readers see what is published, in threads whose opening post is published.
- Authors see everything of their own, whatever became of it.
- Moderators see what a person has had to look at, or may have to. What still waits for the machine, and what an
  author took back, is nobody else's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    false,
    or_,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.util import AliasedClass

from forum.accounts.actor import Actor
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, Thread
from forum.database import alias_of
from forum.permissions.subjects import PostFacts

FOR_MODERATORS = frozenset(
    {
        PostState.HELD,
        PostState.CHANGES_REQUESTED,
        PostState.PUBLISHED,
        PostState.HIDDEN,
        PostState.DECLINED,
        PostState.REMOVED,
    }
)
# What an author finds in place, in the middle of the thread, marked as seen by nobody else yet.
OWN_IN_THREAD = frozenset(
    {PostState.SUBMITTED, PostState.HELD, PostState.CHANGES_REQUESTED, PostState.HIDDEN}
)


class Reader(Protocol):
    """Whoever looks, as far as the rules ask: an actor or, in a prepared query, every actor of a kind."""

    @property
    def user_id(self) -> int | BindParameter[int] | None:
        """Their number."""

    @property
    def is_signed_in(self) -> bool:
        """Whether they have an account."""

    @property
    def is_moderator(self) -> bool:
        """Whether they read the review queue."""


@dataclass(frozen=True, kw_only=True)
class ReaderKind:
    """A reader in a query that is put together once for all who are alike. It is run with their `reader_id`."""

    is_signed_in: bool
    is_moderator: bool

    @property
    def user_id(self) -> BindParameter[int]:
        """Filled in when the query is run."""
        return bindparam("reader_id", type_=Integer)


def kind_of(actor: Actor) -> ReaderKind:
    """What kind of reader somebody is: there are three, since only people with an account are moderators."""
    return ReaderKind(is_signed_in=actor.is_signed_in, is_moderator=actor.is_moderator)


def may_see_post(actor: Actor, post: PostFacts) -> bool:
    """Whether this person may know of the post and read it."""
    if actor.is_signed_in and post.author_id == actor.user_id:
        return True
    if actor.is_moderator and post.state in FOR_MODERATORS:
        return True
    return post.state is PostState.PUBLISHED and post.thread_is_open


def visible_posts(
    reader: Reader, post: type[Post] | AliasedClass[Post] = Post
) -> ColumnElement[bool]:
    """The same as `may_see_post`, for a query that joins `Post` (or the alias given) and its `Thread`."""
    own = post.author_id == reader.user_id if reader.is_signed_in else false()
    reviewed = _is_one_of(post.state, FOR_MODERATORS) if reader.is_moderator else false()
    return or_(
        own, reviewed, and_(post.state == PostState.PUBLISHED, Thread.published_at.is_not(None))
    )


def thread_title(reader: Reader) -> ColumnElement[str]:
    """What a thread is called; empty for whoever may not see the post that opens it and names it."""
    opening = alias_of(Post, "opening")
    sees_it = exists().where(
        opening.thread_id == Thread.id, opening.is_opening, visible_posts(reader, opening)
    )
    return case((or_(Thread.published_at.is_not(None), sees_it), Thread.title), else_="")


def reads_thread(reader: Reader, *, thread_is_open: bool) -> bool:
    """Whether all that is published in a thread stands there for this person, and not only what is their own."""
    return thread_is_open or reader.is_moderator


def posts_shown_in_thread(reader: Reader, *, thread_is_open: bool) -> ColumnElement[bool]:
    """What stands in a thread for this person: what is published, and their own that is on its way."""
    besides = shown_besides(reader, thread_is_open=thread_is_open)
    if not reads_thread(reader, thread_is_open=thread_is_open):
        return besides
    return or_(Post.state == PostState.PUBLISHED, besides)


def shown_besides(
    reader: Reader, post: type[Post] | AliasedClass[Post] = Post, *, thread_is_open: bool
) -> ColumnElement[bool]:
    """What stands in a thread for this person besides what everybody there reads."""
    if not reader.is_signed_in:
        return false()
    everybodys = reads_thread(reader, thread_is_open=thread_is_open)
    states = OWN_IN_THREAD if everybodys else OWN_IN_THREAD | {PostState.PUBLISHED}
    own = and_(post.author_id == reader.user_id, _is_one_of(post.state, states))
    hidden = post.state == PostState.HIDDEN if reader.is_moderator else false()
    return or_(own, hidden)


def listed_threads() -> ColumnElement[bool]:
    """Threads that stand in lists, the same for everybody."""
    return Thread.published_at.is_not(None)


def _is_one_of(
    state: InstrumentedAttribute[str], wanted: Iterable[PostState]
) -> ColumnElement[bool]:
    # Not `in_`, whose list is written into the query anew each time that it is run.
    return or_(*(state == one for one in sorted(wanted)))
