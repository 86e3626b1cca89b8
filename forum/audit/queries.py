"""Reading the audit log: newest first, in sentences. It never touches a post's text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from forum.accounts.models import User
from forum.accounts.names import normalise_username
from forum.accounts.people import PersonView, load_people
from forum.appeals.models import Appeal
from forum.audit.models import CONTENT, AuditEntry
from forum.audit.wording import sentence
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.pagination import Page, make_page

ENTRIES_PER_PAGE = 50
# What others tell, note and decide of a person. Roles and what protects an account are no secret from their owner.
_OF_MODERATION = (
    "person.report",
    "person.keep",
    "person.settle",
    "person.skip",
    "person.second_opinion",
    "person.escalate",
    "person.note",
    "person.undo",
    "person.sanction",
    "person.sanction_lifted",
    "appeal.upheld",
    "appeal.overturned",
)


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """Which entries are wanted: of one action, by or about one person; empty for all."""

    action: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """An entry of the audit log in words. `number` is its place in the chain."""

    number: int
    at: datetime
    sentence: str


def audit_page(
    wanted: AuditFilter,
    page: int,
    make_url: Callable[[int], str],
    *,
    reader_id: int | None = None,
) -> Page[AuditLine]:
    """A page of the log. In what is about `reader_id`, it names nobody who told, noted or decided it.

    Raises:
        NotFoundError: there is no such page.
    """
    unnamed = _unnamed(reader_id)
    where = list(_conditions(wanted, unnamed))
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*where)) or 0
    rows = db.session.execute(
        select(
            AuditEntry.number,
            *CONTENT,
            unnamed.label("is_unnamed"),
        )
        .where(*where)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(ENTRIES_PER_PAGE)
        .offset((page - 1) * ENTRIES_PER_PAGE)
    ).all()
    names = _Names(rows)
    lines = [
        AuditLine(
            number=row.number,
            at=row.at,
            sentence=sentence(row.action, row.detail, names.actor(row), names.subject(row)),
        )
        for row in rows
    ]
    return make_page(lines, page, ENTRIES_PER_PAGE, total, make_url)


def _unnamed(reader_id: int | None) -> ColumnElement[bool]:
    """Which entries name nobody who did it, since an admin can be somebody of whom others had to tell or decide, too.

    Of what was said in private only one of two can tell.
    """
    of_private = AuditEntry.action == "private.report"
    if reader_id is None:
        return of_private
    of_moderation = or_(
        AuditEntry.subject_kind != "person",
        AuditEntry.action.in_(_OF_MODERATION),
        AuditEntry.action.startswith("field."),
        AuditEntry.action.startswith("private."),
    )
    about_them = and_(_about(reader_id), of_moderation, AuditEntry.action != "thread.welcome_flag")
    by_others = func.coalesce(AuditEntry.actor_id, reader_id) != reader_id
    return or_(of_private, and_(about_them, by_others))


def _conditions(
    wanted: AuditFilter, unnamed: ColumnElement[bool]
) -> Collection[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.action:
        found.append(AuditEntry.action == wanted.action)
    if wanted.person:
        found.append(_by_or_about(wanted.person, unnamed))
    return found


def _by_or_about(typed: str, unnamed: ColumnElement[bool]) -> ColumnElement[bool]:
    user_id = db.session.scalar(select(User.id).where(User.username == normalise_username(typed)))
    if user_id is None:
        return false()
    # Whoever is not named is not found by name either.
    return or_(and_(AuditEntry.actor_id == user_id, ~unnamed), _about(user_id))


def _about(user_id: int) -> ColumnElement[bool]:
    """Whether an entry is about a person, or about something of theirs."""
    theirs = {
        "post": select(Post.id).where(Post.author_id == user_id),
        "thread": select(Thread.id).where(Thread.author_id == user_id),
        "appeal": select(Appeal.id).where(Appeal.appellant_id == user_id),
    }
    return or_(
        and_(AuditEntry.subject_kind == "person", AuditEntry.subject_id == user_id),
        *(
            and_(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(ids))
            for kind, ids in theirs.items()
        ),
    )


class _Names:
    """Who and what the entries on a page are about, in three queries however many they are."""

    def __init__(self, rows: Collection[Any]) -> None:
        self._authors = _author_ids(Post, _subjects(rows, "post"))
        self._starters = _author_ids(Thread, _subjects(rows, "thread"))
        ids = {row.actor_id for row in rows if row.actor_id is not None}
        ids |= _subjects(rows, "person")
        ids |= set(self._authors.values()) | set(self._starters.values())
        self._people: Mapping[int, PersonView] = load_people(ids)

    def actor(self, row: Any) -> str | None:
        """Who did it; a person's own step needs nobody else's name."""
        if row.actor_id is None and row.action == "person.joined":
            return self._name(row.subject_id)
        if row.is_unnamed:
            return "Somebody"
        return self._name(row.actor_id) if row.actor_id is not None else None

    def subject(self, row: Any) -> str:
        """What it is about."""
        match row.subject_kind:
            case "person":
                return self._name(row.subject_id)
            case "post":
                return self._belonging(row, self._authors)
            case "thread":
                return self._belonging(row, self._starters)
            case "private":
                return "a private conversation"
            case "appeal":
                return "an appeal"
            case _:
                return "the community"

    def _belonging(self, row: Any, owners: Mapping[int, int]) -> str:
        owner = owners.get(row.subject_id)
        if owner is not None and owner == row.actor_id:
            return f"their own {row.subject_kind} {row.subject_id}"
        by = f" by {self._name(owner)}" if owner is not None else ""
        return f"{row.subject_kind} {row.subject_id}{by}"

    def _name(self, user_id: int) -> str:
        person = self._people.get(user_id)
        return person.display_name if person is not None else "somebody who has left"


def _subjects(rows: Collection[Any], kind: str) -> set[int]:
    return {row.subject_id for row in rows if row.subject_kind == kind}


def _author_ids(table: type[Post | Thread], ids: Collection[int]) -> Mapping[int, int]:
    if not ids:
        return {}
    rows = db.session.execute(select(table.id, table.author_id).where(table.id.in_(ids)))
    return {row.id: row.author_id for row in rows}
