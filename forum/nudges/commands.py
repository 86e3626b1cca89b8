"""Remembering that a nudge was shown, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.conversations.lookup import is_latest
from forum.conversations.models import Post, PostRevision
from forum.database import ROW_LOCK, db, transaction
from forum.nudges.models import Nudge
from forum.nudges.outcomes import NudgeKind, NudgePlace, Way, outcome_of


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Words that are about to be sent.

    Attributes:
        place: what they would become.
        key: names the draft, whatever its words.
        words_key: names the words that it has now.
        way: what its author pressed.
        nudge_id: the nudge that stood above the form, if one did.
    """

    place: NudgePlace
    key: str
    words_key: str
    way: Way
    nudge_id: int | None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is remembered of a nudge that is shown."""

    kind: NudgeKind
    is_introduction: bool
    to_newcomer: bool


def show(actor: Actor, draft: Draft, shown: Shown, clock: Clock) -> int | None:
    """Remember that a word is shown above this draft. Returns its number.

    The same words that come again get the same word again: their author has not seen it yet, as when a button is
    pressed twice. None where the draft was changed since, because one word is enough.
    """
    try:
        with transaction() as session:
            nudge = _of_draft(session, actor, draft)
            if nudge is None:
                nudge = _new(actor, draft, shown, clock)
                session.add(nudge)
                session.flush()
            return _again(nudge, draft)
    except IntegrityError:
        # The same form arrived twice at the same moment, and the other one was first.
        nudge = _of_draft(db.session(), actor, draft)
        if nudge is None:
            raise
        return _again(nudge, draft)


def was_shown(actor: Actor, draft: Draft) -> bool:
    """Whether the author of this draft has seen a word about it."""
    if draft.nudge_id is None:
        return False
    nudge = _of_draft(db.session(), actor, draft)
    return nudge is not None and nudge.id == draft.nudge_id


def settle(actor: Actor, draft: Draft, clock: Clock, *, post_id: int | None = None) -> None:
    """Remember what came of the nudge that stood above this draft, once. Does nothing where there was none.

    Args:
        actor: the author.
        draft: as it was sent or let go.
        clock: tells when.
        post_id: the post that came of it.
    """
    if draft.nudge_id is None:
        return
    with transaction() as session:
        nudge = _of_draft(session, actor, draft, lock=True)
        if nudge is None or nudge.outcome is not None:
            return
        nudge.outcome = outcome_of(draft.way, changed=nudge.words_key != draft.words_key)
        nudge.settled_at = clock.now()
        nudge.words_key = None
        nudge.revision_id = _latest_version(session, post_id) if post_id is not None else None


def _of_draft(session: Session, actor: Actor, draft: Draft, *, lock: bool = False) -> Nudge | None:
    query = select(Nudge).where(Nudge.author_id == actor.id, Nudge.draft_key == draft.key)
    return session.scalar(query.with_for_update(**ROW_LOCK) if lock else query)


def _new(actor: Actor, draft: Draft, shown: Shown, clock: Clock) -> Nudge:
    return Nudge(
        author_id=actor.id,
        draft_key=draft.key,
        words_key=draft.words_key,
        place=draft.place,
        kind=shown.kind,
        is_introduction=shown.is_introduction,
        to_newcomer=shown.to_newcomer,
        shown_at=clock.now(),
    )


def _again(nudge: Nudge, draft: Draft) -> int | None:
    return nudge.id if nudge.words_key == draft.words_key else None


def _latest_version(session: Session, post_id: int) -> int | None:
    return session.scalar(select(PostRevision.id).join(Post, is_latest()).where(Post.id == post_id))
