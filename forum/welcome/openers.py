"""A mentor's saved replies: openers that they put in their own words each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import db, transaction
from forum.errors import InvalidInputError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.welcome.models import SavedReply

MOST_OPENERS = 12
MAX_TITLE_LENGTH = 60
MAX_TEXT_LENGTH = 2_000
MAKE_IT_YOURS = (
    "These are still the words of your saved reply. Add something that is only for this person: their name, or a "
    "line about what they wrote."
)


@dataclass(frozen=True, kw_only=True)
class Opener:
    """A saved reply."""

    id: int
    title: str
    text: str


def openers_of(actor: Actor) -> Sequence[Opener]:
    """A mentor's saved replies, in the order of their names."""
    rows = db.session.execute(
        select(SavedReply.id, SavedReply.title, SavedReply.text)
        .where(SavedReply.mentor_id == actor.id)
        .order_by(func.lower(SavedReply.title), SavedReply.id)
    )
    return [Opener(id=row.id, title=row.title, text=row.text) for row in rows]


def opener(actor: Actor, opener_id: int | None) -> Opener | None:
    """One of a mentor's own saved replies; None where it is nobody's, or somebody else's."""
    if opener_id is None or not actor.is_mentor:
        return None
    return next((one for one in openers_of(actor) if one.id == opener_id), None)


def require_own_words(actor: Actor, text: str) -> None:
    """Whether these are more than one of a mentor's saved replies as it stands: an answer is for one person.

    Raises:
        InvalidInputError: nothing was changed.
    """
    saved = openers_of(actor) if actor.is_mentor else ()
    if _letters(text) in {_letters(one.text) for one in saved}:
        raise InvalidInputError(MAKE_IT_YOURS, "text")


def keep_opener(
    actor: Actor, title: str, text: str, clock: Clock, opener_id: int | None = None
) -> None:
    """Save a new reply, or change one.

    Raises:
        NotAllowedError: not a mentor.
        NotFoundError: there is no such reply of theirs.
        InvalidInputError: there are many already.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    with transaction() as session:
        if opener_id is not None:
            row = session.get(SavedReply, opener_id, with_for_update=True)
            if row is None or row.mentor_id != actor.id:
                raise NotFoundError
            row.title, row.text, row.changed_at = title, text, clock.now()
            return
        own = select(func.count()).select_from(SavedReply).where(SavedReply.mentor_id == actor.id)
        if (session.scalar(own) or 0) >= MOST_OPENERS:
            raise InvalidInputError(
                f"You have {MOST_OPENERS} saved replies. Please take one away first.", "title"
            )
        session.add(SavedReply(mentor_id=actor.id, title=title, text=text, changed_at=clock.now()))


def drop_opener(actor: Actor, opener_id: int) -> None:
    """Take a saved reply away, also as a mentor of former days. Harmless if it is gone.

    Raises:
        NotAllowedError: for a visitor.
        NotFoundError: it is somebody else's.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    with transaction() as session:
        row = session.get(SavedReply, opener_id)
        if row is None:
            return
        if row.mentor_id != actor.id:
            raise NotFoundError
        session.delete(row)


def _letters(text: str) -> str:
    """A text without what nobody would call a change: spaces, marks and capitals."""
    return "".join(char for char in text.casefold() if char.isalnum())
