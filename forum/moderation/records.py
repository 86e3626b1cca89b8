"""How somebody has fared here: what became of their posts, and what staff have said to them."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from forum.accounts.models import User
from forum.accounts.people import PersonView
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.models import Post, PostTransition
from forum.database import alias_of, db
from forum.moderation.models import Decision
from forum.moderation.pages import AuthorRecord
from forum.moderation.undo.models import is_reversed
from forum.sanctions.history import SanctionHistory, history_of
from forum.sanctions.wording import FOR_STAFF, WERE
from forum.wiring import clock
from forum.words import in_words, joined

_COUNTED = (PostAction.HOLD, PostAction.APPROVE)
# Not what once was decided against them: that may have been put right since.
_TURNED_DOWN = (PostState.DECLINED, PostState.REMOVED)


def record_of(person: PersonView, without_post: int = 0) -> AuthorRecord:
    """How what somebody wrote has fared, one post left out; three queries. An approval that was taken back is none."""
    undoing = alias_of(PostTransition, "undoing")
    taken_back = exists().where(
        Decision.post_id == PostTransition.post_id,
        Decision.action == PostTransition.action,
        Decision.decided_at == PostTransition.at,
        is_reversed(),
    )
    steps: dict[str, int] = {
        row.action: row.posts
        for row in db.session.execute(
            select(
                PostTransition.action, func.count(PostTransition.post_id.distinct()).label("posts")
            )
            .join(Post, Post.id == PostTransition.post_id)
            .where(
                Post.author_id == person.id,
                Post.id != without_post,
                PostTransition.action.in_(_COUNTED),
                ~exists().where(undoing.undoes_id == PostTransition.id),
                ~taken_back,
            )
            .group_by(PostTransition.action)
        )
    }
    turned_down = (
        select(func.count(Post.id))
        .where(Post.author_id == person.id, Post.id != without_post, Post.state.in_(_TURNED_DOWN))
        .scalar_subquery()
    )
    row = db.session.execute(
        select(User.published_posts, turned_down.label("turned_down")).where(User.id == person.id)
    ).one()
    history = history_of(person.id, clock().now())
    return AuthorRecord(
        person=person,
        published=row.published_posts,
        held=steps.get(PostAction.HOLD, 0),
        approved=steps.get(PostAction.APPROVE, 0),
        turned_down=row.turned_down,
        of_others=without_post != 0,
        were=_were(history),
        now=FOR_STAFF[history.in_force.kind] if history.in_force is not None else "",
        now_until=history.in_force.until if history.in_force is not None else None,
    )


def _were(history: SanctionHistory) -> str:
    """What staff have said to somebody, to complete "They were …"; empty where nothing was."""
    if not history.given:
        return ""
    return joined([f"{WERE[kind]} {_times(number)}" for kind, number in history.given])


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{in_words(number)} times")
