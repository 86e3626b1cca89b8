"""One line into somebody’s inbox.

Runs inside the transaction, so that nobody is told of what did not happen, or misses what did.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from forum.accounts.blocks import is_blocked_by
from forum.leaving.models import Departure
from forum.notifications.mail_topics import TOPIC_OF
from forum.notifications.models import Notification, NotificationKind


def tell(
    session: Session,
    user_id: int,
    kind: NotificationKind,
    at: datetime,
    *,
    post_id: int | None = None,
    actor_id: int | None = None,
    detail: str = "",
    past_blocks: bool = False,
    **about: int | None,
) -> None:
    """Put it there, and let it be mailed where its kind is. `about` are the other ids of `Notification`.

    Nobody hears of somebody whom they have blocked, unless it is work or a cry for help (`past_blocks`); and who was
    erased after they left hears of nothing.
    """
    if session.scalar(_hears_nothing(user_id, None if past_blocks else actor_id)):
        return
    session.add(
        Notification(
            user_id=user_id,
            kind=kind,
            post_id=post_id,
            actor_id=actor_id,
            detail=detail,
            **about,
            created_at=at,
            mail_due_at=at if kind in TOPIC_OF else None,
        )
    )


def _hears_nothing(user_id: int, actor_id: int | None) -> Select[tuple[bool]]:
    is_erased = exists().where(Departure.user_id == user_id, Departure.username.is_(None))
    return select(or_(is_erased, is_blocked_by(user_id, actor_id)))
