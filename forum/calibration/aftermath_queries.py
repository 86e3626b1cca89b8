"""Reading how a threshold set does since it decides, for the page that compares it with the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.audit.models import AuditEntry
from forum.calibration.aftermath import (
    Aftermath,
    Figures,
    Telling,
    expected_in_trial,
    figures_of,
    figures_of_test,
    telling,
)
from forum.calibration.backtest_report import GROUPS, Report
from forum.calibration.changed_posts import ChangedPost, changed_posts
from forum.calibration.decided import read_posts
from forum.calibration.models import Backtest
from forum.calibration.reigns import Reign, last_reign
from forum.calibration.standing import standing_of
from forum.calibration.steps import Step, available_steps
from forum.database import db
from forum.errors import NotFoundError
from forum.thresholds.models import ThresholdRow
from forum.thresholds.queries import as_set
from forum.wiring import clock

#: So many of the newest posts are looked at: little enough to be read while somebody waits for the page.
MOST_READ = 10_000
_DAY = 86_400
# A set that has just begun to decide is not reckoned up from minutes.
_SHORTEST = 1 / 24


@dataclass(frozen=True, kw_only=True)
class GroupPage:
    """One group's figures, side by side. `tested` and `tried` are None where there was no such test or trial."""

    name: str
    tested: Figures | None
    tried: Figures | None
    came: Figures
    waiting: int
    telling: Telling | None


@dataclass(frozen=True, kw_only=True)
class AftermathPage:
    """A set since it decides. `before` is the name of the set before; empty where there was none.

    `is_cut` is whether only the newest posts were looked at. `may_go_back` is whether going back is offered.
    """

    set_id: int
    name: str
    before: str
    since: datetime
    until: datetime | None
    days: float
    is_cut: bool
    groups: Sequence[GroupPage]
    aftermath: Aftermath
    only_live: Sequence[ChangedPost]
    only_before: Sequence[ChangedPost]
    may_go_back: bool


def aftermath_page(actor: Actor, set_id: int) -> AftermathPage:
    """How a set does since it decides, or did when it decided last.

    Raises:
        NotFoundError: there is no such set, or it never decided.
    """
    row, now = db.session.get(ThresholdRow, set_id), clock().now()
    reign = last_reign(db.session(), set_id)
    if row is None or reign is None:
        raise NotFoundError
    before = db.session.get(ThresholdRow, reign.before_id) if reign.before_id else None
    if before is not None and before.id == row.id:
        before = None
    found = Aftermath(live=as_set(row), before=as_set(before) if before is not None else None)
    until = reign.until or now
    since, read = reign.since, 0
    for one in islice(read_posts(now, since=reign.since, until=until), MOST_READ):
        found.add(one)
        read += 1
        since = one.screened_at
    is_cut = read == MOST_READ
    days = _days(since if is_cut else reign.since, until)
    return AftermathPage(
        set_id=row.id,
        name=row.name,
        before=before.name if before is not None else "",
        since=reign.since,
        until=reign.until,
        days=days,
        is_cut=is_cut,
        groups=_groups(row, reign, found, days, now),
        aftermath=found,
        only_live=changed_posts(actor, found.differing(by_live=True)),
        only_before=changed_posts(actor, found.differing(by_live=False)),
        may_go_back=Step.GO_BACK in available_steps(standing_of(db.session(), row), now),
    )


def _groups(
    row: ThresholdRow, reign: Reign, found: Aftermath, days: float, now: datetime
) -> Sequence[GroupPage]:
    tested, tried = _tested(row, reign), _tried(row, reign, now)
    pages = []
    for name in GROUPS:
        came = figures_of(found.groups[name], days)
        # The trial saw the same people at nearly the same time: where there was one, it is the better measure.
        expected = (tried or tested or {}).get(name)
        pages.append(
            GroupPage(
                name=name,
                tested=tested[name] if tested else None,
                tried=tried[name] if tried else None,
                came=came,
                waiting=found.groups[name].waiting,
                telling=telling(expected, came) if expected is not None else None,
            )
        )
    return pages


def _tested(row: ThresholdRow, reign: Reign) -> Mapping[str, Figures] | None:
    """What the last back-test of these very limits expected, before the set began to decide."""
    tests = db.session.scalars(
        select(Backtest)
        .where(Backtest.set_id == row.id, Backtest.finished_at <= reign.since)
        .order_by(Backtest.id.desc())
    )
    test = next((one for one in tests if one.limits == row.limits), None)
    if test is None or test.report is None:
        return None
    report = Report.from_json(test.report)
    return {name: figures_of_test(report.groups[name], report.days) for name in GROUPS}


def _tried(row: ThresholdRow, reign: Reign, now: datetime) -> Mapping[str, Figures] | None:
    """What the days of trial right before it began to decide made one expect."""
    since = db.session.scalar(
        select(func.max(AuditEntry.at)).where(
            AuditEntry.action == "thresholds.shadow",
            AuditEntry.subject_kind == "thresholds",
            AuditEntry.subject_id == row.id,
            AuditEntry.at < reign.since,
        )
    )
    if since is None or _decided_between(row.id, since, reign.since):
        return None
    posts = list(islice(read_posts(now, since=since, until=reign.since), MOST_READ))
    if not posts:
        return None
    begins = posts[-1].screened_at if len(posts) == MOST_READ else since
    return expected_in_trial(as_set(row), posts, _days(begins, reign.since))


def _decided_between(set_id: int, since: datetime, until: datetime) -> bool:
    """Whether it decided since the trial already: then the trial was for that time."""
    return (
        db.session.scalar(
            select(AuditEntry.id)
            .where(
                AuditEntry.action == "thresholds.live",
                AuditEntry.subject_kind == "thresholds",
                AuditEntry.subject_id == set_id,
                AuditEntry.at >= since,
                AuditEntry.at < until,
            )
            .limit(1)
        )
        is not None
    )


def _days(since: datetime, until: datetime) -> float:
    return max(_SHORTEST, (until - since).total_seconds() / _DAY)
