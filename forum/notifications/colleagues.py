"""What staff are told of each other's questions. It is work: a block between two people does not keep it away.

Runs inside the transaction in which the question is asked or answered.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.accounts.models import Role, UserRole
from forum.events import Event, ItemPassedOn, OpinionGiven
from forum.moderation.models import ReviewItem
from forum.notifications.models import NotificationKind
from forum.notifications.telling import tell
from forum.sanctions.lookup import who_serves_as

K = NotificationKind
ESCALATE = "escalate"


def call_admins(session: Session, happened: Event) -> None:
    """Every admin hears that a moderator asks them to look, but never whom it is about."""
    if not isinstance(happened, ItemPassedOn) or happened.action != ESCALATE:
        return
    item = session.get_one(ReviewItem, happened.item_id)
    admins = who_serves_as(Role.ADMIN, happened.at).where(
        UserRole.user_id.not_in((item.about_id, happened.actor_id))
    )
    for user_id in session.scalars(admins.order_by(UserRole.user_id)):
        # A newcomer's wait has no post of its own here: on the page of the post, nobody would find what is asked.
        _tell(session, user_id, K.ADMINS_ASKED, happened, item.post_id)


def tell_asker(session: Session, happened: Event) -> None:
    """Whoever asked for a second opinion hears that there is one, if they are a moderator still."""
    if not isinstance(happened, OpinionGiven):
        return
    if session.get(UserRole, (happened.asker_id, Role.MODERATOR)) is not None:
        _tell(session, happened.asker_id, K.OPINION_GIVEN, happened, happened.post_id)


def _tell(
    session: Session, user_id: int, kind: NotificationKind, happened: Event, post_id: int | None
) -> None:
    tell(
        session, user_id, kind, happened.at,
        post_id=post_id, actor_id=happened.actor_id, past_blocks=True,
    )  # fmt: skip
