"""Reading the inbox. What a line points at is named only if its reader may see it now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.accounts.people import load_people
from forum.appeals.models import Appeal
from forum.community.citing import places_of
from forum.community.models import Rule
from forum.conversations.models import Post, Thread
from forum.conversations.own_actions import may_write
from forum.database import db, read
from forum.errors import NotFoundError
from forum.moderation.models import Decision
from forum.moderation.queries import set_aside_by_the_screen
from forum.moderation.signing import signature_of, team_signature
from forum.moderation.text_models import TextDecision
from forum.notifications.lines import InboxLine, line_of
from forum.notifications.mail_topics import OFFERED, MailTopic
from forum.notifications.models import (
    MailSwitchedOff,
    Notification,
)
from forum.pagination import Page, make_page
from forum.permissions.visibility import visible_posts
from forum.sanctions.models import Sanction

LINES_PER_PAGE = 25
OnPrivate = aliased(TextDecision)


_UNREAD = (
    select(func.count())
    .select_from(Notification)
    .where(Notification.user_id == bindparam("reader_id"), Notification.read_at.is_(None))
)


def count_unread(user_id: int) -> int:
    """How many lines in a person's inbox are new."""
    return read(_UNREAD, {"reader_id": user_id}).scalar() or 0


def inbox_page(actor: Actor, page: int, make_url: Callable[[int], str]) -> Page[InboxLine]:
    """A page of a person's inbox, the newest first.

    Raises:
        NotFoundError: there is no such page.
    """
    total = db.session.scalar(
        select(func.count()).select_from(Notification).where(Notification.user_id == actor.id)
    )
    rows = db.session.execute(
        _lines(actor)
        .order_by(Notification.id.desc())
        .limit(LINES_PER_PAGE)
        .offset((page - 1) * LINES_PER_PAGE)
    ).all()
    people = load_people({row.actor_id for row in rows if row.actor_id is not None})
    places = places_of(row.rule_id for row in rows)
    lines = [line_of(row, people, places) for row in rows]
    return make_page(lines, page, LINES_PER_PAGE, total or 0, make_url)


def mails_wanted(actor: Actor) -> Collection[MailTopic]:
    """What a person is mailed, of what can be switched off."""
    off = db.session.scalars(
        select(MailSwitchedOff.topic).where(MailSwitchedOff.user_id == actor.id)
    ).all()
    return [topic for topic in OFFERED if topic not in off]


def inbox_line(actor: Actor, notification_id: int) -> InboxLine:
    """One line of a person's own inbox.

    Raises:
        NotFoundError: there is no such line of theirs.
    """
    row = db.session.execute(_lines(actor).where(Notification.id == notification_id)).one_or_none()
    if row is None:
        raise NotFoundError
    people = load_people([row.actor_id] if row.actor_id is not None else [])
    return line_of(row, people, places_of([row.rule_id]))


def lines_to_mail(actor: Actor, ids: Collection[int]) -> Sequence[InboxLine]:
    """Lines of a person's inbox as a mail may tell them: without titles, and without what is out of sight by now."""
    rows = db.session.execute(
        _lines(actor).where(Notification.id.in_(ids)).order_by(Notification.id)
    ).all()
    people = load_people({row.actor_id for row in rows if row.actor_id is not None})
    places = places_of(row.rule_id for row in rows)
    return [
        line_of(row, people, places, names_thread=False)
        for row in rows
        if row.post_id is None or row.is_visible
    ]


def newest_line_id(actor: Actor) -> int:
    """The newest line of a person's inbox; 0 if it is empty."""
    return (
        db.session.scalar(select(func.max(Notification.id)).where(Notification.user_id == actor.id))
        or 0
    )


def _lines(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Notification.id,
            Notification.kind,
            Notification.detail,
            Notification.created_at,
            Notification.read_at,
            Notification.actor_id,
            Notification.post_id,
            Notification.private_id,
            Post.thread_id,
            visible_posts(actor).label("is_visible"),
            (Post.author_id == actor.id).label("is_own"),
            Post.state,
            or_(Thread.published_at.is_not(None), Thread.author_id == actor.id).label("may_name"),
            Thread.title,
            and_(Thread.locked_at.is_(None), literal(may_write(actor))).label("takes_answers"),
            Decision.id.label("decision_id"),
            Decision.note,
            Decision.reverses_id,
            func.coalesce(Decision.rule_id, TextDecision.rule_id, Sanction.rule_id).label(
                "rule_id"
            ),
            Notification.text_decision_id,
            # An answer about what was said in private might repeat it.
            select(OnPrivate.private_id)
            .where(OnPrivate.id == Notification.text_decision_id)
            .scalar_subquery()
            .label("decided_in_private"),
            TextDecision.note.label("text_note"),
            TextDecision.by_screen.label("text_by_screen"),
            set_aside_by_the_screen().label("by_screen"),
            Appeal.answer,
            Sanction.kind.label("sanction_kind"),
            Sanction.note.label("sanction_note"),
            Sanction.ends_at,
            Sanction.lifted_because,
            signature_of(
                func.coalesce(Decision.decided_by_id, Sanction.given_by_id),
                func.coalesce(Decision.is_signed, Sanction.is_signed, false()),
            ).label("signature"),
            team_signature().scalar_subquery().label("team"),
            Rule.title.label("rule_title"),
            Rule.text.label("rule_text"),
        )
        .outerjoin(Post, Post.id == Notification.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(Decision, Decision.id == Notification.decision_id)
        .outerjoin(
            TextDecision,
            and_(
                TextDecision.id == Notification.text_decision_id,
                TextDecision.about_id == actor.id,
                # An answer to an appeal stands for itself.
                Notification.appeal_id.is_(None),
            ),
        )
        # What staff said to somebody is told to nobody else, whatever a line points at.
        .outerjoin(
            Sanction, and_(Sanction.id == Notification.sanction_id, Sanction.person_id == actor.id)
        )
        .outerjoin(
            Appeal, and_(Appeal.id == Notification.appeal_id, Appeal.appellant_id == actor.id)
        )
        .outerjoin(
            Rule,
            Rule.id == func.coalesce(Decision.rule_id, TextDecision.rule_id, Sanction.rule_id),
        )
        .where(Notification.user_id == actor.id)
    )
