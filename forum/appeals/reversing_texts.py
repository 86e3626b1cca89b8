"""A moderator puts a decision against a short text right without being asked, after it has been told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.people import load_people
from forum.appeals.putting_words_right import lead_words_back, reversing_text_decision
from forum.appeals.text_targets import TextTarget, load_field
from forum.appeals.unasked import Reversible, words_to_author
from forum.clock import Clock
from forum.database import db, emit, transaction
from forum.errors import NotFoundError
from forum.events import TextDecided
from forum.moderation.appealed import declined
from forum.moderation.reading import is_covered_again, note_uncovered, seen_again
from forum.moderation.undo.leaving import open_text_window
from forum.moderation.undo.texts import before_field
from forum.moderation.wording import words_of
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts


@dataclass(frozen=True, kw_only=True)
class TextReversingPage(Reversible):
    """A decision against a short text, for whoever is about to put it right. `words` says what it is.

    `text` is empty while it is covered.
    """

    words: str
    text: str
    is_covered: bool
    username: str


def text_reversing_page(actor: Actor, decision_id: int, clock: Clock) -> TextReversingPage:
    """What would be put right.

    Raises:
        NotFoundError: there is no such decision for this person.
        NotAllowedError: no moderator, or their own text.
    """
    target = _load(db.session(), actor, decision_id, lock=False)
    author = load_people([target.person_id])[target.person_id]
    about, now = declined(db.session(), target.decision), clock.now()
    is_covered = is_covered_again(db.session(), actor.id, about, now)
    return TextReversingPage(
        decision_id=decision_id,
        words=words_of(target.field.kind, author.display_name),
        text=target.field.text if not is_covered else "",
        is_covered=is_covered,
        username=author.username,
        note=target.decision.note,
        stands=target.stands(now),
    )


def uncover_declined(actor: Actor, decision_id: int, clock: Clock) -> None:
    """Ask to see what was declined, where that is covered.

    Raises:
        NotFoundError: there is no such decision for this person, or nothing to uncover.
        NotAllowedError: no moderator, or their own text.
    """
    if not text_reversing_page(actor, decision_id, clock).is_covered:
        raise NotFoundError
    with transaction() as session:
        about = declined(session, _load(session, actor, decision_id, lock=True).decision)
        note_uncovered(session, actor.id, about.text, seen_again(about), clock.now())


def reverse_text(actor: Actor, decision_id: int, words: str, clock: Clock) -> None:
    """Put a decision right. It can be undone for some seconds like any other decision.

    Raises:
        NotFoundError: there is no such decision for this person.
        NotAllowedError: no moderator, or their own text.
        ConflictError: it has been put right or overtaken meanwhile.
        InvalidInputError: the words to the author are missing, or too many.
    """
    with transaction() as session:
        target, now = _load(session, actor, decision_id, lock=True), clock.now()
        note = words_to_author(target, words, now)
        before = before_field(session, target.field)
        decision = reversing_text_decision(session, target, by_id=actor.id, note=note, now=now)
        open_text_window(session, decision, before)
        lead_words_back(session, target, decision)
        emit(
            session,
            TextDecided(actor_id=actor.id, at=now, text_decision_id=decision.id, item_id=None),
        )


def _load(session: Session, actor: Actor, decision_id: int, *, lock: bool) -> TextTarget:
    # What was said in private is read by no moderator but who looks again because its author asks for it.
    target = load_field(session, decision_id, lock=lock)
    require(actor, Action.SEE_REVIEW_QUEUE)
    require(actor, Action.DECIDE_ON_PROFILE, PersonFacts(person_id=target.person_id))
    return target
