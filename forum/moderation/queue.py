"""Keeping the review queue true to the posts: it opens and closes items as posts move. Runs inside the transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.models import ScreeningResult
from forum.database import ROW_LOCK
from forum.events import EditSettled, Event, PostMoved, RevisionSubmitted
from forum.moderation.models import ReasonKind, ReviewItem, ReviewReason
from forum.screening import Outcome

MAX_EXPLANATION_LENGTH = 400
# An item that is open goes on being right only while its post stays in one of these.
_KEEPS_ITEM = frozenset({PostState.HELD, PostState.HIDDEN, PostState.PUBLISHED})


def follow_post(session: Session, happened: Event) -> None:
    """A held post becomes an item; a post that moved on takes its item along."""
    if not isinstance(happened, PostMoved):
        return
    if happened.after == PostState.HELD:
        _open(session, happened, is_edit=False)
    elif happened.before == PostState.HELD or happened.after not in _KEEPS_ITEM:
        _close(session, happened)


def follow_edit(session: Session, happened: Event) -> None:
    """A held edit becomes an item; a settled one closes it."""
    if not isinstance(happened, EditSettled):
        return
    if happened.action == PostAction.HOLD:
        _open(session, happened, is_edit=True)
    else:
        _close(session, happened)


def follow_revision(session: Session, happened: Event) -> None:
    """Newer words are on their way: what waited with the older ones is no longer the question."""
    if isinstance(happened, RevisionSubmitted):
        _close(session, happened)


def open_item(session: Session, post_id: int) -> ReviewItem | None:
    """The post's open item, locked, if there is one."""
    return session.scalar(
        select(ReviewItem)
        .where(ReviewItem.post_id == post_id, ReviewItem.closed_at.is_(None))
        .with_for_update(**ROW_LOCK)
    )


def _open(session: Session, happened: PostMoved | EditSettled, *, is_edit: bool) -> None:
    result = session.scalar(
        select(ScreeningResult)
        .where(ScreeningResult.revision_id == happened.revision_id)
        .order_by(ScreeningResult.id.desc())
        .limit(1)
    )
    item = ReviewItem(
        post_id=happened.post_id,
        revision_id=happened.revision_id,
        is_edit=is_edit,
        opened_at=happened.at,
    )
    item.reasons = [_reason(happened, result)]
    session.add(item)


def _reason(happened: PostMoved | EditSettled, result: ScreeningResult | None) -> ReviewReason:
    if result is None:
        return ReviewReason(
            kind=ReasonKind.SCREENER_FAILED,
            explanation="The automatic screen could not read this text, so a person has to.",
            created_at=happened.at,
        )
    if result.outcome == Outcome.PUBLISH:
        return ReviewReason(
            kind=ReasonKind.READ_FIRST,
            explanation="A moderator has asked that whatever its author writes is read first.",
            created_at=happened.at,
        )
    held_for = [found["explanation"] for found in result.findings if found["holds"]]
    return ReviewReason(
        kind=ReasonKind.SCREENING,
        explanation=_as_many_as_fit(held_for),
        created_at=happened.at,
    )


def _as_many_as_fit(sentences: Sequence[str]) -> str:
    """Whole sentences, the first ones first; the rest can be read with the screener's findings."""
    kept = ""
    for sentence in sentences:
        longer = f"{kept} {sentence}".strip()
        if len(longer) > MAX_EXPLANATION_LENGTH:
            break
        kept = longer
    return kept


def _close(session: Session, happened: PostMoved | EditSettled | RevisionSubmitted) -> None:
    item = open_item(session, happened.post_id)
    if item is not None:
        item.closed_at = happened.at
