"""Notes of staff to each other: on a post in question, or on a person. They are added and never changed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.conversations.lookup import facts_of
from forum.conversations.models import Post
from forum.database import emit, transaction
from forum.errors import InvalidInputError, NotFoundError
from forum.events import StaffNoteWritten
from forum.moderation.items import answer_asker, open_item, open_person_item
from forum.moderation.step_models import StaffNote
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts

MAX_STAFF_NOTE = 2_000


def note_on_post(actor: Actor, post_id: int, words: str, clock: Clock) -> None:
    """Tell other staff something of a post. It answers whoever has asked for a second opinion on it.

    Raises:
        NotFoundError: there is no such post for this person.
        NotAllowedError: not staff, or their own post.
        InvalidInputError: there are no words, or too many.
    """
    with transaction() as session:
        post = session.get(Post, post_id)
        if post is None:
            raise NotFoundError
        require(actor, Action.KEEP_STAFF_NOTES, facts_of(post))
        note = _write(session, actor, words, clock, post_id=post.id)
        for is_edit in (False, True):
            item = open_item(session, post_id, is_edit=is_edit)
            if item is not None:
                answer_asker(session, item, by_id=actor.id, at=note.at)


def note_on_person(actor: Actor, person_id: int, words: str, clock: Clock) -> None:
    """Tell other staff something of a person. It answers whoever has asked for a second opinion on their profile.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: not staff, or they themselves.
        InvalidInputError: there are no words, or too many.
    """
    require(actor, Action.KEEP_STAFF_NOTES, PersonFacts(person_id=person_id))
    with transaction() as session:
        if session.get(User, person_id) is None:
            raise NotFoundError
        note = _write(session, actor, words, clock, person_id=person_id)
        item = open_person_item(session, person_id)
        if item is not None:
            answer_asker(session, item, by_id=actor.id, at=note.at)


def _write(session: Session, actor: Actor, words: str, clock: Clock, **about: int) -> StaffNote:
    if not words.strip():
        raise InvalidInputError("There is no note here yet.", "note")
    if len(words) > MAX_STAFF_NOTE:
        raise InvalidInputError(f"Please keep a note under {MAX_STAFF_NOTE:,} characters.", "note")
    note = StaffNote(by_id=actor.id, words=words.strip(), at=clock.now(), **about)
    session.add(note)
    session.flush()
    emit(
        session,
        StaffNoteWritten(
            actor_id=actor.id,
            at=note.at,
            note_id=note.id,
            subject_kind="post" if note.post_id is not None else "person",
            subject_id=note.post_id or note.person_id or 0,
        ),
    )
    return note
