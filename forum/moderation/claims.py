"""Claims: whoever opens an item has it for some minutes, and nobody else is served the same meanwhile.

A claim is a courtesy between moderators, not a right: it runs out by itself, it can be taken over, and it ends with the
role. One person holds one claim at a time.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import STAFF_ROLES, User
from forum.accounts.people import load_people
from forum.clock import Clock
from forum.database import ROW_LOCK, db, transaction
from forum.errors import ConflictError, NotFoundError
from forum.events import Event, RoleChanged, RoleLaidDown, SanctionGiven
from forum.exposure.ledger import last_read, reading_of
from forum.moderation.holding import CLAIM_LASTS, is_still
from forum.moderation.items import let_go
from forum.moderation.models import ReviewItem
from forum.moderation.order import in_order, is_free, put_off, waits_for, wants
from forum.moderation.pages import Claim
from forum.moderation.reading import note_opened, require_not_resting
from forum.moderation.second_looks import may_look_again
from forum.moderation.serving import kept_first, served_to
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions.kinds import SHUTS_OUT


class ClaimedError(ConflictError):
    """Somebody else has it open just now."""


def claim_next(actor: Actor, clock: Clock) -> int | None:
    """Take what this person should read next, and let go of what they had open.

    None where nothing is free that they want to be served, or where they take a pause.

    Raises:
        NotAllowedError: not a moderator.
    """
    require(actor, Action.SEE_REVIEW_QUEUE)
    with transaction() as session:
        now = clock.now()
        reading = reading_of(session, actor.id, now)
        if not reading.pace.serves:
            return None
        last = last_read(session, actor.id, now)
        item = session.scalar(
            select(ReviewItem)
            .where(
                *waits_for(actor),
                is_free(actor, now),
                served_to(actor, now),
                wants(reading.chosen.opted_out),
            )
            .order_by(*put_off(last), kept_first(actor), *in_order(now))
            .limit(1)
            # Whoever asks in the same moment gets the one after this.
            .with_for_update(skip_locked=True, **ROW_LOCK)
        )
        if item is None:
            return None
        _take(session, actor, item, now)
        return item.id


def claim(actor: Actor, item_id: int, clock: Clock, *, take_over: bool = False) -> datetime:
    """Take one item, or keep it for longer. Returns until when.

    Raises:
        NotFoundError: there is no such item for this person.
        NotAllowedError: not a moderator.
        ClaimedError: somebody else has it open, and it is not to be taken over.
        RestError: this person has read enough for today; what they have open, or may be urgent, they can still take.
        ConflictError: it does not wait any more.
    """
    require(actor, _who_reads(item_id))
    with transaction() as session:
        item = session.get(ReviewItem, item_id, with_for_update=ROW_LOCK)
        if item is None or not _is_for(session, actor, item):
            raise NotFoundError
        if item.closed_at is not None:
            raise ConflictError("This has been handled meanwhile.")
        now = clock.now()
        require_not_resting(session, actor, item, now)
        if not take_over:
            require_free(session, actor, item, now)
        return _take(session, actor, item, now)


def claim_of(actor: Actor, item: ReviewItem, now: datetime) -> Claim:
    """Who has an item open, for its page."""
    if item.claimed_by_id is None or not is_still(item.claimed_until, CLAIM_LASTS, now):
        return Claim(is_mine=False, by=None, until=None)
    is_mine = item.claimed_by_id == actor.user_id
    by = None if is_mine else load_people([item.claimed_by_id]).get(item.claimed_by_id)
    return Claim(is_mine=is_mine, by=by, until=item.claimed_until)


def appeal_in(item_id: int) -> int | None:
    """The appeal that an item is about, if it is about one."""
    return db.session.scalar(select(ReviewItem.appeal_id).where(ReviewItem.id == item_id))


def release(actor: Actor, item_id: int) -> None:
    """Let go of an item, so that others are served it. Harmless if somebody else has it."""
    require(actor, _who_reads(item_id))
    with transaction() as session:
        let_go(session, actor.id, ReviewItem.id == item_id)


def require_free(session: Session, actor: Actor, item: ReviewItem, now: datetime) -> None:
    """Go on only if nobody else has it open.

    Raises:
        ClaimedError: somebody else has, and who.
    """
    if item.claimed_by_id in {None, actor.id}:
        return
    if is_still(item.claimed_until, CLAIM_LASTS, now):
        other = session.get_one(User, item.claimed_by_id).display_name
        raise ClaimedError(
            f"{other} has this open just now. Nothing was changed; you can take it over if need be."
        )


def free_what_was_claimed(session: Session, happened: Event) -> None:
    """Whoever is no moderator or admin any more, or is shut out, has nothing open, and nothing is kept for them."""
    user_id = _who_reads_no_more(happened)
    if user_id is None:
        return
    session.execute(
        update(ReviewItem)
        .where(ReviewItem.claimed_by_id == user_id)
        .values(claimed_by_id=None, claimed_until=None)
    )
    # What was kept for them is anybody's now.
    session.execute(
        update(ReviewItem)
        .where(ReviewItem.first_for_id == user_id)
        .values(first_for_id=None, first_for_until=None)
    )


def _who_reads_no_more(happened: Event) -> int | None:
    match happened:
        case RoleChanged(given=False) | RoleLaidDown():
            return happened.user_id if happened.role in STAFF_ROLES else None
        case SanctionGiven():
            return happened.user_id if happened.kind in SHUTS_OUT else None
        case _:
            return None


def _who_reads(item_id: int) -> Action:
    """An admin who decides on appeals need not be a moderator; whatever else waits is read by moderators alone."""
    return Action.SEE_REVIEW_QUEUE if appeal_in(item_id) is None else Action.SEE_APPEALS


def _is_for(session: Session, actor: Actor, item: ReviewItem) -> bool:
    if actor.id in {item.about_id, item.with_id}:
        return False
    if item.appeal_id is None:
        return True
    theirs = select(ReviewItem.id).where(ReviewItem.id == item.id, may_look_again(actor))
    return session.scalar(theirs) is not None


def _take(session: Session, actor: Actor, item: ReviewItem, now: datetime) -> datetime:
    let_go(session, actor.id, ReviewItem.id != item.id)
    until = now + CLAIM_LASTS
    item.claimed_by_id, item.claimed_until = actor.id, until
    note_opened(session, actor.id, item, now)
    return until
