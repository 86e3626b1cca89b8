"""Calling the moderators where somebody may hurt themselves. Their post is on show like any other meanwhile.

Runs inside the transaction in which the screener's verdict is applied.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.accounts.models import Role, UserRole
from forum.conversations.lifecycle import PostAction
from forum.conversations.models import Post
from forum.events import EditSettled, Event, PostMoved
from forum.moderation.distress import calls_for_a_person
from forum.notifications.models import Notification, NotificationKind
from forum.sanctions.lookup import who_serves_as

_BY_THE_SCREEN = frozenset({PostAction.PASS, PostAction.HOLD})


def call_moderators(session: Session, happened: Event) -> None:
    """Every moderator finds a line in their inbox, also one who wants nothing to do with the author otherwise."""
    if not isinstance(happened, PostMoved | EditSettled) or happened.action not in _BY_THE_SCREEN:
        return
    if not calls_for_a_person(session, happened.revision_id):
        return
    author_id = session.get_one(Post, happened.post_id).author_id
    moderators = who_serves_as(Role.MODERATOR, happened.at).where(UserRole.user_id != author_id)
    for user_id in session.scalars(moderators):
        session.add(
            Notification(
                user_id=user_id,
                kind=NotificationKind.SOMEBODY_IN_NEED,
                post_id=happened.post_id,
                actor_id=author_id,
                created_at=happened.at,
                mail_due_at=happened.at,
            )
        )
