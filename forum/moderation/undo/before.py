"""How things stood right before a decision, as plain data, and putting them back. The caller holds the locks.

A post is put back by `conversations.transitions`, other words by `undo.texts`; here are the items that waited, with
their reasons and reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import PostState, RevisionOutcome
from forum.conversations.models import Post, PostRevision
from forum.conversations.transitions import Standing, standing_of
from forum.database import ROW_LOCK, UtcDateTime
from forum.moderation.items import add_reason, let_go, weigh_reports
from forum.moderation.models import Decision, Report, ReviewItem
from forum.moderation.ranking import Gravity, ReasonKind
from forum.moderation.reporting import ReportOutcome

CLOSED_AS_UNDONE = "undo"
_ASKED = frozenset({"asked_by_id", "asked_at"})
# What can change about an item while it waits, and whether that is a moment. What it is about never does.
_KEPT = {
    column.key: isinstance(column.type, UtcDateTime)
    for column in ReviewItem.__table__.columns
    if column.key
    not in {
        "id",
        "post_id",
        "person_id",
        "private_id",
        "appeal_id",
        "clock_id",
        "about_id",
        "with_id",
        "decided_by_id",
        "admins_first",
        "is_edit",
    }
    and not column.key.startswith("closed_")
}


def before_decision(
    session: Session,
    post: Post,
    revision: PostRevision,
    *,
    settled_by: Decision | None = None,
) -> Mapping[str, Any]:
    """Everything that a decision on a post can change.

    `settled_by` is an earlier decision that is put right by it: the reports which that one had settled are in it too.
    """
    standing = asdict(standing_of(session, post, revision))
    return {
        "post": as_plain(standing),
        "items": open_items(session, ReviewItem.post_id == post.id),
        "settled": _settled(session, settled_by) if settled_by is not None else {},
    }


def before_item(session: Session, item: ReviewItem) -> Mapping[str, Any]:
    """Everything that dealing with what was told of a profile, or of private words, can change of the queue."""
    return {"items": open_items(session, of_the_same(item))}


def of_the_same(item: ReviewItem) -> ColumnElement[bool]:
    """For a query of items: those on the same profile, or on what the same person said in the same conversation."""
    if item.private_id is None:
        return ReviewItem.person_id == item.person_id
    return and_(ReviewItem.private_id == item.private_id, ReviewItem.about_id == item.about_id)


def standing_before(before: Mapping[str, Any]) -> Standing:
    """How the post stood."""
    kept = before["post"]
    return Standing(
        state=PostState(kept["state"]),
        state_changed_at=datetime.fromisoformat(kept["state_changed_at"]),
        published_at=moment(kept["published_at"]),
        shown_number=kept["shown_number"],
        outcome=RevisionOutcome(kept["outcome"]),
        thread_title=kept["thread_title"],
        thread_published_at=moment(kept["thread_published_at"]),
    )


def put_back_items(
    session: Session,
    before: Mapping[str, Any],
    which: ColumnElement[bool],
    *,
    by_id: int,
    now: datetime,
) -> None:
    """Open again what was closed, and close what was opened, of the items on one target (`which`).

    What readers told us meanwhile of the same target is kept: their reports come along to the item that waits again.
    """
    # One person holds one claim, and they get the old one back.
    let_go(session, by_id)
    for report_id, (outcome, settled_at) in before.get("settled", {}).items():
        report = session.get_one(Report, int(report_id))
        report.outcome, report.settled_at = outcome, moment(settled_at)
    waits_now = {item.is_edit: item for item in _open_items(session, which)}
    for kept in before["items"]:
        item = session.get_one(ReviewItem, kept["id"], with_for_update=ROW_LOCK)
        newer = waits_now.pop(item.is_edit, None)
        if newer is not None and newer is not item:
            _close(newer, by_id, now)
        session.flush()
        _reopen(session, item, kept)
        if newer is not None and newer is not item:
            _take_over(session, item, newer, now)
        weigh_reports(session, item, now)
    for item in waits_now.values():
        # It waited only because of what is undone.
        _close(item, by_id, now)
    session.flush()


def _open_items(session: Session, which: ColumnElement[bool]) -> Sequence[ReviewItem]:
    return session.scalars(
        select(ReviewItem)
        .where(which, ReviewItem.closed_at.is_(None))
        .order_by(ReviewItem.is_edit, ReviewItem.id)
        .with_for_update(**ROW_LOCK)
    ).all()


def open_items(session: Session, which: ColumnElement[bool]) -> list[dict[str, Any]]:
    """The items that wait, with their reasons and open reports, as plain data."""
    return [
        {
            "id": item.id,
            "was": {key: _plain(getattr(item, key)) for key in _KEPT},
            "reasons": {
                str(reason.id): [int(reason.gravity), reason.explanation] for reason in item.reasons
            },
            "reports": session.scalars(
                select(Report.id)
                .where(Report.item_id == item.id, Report.outcome.is_(None))
                .order_by(Report.id)
            ).all(),
        }
        for item in _open_items(session, which)
    ]


def _settled(session: Session, decision: Decision) -> dict[str, tuple[str | None, object]]:
    if decision.item_id is None:
        return {}
    reports = session.scalars(select(Report).where(Report.item_id == decision.item_id))
    return {str(one.id): (one.outcome, _plain(one.settled_at)) for one in reports}


def _reopen(session: Session, item: ReviewItem, kept: Mapping[str, Any]) -> None:
    # While it went on waiting, a note may have answered whoever asked for an opinion: they have been told.
    changed_meanwhile = _ASKED if item.closed_at is None else frozenset()
    item.closed_at = item.closed_as = item.closed_by_id = None
    for key, is_moment in _KEPT.items():
        if key in changed_meanwhile:
            continue
        was = kept["was"].get(key)
        setattr(item, key, moment(was) if is_moment else was)
    for reason in list(item.reasons):
        if str(reason.id) in kept["reasons"]:
            reason.gravity, reason.explanation = kept["reasons"][str(reason.id)]
        elif reason.kind != ReasonKind.DISTRESS:
            # Who may be in need is so whatever was decided.
            session.delete(reason)
    session.execute(
        update(Report).where(Report.id.in_(kept["reports"])).values(outcome=None, settled_at=None)
    )
    session.flush()
    session.refresh(item)


def _take_over(session: Session, item: ReviewItem, newer: ReviewItem, now: datetime) -> None:
    known = {reason.kind: reason.gravity for reason in item.reasons}
    for reason in newer.reasons:
        # Reports are weighed together with those from before.
        if reason.kind in {ReasonKind.HIDDEN, ReasonKind.REPORT}:
            continue
        kind, gravity, why = reason.kind, Gravity(reason.gravity), reason.explanation
        if gravity >= known.get(kind, Gravity.LIGHT):
            add_reason(item, kind, gravity, reason.created_at, why, label=reason.label)
    _take_over_reports(session, item, newer, now)


def _take_over_reports(
    session: Session, item: ReviewItem, newer: ReviewItem, now: datetime
) -> None:
    told = {
        report.reporter_id: report
        for report in session.scalars(select(Report).where(Report.item_id == item.id))
    }
    for report in session.scalars(
        select(Report).where(Report.item_id == newer.id, Report.outcome.is_(None))
    ).all():
        earlier = told.get(report.reporter_id)
        if earlier is None:
            report.item_id = item.id
            continue
        # Whoever tells us of the same thing twice says it in other words the second time.
        earlier.reason, earlier.words = report.reason, report.words
        report.outcome, report.settled_at = ReportOutcome.GONE, now


def _close(item: ReviewItem, by_id: int, now: datetime) -> None:
    item.closed_at, item.closed_as, item.closed_by_id = now, CLOSED_AS_UNDONE, by_id
    item.claimed_by_id = item.claimed_until = None


def as_plain(values: Mapping[str, object]) -> dict[str, object]:
    """Values that may be moments, as JSON holds them."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def moment(value: str | None) -> datetime | None:
    """A moment out of JSON."""
    return datetime.fromisoformat(value) if value is not None else None
