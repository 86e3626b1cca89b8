"""Reading reports: what somebody is about to report, and what moderators are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import PersonView, load_people
from forum.conversations.lifecycle import PostState
from forum.conversations.lookup import is_shown
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.errors import NotFoundError
from forum.leaving.lookup import is_here
from forum.moderation.models import Report
from forum.moderation.pages import ToldUs
from forum.moderation.reporting import REASON_LABELS, ReporterRecord, ReportOutcome, ReportReason
from forum.moderation.wording import reporter_in_words
from forum.permissions.subjects import PersonFacts, PostFacts
from forum.permissions.visibility import visible_posts


@dataclass(frozen=True, kw_only=True)
class Reportable:
    """What somebody is about to report: a post that is on show, or a person (then `html` is empty)."""

    person: PersonView
    html: Markup
    facts: PostFacts | PersonFacts


def reportable_post(actor: Actor, post_id: int) -> Reportable:
    """A post that is on show.

    Raises:
        NotFoundError: there is no such post on show for this person.
    """
    row = db.session.execute(
        select(Post.author_id, Post.state, Thread.published_at, PostRevision.html)
        .join(Thread, Thread.id == Post.thread_id)
        .join(PostRevision, is_shown())
        .where(Post.id == post_id, Post.state == PostState.PUBLISHED, visible_posts(actor))
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return Reportable(
        person=load_people([row.author_id])[row.author_id],
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(row.html),  # noqa: S704
        facts=PostFacts(
            author_id=row.author_id,
            state=PostState(row.state),
            thread_is_open=row.published_at is not None,
        ),
    )


def reportable_person(username: str) -> Reportable:
    """A person.

    Raises:
        NotFoundError: there is nobody of that name.
    """
    user_id = db.session.scalar(select(User.id).where(User.username == username, is_here()))
    if user_id is None:
        raise NotFoundError
    return Reportable(
        person=load_people([user_id])[user_id],
        html=Markup(),
        facts=PersonFacts(person_id=user_id),
    )


def reports_on(item_id: int) -> Sequence[ToldUs]:
    """What people said of an item's target, the first first; three queries however many they are."""
    rows = db.session.execute(
        select(Report.id, Report.reporter_id, Report.reason, Report.words, Report.made_at)
        .where(Report.item_id == item_id)
        .order_by(Report.id)
    ).all()
    reporters = {row.reporter_id for row in rows}
    people, records = load_people(reporters), records_of(reporters)
    return [
        ToldUs(
            id=row.id,
            by=people.get(row.reporter_id),
            reason=REASON_LABELS[ReportReason(row.reason)],
            words=row.words,
            at=row.made_at,
            record=reporter_in_words(records.get(row.reporter_id, ReporterRecord())),
        )
        for row in rows
    ]


def records_of(reporter_ids: Collection[int]) -> Mapping[int, ReporterRecord]:
    """What came of people's earlier reports, by person; who has no report that anything came of is missing."""
    if not reporter_ids:
        return {}
    counts: dict[int, dict[str, int]] = {}
    for row in db.session.execute(
        select(Report.reporter_id, Report.outcome, func.count().label("reports"))
        .where(Report.reporter_id.in_(reporter_ids), Report.outcome.is_not(None))
        .group_by(Report.reporter_id, Report.outcome)
    ):
        counts.setdefault(row.reporter_id, {})[row.outcome] = row.reports
    return {
        reporter_id: ReporterRecord(
            led_to_something=of.get(ReportOutcome.ACTED, 0),
            made_to_harm=of.get(ReportOutcome.BAD_FAITH, 0),
        )
        for reporter_id, of in counts.items()
    }
