"""Calling the moderators where somebody may hurt themselves. Their words are on show like any others meanwhile.

Runs inside the transaction in which the screener's verdict is applied.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from forum.accounts.models import Role, UserRole
from forum.conversations.lifecycle import PostAction
from forum.conversations.models import Post
from forum.events import EditSettled, Event, FieldMoved, PostMoved
from forum.moderation.distress import text_calls_a_person, version_calls_a_person
from forum.notifications.models import NotificationKind
from forum.notifications.telling import tell
from forum.sanctions.lookup import who_serves_as
from forum.screened_fields.lifecycle import FieldAction

# What a person has decided since calls nobody again.
_BY_THE_SCREEN = frozenset({PostAction.PASS, PostAction.HOLD})
_TEXT_BY_THE_SCREEN = frozenset({FieldAction.PASS, FieldAction.HOLD})


def call_for_post(session: Session, happened: Event) -> None:
    """A post, or an edit of one, calls for a person."""
    if not isinstance(happened, PostMoved | EditSettled) or happened.action not in _BY_THE_SCREEN:
        return
    if version_calls_a_person(session, happened.revision_id):
        author_id = session.get_one(Post, happened.post_id).author_id
        call_moderators(session, author_id, happened.at, happened.post_id)


def call_for_text(session: Session, happened: Event) -> None:
    """A name, or another short text, calls for a person."""
    if not isinstance(happened, FieldMoved) or happened.action not in _TEXT_BY_THE_SCREEN:
        return
    if text_calls_a_person(session, happened.field_id):
        call_moderators(session, happened.author_id, happened.at)


def call_moderators(
    session: Session, author_id: int, at: datetime, post_id: int | None = None
) -> None:
    """Every moderator but the author finds a line in their inbox, also one who has blocked them."""
    moderators = who_serves_as(Role.MODERATOR, at).where(UserRole.user_id != author_id)
    for user_id in session.scalars(moderators.order_by(UserRole.user_id)):
        tell(
            session, user_id, NotificationKind.SOMEBODY_IN_NEED, at,
            post_id=post_id, actor_id=author_id, past_blocks=True,
        )  # fmt: skip
