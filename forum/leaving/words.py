"""The words of whoever has left: their posts, what they wrote in private, and to staff. A part at a time.

What somebody of the staff still looks at waits until they have decided: it may be somebody else who needs that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, not_, null, or_, select, update
from sqlalchemy.orm import Session

from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.conversations.erasing import ERASED_HTML
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.lookup import shown_version
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.transitions import move
from forum.database import ROW_LOCK, alias_of
from forum.keeping.texts import erase_versions, is_looked_at
from forum.leaving.rules import Words
from forum.moderation.models import Report, ReviewItem
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import UndoWindow
from forum.privately.models import PrivateMessage
from forum.screened_fields.kinds import ERASED
from forum.screened_fields.models import FieldRevision

_NEVER_READ = frozenset({PostState.WITHDRAWN, PostState.DECLINED, PostState.REMOVED})

Erase = Callable[[Session, int, Words, datetime, int], int]


def erase_posts(session: Session, user_id: int, words: Words, now: datetime, most: int) -> int:
    """Erase the words of at most so many versions of their posts. Returns how many."""
    due = _versions(user_id, words).where(not_(is_looked_at()))
    posts = session.scalars(
        select(Post)
        .where(Post.id.in_(due.with_only_columns(Post.id).limit(most)))
        .order_by(Post.id)
        .with_for_update(**ROW_LOCK)
    ).all()
    # Asked again under the lock: somebody may have told us of one in between.
    rows = session.execute(due.where(Post.id.in_([post.id for post in posts])).limit(most)).all()
    still = {row.id for row in rows}
    for post in posts:
        if post.id in still and post.state == PostState.PUBLISHED and words is Words.TAKEN:
            _withdraw_if_alone(session, post, now)
    openings = [
        row.thread_id
        for row in rows
        if row.is_opening and (words is Words.TAKEN or row.state != PostState.PUBLISHED)
    ]
    erase_versions(session, [row.revision_id for row in rows], openings, now)
    return len(rows)


def _versions(user_id: int, words: Words) -> Select[*tuple[Any, ...]]:
    goes: Collection[ColumnElement[bool]] = ()
    if words is Words.LEFT:
        on_show = and_(Post.state == PostState.PUBLISHED, PostRevision.number == Post.shown_number)
        goes = (not_(on_show) | Post.shown_number.is_(None),)
    return (
        select(
            PostRevision.id.label("revision_id"),
            Post.id,
            Post.thread_id,
            Post.is_opening,
            Post.state,
        )
        .join(Post, Post.id == PostRevision.post_id)
        .where(Post.author_id == user_id, PostRevision.erased_at.is_(None), *goes)
        .order_by(PostRevision.id)
    )


def _withdraw_if_alone(session: Session, post: Post, now: datetime) -> None:
    """Where nobody else took part there is nothing that an empty post would help to make sense of."""
    other = alias_of(Post, "other")
    somebody_else = session.scalar(
        select(other.id)
        .where(
            other.thread_id == post.thread_id,
            other.author_id != post.author_id,
            other.state.not_in(sorted(_NEVER_READ)),
        )
        .limit(1)
    )
    if somebody_else is None:
        shown = shown_version(session, post.id)
        move(session, post, shown, PostAction.WITHDRAW, actor_id=post.author_id, now=now)


def erase_private_words(
    session: Session, user_id: int, words: Words, now: datetime, most: int
) -> int:
    """Erase what they wrote in private, if they take their words with them."""
    if words is not Words.TAKEN:
        return 0
    found = session.scalars(
        select(PrivateMessage.id)
        .where(*_private(user_id), not_(_is_shown()))
        .order_by(PrivateMessage.id)
        .limit(most)
        .with_for_update(**ROW_LOCK)
    ).all()
    session.execute(
        update(PrivateMessage).where(PrivateMessage.id.in_(found)).values(text="", html=ERASED_HTML)
    )
    return len(found)


def _private(user_id: int) -> Sequence[ColumnElement[bool]]:
    return (PrivateMessage.author_id == user_id, PrivateMessage.text != "")


def _is_shown() -> ColumnElement[bool]:
    item = exists().where(
        ReviewItem.private_id == PrivateMessage.conversation_id, ReviewItem.closed_at.is_(None)
    )
    return item | _is_appealed(TextDecision.private_id == PrivateMessage.conversation_id)


def _is_appealed(decided: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        decided, Appeal.text_decision_id == TextDecision.id, Appeal.state == AppealState.OPEN
    )


def erase_fields(session: Session, user_id: int, words: Words, now: datetime, most: int) -> int:
    """Erase every version of their names, and of what they said of themselves."""
    found = session.scalars(
        select(FieldRevision.id)
        .where(
            FieldRevision.author_id == user_id,
            FieldRevision.text != ERASED,
            not_(_is_appealed(TextDecision.field_id == FieldRevision.id)),
        )
        .order_by(FieldRevision.id)
        .limit(most)
        .with_for_update(**ROW_LOCK)
    ).all()
    session.execute(
        update(FieldRevision).where(FieldRevision.id.in_(found)).values(text=ERASED, verdict=null())
    )
    return len(found)


def erase_words_to_staff(
    session: Session, user_id: int, words: Words, now: datetime, most: int
) -> int:
    """Erase what they said in reports and appeals that are settled."""
    reports = session.scalars(
        select(Report.id)
        .where(Report.reporter_id == user_id, Report.words != "", Report.outcome.is_not(None))
        .limit(most)
    ).all()
    session.execute(update(Report).where(Report.id.in_(reports)).values(words=""))
    appeals = session.scalars(
        select(Appeal.id)
        .where(
            Appeal.appellant_id == user_id,
            Appeal.words != ERASED,
            Appeal.state != AppealState.OPEN,
        )
        .limit(most)
    ).all()
    session.execute(update(Appeal).where(Appeal.id.in_(appeals)).values(words=ERASED))
    return max(len(reports), len(appeals))


PARTS: Sequence[Erase] = (
    erase_posts,
    erase_private_words,
    erase_fields,
    erase_words_to_staff,
)


def _remembers(user_id: int) -> ColumnElement[bool]:
    in_their_threads = (
        select(Post.id).join(Thread, Thread.id == Post.thread_id).where(Thread.author_id == user_id)
    )
    of_their_texts = select(TextDecision.id).where(TextDecision.about_id == user_id)
    return or_(
        UndoWindow.post_id.in_(in_their_threads), UndoWindow.text_decision_id.in_(of_their_texts)
    )


def is_anything_left(session: Session, user_id: int, words: Words) -> bool:
    """Whether staff still look at words of theirs, which are erased once they have decided."""
    waits = [
        exists(_versions(user_id, words).with_only_columns(Post.id).order_by(None)),
        exists().where(Report.reporter_id == user_id, Report.words != ""),
        exists().where(Appeal.appellant_id == user_id, Appeal.words != ERASED),
        # Within seconds it is over.
        exists().where(_remembers(user_id), UndoWindow.ended_at.is_(None)),
        exists().where(FieldRevision.author_id == user_id, FieldRevision.text != ERASED),
    ]
    if words is Words.TAKEN:
        waits.append(exists().where(*_private(user_id)))
    return bool(session.scalar(select(or_(*waits))))
