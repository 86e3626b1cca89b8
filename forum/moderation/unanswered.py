"""Newcomers in the queue whom nobody has answered: their items, and the page of one.

Such an item asks whether somebody answers, and not whether the post is all right: nothing on its page decides on the
post, and what is decided on the post elsewhere does not answer anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.conversations.lookup import shown_version
from forum.conversations.models import Post
from forum.database import ROW_LOCK, db
from forum.errors import NotFoundError
from forum.events import Event, ModeratorsCalled, WaitEnded
from forum.moderation.claims import claim_of
from forum.moderation.colleagues import around, queue_facts
from forum.moderation.desk_pages import Desk
from forum.moderation.desk_queries import desk_of
from forum.moderation.items import add_reason, close
from forum.moderation.models import ReviewItem
from forum.moderation.options import ModeratorAction, actions_on_wait
from forum.moderation.pages import Claim
from forum.moderation.placing import described, version_of
from forum.moderation.post_pages import Version
from forum.moderation.profiles import waiting_of
from forum.moderation.ranking import ReasonKind, gravity_of_kind, rank
from forum.moderation.wording import waits_for_an_answer
from forum.welcome.models import ClockStep, ReplyClock, StoppedWhy
from forum.welcome.replyclock import Stage
from forum.words import how_long, joined

_CALLED_AS: Mapping[str, str] = MappingProxyType(
    {
        Stage.MENTOR: "their mentor",
        Stage.BACKUP: "the backup",
        Stage.MENTORS: "the other mentors",
        Stage.MODERATORS: "the moderators",
        Stage.ALL_MENTORS: "the mentors who had done plenty",
    }
)


@dataclass(frozen=True, kw_only=True)
class UnansweredPage:
    """A newcomer's post that nobody has answered, in front of a moderator. `called` says who was called before."""

    item_id: int
    post_id: int
    thread_id: int
    thread_title: str
    person: PersonView
    version: Version
    because: str
    called: str
    ranked: str
    claim: Claim
    waits: str
    desk: Desk


def follow_call(session: Session, happened: Event) -> None:
    """When moderators have been called for a newcomer, their wait is an item of the queue."""
    if not isinstance(happened, ModeratorsCalled):
        return
    if _open_item(session, ReviewItem.clock_id == happened.clock_id) is not None:
        return
    kind = ReasonKind.WAITING
    item = ReviewItem(
        clock_id=happened.clock_id,
        about_id=happened.newcomer_id,
        from_newcomer=True,
        # The oldest comes first, and what counts is how long the newcomer has waited, not the moderators.
        opened_at=session.get_one(ReplyClock, happened.clock_id).started_at,
    )
    session.add(item)
    session.flush()
    add_reason(item, kind, gravity_of_kind(kind), happened.at)


def follow_end(session: Session, happened: Event) -> None:
    """Whoever need wait no longer, or can be answered by nobody for now, is no item any more."""
    if not isinstance(happened, WaitEnded):
        return
    clock = session.scalars(
        select(ReplyClock).where(ReplyClock.post_id == happened.post_id)
    ).one_or_none()
    why = _why_closed(session, clock) if clock is not None else None
    if clock is not None and why is not None:
        item = _open_item(session, ReviewItem.clock_id == clock.id)
        close(session, item, why, by_id=happened.actor_id, at=happened.at)


def _why_closed(session: Session, clock: ReplyClock) -> str | None:
    """Why there is nothing to answer; None where there is again."""
    if clock.stopped_why is not None:
        return clock.stopped_why
    thread = session.get_one(Post, clock.post_id).thread
    if thread.locked_at is not None:
        return ModeratorAction.LOCK
    return StoppedWhy.OUT_OF_SIGHT if thread.published_at is None else None


def unanswered_page(actor: Actor, item: ReviewItem, now: datetime) -> UnansweredPage:
    """The item of a newcomer's wait.

    Raises:
        NotFoundError: it is this person's own, or the post is out of their sight.
    """
    clock = db.session.get_one(ReplyClock, item.clock_id)
    if item.about_id == actor.user_id:
        raise NotFoundError
    row = described(actor, clock.post_id)
    waits = how_long(now - item.opened_at)
    actions = actions_on_wait(
        actor, item.about_id, queue_facts(item, around(db.session(), item.about_id, now))
    )
    return UnansweredPage(
        item_id=item.id,
        post_id=clock.post_id,
        thread_id=row.thread_id,
        thread_title=row.thread_title,
        person=load_people([item.about_id])[item.about_id],
        version=version_of(shown_version(db.session(), row.id), None),
        because=waits_for_an_answer(waits),
        called=_called_before(clock.id),
        ranked=rank(waiting_of(item), now).why,
        claim=claim_of(actor, item, now),
        waits=waits,
        desk=desk_of(actor, item, clock.post_id, item.about_id, actions),
    )


def post_of_wait(session: Session, item: ReviewItem) -> Post:
    """The post that waits for an answer."""
    return session.get_one(Post, session.get_one(ReplyClock, item.clock_id).post_id)


def _open_item(session: Session, which: Any) -> ReviewItem | None:
    return session.scalar(
        select(ReviewItem).where(which, ReviewItem.closed_at.is_(None)).with_for_update(**ROW_LOCK)
    )


def _called_before(clock_id: int) -> str:
    """Who was called, in their order; empty where there was nobody to call."""
    stages: Sequence[str] = db.session.scalars(
        select(ClockStep.stage)
        .where(ClockStep.clock_id == clock_id, ClockStep.called_id.is_not(None))
        .order_by(ClockStep.id)
    ).all()
    who = joined([_CALLED_AS[stage] for stage in dict.fromkeys(stages)]) if stages else ""
    return f"{who[0].upper()}{who[1:]} have been called." if who else ""
