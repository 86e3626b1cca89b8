"""How a person was welcomed, and how they welcome others."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, or_, select

from forum.accounts.models import (
    User,
)
from forum.database import alias_of
from forum.moderation.text_models import TextDecision
from forum.own_data.of_posts import can_still_be_undone
from forum.privately.models import PrivateMessage
from forum.welcome.models import (
    MentorSettings,
    Mentorship,
    NewcomerSurvey,
    Praise,
    ReplyClock,
    SavedReply,
)

Query = Select[*tuple[Any, ...]]


def private(me: int) -> Query:
    """Your private conversations."""
    is_own = PrivateMessage.author_id == me
    author = alias_of(User, "author")
    return (
        select(
            PrivateMessage.conversation_id.label("conversation"),
            author.display_name.label("from"),
            is_own.label("is_mine"),
            # What was taken down is out of the other one's sight at once, and told once it can't be undone any more.
            case(
                (or_(is_own, PrivateMessage.removal_id.is_(None)), PrivateMessage.text), else_=""
            ).label("text"),
            PrivateMessage.sent_at,
            case((~can_still_be_undone(), TextDecision.decided_at)).label("removed_at"),
        )
        .select_from(PrivateMessage)
        .join(Mentorship, Mentorship.id == PrivateMessage.conversation_id)
        .join(author, author.id == PrivateMessage.author_id)
        .outerjoin(TextDecision, TextDecision.id == PrivateMessage.removal_id)
        .where(or_(Mentorship.newcomer_id == me, Mentorship.primary_id == me))
        .order_by(PrivateMessage.id)
    )


def mentorships(me: int) -> Query:
    """Whose mentee or mentor you were."""
    mentor, newcomer = alias_of(User, "mentor"), alias_of(User, "newcomer")
    return (
        select(
            mentor.display_name.label("mentor"),
            newcomer.display_name.label("newcomer"),
            Mentorship.started_at,
            Mentorship.ended_at,
        )
        .select_from(Mentorship)
        .join(mentor, mentor.id == Mentorship.primary_id)
        .join(newcomer, newcomer.id == Mentorship.newcomer_id)
        .where(or_(Mentorship.newcomer_id == me, Mentorship.primary_id == me))
        .order_by(Mentorship.id)
    )


def waits(me: int) -> Query:
    """How long your posts waited for an answer."""
    return (
        select(
            ReplyClock.post_id.label("post"),
            ReplyClock.started_at,
            ReplyClock.stopped_at,
            ReplyClock.answered_back_at,
        )
        .where(ReplyClock.newcomer_id == me)
        .order_by(ReplyClock.id)
    )


def survey(me: int) -> Query:
    """What you told us at the start."""
    return select(
        NewcomerSurvey.languages,
        NewcomerSurvey.topics,
        NewcomerSurvey.reasons,
        NewcomerSurvey.addressed_as,
        NewcomerSurvey.changed_at,
    ).where(NewcomerSurvey.user_id == me)


def praise(me: int) -> Query:
    """Praise that you were sent."""
    return select(Praise.kind, Praise.post_id.label("post"), Praise.at).where(
        Praise.newcomer_id == me, Praise.was_sent
    )


def mentoring(me: int) -> Query:
    """Your settings as a mentor."""
    return select(
        MentorSettings.weight,
        MentorSettings.most_mentees,
        MentorSettings.away_since,
        MentorSettings.away_until,
        MentorSettings.languages,
        MentorSettings.topics,
        MentorSettings.introduction,
        MentorSettings.usual_hours,
    ).where(MentorSettings.user_id == me)


def saved_replies(me: int) -> Query:
    """Your saved replies."""
    return select(SavedReply.title, SavedReply.text, SavedReply.changed_at).where(
        SavedReply.mentor_id == me
    )
