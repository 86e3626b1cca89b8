"""What moderators have read, as rows. The rows are the truth; a day's sum is always counted from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import case, delete, func, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.exposure.dose import (
    Bounds,
    Budget,
    Day,
    Pace,
    Seen,
    Step,
    budget_on,
    day_of,
    end_of,
    exposure_points,
    pace,
)
from forum.exposure.models import Exposure, ExposureBounds, Pause, ReadingSettings
from forum.welcome.models import WelcomeSettings

KEPT = timedelta(days=90)
# Whoever has read something severe so long ago has had a pause.
_IN_A_ROW = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Text:
    """What is read: a version of a post, a person's profile, or what they said in a private conversation.

    And the item that it waits in, if it does. `since` is when the newest words came into it, where others stood
    there before: whoever read those has not read these.
    """

    item_id: int | None = None
    revision_id: int | None = None
    person_id: int | None = None
    private_id: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How a moderator wants to read, in which community."""

    budget: Budget
    opted_out: frozenset[str]
    keys_on: bool
    name_shown: bool
    bounds: Bounds
    zone: ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A moderator at this moment. `points` and `budget` are nobody's business but their own."""

    chosen: Chosen
    points: int
    budget: int
    pace: Pace

    @property
    def until(self) -> str:
        """When a pause ends, by the community's clock; empty where there is none."""
        if self.pace.until is None:
            return ""
        local = self.pace.until.astimezone(self.chosen.zone)
        return f"{local:%H:%M} on {local.day} {local:%B} ({self.chosen.zone.key})"


@dataclass(frozen=True, kw_only=True)
class LastRead:
    """The newest text that a moderator opened."""

    item_id: int | None
    is_severe: bool


def chosen_by(session: Session, user_id: int) -> Chosen:
    """How a moderator wants to read; one query."""
    mine, bounds = ReadingSettings, ExposureBounds
    row = session.execute(
        select(
            mine.budget,
            mine.later_budget,
            mine.later_from,
            mine.opted_out,
            mine.keys_on,
            mine.name_shown,
            bounds.least,
            bounds.most,
            bounds.usual,
            WelcomeSettings.time_zone,
        )
        .select_from(User)
        .outerjoin(mine, mine.user_id == User.id)
        .outerjoin(bounds, bounds.id == 1)
        .outerjoin(WelcomeSettings, WelcomeSettings.id == 1)
        .where(User.id == user_id)
    ).one()
    return Chosen(
        budget=Budget(now=row.budget, later=row.later_budget, later_from=row.later_from),
        opted_out=frozenset(row.opted_out or ()),
        keys_on=row.keys_on is not False,
        name_shown=row.name_shown is True,
        bounds=Bounds(least=row.least, most=row.most, usual=row.usual) if row.least else Bounds(),
        zone=ZoneInfo(row.time_zone or "UTC"),
    )


def reading_of(session: Session, user_id: int, now: datetime) -> Reading:
    """A moderator's day so far; two queries."""
    chosen = chosen_by(session, user_id)
    today = day_of(now, chosen.zone)
    last = select(Pause).where(Pause.moderator_id == user_id).order_by(Pause.id.desc()).limit(1)
    last_at = last.with_only_columns(Pause.at).scalar_subquery()
    is_since = or_(last_at.is_(None), Exposure.at > last_at)
    read = session.execute(
        select(
            func.coalesce(func.sum(Exposure.points), 0).label("points"),
            func.coalesce(func.sum(case((is_since, Exposure.points), else_=0)), 0).label(
                "since_pause"
            ),
            last.with_only_columns(Pause.until).scalar_subquery().label("paused_until"),
        ).where(Exposure.moderator_id == user_id, Exposure.day == today)
    ).one()
    budget = budget_on(chosen.budget, chosen.bounds, today)
    day = Day(
        points=read.points,
        since_pause=read.since_pause,
        budget=budget,
        paused_until=read.paused_until,
        ends_at=end_of(today, chosen.zone),
    )
    return Reading(chosen=chosen, points=read.points, budget=budget, pace=pace(day, now))


def last_read(session: Session, user_id: int, now: datetime) -> LastRead | None:
    """What a moderator opened last, if that was a short while ago; one query."""
    row = session.execute(
        select(Exposure.item_id, Exposure.is_severe)
        .where(
            Exposure.moderator_id == user_id,
            Exposure.step == Step.OPENED,
            Exposure.at > now - _IN_A_ROW,
        )
        .order_by(Exposure.id.desc())
        .limit(1)
    ).one_or_none()
    return LastRead(item_id=row.item_id, is_severe=row.is_severe) if row is not None else None


def note(
    session: Session, reader_id: int, text: Text, *, seen: Seen, step: Step, now: datetime
) -> None:
    """A moderator reads something. Twice on one day counts once, unless other words stand there by now.

    The caller holds the lock on what is read.
    """
    day, points = day_of(now, chosen_by(session, reader_id).zone), exposure_points(seen, step)
    read = _read(session, reader_id, text, step, day)
    if read is None:
        read = Exposure(
            moderator_id=reader_id,
            day=day,
            at=now,
            step=step,
            item_id=text.item_id,
            revision_id=text.revision_id,
            person_id=text.person_id,
            private_id=text.private_id,
            points=points,
            is_severe=seen.is_severe,
        )
        session.add(read)
    elif _is_older(read, text):
        read.at, read.points, read.is_severe = now, read.points + points, seen.is_severe
    session.flush()


def has_read(session: Session, reader_id: int, text: Text, step: Step, day: date) -> bool:
    """Whether a moderator has done this with a text on that day."""
    read = _read(session, reader_id, text, step, day)
    return read is not None and not _is_older(read, text)


def _is_older(read: Exposure, text: Text) -> bool:
    return text.since is not None and read.at < text.since


def _read(session: Session, reader_id: int, text: Text, step: Step, day: date) -> Exposure | None:
    return session.scalar(
        select(Exposure)
        .where(
            Exposure.moderator_id == reader_id,
            Exposure.day == day,
            Exposure.step == step,
            Exposure.revision_id == text.revision_id
            if text.revision_id is not None
            else (Exposure.person_id == text.person_id)
            & Exposure.private_id.is_not_distinct_from(text.private_id),
        )
        .limit(1)
    )


def forget_old_exposures(session: Session, now: datetime) -> None:
    """What somebody read long ago is of no use to anybody."""
    session.execute(delete(Exposure).where(Exposure.at < now - KEPT))
    session.execute(delete(Pause).where(Pause.until < now - KEPT))
