"""Who looks after newcomers at the moment, and how much open work each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from forum.accounts.blocks import blocked_either_way
from forum.accounts.models import Role, User, UserRole
from forum.conversations.rows import Rows
from forum.database import alias_of
from forum.sanctions.lookup import is_silenced
from forum.welcome import absence
from forum.welcome.absence import acting_mentor
from forum.welcome.carrying import COUNTED_OVER, have_done_plenty
from forum.welcome.models import (
    EndedHow,
    MentorSettings,
    Mentorship,
    NewcomerSurvey,
    ReplyClock,
    StoppedWhy,
)
from forum.welcome.pairing import Candidate, Weight, Wishes
from forum.welcome.queries import waits_for_answer


@dataclass(frozen=True, kw_only=True)
class _Loads:
    waiting: Mapping[int, int]
    quiet: Mapping[int, int]


def is_away(settings: MentorSettings | None, now: datetime) -> bool:
    """Whether a mentor has said that they are away, or was set to away."""
    return settings is not None and absence.is_away(settings.away_since, settings.away_until, now)


def day_back(settings: MentorSettings | None, zone: ZoneInfo) -> date | None:
    """The day on which somebody who is away is back, as they said; None if they named none."""
    if settings is None or settings.away_until is None:
        return None
    return settings.away_until.astimezone(zone).date()


def settings_to_change(session: Session, mentor_id: int) -> MentorSettings:
    """How a mentor works, locked; made with the defaults where they never chose."""
    row = session.get(MentorSettings, mentor_id, with_for_update=True)
    if row is None:
        row = MentorSettings(user_id=mentor_id, languages=[], topics=[], usual_hours=[])
        session.add(row)
    return row


def is_here(
    mentor_id: ColumnElement[int] | Any, now: datetime | ColumnElement[datetime]
) -> ColumnElement[bool]:
    """Whether a mentor is neither away, nor silenced or shut out for now, in SQL.

    Otherwise their backups stand in, and their mentees come back to them. A test holds it together with `is_away`.
    """
    away = alias_of(MentorSettings, "away")
    is_gone = exists().where(
        away.user_id == mentor_id,
        away.away_since <= now,
        or_(away.away_until.is_(None), away.away_until > now),
    )
    return and_(~is_silenced(mentor_id, now), ~is_gone)


def backup_stands_in(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether it is the backup who looks after the newcomer of a mentorship now: `acting_mentor` in SQL."""
    return and_(~is_here(Mentorship.primary_id, now), is_here(Mentorship.backup_id, now))


def looks_after(mentor_id: int, here: Collection[int]) -> ColumnElement[bool]:
    """For a query that reads mentorships: only those of whom this mentor sees that they are looked after.

    That is whom `acting_mentor` names, and the mentor themselves even while they are away: the mentees remain theirs.
    """
    own = Mentorship.primary_id == mentor_id
    if mentor_id not in here:
        return own
    return or_(own, and_(Mentorship.backup_id == mentor_id, Mentorship.primary_id.not_in(here)))


def is_mentor_or_backup(session: Session, mentor_id: int, newcomer_id: int) -> bool:
    """Whether this person is a newcomer's mentor or the backup, whoever of them is here."""
    theirs = select(Mentorship.id).where(
        Mentorship.newcomer_id == newcomer_id,
        Mentorship.ended_at.is_(None),
        or_(Mentorship.primary_id == mentor_id, Mentorship.backup_id == mentor_id),
    )
    return session.scalar(theirs) is not None


def mentors_here(session: Session, now: datetime, *, example: bool | None = False) -> set[int]:
    """Mentors who are not away and may post, whether or not they take further newcomers.

    Args:
        session: to read with.
        now: the present moment.
        example: those of the example community, or the others; None for all.
    """
    rows = session.execute(_mentors(now, example=example)).all()
    return {row.id for row in rows if row.is_here}


