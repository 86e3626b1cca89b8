"""Approval by welcome: a mentor answers a held introduction, and both appear. One intention, one transaction.

The answer is read by the screener before anything is stored. Where a person would have to read it first, nothing is
sent: the newcomer must not wait for two people instead of one, and never sees an answer to words that nobody may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.conversations.intended import intended_reply
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.lookup import latest_version
from forum.conversations.models import Post, PostRevision
from forum.conversations.submission import result_of
from forum.conversations.transitions import move
from forum.database import ROW_LOCK, db, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import DecisionMade, RevisionSubmitted
from forum.moderation.claims import ClaimedError, require_free
from forum.moderation.items import open_item
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.undo.before import before_decision
from forum.moderation.undo.leaving import open_window
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screening import Submission, Verdict
from forum.screening_desk.asking import AsksScreener
from forum.text import render
from forum.welcome.approval_facts import held_facts

_FASTER = (
    "This introduction does not wait any more: somebody was faster, or its author changed it. "
    "Nothing was sent, and your words are kept here."
)
_BEING_READ = (
    "A moderator is reading this introduction just now. Nothing was sent, and your words are kept here: "
    "when they have decided, you can answer as usual."
)
_TAKEN_BACK = (
    "You have taken this answer back, so nothing was sent. Your words are kept here: "
    "please open the introduction again if it still waits."
)
_NOBODY_READS = (
    "The automatic screen does not answer just now, and nothing is shown unread. Nothing was sent, and your words are "
    "kept here: please try again in a minute."
)
_WOULD_BE_HELD = (
    "The automatic screen would ask a person to read this answer first, so nothing was sent. "
    "Perhaps other words say it as well; otherwise a moderator reads the introduction, and you can answer then."
)


class NotJustNowError(ConflictError):
    """Nothing was sent; the message says why, and the words are kept."""


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """What a mentor sends. `revision_id` is the version of the introduction that was on their screen."""

    text: str
    submission_key: str
    revision_id: int


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What was sent, and what the screener said of it."""

    sent: Welcome
    html: str
    submission: Submission
    verdict: Verdict


def welcome_held(
    actor: Actor, post_id: int, sent: Welcome, screener: AsksScreener, clock: Clock
) -> int:
    """Publish a held introduction together with one's own answer. Returns the answer's id.

    The same form sent twice gives the same answer.

    Raises:
        NotFoundError: there is no such introduction for this person.
        NotAllowedError: no mentor in good standing, or they have blocked each other.
        NotJustNowError: somebody was faster, has it open, the screener does not answer, or this very form was sent
            before and its answer taken back.
        InvalidInputError: a person would have to read the answer first.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    html = render(sent.text)
    post = db.session.get(Post, post_id)
    if post is None:
        raise NotFoundError
    submission = intended_reply(actor, post.thread_id, sent.text, post_id).submission
    with transaction() as session:
        earlier = _require_waiting(session, actor, post_id, sent, clock.now())
    if earlier is not None:
        return earlier
    # Nothing may stay open while the screener reads.
    db.session.rollback()
    answered = _Answer(
        sent=sent, html=html, submission=submission, verdict=_read(screener, submission)
    )
    with transaction() as session:
        now = clock.now()
        earlier = _require_waiting(session, actor, post_id, sent, now)
        if earlier is not None:
            return earlier
        post = session.get_one(Post, post_id)
        answer = _store(session, actor, post, answered, now=now)
        return _publish_both(session, actor, post, answer, now=now)


def _read(screener: AsksScreener, submission: Submission) -> Verdict:
    verdict = screener.ask(submission)
    if verdict is None:
        raise NotJustNowError(_NOBODY_READS)
    if verdict.holds or verdict.urgent:
        raise InvalidInputError(_WOULD_BE_HELD, "text")
    return verdict


def _require_waiting(
    session: Session, actor: Actor, post_id: int, sent: Welcome, now: datetime
) -> int | None:
    """Lock the introduction and see that it may still be welcomed; the answer's id if this form was sent before."""
    post = session.get_one(Post, post_id, with_for_update=ROW_LOCK)
    earlier = session.scalar(
        select(Post).where(Post.author_id == actor.id, Post.submission_key == sent.submission_key)
    )
    if earlier is not None:
        if earlier.state == PostState.WITHDRAWN:
            raise NotJustNowError(_TAKEN_BACK)
        return earlier.id
    item = open_item(session, post.id)
    facts = held_facts(session, actor, post, item, now)
    if facts is None or item is None or item.revision_id != sent.revision_id:
        if _was_shown(session, post_id, sent.revision_id):
            raise NotJustNowError(_FASTER)
        raise NotFoundError
    require(actor, Action.WELCOME_HELD, facts)
    try:
        require_free(session, actor, item, now)
    except ClaimedError:
        raise NotJustNowError(_BEING_READ) from None
    return None


def _was_shown(session: Session, post_id: int, revision_id: int) -> bool:
    """Whether that version waited for somebody once: whoever had it on the screen is told, nobody else is."""
    found = select(ReviewItem.id).where(
        ReviewItem.post_id == post_id, ReviewItem.revision_id == revision_id
    )
    return session.scalar(found.limit(1)) is not None


def _publish_both(
    session: Session, actor: Actor, post: Post, answer: PostRevision, *, now: datetime
) -> int:
    item = open_item(session, post.id)
    revision = latest_version(session, post.id)
    before = before_decision(session, post, revision)
    decision = Decision(
        post_id=post.id,
        revision_id=revision.id,
        item_id=item.id if item is not None else None,
        action=PostAction.APPROVE,
        decided_by_id=actor.id,
        as_mentor=True,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    open_window(session, decision, before, reply_id=answer.post_id)
    move(
        session,
        post,
        revision,
        PostAction.APPROVE,
        actor_id=actor.id,
        now=now,
        decision_id=decision.id,
        by_mentor=True,
    )
    move(
        session,
        session.get_one(Post, answer.post_id),
        answer,
        PostAction.PASS,
        actor_id=None,
        now=now,
    )
    sent = RevisionSubmitted(
        actor_id=actor.id, at=now, post_id=answer.post_id, revision_id=answer.id
    )
    made = DecisionMade(
        actor_id=actor.id,
        at=now,
        decision_id=decision.id,
        post_id=post.id,
        action=decision.action,
    )
    for happened in (sent, made):
        emit(session, happened)
    return answer.post_id


def _store(
    session: Session, actor: Actor, post: Post, answered: _Answer, *, now: datetime
) -> PostRevision:
    """The answer and what the screener said of it, as if it had been read a moment later."""
    answer = Post(
        thread_id=post.thread_id,
        author_id=actor.id,
        answers_id=post.id,
        submission_key=answered.sent.submission_key,
        created_at=now,
        state_changed_at=now,
    )
    session.add(answer)
    session.flush()
    words = PostRevision(
        post_id=answer.id, number=1, text=answered.sent.text, html=answered.html, created_at=now
    )
    session.add(words)
    session.flush()
    session.add(result_of(words.id, answered.submission, answered.verdict, now))
    return words
