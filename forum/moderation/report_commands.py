"""Telling the moderators of a post or a person. One intention, one transaction."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.attempts import wait_in_words
from forum.accounts.models import User
from forum.clock import Clock
from forum.conversations.hiding import hide
from forum.conversations.lifecycle import PostState
from forum.conversations.lookup import facts_of
from forum.conversations.models import Post
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError, TooManyAttemptsError
from forum.events import ReportMade
from forum.moderation.holding import CLAIM_LASTS, is_still
from forum.moderation.items import item_on_show, open_person_item, weigh_reports
from forum.moderation.models import Report, ReviewItem
from forum.moderation.reporting import (
    MAX_REPORT_LENGTH,
    MOST_REPORTS,
    REPORTS_WINDOW,
    ReporterRecord,
    ReportReason,
    wait_to_say_more,
    weight_of,
)
from forum.moderation.reports import records_of
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts


@dataclass(frozen=True, kw_only=True)
class Concern:
    """What somebody sends who reports."""

    reason: ReportReason
    words: str = ""
    hide: bool = False


def report_post(actor: Actor, post_id: int, concern: Concern, clock: Clock) -> int:
    """Report a post that is on show. Returns the report's id; whoever did before says it in other words now.

    Raises:
        NotFoundError: there is no such post for this person.
        NotAllowedError: it is their own.
        ConflictError: it is not on show any more.
        TooManyAttemptsError: they have reported very much today.
        InvalidInputError: the words are too long.
    """
    if concern.hide:
        # By itself: whoever has to wait before they can say more still does not want to see it.
        with transaction() as session:
            hide(session, actor, clock.now(), post_id=_lock_post(session, actor, post_id).id)
    with transaction() as session:
        post = _lock_post(session, actor, post_id)
        now = clock.now()
        item = item_on_show(session, post, now)
        return file_report(session, actor, item, concern, now, revision_id=item.revision_id)


def _lock_post(session: Session, actor: Actor, post_id: int) -> Post:
    post = session.get(Post, post_id, with_for_update=ROW_LOCK)
    if post is None:
        raise NotFoundError
    require(actor, Action.REPORT, facts_of(post))
    if post.state != PostState.PUBLISHED:
        raise ConflictError("This post is out of sight already: somebody is looking at it.")
    return post


def report_person(actor: Actor, user_id: int, concern: Concern, clock: Clock) -> int:
    """Report a person's profile. Returns the report's id.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: it is their own profile.
        TooManyAttemptsError: they have reported very much today.
        InvalidInputError: the words are too long.
    """
    if concern.hide:
        with transaction() as session:
            hide(session, actor, clock.now(), person_id=_lock_person(session, actor, user_id).id)
    with transaction() as session:
        person = _lock_person(session, actor, user_id)
        now = clock.now()
        item = open_person_item(session, person.id) or add_item(
            session, ReviewItem(person_id=person.id, about_id=person.id, opened_at=now)
        )
        return file_report(session, actor, item, concern, now, revision_id=None)


def _lock_person(session: Session, actor: Actor, user_id: int) -> User:
    # Both at once and in one order: two people may report each other in the same moment.
    both = select(User).where(User.id.in_({user_id, actor.user_id})).order_by(User.id)
    people = {one.id: one for one in session.scalars(both.with_for_update(**ROW_LOCK))}
    person = people.get(user_id)
    if person is None:
        raise NotFoundError
    require(actor, Action.REPORT, PersonFacts(person_id=person.id))
    return person


def add_item(session: Session, item: ReviewItem) -> ReviewItem:
    """A new item of the review queue. It still needs a reason."""
    session.add(item)
    session.flush()
    return item


def file_report(
    session: Session,
    actor: Actor,
    item: ReviewItem,
    concern: Concern,
    now: datetime,
    *,
    revision_id: int | None = None,
) -> int:
    """Put a concern to an item. The caller holds the transaction and has asked who may. Returns the report's id.

    Raises:
        TooManyAttemptsError: they have reported very much today, or have just said this in other words.
        InvalidInputError: the words are too long.
    """
    if len(concern.words) > MAX_REPORT_LENGTH:
        raise InvalidInputError(
            f"Please keep this under {MAX_REPORT_LENGTH:,} characters.", "words"
        )
    report = session.scalar(
        select(Report).where(Report.item_id == item.id, Report.reporter_id == actor.id)
    )
    if report is not None:
        _say_more(session, item, report, concern, now)
        return report.id
    _require_room(session, actor, now)
    report = Report(
        item_id=item.id,
        reporter_id=actor.id,
        revision_id=revision_id,
        reason=concern.reason,
        words=concern.words.strip(),
        weight=weight_of(
            records_of([actor.id]).get(actor.id, ReporterRecord()), _unsettled(session, actor.id)
        ),
        made_at=now,
    )
    session.add(report)
    weigh_reports(session, item, now)
    emit(
        session,
        ReportMade(
            actor_id=actor.id,
            at=now,
            report_id=report.id,
            subject_kind=_kind(item),
            subject_id=item.post_id or item.person_id or item.private_id or 0,
        ),
    )
    return report.id


def _say_more(
    session: Session, item: ReviewItem, report: Report, concern: Concern, now: datetime
) -> None:
    words = concern.words.strip()
    # In private there may be more to read beside the same words.
    if item.private_id is None and (report.reason, report.words) == (concern.reason, words):
        return
    is_read = is_still(item.claimed_until, CLAIM_LASTS, now)
    if wait := wait_to_say_more(report.made_at, now, is_read=is_read):
        seconds = max(1, math.ceil(wait.total_seconds()))
        raise TooManyAttemptsError(
            "Somebody is reading what you have told us. If there is more, please send it in "
            f"{wait_in_words(seconds)}: then they read that as well.",
            retry_after=seconds,
        )
    # Whoever has this open has to read it anew, so it counts from now.
    report.reason, report.words, report.made_at = concern.reason, words, now
    weigh_reports(session, item, now)


def _kind(item: ReviewItem) -> str:
    if item.private_id is not None:
        return "private"
    return "post" if item.post_id is not None else "person"


def _unsettled(session: Session, reporter_id: int) -> int:
    waits = select(func.count()).where(Report.reporter_id == reporter_id, Report.outcome.is_(None))
    return session.scalar(waits) or 0


def _require_room(session: Session, actor: Actor, now: datetime) -> None:
    # The person's row, so that many at once are counted one after the other.
    session.get_one(User, actor.id, with_for_update=ROW_LOCK)
    since = now - REPORTS_WINDOW
    made = session.scalars(
        select(Report.made_at)
        .where(Report.reporter_id == actor.id, Report.made_at > since)
        .order_by(Report.made_at)
    ).all()
    if len(made) >= MOST_REPORTS:
        raise TooManyAttemptsError(
            f"You have told us of {len(made)} things since yesterday. Thank you: somebody is looking at them. "
            "If there is more, one of them is enough for us to find the rest; please tell us of others tomorrow.",
            retry_after=max(1, int((made[0] - since).total_seconds())),
        )
