"""What somebody kept while they were a mentor: theirs to see and to take away, also when they are none any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select

from forum.accounts.actor import Actor
from forum.database import db
from forum.welcome.desk_pages import LeftNote
from forum.welcome.mentees import own_notes
from forum.welcome.models import MenteeNote, SavedReply
from forum.welcome.openers import Opener, openers_of


@dataclass(frozen=True, kw_only=True)
class KeptAsMentor:
    """Notes on newcomers, newest first, and saved replies."""

    notes: Sequence[LeftNote]
    openers: Sequence[Opener]


def kept_as_mentor(actor: Actor) -> KeptAsMentor:
    """All of it."""
    return KeptAsMentor(notes=own_notes(actor), openers=openers_of(actor))


def keeps_from_mentoring(actor: Actor) -> bool:
    """Whether somebody who is no mentor now has kept anything of it."""
    if actor.is_mentor:
        return False
    has_any = or_(
        exists().where(MenteeNote.author_id == actor.id),
        exists().where(SavedReply.mentor_id == actor.id),
    )
    return bool(db.session.scalar(select(has_any)))
