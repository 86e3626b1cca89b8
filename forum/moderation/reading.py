"""What it means for a moderator to open an item: it counts, it may be covered first, and some day it is enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.appeals.rules import JUDGEMENTS
from forum.clock import Clock
from forum.conversations.lookup import shown_version
from forum.conversations.models import Post, Thread
from forum.database import ROW_LOCK, db, transaction
from forum.errors import ConflictError, NotFoundError
from forum.events import (
    AppealSettled,
    DecisionMade,
    Event,
    PrivateReviewed,
    ProfileReviewed,
    TextDecided,
)
from forum.exposure.dose import Seen, Stage, Step, day_of
from forum.exposure.ledger import Reading, Text, chosen_by, has_read, note, reading_of
from forum.moderation.appealed import Appealed, appealed
from forum.moderation.models import Decision, Report, ReviewItem, ReviewReason
from forum.moderation.ranking import Gravity, ReasonKind
from forum.moderation.screened import is_severe, screened
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.visibility import visible_posts
from forum.screened_fields.queries import held_fields, worst_scores


class RestError(ConflictError):
    """It is enough for today."""


def may_be_hard(scores: Mapping[str, float], reasons: Iterable[ReviewReason] = ()) -> bool:
    """Whether a text is covered until somebody asks to see it: by its scores, or because readers say it is severe."""
    if is_severe(scores):
        return True
    return any(one.kind == ReasonKind.REPORT and one.gravity == Gravity.SEVERE for one in reasons)


def is_covered(
    session: Session,
    reader_id: int,
    text: Text,
    now: datetime,
    *,
    reasons: Iterable[ReviewReason],
    scores: Mapping[str, float] = MappingProxyType({}),
) -> bool:
    """Whether this reader has to ask first: it may be hard to read, and they have not asked to see it today."""
    if not may_be_hard(scores, reasons):
        return False
    today = day_of(now, chosen_by(session, reader_id).zone)
    return not has_read(session, reader_id, text, Step.REVEALED, today)


def note_opened(session: Session, reader_id: int, item: ReviewItem, now: datetime) -> None:
    """Somebody has an item in front of them."""
    note(session, reader_id, text_of(item), seen=_seen(item), step=Step.OPENED, now=now)


def require_not_resting(session: Session, actor: Actor, item: ReviewItem, now: datetime) -> None:
    """Go on unless this person's day is over. What they have open stays theirs, and what may be urgent can't wait.

    Raises:
        RestError: it is over, and until when.
    """
    if _is_for_now(actor, item):
        return
    reading = reading_of(session, actor.id, now)
    if reading.pace.stage is Stage.RESTING:
        raise RestError(
            f"You have read enough for today, so this can wait for you until {reading.until}, or for somebody else."
        )


def _is_for_now(actor: Actor, item: ReviewItem) -> bool:
    return item.claimed_by_id == actor.user_id or item.gravity >= Gravity.URGENT


def can_wait(actor: Actor, item_id: int, reading: Reading) -> bool:
    """Whether an item is kept from this person today, because they have read enough."""
    item = db.session.get_one(ReviewItem, item_id)
    is_own = item.about_id == actor.user_id
    return reading.pace.stage is Stage.RESTING and not is_own and not _is_for_now(actor, item)


def uncover_item(actor: Actor, item_id: int, clock: Clock) -> None:
    """Ask to see what is covered.

    Raises:
        NotFoundError: there is no such item for this person.
        NotAllowedError: not a moderator.
        RestError: this person has read enough for today.
        ConflictError: it does not wait any more.
    """
    require(actor, Action.SEE_REVIEW_QUEUE)
    with transaction() as session:
        item = session.get(ReviewItem, item_id, with_for_update=ROW_LOCK)
        if item is None or actor.id in {item.about_id, item.with_id} or item.appeal_id is not None:
            # What is appealed is uncovered where it is judged.
            raise NotFoundError
        if item.closed_at is not None:
            raise ConflictError("This has been handled meanwhile.")
        now = clock.now()
        require_not_resting(session, actor, item, now)
        note_opened(session, actor.id, item, now)
        note(session, actor.id, text_of(item), seen=_seen(item), step=Step.REVEALED, now=now)


def uncover_post(actor: Actor, post_id: int, clock: Clock) -> None:
    """Ask to see what is covered of a post that is not in the queue.

    Raises:
        NotFoundError: there is no such post for this person.
        NotAllowedError: not a moderator.
    """
    require(actor, Action.SEE_REVIEW_QUEUE)
    with transaction() as session:
        post = session.scalar(
            select(Post)
            .join(Thread, Thread.id == Post.thread_id)
            .where(Post.id == post_id, visible_posts(actor))
            .with_for_update(of=Post, **ROW_LOCK)
        )
        if post is None:
            raise NotFoundError
        text, now = Text(revision_id=shown_version(session, post.id).id), clock.now()
        seen = replace(seen_of(text, ()), is_covered=True)
        note_uncovered(session, actor.id, text, seen, now)


def note_uncovered(session: Session, reader_id: int, text: Text, seen: Seen, now: datetime) -> None:
    """Somebody has asked to see what was covered, and has it in front of them."""
    for step in Step:
        note(session, reader_id, text, seen=seen, step=step, now=now)


def follow_decision(session: Session, happened: Event) -> None:
    """Whoever decides has read it, also where the page could not say so."""
    item = _decided_on(session, happened)
    if item is not None and happened.actor_id is not None:
        note_opened(session, happened.actor_id, item, happened.at)


def _decided_on(session: Session, happened: Event) -> ReviewItem | None:
    if isinstance(happened, DecisionMade):
        item_id = session.get_one(Decision, happened.decision_id).item_id
        return session.get(ReviewItem, item_id) if item_id is not None else None
    if isinstance(happened, AppealSettled):
        of_appeal = select(ReviewItem).where(ReviewItem.appeal_id == happened.appeal_id)
        is_judged = happened.outcome in JUDGEMENTS
        return (
            session.scalars(of_appeal.order_by(ReviewItem.id.desc())).first() if is_judged else None
        )
    if isinstance(happened, TextDecided):
        return session.get(ReviewItem, happened.item_id) if happened.item_id is not None else None
    if isinstance(happened, ProfileReviewed | PrivateReviewed):
        which = (
            (ReviewItem.private_id == happened.private_id)
            & (ReviewItem.about_id == happened.user_id)
            if isinstance(happened, PrivateReviewed)
            else ReviewItem.person_id == happened.user_id
        )
        return session.scalar(
            select(ReviewItem)
            .where(
                which,
                ReviewItem.closed_by_id == happened.actor_id,
            )
            .order_by(ReviewItem.id.desc())
            .limit(1)
        )
    return None


def text_of(item: ReviewItem) -> Text:
    """What is read of an item: a version of a post, a person’s profile, or what a person has said in private.

    Of an appeal that is what was decided on.
    """
    if item.appeal_id is not None:
        return appealed(db.session(), item.appeal_id, item.id).text
    person_id = item.about_id if item.revision_id is None else None
    return Text(
        item_id=item.id,
        revision_id=item.revision_id,
        person_id=person_id,
        private_id=item.private_id,
        since=_newest_that_is_hard(item),
    )


def _newest_that_is_hard(item: ReviewItem) -> datetime | None:
    """Since when the newest words stand there that are covered, where words can be added to what an item shows."""
    if item.person_id is not None:
        held = held_fields([item.person_id])
        return max((field.held_at for field in held if is_severe(field.scores)), default=None)
    if item.private_id is not None:
        told = select(func.max(Report.made_at)).where(Report.item_id == item.id)
        return db.session.scalar(told)
    return None


def _seen(item: ReviewItem) -> Seen:
    if item.appeal_id is not None:
        return seen_again(appealed(db.session(), item.appeal_id, item.id))
    if item.person_id is not None:
        return _as_seen(
            Gravity(item.gravity), worst_scores(held_fields([item.person_id])), item.reasons
        )
    return _as_seen(Gravity(item.gravity), _scores(item.revision_id), item.reasons)


def seen_of(text: Text, reasons: Sequence[ReviewReason]) -> Seen:
    """What is known of words that were in question for these reasons."""
    return _as_seen(_gravest(reasons), _scores(text.revision_id), reasons)


def seen_again(about: Appealed) -> Seen:
    """The same of what an appeal is about: as hard to read as it was then."""
    return _as_seen(_gravest(about.reasons), _scores_again(about), about.reasons)


def is_covered_again(session: Session, reader_id: int, about: Appealed, now: datetime) -> bool:
    """Whether this reader has to ask first for what an appeal, or a decision to be put right, is about."""
    scores, reasons = _scores_again(about), about.reasons
    return is_covered(session, reader_id, about.text, now, scores=scores, reasons=reasons)


def _scores_again(about: Appealed) -> Mapping[str, float]:
    return about.scores or _scores(about.text.revision_id)


def _gravest(reasons: Sequence[ReviewReason]) -> Gravity:
    return max((Gravity(one.gravity) for one in reasons), default=Gravity.ORDINARY)


def _as_seen(
    gravity: Gravity, scores: Mapping[str, float], reasons: Sequence[ReviewReason]
) -> Seen:
    return Seen(gravity=gravity, scores=scores, is_covered=may_be_hard(scores, reasons))


def _scores(revision_id: int | None) -> Mapping[str, float]:
    """What the screener scored a version; nothing where it never spoke, or where there is none."""
    result = screened([revision_id]).get(revision_id) if revision_id is not None else None
    return result.scores if result is not None else {}
