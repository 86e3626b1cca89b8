"""Reading the figures of moderation, by week. Nothing here changes anything, and nothing here reads a text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from forum.appeals.models import Appeal
from forum.appeals.rules import JUDGEMENTS, AppealState
from forum.audit.models import AuditEntry
from forum.community.models import Rule
from forum.conversations.models import ScreeningResult
from forum.database import db
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.queries import ended_a_wait
from forum.moderation.undo.models import not_undone
from forum.moderation.waits import waited
from forum.moderation.wording import held_because
from forum.screening import Outcome
from forum.screening.verdict import Finding
from forum.transparency.figures import (
    Week,
    midnight,
    ordered,
    shown,
    shown_middle,
    shown_nine_in_ten,
    shown_open,
    shown_part,
    shown_rate,
    weeks_over,
)
from forum.transparency.pages import Counted, OpenPage, WeekFigures
from forum.transparency.pictures import Picture, Value, bars
from forum.transparency.thresholds import chapters
from forum.transparency.verdicts import Verdicts, verdicts_of, week_of
from forum.wiring import clock
from forum.words import how_long

WEEKS = 12


def open_page() -> OpenPage:
    """Everything on the public page. The number of queries does not depend on how much there is."""
    now = clock().now()
    weeks, today = weeks_over(now, WEEKS), midnight(now)
    until = weeks[-1].ends
    verdicts = verdicts_of(weeks, until)
    waits, appeals = _waits(weeks, until), _appeals(weeks, until)
    rows = [
        _figures(week, verdicts[index], waits[index], appeals[index])
        for index, week in enumerate(weeks)
    ]
    oldest_wait, open_items = _queue(today)
    return OpenPage(
        weeks=rows,
        pictures=_pictures(rows, waits),
        reasons=_reasons(weeks[0].begins, until),
        rules=_rules_cited(weeks[0].begins, until),
        oldest_wait=oldest_wait,
        open_items=open_items,
        sets=chapters(),
        # Of use only if it is new, and it tells of nothing but that something was written.
        seal=_seal_of(today),
    )


def _waits(weeks: Sequence[Week], until: datetime) -> Mapping[int, Sequence[timedelta]]:
    found: dict[int, list[timedelta]] = defaultdict(list)
    rows = db.session.execute(
        select(
            week_of(Decision.decided_at, weeks).label("week"),
            ReviewItem.opened_at,
            Decision.decided_at,
        )
        .join(ReviewItem, ReviewItem.id == Decision.item_id)
        .where(
            Decision.decided_at >= weeks[0].begins,
            Decision.decided_at < until,
            Decision.decided_by_automation.is_(False),
            ended_a_wait(),
            not_undone(),
        )
    )
    for index, opened, decided in rows:
        found[index].append(waited(opened, decided))
    return found


def _appeals(weeks: Sequence[Week], until: datetime) -> Mapping[int, Counter[str]]:
    """How the appeals that were answered ended, by the week of the answer."""
    week = week_of(Appeal.settled_at, weeks).label("week")
    rows = db.session.execute(
        select(week, Appeal.state, func.count())
        .where(
            Appeal.settled_at >= weeks[0].begins,
            Appeal.settled_at < until,
            Appeal.state.in_(JUDGEMENTS),
        )
        .group_by(week, Appeal.state)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for index, state, count in rows:
        found[index][state] = count
    return found


def _figures(
    week: Week, verdicts: Verdicts, waits: Sequence[timedelta], appeals: Counter[str]
) -> WeekFigures:
    usual, longest = shown_middle(waits), shown_nine_in_ten(waits)
    held = shown_part(verdicts.held, verdicts.read)
    # A part of it, and its share, would tell what is not told.
    is_told = held is not None
    return WeekFigures(
        monday=week.monday,
        read=shown(verdicts.read),
        held=held,
        hold_rate=shown_rate(verdicts.held, verdicts.read),
        let_through=shown_part(verdicts.let_through, verdicts.held) if is_told else None,
        false_alarm_rate=shown_rate(verdicts.let_through, verdicts.held) if is_told else None,
        waits=shown_open(verdicts.waiting) is not None,
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
        for span in (shown_middle(waits[index]) for index in range(len(rows)))
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


def _queue(until: datetime) -> tuple[str, int | None]:
    """How long the oldest open item had waited by then, in words, and how many there were; both are told or neither is.

    As it stands now it would move with every single report.
    """
    oldest, count = db.session.execute(
        select(func.min(ReviewItem.opened_at), func.count()).where(
            ReviewItem.opened_at < until,
            or_(ReviewItem.closed_at.is_(None), ReviewItem.closed_at >= until),
        )
    ).one()
    told = shown_open(count)
    return (how_long(until - oldest) if told is not None else "", told)


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
    return [Counted(words=words, count=shown(count)) for words, count in ordered(why)]


def _rules_cited(since: datetime, until: datetime) -> Sequence[Counted]:
    rows = db.session.execute(
        select(Rule.title, func.count().label("times"))
        .join(Decision, Decision.rule_id == Rule.id)
        .where(Decision.decided_at >= since, Decision.decided_at < until, not_undone())
        .group_by(Rule.title)
    )
    cited = Counter({row.title: row.times for row in rows})
    return [Counted(words=title, count=shown(count)) for title, count in ordered(cited)]


def _seal_of(moment: datetime) -> str:
    """The number and seal of the newest entry of the audit log that was written before then; empty if there is none."""
    row = db.session.execute(
        select(AuditEntry.number, AuditEntry.seal)
        .where(AuditEntry.at < moment)
        .order_by(AuditEntry.number.desc())
        .limit(1)
    ).one_or_none()
    return f"{row.number}:{row.seal}" if row is not None else ""
