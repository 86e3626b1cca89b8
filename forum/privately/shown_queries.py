"""Reading what may be shown to moderators: for whoever reports, and for them, no more than was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import or_, select

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.database import db
from forum.errors import NotFoundError
from forum.moderation.claims import claim_of
from forum.moderation.colleagues import around
from forum.moderation.desk_pages import Desk
from forum.moderation.desk_queries import desk_of
from forum.moderation.listing import readers, told_us
from forum.moderation.models import Report, ReviewItem
from forum.moderation.options import STEPS_APART, ModeratorAction, actions_on_private
from forum.moderation.pages import AuthorRecord, Claim, ToldUs
from forum.moderation.profiles import waiting_of
from forum.moderation.ranking import rank
from forum.moderation.reading import is_covered, text_of
from forum.moderation.records import record_of
from forum.moderation.reports import reports_on
from forum.moderation.wording import why_here
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.privately.lookup import between
from forum.privately.models import PrivateMessage, ShownMessage
from forum.privately.openness import Step, available_steps
from forum.text import excerpt, moment_in_full
from forum.words import how_long

# What is offered beside one message, so that it can be understood; and what of a whole conversation.
BEFORE, AFTER = 4, 2
LATEST = 10


@dataclass(frozen=True, kw_only=True)
class Showable:
    """A message that can be shown with a report. `is_chosen` is whether its box is ticked from the start."""

    id: int
    label: str
    excerpt: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class PrivateReportPage:
    """What somebody is about to report: one message (`html`), or what the other one said lately (then it is None).

    `may_end` is whether they can end the conversation now.
    """

    conversation_id: int
    other: PersonView
    message_id: int | None
    html: Markup | None
    at: datetime | None
    showable: Sequence[Showable]
    may_end: bool


@dataclass(frozen=True, kw_only=True)
class ShownView:
    """A message as moderators see it."""

    author: PersonView
    html: Markup
    at: datetime
    is_reported: bool


@dataclass(frozen=True, kw_only=True)
class PrivateReviewPage:
    """What was reported of a private conversation, in front of a moderator.

    `shown` is empty while its words are covered, since they may be hard to read. `desk` is what moderators did with
    it so far, and what else than decide can be done. `may_speak_to` is whether this person may speak to whoever said it
    as staff.
    """

    item_id: int
    person: PersonView
    told_by: PersonView
    because: str
    ranked: str
    claim: Claim
    waits: str
    record: AuthorRecord
    shown: Sequence[ShownView]
    reports: Sequence[ToldUs]
    actions: Sequence[ModeratorAction]
    desk: Desk
    may_speak_to: bool
    is_covered: bool


def report_page(actor: Actor, conversation_id: int, message_id: int | None) -> PrivateReportPage:
    """What can be reported, and shown with it, by one of the two.

    Raises:
        NotFoundError: there is no such conversation for this person, or no such message of the other one's in it.
    """
    both = between(db.session(), conversation_id)
    if both is None:
        raise NotFoundError
    require(actor, Action.READ_PRIVATELY, both.facts)
    people = load_people({both.newcomer_id, both.mentor_id})
    other = people[both.other(actor.id)]
    messages = _around(conversation_id, message_id)
    about = next((one for one in messages if one.id == message_id), None)
    if (about is None or about.author_id != other.id) if message_id is not None else not messages:
        raise NotFoundError
    first_before = max((one.id for one in messages if one.id < (message_id or 0)), default=None)
    return PrivateReportPage(
        conversation_id=conversation_id,
        other=other,
        message_id=message_id,
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(about.html) if about is not None else None,  # noqa: S704
        at=about.sent_at if about is not None else None,
        showable=[
            Showable(
                id=one.id,
                # A name that runs from right to left would turn round what follows it.
                label=f"{moment_in_full(one.sent_at)}: {people[one.author_id].display_name}",
                excerpt=excerpt(one.html, 240),
                is_chosen=message_id is None or one.id == first_before,
            )
            for one in messages
            if one is not about
        ],
        may_end=Step.END in available_steps(actor, both),
    )


def private_review_page(actor: Actor, item_id: int, now: datetime) -> PrivateReviewPage | None:
    """An item on private words that waits, for a moderator; None if it does not wait any more.

    Raises:
        NotFoundError: there is no such item.
        NotAllowedError: not a moderator, or one of the two.
    """
    item = db.session.get(ReviewItem, item_id)
    if item is None or item.private_id is None or item.with_id is None:
        raise NotFoundError
    both = between(db.session(), item.private_id)
    if both is None:
        raise NotFoundError
    require(actor, Action.DECIDE_ON_PRIVATE, both.facts)
    if item.closed_at is not None:
        return None
    people, told = load_people({both.newcomer_id, both.mentor_id}), told_us([item.id])[item.id]
    covered = is_covered(db.session(), actor.id, text_of(item), now, reasons=item.reasons)
    return PrivateReviewPage(
        item_id=item.id,
        person=people[item.about_id],
        told_by=people[item.with_id],
        because=why_here((), (), readers(told)),
        ranked=rank(waiting_of(item, told), now).why,
        claim=claim_of(actor, item, now),
        waits=how_long(now - item.opened_at),
        record=record_of(people[item.about_id]),
        shown=[
            ShownView(
                author=people[row.author_id],
                # Rendered and sanitised by forum.text.render when it was saved.
                html=Markup(row.html),  # noqa: S704
                at=row.sent_at,
                is_reported=bool(row.is_reported),
            )
            for row in (() if covered else _shown(item.id))
        ],
        reports=reports_on(item.id),
        actions=actions_on_private(actor, both.facts),
        desk=desk_of(actor, item, None, item.about_id, STEPS_APART),
        may_speak_to=can(
            actor, Action.GIVE_SANCTION, around(db.session(), item.about_id, now).author
        ),
        is_covered=covered,
    )


def _around(conversation_id: int, message_id: int | None) -> Sequence[PrivateMessage]:
    """One message and some around it, or the latest; in order, without what was taken down."""
    here = select(PrivateMessage).where(
        PrivateMessage.conversation_id == conversation_id, PrivateMessage.removal_id.is_(None)
    )
    backwards = PrivateMessage.id.desc()
    if message_id is None:
        found = db.session.scalars(here.order_by(backwards).limit(LATEST)).all()
        return found[::-1]
    before = (
        here.with_only_columns(PrivateMessage.id)
        .where(PrivateMessage.id <= message_id)
        .order_by(backwards)
        .limit(BEFORE + 1)
    )
    after = (
        here.with_only_columns(PrivateMessage.id)
        .where(PrivateMessage.id > message_id)
        .order_by(PrivateMessage.id)
        .limit(AFTER)
    )
    ids = or_(PrivateMessage.id.in_(before), PrivateMessage.id.in_(after))
    return db.session.scalars(here.where(ids).order_by(PrivateMessage.id)).all()


def _shown(item_id: int) -> Sequence[Any]:
    """What the reports of an item show, each once and in order."""
    rows = db.session.execute(
        select(
            PrivateMessage.id,
            PrivateMessage.author_id,
            PrivateMessage.html,
            PrivateMessage.sent_at,
            ShownMessage.is_reported,
        )
        .join(ShownMessage, ShownMessage.message_id == PrivateMessage.id)
        .join(Report, Report.id == ShownMessage.report_id)
        .where(Report.item_id == item_id)
        .order_by(PrivateMessage.id, ShownMessage.is_reported)
    )
    return list({row.id: row for row in rows}.values())
