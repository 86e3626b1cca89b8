"""Reading the appeals that wait, and those that were settled of late, for those who look again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.appeals.models import Appeal
from forum.appeals.pages import AppealList, AppealRow
from forum.appeals.rows import appeals, may_know, what_it_is_about
from forum.appeals.rules import AppealState, Judges, judges_of
from forum.appeals.targets import Team, team
from forum.appeals.wording import STATE
from forum.database import db
from forum.moderation.models import Decision, Report
from forum.moderation.second_looks import told_of_appealed
from forum.moderation.text_models import TextDecision
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.models import Sanction
from forum.words import how_long

SETTLED_SHOWN = 20


def appeal_list(actor: Actor, now: datetime) -> AppealList:
    """The appeals that this person may know of: all but what is about themselves, or was said to them in private."""
    there = team(db.session())
    rows = db.session.execute(
        appeals().where(may_know(actor), Appeal.state == AppealState.OPEN).order_by(Appeal.made_at)
    ).all()
    settled = db.session.execute(
        appeals()
        .where(may_know(actor), Appeal.state != AppealState.OPEN)
        .order_by(Appeal.settled_at.desc())
        .limit(SETTLED_SHOWN)
    ).all()
    people = load_people({row.appellant_id for row in (*rows, *settled)})
    told_us = _told_us([row.id for row in rows], there)

    def listed(row: Any) -> AppealRow:
        judges = _judges(row, there, told_us[row.id])
        return _row(actor, row, people[row.appellant_id], judges, now)

    return AppealList(
        waiting=[listed(row) for row in rows], settled=[listed(row) for row in settled]
    )


def _told_us(appeal_ids: Collection[int], there: Team) -> Mapping[int, Collection[int]]:
    """Who of the staff had told us of what each of these appeals is about; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    if appeal_ids:
        staff = there.moderators | there.admins
        rows = db.session.execute(
            select(Appeal.id, Report.reporter_id)
            .outerjoin(Decision, Decision.id == Appeal.decision_id)
            .outerjoin(TextDecision, TextDecision.id == Appeal.text_decision_id)
            .outerjoin(Sanction, Sanction.id == Appeal.sanction_id)
            .join(Report, Report.reporter_id.in_(staff))
            .where(Appeal.id.in_(appeal_ids), told_of_appealed())
        )
        for appeal_id, reporter_id in rows:
            found[appeal_id].add(reporter_id)
    return found


def _row(actor: Actor, row: Any, by: PersonView, judges: Judges, now: datetime) -> AppealRow:
    return AppealRow(
        id=row.id,
        what=what_it_is_about(row),
        by=by,
        state=STATE[AppealState(row.state)],
        is_open=row.state == AppealState.OPEN,
        made_at=row.made_at,
        waits=how_long(now - row.made_at),
        may_judge=actor.user_id in judges.ids,
    )


def _judges(row: Any, there: Team, told_us: Collection[int]) -> Judges:
    return judges_of(
        moderators=there.moderators,
        admins=there.admins,
        decided_by=row.decided_by_id,
        appellant=row.appellant_id,
        kind=SanctionKind(row.kind) if row.kind is not None else None,
        told_us=told_us,
    )
