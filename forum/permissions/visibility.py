"""Who may see a post: the rule in Python, and its twin in SQL next to it. A test holds the two together.

- Readers see what is published, in threads whose opening post is published.
- Authors see everything of their own, whatever became of it.
- Moderators see what a person has had to look at, or may have to. What still waits for the machine, and what an
  author took back, is nobody else's business.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, exists, false, or_
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import AliasedClass

from forum.accounts.actor import Actor
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, Thread
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


def may_see_post(actor: Actor, post: PostFacts) -> bool:
    """Whether this person may know of the post and read it."""
    if actor.is_signed_in and post.author_id == actor.user_id:
        return True
    if actor.is_moderator and post.state in FOR_MODERATORS:
        return True
    return post.state is PostState.PUBLISHED and post.thread_is_open


def visible_posts(
    actor: Actor, post: type[Post] | AliasedClass[Post] = Post
) -> ColumnElement[bool]:
    """The same as `may_see_post`, for a query that joins `Post` (or the alias given) and its `Thread`."""
    own = post.author_id == actor.user_id if actor.is_signed_in else false()
    reviewed = post.state.in_(sorted(FOR_MODERATORS)) if actor.is_moderator else false()
    return or_(
        own, reviewed, and_(post.state == PostState.PUBLISHED, Thread.published_at.is_not(None))
    )


def thread_title(actor: Actor) -> ColumnElement[str]:
    """What a thread is called; empty for whoever may not see the post that opens it and names it."""
    opening = aliased(Post)
    sees_it = exists().where(
        opening.thread_id == Thread.id, opening.is_opening, visible_posts(actor, opening)
    )
    return case((or_(Thread.published_at.is_not(None), sees_it), Thread.title), else_="")


def posts_shown_in_thread(actor: Actor) -> ColumnElement[bool]:
    """What stands in a thread for this person: what is published, and their own that is on its way."""
    if not actor.is_signed_in:
        return Post.state == PostState.PUBLISHED
    own = and_(Post.author_id == actor.user_id, Post.state.in_(sorted(OWN_IN_THREAD)))
    hidden = Post.state == PostState.HIDDEN if actor.is_moderator else false()
    return or_(Post.state == PostState.PUBLISHED, own, hidden)


def listed_threads() -> ColumnElement[bool]:
    """Threads that stand in lists, the same for everybody."""
    return Thread.published_at.is_not(None)
