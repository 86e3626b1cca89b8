"""What admins do with help lines: add, change, try, take away."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import emit, transaction
from forum.errors import NotFoundError
from forum.events import CommunityChanged
from forum.helplines.models import HelpLine
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.positions import place_in_list

_CHANGED = "help_lines"
_TRIED = "help_line_tried"


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """A help line as it was typed. Without a position it comes last."""

    countries: str
    place: str
    name: str
    contact: str
    words: str
    url: str
    position: int | None = None


def add_line(actor: Actor, draft: LineDraft, clock: Clock) -> None:
    """Add a line.

    Raises:
        NotAllowedError: not an admin.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    with transaction() as session:
        last = session.scalar(select(func.max(HelpLine.position))) or 0
        line = HelpLine(position=place_in_list(draft.position, last))
        _fill(line, draft)
        session.add(line)
        emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what=_CHANGED))


def change_line(
    actor: Actor, line_id: int, draft: LineDraft, clock: Clock, *, tried: bool = False
) -> None:
    """Change a line; `tried` says that somebody has made sure of it today, as it stands now.

    Raises:
        NotAllowedError: not an admin.
        NotFoundError: there is no such line.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    with transaction() as session:
        line = session.get(HelpLine, line_id, with_for_update=True)
        if line is None:
            raise NotFoundError
        if draft.contact != line.contact:
            # Nobody has tried the new number.
            line.checked_on = None
        _fill(line, draft)
        line.position = draft.position or line.position
        if tried:
            line.checked_on = clock.now().date()
        what = _TRIED if tried else _CHANGED
        emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what=what))


def remove_line(actor: Actor, line_id: int, clock: Clock) -> None:
    """Take a line away. Does nothing where it is gone already.

    Raises:
        NotAllowedError: not an admin.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    with transaction() as session:
        line = session.get(HelpLine, line_id, with_for_update=True)
        if line is not None:
            session.delete(line)
            emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what=_CHANGED))


def _fill(line: HelpLine, draft: LineDraft) -> None:
    line.countries, line.place, line.name = draft.countries, draft.place, draft.name
    line.contact, line.words, line.url = draft.contact, draft.words, draft.url
