"""What authors are told of thanks for their posts.

Runs inside the transaction, so that nobody is told of what did not happen, or misses what did.
"""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from forum.events import Event, Thanked, ThanksTakenBack
from forum.notifications.models import Notification, NotificationKind
from forum.notifications.telling import tell
from forum.thanks.lookup import is_heard_of
from forum.thanks.models import Thanks

K = NotificationKind


def tell_of_thanks(session: Session, happened: Event) -> None:
    """One line a post, until it is read: the page that it leads to names everybody. It is never mailed.

    Nor is it told again of somebody who took it back and thanks once more: nobody calls on an author again and again.
    """
    if not isinstance(happened, Thanked):
        return
    known = _lines(happened.post_id).where(
        or_(Notification.read_at.is_(None), Notification.actor_id == happened.actor_id)
    )
    if session.scalar(known.limit(1)) is None:
        tell(
            session, happened.author_id, K.THANKED, happened.at,
            post_id=happened.post_id, actor_id=happened.actor_id,
        )  # fmt: skip


def tell_of_others(session: Session, happened: Event) -> None:
    """The line that nobody has read yet names somebody who still means it, or goes."""
    if not isinstance(happened, ThanksTakenBack):
        return
    line = session.scalar(
        _lines(happened.post_id).where(
            Notification.read_at.is_(None), Notification.actor_id == happened.actor_id
        )
    )
    if line is None:
        return
    session.delete(line)
    session.flush()
    other = session.scalar(
        select(Thanks.user_id)
        .where(Thanks.post_id == happened.post_id, is_heard_of(line.user_id))
        .order_by(Thanks.at.desc(), Thanks.user_id)
        .limit(1)
    )
    if other is not None:
        tell(
            session, line.user_id, K.THANKED, line.created_at,
            post_id=happened.post_id, actor_id=other,
        )  # fmt: skip


def _lines(post_id: int) -> Select[Notification]:
    return select(Notification).where(
        Notification.post_id == post_id, Notification.kind == K.THANKED
    )
