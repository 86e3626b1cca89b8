"""A mentor's mentees: the list on the desk, and the page of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import byline_columns, byline_of, load_people
from forum.conversations.rows import count
from forum.database import db
from forum.errors import NotFoundError
from forum.newcomers.queries import answers_for_mentor
from forum.pagination import Page, make_page
from forum.welcome.desk_pages import Called, LeftNote, Mentee, MenteePage, MenteeSearch, Note
from forum.welcome.models import ClockStep, MenteeNote, MenteeStar, Mentorship, ReplyClock
from forum.welcome.on_duty import looks_after
from forum.welcome.queries import blocked_between, waits_for_answer

MENTEES_PER_PAGE = 20
NOTES_SHOWN = 50
# How the list can be sorted, with the words on the page. Those with a star come first each time.
SORTS: Mapping[str, str] = MappingProxyType(
    {"newest": "the newest first", "seen": "seen lately first", "name": "by name"}
)
_ORDER: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {
        "newest": (Mentorship.started_at.desc(), Mentorship.id.desc()),
        "seen": (User.last_seen_at.desc().nulls_last(), Mentorship.id.desc()),
        "name": (func.lower(User.display_name), Mentorship.id),
    }
)


def mentees_page(
    actor: Actor, search: MenteeSearch, here: Collection[int], make_url: Callable[[int], str]
) -> Page[Mentee]:
    """A page of those whom a mentor looks after, and of those for whom they stand in.

    Args:
        actor: the mentor.
        search: part of a name, an order of `SORTS`, and which page.
        here: mentors who are not away.
        make_url: the address of a page.

    Raises:
        NotFoundError: the list is not that long.
    """
    wanted = [Mentorship.ended_at.is_(None), looks_after(actor.id, here)]
    if search.words:
        wanted.append(
            or_(
                User.username.icontains(search.words, autoescape=True),
                User.display_name.icontains(search.words, autoescape=True),
            )
        )
    who = User.id == Mentorship.newcomer_id
    total = count(select(func.count()).select_from(Mentorship).join(User, who).where(*wanted))
    starred = exists().where(
        MenteeStar.mentor_id == actor.id, MenteeStar.newcomer_id == Mentorship.newcomer_id
    )
    notes = (
        select(func.count())
        .where(MenteeNote.newcomer_id == Mentorship.newcomer_id)
        .scalar_subquery()
    )
    waits = waits_for_answer(Mentorship.newcomer_id)
    rows = db.session.execute(
        select(
            Mentorship.newcomer_id,
            Mentorship.primary_id,
            Mentorship.started_at,
            User.last_seen_at,
            User.published_posts,
            starred.label("is_starred"),
            notes.label("notes"),
            waits.label("waits"),
        )
        .join(User, who)
        .where(*wanted)
        .order_by(starred.desc(), *_ORDER[search.sort])
        .limit(MENTEES_PER_PAGE)
        .offset((search.page - 1) * MENTEES_PER_PAGE)
    ).all()
    people = load_people({row.newcomer_id for row in rows})
    mentees = [
        Mentee(
            person=people[row.newcomer_id],
            since=row.started_at,
            last_seen_at=row.last_seen_at,
            published_posts=row.published_posts,
            is_starred=bool(row.is_starred),
            notes=row.notes,
            waits=bool(row.waits),
            stands_in=row.primary_id != actor.id,
        )
        for row in rows
    ]
    return make_page(mentees, search.page, MENTEES_PER_PAGE, total, make_url)


def mentee_page(actor: Actor, newcomer_id: int) -> MenteePage:
    """One newcomer as mentors see them: whose mentee they are, what mentors noted, and who was called for them.

    Raises:
        NotFoundError: nobody looks after such a person.
    """
    found = db.session.execute(
        select(
            Mentorship.id, Mentorship.primary_id, Mentorship.backup_id, Mentorship.chosen_because
        ).where(
            Mentorship.newcomer_id == newcomer_id,
            Mentorship.ended_at.is_(None),
            has_page(actor, newcomer_id),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError
    notes, calls = _notes(newcomer_id), _calls(newcomer_id)
    people = load_people(
        {newcomer_id, found.primary_id}
        | {who for who in (found.backup_id, *(row.called_id for row in calls)) if who is not None}
        | {row.author_id for row in notes}
    )
    return MenteePage(
        person=people[newcomer_id],
        mentor=people[found.primary_id],
        backup=people.get(found.backup_id),
        because=found.chosen_because,
        is_starred=db.session.get(MenteeStar, (actor.id, newcomer_id)) is not None,
        is_yours=actor.id in {found.primary_id, found.backup_id},
        private_id=found.id if found.primary_id == actor.id else None,
        # Newcomers are told that their mentor alone reads what they told of themselves.
        answers=answers_for_mentor(newcomer_id) if found.primary_id == actor.id else None,
        notes=[
            Note(
                id=row.id,
                author=people[row.author_id],
                text=row.text,
                at=row.written_at,
                is_own=row.author_id == actor.id,
            )
            for row in notes
        ],
        calls=[Called(who=people.get(row.called_id), why=row.why, at=row.at) for row in calls],
    )


def left_notes(actor: Actor) -> Sequence[LeftNote]:
    """A mentor's own notes about people who have no page for them now, newest first: they can still be taken away."""
    return own_notes(actor, ~has_page(actor, MenteeNote.newcomer_id))


def own_notes(actor: Actor, *which: ColumnElement[bool]) -> Sequence[LeftNote]:
    """What somebody noted of newcomers, newest first: of all of them, or only some."""
    rows = db.session.execute(
        select(MenteeNote.id, MenteeNote.text, MenteeNote.written_at, *byline_columns())
        .join(User, User.id == MenteeNote.newcomer_id)
        .where(MenteeNote.author_id == actor.id, *which)
        .order_by(MenteeNote.id.desc())
        .limit(NOTES_SHOWN)
    )
    return [
        LeftNote(id=row.id, newcomer=byline_of(row), text=row.text, at=row.written_at)
        for row in rows
    ]


def has_page(actor: Actor, newcomer_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """Whether a mentor finds a page about that newcomer: they are somebody's mentee, and neither has blocked the other.

    A mentor who is blocked sees what they see where a newcomer wants no mentor.
    """
    looked_after = exists().where(
        Mentorship.newcomer_id == newcomer_id,
        Mentorship.newcomer_id != actor.id,
        Mentorship.ended_at.is_(None),
    )
    return and_(looked_after, ~blocked_between(actor, newcomer_id))


def _notes(newcomer_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(MenteeNote.id, MenteeNote.author_id, MenteeNote.text, MenteeNote.written_at)
        .where(MenteeNote.newcomer_id == newcomer_id)
        .order_by(MenteeNote.id.desc())
        .limit(NOTES_SHOWN)
    ).all()


def _calls(newcomer_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(ClockStep.called_id, ClockStep.why, ClockStep.at)
        .join(ReplyClock, ReplyClock.id == ClockStep.clock_id)
        .where(ReplyClock.newcomer_id == newcomer_id)
        .order_by(ClockStep.id.desc())
        .limit(20)
    ).all()
