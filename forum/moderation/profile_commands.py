"""Dealing with what people said of somebody's profile."""

from __future__ import annotations

from collections.abc import Collection

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, NotFoundError
from forum.events import ProfileReviewed
from forum.moderation.claims import require_free
from forum.moderation.items import close, require_all_read, settle_as_made_to_harm
from forum.moderation.models import ReviewItem
from forum.moderation.options import SETTLES_REPORTS, ModeratorAction
from forum.moderation.undo.before import before_item
from forum.moderation.undo.leaving import open_item_window, overtake_texts
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts
from forum.screened_fields.queries import held_fields


def settle_profile(
    actor: Actor,
    item_id: int,
    action: ModeratorAction,
    clock: Clock,
    made_to_harm: Collection[int] = (),
    *,
    told: str | None = None,
) -> None:
    """Say that nothing needs doing (KEEP), or that it has been taken care of (SETTLE).

    `told` is what readers had told us by then (`reporting.told_by_now`), None where it is not known.

    Raises:
        NotFoundError: there is no such item of a profile.
        NotAllowedError: not a moderator, or their own profile.
        ConflictError: somebody was faster, or has it open.
        InvalidInputError: readers have told us more since.
    """
    with transaction() as session:
        item = session.get(ReviewItem, item_id)
        if item is None or item.person_id is None:
            raise NotFoundError
        # Before the item, as by whoever decides on a text of theirs, or undoes that.
        session.get_one(User, item.person_id, with_for_update=ROW_LOCK)
        session.refresh(item, with_for_update=ROW_LOCK)
        require(actor, Action.DECIDE_ON_PROFILE, PersonFacts(person_id=item.person_id))
        if item.closed_at is not None:
            raise ConflictError("Somebody has dealt with this meanwhile. Nothing was changed.")
        if held_fields([item.person_id]):
            raise ConflictError(
                "Something of this profile waits to be read. Please decide on that first."
            )
        now = clock.now()
        require_free(session, actor, item, now)
        require_all_read(session, item, told)
        overtake_texts(session, item.id, now)
        before = before_item(session, item)
        open_item_window(session, item, action, before, by_id=actor.id, now=now)
        if action in SETTLES_REPORTS:
            settle_as_made_to_harm(session, item, made_to_harm, by_id=actor.id, at=now)
        close(session, item, action, by_id=actor.id, at=now)
        emit(
            session,
            ProfileReviewed(actor_id=actor.id, at=now, user_id=item.person_id, action=action),
        )
