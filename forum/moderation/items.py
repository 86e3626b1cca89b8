"""Opening and closing items of the review queue. The caller holds the transaction, and the lock on the post."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import PostAction
from forum.conversations.lookup import shown_version
from forum.conversations.models import Post
from forum.database import ROW_LOCK, emit
from forum.errors import InvalidInputError
from forum.events import OpinionGiven, ReportSettled
from forum.moderation.models import Report, ReviewItem, ReviewReason
from forum.moderation.options import ModeratorAction
from forum.moderation.ranking import Gravity, ReasonKind, gravity_of_reports, label_of_reports
from forum.moderation.reporting import ReportOutcome, told_by_now

M = ModeratorAction

# What came of a report, by what was done. Anything else means that its target was left, or shown again.
_ACTED = frozenset({M.REQUEST_CHANGES, M.DECLINE, M.REMOVE, M.SETTLE})
_TOLD_MEANWHILE = (
    "Somebody has told us more of this while you had it open. Nothing was changed yet: "
    "please read what they say, and send your decision again."
)
_GONE = frozenset({PostAction.WITHDRAW, PostAction.REVISE})


def open_item(session: Session, post_id: int, *, is_edit: bool = False) -> ReviewItem | None:
    """The open item of a post, or of its waiting edit, locked, if there is one."""
    return session.scalar(
        select(ReviewItem)
        .where(
            ReviewItem.post_id == post_id,
            ReviewItem.is_edit == is_edit,
            ReviewItem.closed_at.is_(None),
        )
        .with_for_update(**ROW_LOCK)
    )


def open_person_item(session: Session, person_id: int) -> ReviewItem | None:
    """The open item of a person's profile, locked, if there is one."""
    return session.scalar(
        select(ReviewItem)
        .where(ReviewItem.person_id == person_id, ReviewItem.closed_at.is_(None))
        .with_for_update(**ROW_LOCK)
    )


def open_private_item(session: Session, private_id: int, about_id: int) -> ReviewItem | None:
    """The open item on what one of two said in private, locked, if there is one."""
    return session.scalar(
        select(ReviewItem)
        .where(
            ReviewItem.private_id == private_id,
            ReviewItem.about_id == about_id,
            ReviewItem.closed_at.is_(None),
        )
        .with_for_update(**ROW_LOCK)
    )


def item_on_show(session: Session, post: Post, at: datetime) -> ReviewItem:
    """The open item of a post that readers see, or saw until it was hidden; a new one where there is none.

    It is how a concern about a published post gets into the queue: give it its reason with `add_reason`.
    """
    item = open_item(session, post.id)
    if item is not None:
        return item
    return new_item(session, post, shown_version(session, post.id).id, at)


def new_item(
    session: Session, post: Post, revision_id: int, at: datetime, *, is_edit: bool = False
) -> ReviewItem:
    """A new item on a version of a post. It still needs a reason."""
    item = ReviewItem(
        post_id=post.id,
        revision_id=revision_id,
        about_id=post.author_id,
        is_edit=is_edit,
        from_newcomer=post.by_newcomer,
        gravity=Gravity.LIGHT,
        opened_at=at,
    )
    session.add(item)
    session.flush()
    return item


def add_reason(
    item: ReviewItem,
    kind: str,
    gravity: Gravity,
    at: datetime,
    explanation: str = "",
    *,
    label: str | None = None,
) -> None:
    """One more reason why an item is there; where it is known already it is graver or lighter now, or says more.

    `label` is the kind of harm that it is about, where that is known.
    """
    known = [reason for reason in item.reasons if reason.kind == kind]
    for reason in known:
        reason.gravity, reason.explanation = gravity, explanation or reason.explanation
        reason.label = label
    if not known:
        item.reasons.append(
            ReviewReason(
                kind=kind, gravity=gravity, explanation=explanation, created_at=at, label=label
            )
        )
    gravest = max(item.reasons, key=lambda reason: (reason.gravity, reason.label is not None))
    item.gravity, item.label = gravest.gravity, gravest.label


