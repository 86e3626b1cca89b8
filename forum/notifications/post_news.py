"""What an author is told of their post and its edits, and whoever they answer of the answer.

Runs inside the transaction, so that nobody is told of what did not happen, or misses what did.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.conversations.lifecycle import PostAction
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.progress import HeldBecause
from forum.events import EditSettled, Event, PostMoved
from forum.moderation.models import Decision
from forum.moderation.queries import why_held
from forum.notifications.models import BY_MENTOR, Notification, NotificationKind
from forum.notifications.telling import tell
from forum.welcome.models import ReplyClock, StoppedWhy

A, K = PostAction, NotificationKind

# A post that passed while its author was still looking at the page needs no message.
NEWS_AFTER = timedelta(minutes=1)

# What an author is told, by what was done: to a post, and to its edit.
TOLD_AUTHOR = {
    A.HOLD: K.POST_HELD,
    A.APPROVE: K.POST_PUBLISHED,
    A.REQUEST_CHANGES: K.CHANGES_REQUESTED,
    A.DECLINE: K.POST_DECLINED,
    A.HIDE: K.POST_HIDDEN,
    A.RESTORE: K.POST_RESTORED,
    A.REMOVE: K.POST_REMOVED,
}
TOLD_OF_EDIT = {
    A.HOLD: K.EDIT_HELD,
    A.APPROVE: K.EDIT_PUBLISHED,
    A.REQUEST_CHANGES: K.EDIT_RETURNED,
    A.DECLINE: K.EDIT_DECLINED,
}


def tell_of_post(session: Session, happened: Event) -> None:
    """The author hears what became of the post; whoever is answered hears of the answer."""
    if not isinstance(happened, PostMoved):
        return
    post = session.get_one(Post, happened.post_id)
    kind = TOLD_AUTHOR.get(PostAction(happened.action))
    if happened.action == A.PASS:
        sent_at = session.get_one(PostRevision, happened.revision_id).created_at
        kind = K.POST_PUBLISHED if happened.at - sent_at > NEWS_AFTER else None
    if kind is not None and not _is_told_by_an_appeal(session, happened):
        tell(
            session, post.author_id, kind, happened.at,
            post_id=post.id, decision_id=happened.decision_id, detail=_why(happened),
        )  # fmt: skip
    if happened.first_publication and not post.is_opening:
        for user_id in _answered_people(session, post):
            kind = K.FIRST_REPLY if _is_first_answer(session, user_id) else K.REPLY
            tell(session, user_id, kind, happened.at, post_id=post.id, actor_id=post.author_id)


def tell_of_edit(session: Session, happened: Event) -> None:
    """The author hears what became of an edit."""
    if not isinstance(happened, EditSettled):
        return
    kind = TOLD_OF_EDIT.get(PostAction(happened.action))
    if kind is not None and not _is_told_by_an_appeal(session, happened):
        post = session.get_one(Post, happened.post_id)
        tell(
            session, post.author_id, kind, happened.at,
            post_id=post.id, decision_id=happened.decision_id, detail=_why(happened),
        )  # fmt: skip


def _is_told_by_an_appeal(session: Session, happened: PostMoved | EditSettled) -> bool:
    """Whoever asked for a second look and was right reads one line, the answer, and not two."""
    if happened.decision_id is None or happened.action not in {A.APPROVE, A.RESTORE}:
        return False
    put_right = (
        select(Appeal.id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(
            Decision.post_id == happened.post_id,
            Appeal.state == AppealState.OVERTURNED,
            Appeal.settled_at == happened.at,
        )
    )
    return session.scalar(put_right.limit(1)) is not None


def _why(happened: PostMoved | EditSettled) -> str:
    """A word on why something waits, where it is not the screen that asks, or on who let it in."""
    if isinstance(happened, PostMoved) and happened.by_mentor:
        return BY_MENTOR
    because = why_held(happened.post_id) if happened.action == A.HOLD else HeldBecause.SET_ASIDE
    return because if because is not HeldBecause.SET_ASIDE else ""


def _is_first_answer(session: Session, user_id: int) -> bool:
    """Whether this is the first time that anybody answers a newcomer: for them it is a moment."""
    user = session.get_one(User, user_id)
    if user.graduated_at is not None or user.roles:
        return False
    told = exists().where(
        Notification.user_id == user_id, Notification.kind.in_((K.REPLY, K.FIRST_REPLY))
    )
    # Lines that were read are forgotten after a while; that somebody was answered is not.
    answered = exists().where(
        ReplyClock.newcomer_id == user_id, ReplyClock.stopped_why == StoppedWhy.ANSWERED
    )
    return not session.scalar(select(or_(told, answered)))


def _answered_people(session: Session, post: Post) -> set[int]:
    people = {session.get_one(Thread, post.thread_id).author_id}
    if post.answers_id is not None:
        people.add(session.scalars(select(Post.author_id).where(Post.id == post.answers_id)).one())
    return people - {post.author_id}
