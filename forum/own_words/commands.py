"""What staff do with the community's own list of words. Every step is in the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import emit, transaction, tried_again
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import OwnWordsChanged
from forum.own_words.models import OwnWord
from forum.own_words.rules import WordDraft, require_word
from forum.permissions.actions import Action
from forum.permissions.check import require

_MOVED_ON = "Somebody else has changed this word meanwhile. Please look at the list again."


@tried_again
def add_word(actor: Actor, draft: WordDraft, clock: Clock) -> int:
    """Put a word on the list. Returns its id.

    Raises:
        NotAllowedError: not of the staff.
        InvalidInputError: it can't stand there, or does already.
    """
    require(actor, Action.EDIT_OWN_WORDS)
    draft = require_word(draft)
    now = clock.now()
    with transaction() as session:
        row = _add(session, actor, draft, now)
        _say(session, actor, row, now, "added")
        return row.id


@tried_again
def change_word(actor: Actor, word_id: int, draft: WordDraft, clock: Clock) -> int:
    """Put a word in another's place. Returns its id; that of the old one where nothing is different.

    Raises:
        NotAllowedError: not of the staff.
        NotFoundError: there never was such a word.
        ConflictError: somebody else has changed it meanwhile.
        InvalidInputError: it can't stand there, or does already.
    """
    require(actor, Action.EDIT_OWN_WORDS)
    draft = require_word(draft)
    now = clock.now()
    with transaction() as session:
        old = _locked(session, word_id)
        before = (old.term, old.effect, list(old.exceptions))
        if before == (draft.term.lower(), draft.effect, list(draft.exceptions)):
            return old.id
        _take_off(session, actor, old, now)
        row = _add(session, actor, draft, now, replaces=old.id)
        _say(session, actor, row, now, "changed")
        return row.id


def remove_word(actor: Actor, word_id: int, clock: Clock) -> None:
    """Take a word off the list.

    Raises:
        NotAllowedError: not of the staff.
        NotFoundError: there never was such a word.
        ConflictError: somebody was faster.
    """
    require(actor, Action.EDIT_OWN_WORDS)
    now = clock.now()
    with transaction() as session:
        old = _locked(session, word_id)
        _take_off(session, actor, old, now)
        _say(session, actor, old, now, "removed")


def _locked(session: Session, word_id: int) -> OwnWord:
    row = session.get(OwnWord, word_id, with_for_update=True)
    if row is None:
        raise NotFoundError
    if row.removed_at is not None:
        raise ConflictError(_MOVED_ON)
    return row


def _take_off(session: Session, actor: Actor, row: OwnWord, now: datetime) -> None:
    row.removed_at, row.removed_by_id = now, actor.id
    session.flush()


def _add(
    session: Session,
    actor: Actor,
    draft: WordDraft,
    now: datetime,
    *,
    replaces: int | None = None,
) -> OwnWord:
    term = draft.term.lower()
    there = select(OwnWord.id).where(OwnWord.term == term, OwnWord.removed_at.is_(None))
    if session.scalar(there) is not None:
        raise InvalidInputError("This word is on the list already.", "term")
    row = OwnWord(
        term=term,
        effect=draft.effect,
        exceptions=list(draft.exceptions),
        replaces_id=replaces,
        added_at=now,
        added_by_id=actor.id,
    )
    session.add(row)
    session.flush()
    return row


def _say(session: Session, actor: Actor, row: OwnWord, now: datetime, became: str) -> None:
    emit(session, OwnWordsChanged(actor_id=actor.id, at=now, word_id=row.id, became=became))