def weigh_reports(session: Session, item: ReviewItem, at: datetime) -> None:
    """Let an item be as grave as the open reports of it are together; where there are none, nothing happens."""
    session.flush()
    told = [(report.reason, report.weight) for report in _open_reports(session, item)]
    if told:
        kind, gravity = ReasonKind.REPORT, gravity_of_reports(told)
        add_reason(item, kind, gravity, at, label=label_of_reports(told))


def close(
    session: Session, item: ReviewItem | None, action: str, *, by_id: int | None, at: datetime
) -> None:
    """Close an item, and say to whoever reported its target what came of it.

    `action` is what was done, `by_id` the moderator; None where the target itself moved on. Without an item nothing
    happens.
    """
    if item is None:
        return
    if action in set(ModeratorAction):
        answer_asker(session, item, by_id=by_id, at=at)
    item.closed_at, item.closed_as, item.closed_by_id = at, action, by_id
    item.claimed_by_id = item.claimed_until = None
    outcome = _came_of(action)
    for report in _open_reports(session, item):
        _settle(session, item, report, outcome, by_id=by_id, at=at)


def require_all_read(session: Session, item: ReviewItem, told: str | None) -> None:
    """Go on only if nobody has told us more of it since the page was opened: nobody decides on what they have not read.

    Args:
        session: the one that holds the lock on what was reported.
        item: what is decided on.
        told: what stood on the page (`reporting.told_by_now`); None where it is not known.

    Raises:
        InvalidInputError: somebody has.
    """
    by_now = session.scalars(select(Report.made_at).where(Report.item_id == item.id)).all()
    if told is not None and told != told_by_now(by_now):
        raise InvalidInputError(_TOLD_MEANWHILE, "told")


def let_go(session: Session, user_id: int, *which: ColumnElement[bool]) -> None:
    """Somebody has these items open no more, or all that they had.

    What somebody else takes or decides on in this very moment is left to them. So nobody waits here: two who take over
    from each other would wait for ever.
    """
    theirs = select(ReviewItem.id).where(ReviewItem.claimed_by_id == user_id, *which)
    ids = session.scalars(theirs.with_for_update(skip_locked=True, **ROW_LOCK)).all()
    free = {"claimed_by_id": None, "claimed_until": None}
    session.execute(update(ReviewItem).where(ReviewItem.id.in_(ids)).values(free))


def answer_asker(session: Session, item: ReviewItem, *, by_id: int | None, at: datetime) -> None:
    """Whoever waits for a second opinion on an item has one now. Their own words are none."""
    asker = item.asked_by_id
    if asker is None or by_id is None or asker == by_id:
        return
    item.asked_by_id = item.asked_at = None
    emit(
        session,
        OpinionGiven(actor_id=by_id, at=at, item_id=item.id, asker_id=asker, post_id=item.post_id),
    )


def settle_as_made_to_harm(
    session: Session, item: ReviewItem, report_ids: Collection[int], *, by_id: int, at: datetime
) -> None:
    """These reports were no concern, but made in order to harm: later ones by the same people weigh less."""
    for report in _open_reports(session, item):
        if report.id in report_ids:
            _settle(session, item, report, ReportOutcome.BAD_FAITH, by_id=by_id, at=at)


def _open_reports(session: Session, item: ReviewItem) -> Sequence[Report]:
    return session.scalars(
        select(Report)
        .where(Report.item_id == item.id, Report.outcome.is_(None))
        .order_by(Report.id)
    ).all()


def _settle(
    session: Session,
    item: ReviewItem,
    report: Report,
    outcome: ReportOutcome,
    *,
    by_id: int | None,
    at: datetime,
) -> None:
    report.outcome, report.settled_at = outcome, at
    emit(
        session,
        ReportSettled(
            actor_id=by_id,
            at=at,
            report_id=report.id,
            reporter_id=report.reporter_id,
            post_id=item.post_id,
            outcome=outcome,
        ),
    )


def _came_of(action: str) -> ReportOutcome:
    if action in _ACTED:
        return ReportOutcome.ACTED
    return ReportOutcome.GONE if action in _GONE else ReportOutcome.KEPT
