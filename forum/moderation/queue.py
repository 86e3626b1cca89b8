"""Keeping the review queue true to the posts: it opens and closes items as posts move. Runs inside the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import LETS_THROUGH, PostAction, PostState, RevisionOutcome
from forum.conversations.lookup import latest_version
from forum.conversations.models import Post, ScreeningResult
from forum.events import EditSettled, Event, PostMoved, RevisionSubmitted
from forum.moderation.coming_back import keep_for_who_asked
from forum.moderation.items import add_reason, close, item_on_show, new_item, open_item
from forum.moderation.ranking import (
    ReasonKind,
    gravity_of_findings,
    gravity_of_kind,
    label_of_findings,
)
from forum.screening import Outcome
from forum.screening.verdict import Finding

MAX_EXPLANATION_LENGTH = 400
UNREAD = "The automatic screen could not read this text, so a person has to."
READ_FIRST = "A moderator has asked that whatever its author writes is read first."
# The waiting edit of a post goes on being a question only while its post stays in one of these.
_KEEPS_EDIT = frozenset({PostState.PUBLISHED, PostState.HIDDEN})


def follow_post(session: Session, happened: Event) -> None:
    """A held or hidden post becomes an item; a post that moved on takes its items along, and brings its edit back."""
    if not isinstance(happened, PostMoved):
        return
    if happened.after == PostState.HELD:
        _open(session, happened.post_id, happened.revision_id, happened.at, is_edit=False)
    elif happened.after == PostState.HIDDEN:
        _wait_for_a_decision(session, happened)
    elif happened.after != happened.before:
        _close(session, happened, is_edit=False)
    if happened.after not in _KEEPS_EDIT:
        _close(session, happened, is_edit=True)
    elif happened.before not in _KEEPS_EDIT:
        _ask_again_about_edit(session, happened)


def follow_edit(session: Session, happened: Event) -> None:
    """A held edit becomes an item; a settled one closes it. What readers see then is what a report is about."""
    if not isinstance(happened, EditSettled):
        return
    if happened.action == PostAction.HOLD:
        _open(session, happened.post_id, happened.revision_id, happened.at, is_edit=True)
        return
    _close(session, happened, is_edit=True)
    item = open_item(session, happened.post_id)
    if item is not None and happened.action in LETS_THROUGH:
        item.revision_id = happened.revision_id


def follow_revision(session: Session, happened: Event) -> None:
    """Newer words are on their way: an edit that waited with older ones is no longer the question."""
    if isinstance(happened, RevisionSubmitted):
        item = open_item(session, happened.post_id, is_edit=True)
        close(session, item, PostAction.REVISE, by_id=None, at=happened.at)


def _ask_again_about_edit(session: Session, happened: PostMoved) -> None:
    """A change that was held when its post went: nobody was asked about it since, and its author still waits."""
    post = session.get_one(Post, happened.post_id)
    if post.latest_number == post.shown_number:
        return
    newest = latest_version(session, post.id)
    if newest.outcome == RevisionOutcome.HELD:
        _open(session, post.id, newest.id, happened.at, is_edit=True)


def _open(session: Session, post_id: int, revision_id: int, at: datetime, *, is_edit: bool) -> None:
    result = session.scalar(
        select(ScreeningResult)
        .where(ScreeningResult.revision_id == revision_id)
        .order_by(ScreeningResult.id.desc())
        .limit(1)
    )
    post = session.get_one(Post, post_id)
    item = new_item(session, post, revision_id, at, is_edit=is_edit)
    keep_for_who_asked(session, item, at)
    if result is None:
        kind = ReasonKind.SCREENER_FAILED
        add_reason(item, kind, gravity_of_kind(kind), at, UNREAD)
        return
    if result.outcome == Outcome.PUBLISH:
        kind = ReasonKind.READ_FIRST
        add_reason(item, kind, gravity_of_kind(kind), at, READ_FIRST)
        return
    findings = [Finding.from_json(found) for found in result.findings]
    held_for = [finding.explanation for finding in findings if finding.holds]
    add_reason(
        item,
        ReasonKind.SCREENING,
        gravity_of_findings(findings),
        at,
        as_many_as_fit(held_for),
        label=label_of_findings(findings),
    )


def _wait_for_a_decision(session: Session, happened: PostMoved) -> None:
    """Out of sight is no decision: until there is one the post stays in the queue, or its author waits for ever."""
    item = item_on_show(session, session.get_one(Post, happened.post_id), happened.at)
    add_reason(item, ReasonKind.HIDDEN, gravity_of_kind(ReasonKind.HIDDEN), happened.at)


def as_many_as_fit(sentences: Sequence[str]) -> str:
    """Whole sentences, the first ones first; the rest can be read with the screener's findings."""
    kept = ""
    for sentence in sentences:
        longer = f"{kept} {sentence}".strip()
        if len(longer) > MAX_EXPLANATION_LENGTH:
            break
        kept = longer
    return kept


def _close(session: Session, happened: PostMoved | EditSettled, *, is_edit: bool) -> None:
    close(
        session,
        open_item(session, happened.post_id, is_edit=is_edit),
        happened.action,
        by_id=happened.actor_id,
        at=happened.at,
    )