def candidates(session: Session, now: datetime, *, example: bool = False) -> list[Candidate]:
    """Every mentor with their open work, in two queries however many they are.

    People of the example community, who can't sign in, are only brought together with each other.
    """
    rows = session.execute(_mentors(now, example=example)).all()
    here = {row.id for row in rows if row.is_here}
    loads = _loads(session, here)
    return [
        replace(
            _candidate(row.id, row.MentorSettings),
            is_away=row.id not in here,
            waiting=loads.waiting.get(row.id, 0),
            quiet=loads.quiet.get(row.id, 0),
        )
        for row in rows
    ]


def had_plenty(session: Session, now: datetime) -> set[int]:
    """Mentors who have answered so many of late that others are called before them, in one query."""
    answered = (
        select(func.count(ReplyClock.id))
        .where(
            ReplyClock.stopped_by_id == UserRole.user_id,
            ReplyClock.stopped_why == StoppedWhy.ANSWERED,
            ReplyClock.stopped_at > now - COUNTED_OVER,
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(UserRole.user_id, MentorSettings.weight, answered.label("answers"))
        .outerjoin(MentorSettings, MentorSettings.user_id == UserRole.user_id)
        .where(UserRole.role == Role.MENTOR)
    ).all()
    return have_done_plenty(
        {row.user_id: row.answers for row in rows},
        {row.user_id: Weight(row.weight or Weight.NORMAL) for row in rows},
    )


def wishes_of(session: Session, newcomer_id: int) -> Wishes:
    """What is known of a newcomer. Whom they wanted to have no longer as their mentor is not given to them again."""
    survey = session.get(NewcomerSurvey, newcomer_id)
    left = session.scalars(
        select(Mentorship.primary_id).where(
            Mentorship.newcomer_id == newcomer_id, Mentorship.ended_how == EndedHow.CHANGED
        )
    )
    return Wishes(
        languages=frozenset(survey.languages if survey is not None else ()),
        topics=frozenset(survey.topics if survey is not None else ()),
        not_with=frozenset({*blocked_either_way(session, newcomer_id), *left}),
    )


def _mentors(now: datetime, *, example: bool | None) -> Rows:
    mentors = (
        select(User.id, MentorSettings, is_here(User.id, now).label("is_here"))
        .join(UserRole, (UserRole.user_id == User.id) & (UserRole.role == Role.MENTOR))
        .outerjoin(MentorSettings, MentorSettings.user_id == User.id)
        .order_by(User.id)
    )
    return mentors if example is None else mentors.where(User.is_example.is_(example))


def _candidate(mentor_id: int, settings: MentorSettings | None) -> Candidate:
    if settings is None:
        return Candidate(mentor_id=mentor_id)
    return Candidate(
        mentor_id=mentor_id,
        weight=Weight(settings.weight),
        most_mentees=settings.most_mentees,
        usual_hours=frozenset(settings.usual_hours),
        languages=frozenset(settings.languages),
        topics=frozenset(settings.topics),
    )


def _loads(session: Session, here: Collection[int]) -> _Loads:
    """Whoever has become a member is no work any more, even if they stay with their mentor."""
    waits = waits_for_answer(Mentorship.newcomer_id)
    rows = session.execute(
        select(
            Mentorship.primary_id,
            Mentorship.backup_id,
            func.sum(case((waits, 1), else_=0)).label("waiting"),
            func.count().label("mentees"),
        )
        .join(User, User.id == Mentorship.newcomer_id)
        .where(Mentorship.ended_at.is_(None), User.graduated_at.is_(None))
        .group_by(Mentorship.primary_id, Mentorship.backup_id)
    )
    waiting, quiet = Counter[int](), Counter[int]()
    for row in rows:
        acting = acting_mentor(row.primary_id, row.backup_id, here)
        if acting is not None:
            waiting[acting] += row.waiting
            quiet[acting] += row.mentees - row.waiting
    return _Loads(waiting=waiting, quiet=quiet)
