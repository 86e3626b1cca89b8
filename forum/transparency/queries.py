"""Reading the figures of moderation, by week. Nothing here changes anything, and nothing here reads a text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.appeals.models import Appeal
from forum.appeals.rules import JUDGEMENTS, AppealState
from forum.community.models import Rule
from forum.conversations.lifecycle import PostAction, RevisionOutcome
from forum.conversations.models import PostRevision, PostTransition, ScreeningResult
from forum.database import db
from forum.moderation.models import AuditEntry, Decision, ReviewItem
from forum.moderation.undo.models import is_reversed, not_undone
from forum.moderation.wording import held_because, how_long
from forum.screening import Outcome
from forum.screening.verdict import Finding
from forum.transparency.figures import (
    Week,
    middle,
    midnight,
    nine_in_ten,
    shown,
    shown_part,
    shown_rate,
    weeks_until,
)
from forum.transparency.pages import Counted, OpenPage, WeekFigures
from forum.transparency.pictures import Picture, Value, bars
from forum.transparency.thresholds import chapters
from forum.wiring import clock

WEEKS = 12
_TAKEN_BACK = "taken_back"


@dataclass
class _Verdicts:
    """What the screen said in a week, and what became of what it held."""

    read: int = 0
    held: int = 0
    let_through: int = 0
    waiting: int = 0


def open_page() -> OpenPage:
    """Everything on the public page. The number of queries does not depend on how much there is."""
    now = clock().now()
    weeks = weeks_until(now, WEEKS)
    verdicts, waits, appeals = _verdicts(weeks), _waits(weeks), _appeals(weeks)
    rows = [
        _figures(week, verdicts[index], waits[index], appeals[index])
        for index, week in enumerate(weeks)
    ]
    oldest, count = _queue()
    return OpenPage(
        weeks=rows,
        pictures=_pictures(rows, waits),
        reasons=_reasons(weeks[0].begins, midnight(now)),
        rules=_rules_cited(weeks[0].begins, midnight(now)),
        oldest_wait=how_long(now - oldest) if oldest is not None else "",
        open_items=shown(count),
        sets=chapters(),
        seal=_seal_of(midnight(now)),
    )


def _week_of(moment: InstrumentedAttribute[Any], weeks: Sequence[Week]) -> ColumnElement[int]:
    """Which of the weeks a moment lies in, as a number from 0."""
    return case(
        *((moment < week.ends, index) for index, week in enumerate(weeks[:-1])),
        else_=len(weeks) - 1,
    )


def _verdicts(weeks: Sequence[Week]) -> Mapping[int, _Verdicts]:
    found: dict[int, _Verdicts] = defaultdict(_Verdicts)
    _count_read(found, weeks)
    _count_unread(found, weeks)
    return found


def _count_read(found: dict[int, _Verdicts], weeks: Sequence[Week]) -> None:
    read = (
        select(
            _week_of(ScreeningResult.created_at, weeks).label("week"),
            ScreeningResult.outcome,
            _became(),
        )
        .join(PostRevision, PostRevision.id == ScreeningResult.revision_id)
        .where(ScreeningResult.created_at >= weeks[0].begins)
        .subquery()
    )
    rows = db.session.execute(
        select(read.c.week, read.c.outcome, read.c.became, func.count()).group_by(*read.c)
    )
    for index, outcome, became, count in rows:
        figures = found[index]
        figures.read += count
        if outcome == Outcome.HOLD:
            _count_held(figures, became, count)


def _count_unread(found: dict[int, _Verdicts], weeks: Sequence[Week]) -> None:
    """Posts that were held because the screen could not read them: there is no result for those."""
    no_result = (
        ~select(ScreeningResult.id)
        .where(ScreeningResult.revision_id == PostTransition.revision_id)
        .exists()
    )
    unread = (
        select(_week_of(PostTransition.at, weeks).label("week"), _became())
        .join(PostRevision, PostRevision.id == PostTransition.revision_id)
        .where(
            PostTransition.at >= weeks[0].begins,
            PostTransition.action == PostAction.HOLD,
            no_result,
        )
        .subquery()
    )
    rows = db.session.execute(
        select(unread.c.week, unread.c.became, func.count()).group_by(*unread.c)
    )
    for index, became, count in rows:
        found[index].read += count
        _count_held(found[index], became, count)


def _became() -> ColumnElement[str]:
    """What became of a version; where a person took their approval back, it was no false alarm."""
    taken_back = exists().where(
        # By the post first: that is what there is an index for.
        Decision.post_id == PostRevision.post_id,
        Decision.revision_id == PostRevision.id,
        Decision.action == PostAction.APPROVE,
        is_reversed(),
    )
    approved = PostRevision.outcome == RevisionOutcome.APPROVED
    return case(
        (approved, case((taken_back, literal(_TAKEN_BACK)), else_=PostRevision.outcome)),
        else_=PostRevision.outcome,
    ).label("became")


def _count_held(figures: _Verdicts, became: str, count: int) -> None:
    figures.held += count
    if became == RevisionOutcome.APPROVED:
        figures.let_through += count
    elif became == RevisionOutcome.HELD:
        figures.waiting += count


def _waits(weeks: Sequence[Week]) -> Mapping[int, Sequence[timedelta]]:
    found: dict[int, list[timedelta]] = defaultdict(list)
    rows = db.session.execute(
        select(
            _week_of(Decision.decided_at, weeks).label("week"),
            ReviewItem.opened_at,
            Decision.decided_at,
        )
        .join(ReviewItem, ReviewItem.id == Decision.item_id)
        .where(
            Decision.decided_at >= weeks[0].begins,
            Decision.decided_by_automation.is_(False),
            not_undone(),
        )
    )
    for index, opened, decided in rows:
        found[index].append(decided - opened)
    return found


def _appeals(weeks: Sequence[Week]) -> Mapping[int, Counter[str]]:
    """How the appeals that were answered ended, by the week of the answer."""
    week = _week_of(Appeal.settled_at, weeks).label("week")
    rows = db.session.execute(
        select(week, Appeal.state, func.count())
        .where(Appeal.settled_at >= weeks[0].begins, Appeal.state.in_(JUDGEMENTS))
        .group_by(week, Appeal.state)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for index, state, count in rows:
        found[index][state] = count
    return found


def _figures(
    week: Week, verdicts: _Verdicts, waits: Sequence[timedelta], appeals: Counter[str]
) -> WeekFigures:
    usual, longest = middle(waits), nine_in_ten(waits)
    return WeekFigures(
        monday=week.monday,
        is_over=week.is_over,
        read=shown(verdicts.read),
        held=shown_part(verdicts.held, verdicts.read),
        hold_rate=shown_rate(verdicts.held, verdicts.read),
        let_through=shown_part(verdicts.let_through, verdicts.held),
        false_alarm_rate=shown_rate(verdicts.let_through, verdicts.held),
        waits=verdicts.waiting > 0,
        usual_wait=how_long(usual) if usual is not None else "",
        longest_waits=how_long(longest) if longest is not None else "",
        appeals=shown(appeals.total()),
        overturn_rate=shown_rate(appeals[AppealState.OVERTURNED], appeals.total()),
    )


def _pictures(
    rows: Sequence[WeekFigures], waits: Mapping[int, Sequence[timedelta]]
) -> Sequence[Picture]:
    def row(key: str, title: str, words: str, values: Sequence[float | None]) -> Picture:
        labelled = [
            Value(label=f"{week.monday.day} {week.monday:%b}", value=value)
            for week, value in zip(rows, values, strict=True)
        ]
        known = sum(value is not None for value in values)
        told = f"{words}, a bar for each of the last {len(rows)} weeks; {known} of them are told."
        say = _in_hours if key == "wait" else _in_percent
        return bars(key, title, f"{told} The table below has the figures.", labelled, say)

    hours = [
        span.total_seconds() / 3_600 if span is not None else None
        for span in (middle(waits[index]) for index in range(len(rows)))
    ]
    return (
        row(
            "held",
            "How much the screen sets aside",
            "The share of what it read",
            [week.hold_rate for week in rows],
        ),
        row(
            "false-alarms",
            "How often that was for nothing",
            "The share of what was set aside and then published unchanged",
            [week.false_alarm_rate for week in rows],
        ),
        row("wait", "How long a person takes to decide", "The usual wait in hours", hours),
    )


def _in_percent(value: float) -> str:
    return f"{value * 100:.3g} %"


def _in_hours(value: float) -> str:
    return f"{value:.3g} h"


def _queue() -> tuple[datetime | None, int]:
    oldest, count = db.session.execute(
        select(func.min(ReviewItem.opened_at), func.count()).where(ReviewItem.closed_at.is_(None))
    ).one()
    return oldest, count


def _reasons(since: datetime, until: datetime) -> Sequence[Counted]:
    """Why versions were held, in the words that their authors read, most frequent first."""
    why: Counter[str] = Counter()
    rows = db.session.scalars(
        select(ScreeningResult.findings).where(
            ScreeningResult.outcome == Outcome.HOLD,
            ScreeningResult.created_at >= since,
            ScreeningResult.created_at < until,
        )
    )
    for findings in rows:
        why.update(held_because([Finding.from_json(found) for found in findings]))
    return [Counted(words=words, count=shown(count)) for words, count in _ordered(why)]


def _rules_cited(since: datetime, until: datetime) -> Sequence[Counted]:
    rows = db.session.execute(
        select(Rule.title, func.count().label("times"))
        .join(Decision, Decision.rule_id == Rule.id)
        .where(Decision.decided_at >= since, Decision.decided_at < until, not_undone())
        .group_by(Rule.title)
    )
    cited = Counter({row.title: row.times for row in rows})
    return [Counted(words=title, count=shown(count)) for title, count in _ordered(cited)]


def _ordered(counted: Counter[str]) -> Sequence[tuple[str, int]]:
    """Most frequent first; what is not told stands in the order of the alphabet, so that its place tells nothing."""
    return sorted(counted.items(), key=lambda pair: (-(shown(pair[1]) or 0), pair[0]))


def _seal_of(moment: datetime) -> str:
    """The number and seal of the newest entry of the audit log that was written before then; empty if there is none."""
    row = db.session.execute(
        select(AuditEntry.number, AuditEntry.seal)
        .where(AuditEntry.at < moment)
        .order_by(AuditEntry.number.desc())
        .limit(1)
    ).one_or_none()
    return f"{row.number}:{row.seal}" if row is not None else ""
