"""Reading the measures. The number of queries does not depend on how much there is, and nothing here reads a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select

from forum.accounts.models import User, UserRole
from forum.database import db
from forum.measures.measures import (
    CohortMeasures,
    FirstWait,
    Person,
    WeekMeasures,
    by_cohort,
    by_week,
)
from forum.measures.pages import MeasuresPage, MentorLoad, NudgeWeek
from forum.measures.wording import hours, percent
from forum.nudges.models import Nudge
from forum.nudges.outcomes import NudgeOutcome, NudgePlace
from forum.transparency.figures import Week, weeks_until
from forum.transparency.pictures import Picture, Value, bars
from forum.welcome.goal import current_goal
from forum.welcome.models import ReplyClock, StoppedWhy
from forum.welcome.on_duty import candidates
from forum.welcome.queries import is_first_clock
from forum.words import how_long

WEEKS = 12
_LATELY = timedelta(days=28)
# A bound on what the page has to read; the newest count.
MOST_ROWS = 50_000


def measures_page(now: datetime) -> MeasuresPage:
    """Everything on the page."""
    weeks = weeks_until(now, WEEKS)
    goal = current_goal(db.session())
    of_weeks = by_week(weeks, _first_waits(weeks[0].begins), goal, now)
    of_cohorts = by_cohort(weeks, _people(weeks[0].begins), now)
    return MeasuresPage(
        goal=how_long(goal.time),
        weeks=of_weeks,
        cohorts=of_cohorts,
        pictures=_pictures(of_weeks, of_cohorts),
        mentors=_mentors(now),
        nudges=_nudges(weeks),
    )


def _people(since: datetime) -> Sequence[Person]:
    has_role = exists().where(UserRole.user_id == User.id)
    rows = db.session.execute(
        select(User.joined_at, User.graduated_at, User.last_seen_at)
        # Who came with a role, as whoever founded the place, was never new.
        .where(User.joined_at >= since, or_(User.graduated_at.is_not(None), ~has_role))
        .order_by(User.joined_at.desc())
        .limit(MOST_ROWS)
    )
    return [Person(**row._mapping) for row in rows]


def _first_waits(since: datetime) -> Sequence[FirstWait]:
    """The first reply clock of each newcomer, but for those whose post went out of sight unanswered."""
    rows = db.session.execute(
        select(
            ReplyClock.started_at,
            ReplyClock.stopped_at,
            ReplyClock.stopped_why,
            ReplyClock.answered_back_at,
        )
        .where(ReplyClock.started_at >= since, is_first_clock())
        .order_by(ReplyClock.id.desc())
        .limit(MOST_ROWS)
    )
    return [
        FirstWait(
            started_at=row.started_at,
            answered_at=row.stopped_at if row.stopped_why == StoppedWhy.ANSWERED else None,
            answered_back_at=row.answered_back_at,
            ended_at=row.stopped_at if row.stopped_why != StoppedWhy.ANSWERED else None,
        )
        for row in rows
        if row.stopped_why != StoppedWhy.OUT_OF_SIGHT
    ]


def _mentors(now: datetime) -> Sequence[MentorLoad]:
    session = db.session()
    them = [*candidates(session, now), *candidates(session, now, example=True)]
    answered = _answered_by(now - _LATELY)
    ids = [one.mentor_id for one in them]
    names = {
        row.id: row
        for row in session.execute(
            select(User.id, User.display_name, User.username).where(User.id.in_(ids))
        )
    }
    loads = [
        MentorLoad(
            name=names[one.mentor_id].display_name,
            username=names[one.mentor_id].username,
            waiting=one.waiting,
            quiet=one.quiet,
            most_mentees=one.most_mentees,
            is_away=one.is_away,
            answered=answered.get(one.mentor_id, 0),
        )
        for one in them
    ]
    return sorted(loads, key=lambda load: (load.name.casefold(), load.username))


def _answered_by(since: datetime) -> Mapping[int, int]:
    rows = db.session.execute(
        select(ReplyClock.stopped_by_id, func.count())
        .where(ReplyClock.stopped_at >= since, ReplyClock.stopped_by_id.is_not(None))
        .group_by(ReplyClock.stopped_by_id)
    )
    return {mentor_id: count for mentor_id, count in rows if mentor_id is not None}


def _nudges(weeks: Sequence[Week]) -> Sequence[NudgeWeek]:
    rows = db.session.execute(
        select(Nudge.shown_at, Nudge.outcome).where(
            Nudge.shown_at >= weeks[0].begins, Nudge.place != NudgePlace.PRIVATE
        )
    ).all()
    found = []
    for week in weeks:
        here = [row.outcome for row in rows if week.begins <= row.shown_at < week.ends]
        counted = Counter(here)
        outcomes = [counted[outcome] for outcome in NudgeOutcome]
        found.append(NudgeWeek(week=week, shown=len(here), outcomes=outcomes))
    return found


def _pictures(
    weeks: Sequence[WeekMeasures], cohorts: Sequence[CohortMeasures]
) -> Sequence[Picture]:
    labels = [f"{one.week.monday.day} {one.week.monday:%b}" for one in weeks]
    newcomers = [float(one.newcomers) for one in cohorts]
    return [
        bars(
            "newcomers",
            "newcomers: how many people joined",
            _described("People who joined", sum(newcomers), len(weeks)),
            [Value(label=w, value=v) for w, v in zip(labels, newcomers, strict=True)],
            lambda value: f"{value:g}",
        ),
        bars(
            "within-goal",
            "Share welcomed within the goal",
            "A bar for each week, from 0 to 100 %: the share of newcomers whose first post was answered in time.",
            [
                Value(label=w, value=one.welcomed_within_goal)
                for w, one in zip(labels, weeks, strict=True)
            ],
            percent,
        ),
        bars(
            "first-reply",
            "time_to_first_reply, p95, in hours",
            "A bar for each week: the hours within which 19 of 20 newcomers had their first answer.",
            [Value(label=w, value=hours(one.p95)) for w, one in zip(labels, weeks, strict=True)],
            lambda value: f"{value:g} h",
        ),
        bars(
            "conversation-rate",
            "conversation_rate: who answered back within 7 days",
            "A bar for each week, from 0 to 100 %: the share who answered back, of those who got an answer.",
            [
                Value(label=w, value=one.conversation_rate)
                for w, one in zip(labels, weeks, strict=True)
            ],
            percent,
        ),
        bars(
            "graduation-rate",
            "graduation_rate: who has become a member, by the week of joining",
            "A bar for each week of joining, from 0 to 100 %: the share who are members by now.",
            [
                Value(label=w, value=one.graduation_rate)
                for w, one in zip(labels, cohorts, strict=True)
            ],
            percent,
        ),
        bars(
            "retention",
            "retention_d7: who was here a week later, by the week of joining",
            "A bar for each week of joining, from 0 to 100 %: the share who were seen seven days later or after.",
            [
                Value(label=w, value=one.retention_d7)
                for w, one in zip(labels, cohorts, strict=True)
            ],
            percent,
        ),
    ]


def _described(what: str, number: float, weeks: int) -> str:
    return f"{what}, a bar for each of the last {weeks} weeks: {number:g} in all."
