"""Reading private conversations. Whoever is not one of the two finds nothing here: there is no other way to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import PersonView, byline_columns, byline_of, load_people
from forum.community.models import Rule
from forum.database import db, read
from forum.errors import NotFoundError
from forum.moderation.text_models import TextDecision
from forum.pagination import Page, make_page
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.lookup import is_blocked, takes_words
from forum.privately.models import PrivateConversation, PrivateMessage
from forum.privately.openness import Between, available_steps
from forum.privately.pages import ConversationPage, ConversationRow, MessageView
from forum.privately.wording import closed_in_words
from forum.text import render
from forum.welcome.models import Mentorship
from forum.welcome.on_duty import backup_stands_in, is_here

MESSAGES_PER_PAGE = 40
CONVERSATIONS_PER_PAGE = 25
NEWS_LIMIT = 5
# So long somebody who cried for help finds the help lines above what they wrote.
HELP_STAYS = timedelta(days=3)


def preview_of(actor: Actor, text: str, now: datetime) -> MessageView:
    """What somebody is writing, as the other one would see it. Nothing is stored."""
    return MessageView(
        # It has no number yet.
        id=0,
        author=load_people([actor.id])[actor.id],
        # Sanitised there, as what is saved.
        html=Markup(render(text)),  # noqa: S704
        at=now,
        is_own=True,
        is_new=False,
        is_removed=False,
        rule="",
        note="",
        removal_id=None,
    )


def conversation_page(
    actor: Actor, conversation_id: int, now: datetime, page: int, make_url: Callable[[int], str]
) -> ConversationPage:
    """A private conversation, page 1 with what was said last; also before anything was said.

    Raises:
        NotFoundError: there is none for this person, or it is not that long.
    """
    row = db.session.execute(_standing(conversation_id, now)).one_or_none()
    if row is None:
        raise NotFoundError
    both = _between(row)
    require(actor, Action.READ_PRIVATELY, both.facts)
    people = load_people({both.newcomer_id, both.mentor_id})
    other = people[both.other(actor.id)]
    away = other.id == both.mentor_id and not row.is_here
    read_to = row.newcomer_read_to if actor.id == both.newcomer_id else row.mentor_read_to
    messages = _messages(actor, conversation_id, people, read_to or 0, page)
    return ConversationPage(
        id=conversation_id,
        other=other,
        you_are_mentor=actor.id == both.mentor_id,
        messages=make_page(messages, page, MESSAGES_PER_PAGE, row.total, make_url),
        newest_id=row.newest_id or 0,
        closed=closed_in_words(both, actor.id, other.display_name),
        steps=available_steps(actor, both),
        other_is_away=away,
        stands_in=(row.backup_name or "") if away and row.backup_stands_in else "",
        calls_for_help=_cried(actor, conversation_id, now),
    )


def conversations_of(
    actor: Actor, page: int, make_url: Callable[[int], str]
) -> Page[ConversationRow]:
    """The private conversations that a person has or had, the latest first.

    Raises:
        NotFoundError: the list is not that long.
    """
    rows = db.session.execute(
        _own().limit(CONVERSATIONS_PER_PAGE).offset((page - 1) * CONVERSATIONS_PER_PAGE),
        {"reader_id": actor.id},
    ).all()
    total = db.session.scalar(
        select(func.count())
        .select_from(PrivateConversation)
        .join(Mentorship, Mentorship.id == PrivateConversation.id)
        .where(_is_reader(), has_words()),
        {"reader_id": actor.id},
    )
    return make_page(
        [_row(row) for row in rows], page, CONVERSATIONS_PER_PAGE, total or 0, make_url
    )


def private_news(actor: Actor) -> Sequence[ConversationRow]:
    """Private conversations with something new to this person, the latest first; one query."""
    rows = read(_NEWS, {"reader_id": actor.id})
    return [_row(row) for row in rows]


def _standing(conversation_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    backup = aliased(User)
    here = PrivateMessage.conversation_id == Mentorship.id
    total = select(func.count()).select_from(PrivateMessage).where(here).scalar_subquery()
    newest = select(func.max(PrivateMessage.id)).where(here).scalar_subquery()
    return (
        select(
            Mentorship.newcomer_id,
            Mentorship.primary_id,
            Mentorship.ended_at.is_(None).label("lasts"),
            is_blocked().label("is_blocked"),
            PrivateConversation.ended_by_id,
            PrivateConversation.newcomer_read_to,
            PrivateConversation.mentor_read_to,
            is_here(Mentorship.primary_id, now).label("is_here"),
            backup_stands_in(now).label("backup_stands_in"),
            backup.display_name.label("backup_name"),
            newest.label("newest_id"),
            total.label("total"),
        )
        .outerjoin(PrivateConversation, PrivateConversation.id == Mentorship.id)
        .outerjoin(backup, backup.id == Mentorship.backup_id)
        .where(Mentorship.id == conversation_id)
    )


def _between(row: Any) -> Between:
    return Between(
        newcomer_id=row.newcomer_id,
        mentor_id=row.primary_id,
        mentorship_lasts=bool(row.lasts),
        is_blocked=bool(row.is_blocked),
        ended_by_id=row.ended_by_id,
    )


def _messages(
    actor: Actor,
    conversation_id: int,
    people: Mapping[int, PersonView],
    read_to: int,
    page: int,
) -> Sequence[MessageView]:
    rows = db.session.execute(
        select(
            PrivateMessage.id,
            PrivateMessage.author_id,
            PrivateMessage.html,
            PrivateMessage.sent_at,
            PrivateMessage.removal_id,
            TextDecision.note,
            Rule.title,
            Rule.text,
        )
        .outerjoin(TextDecision, TextDecision.id == PrivateMessage.removal_id)
        .outerjoin(Rule, Rule.id == TextDecision.rule_id)
        .where(PrivateMessage.conversation_id == conversation_id)
        .order_by(PrivateMessage.id.desc())
        .limit(MESSAGES_PER_PAGE)
        .offset((page - 1) * MESSAGES_PER_PAGE)
    ).all()
    return [
        _message(row, people[row.author_id], read_to, is_own=row.author_id == actor.id)
        for row in reversed(rows)
    ]


def _message(row: Any, author: PersonView, read_to: int, *, is_own: bool) -> MessageView:
    is_removed = row.removal_id is not None
    return MessageView(
        id=row.id,
        author=author,
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(row.html) if is_own or not is_removed else None,  # noqa: S704
        at=row.sent_at,
        is_own=is_own,
        is_new=not is_own and not is_removed and row.id > read_to,
        is_removed=is_removed,
        rule=f"{row.title}. {row.text or ''}".strip() if is_own and row.title else "",
        note=(row.note or "") if is_own else "",
        removal_id=row.removal_id if is_own else None,
    )


def _cried(actor: Actor, conversation_id: int, now: datetime) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    PrivateMessage.conversation_id == conversation_id,
                    PrivateMessage.author_id == actor.id,
                    PrivateMessage.calls_for_help,
                    PrivateMessage.sent_at > now - HELP_STAYS,
                )
            )
        )
    )


def _is_reader() -> ColumnElement[bool]:
    reader: ColumnElement[int] = bindparam("reader_id", type_=Integer)
    return or_(Mentorship.newcomer_id == reader, Mentorship.primary_id == reader)


def has_words() -> ColumnElement[bool]:
    """For a query that reads private conversations: whether anything was said in one."""
    return exists().where(PrivateMessage.conversation_id == PrivateConversation.id)


def new_to(reader_id: Any) -> ColumnElement[int]:
    """For a query that reads mentorships and their private conversations: how much is new to one of the two."""
    read_to = case(
        (Mentorship.newcomer_id == reader_id, PrivateConversation.newcomer_read_to),
        else_=PrivateConversation.mentor_read_to,
    )
    return (
        select(func.count())
        .where(
            PrivateMessage.conversation_id == PrivateConversation.id,
            PrivateMessage.author_id != reader_id,
            PrivateMessage.id > read_to,
            PrivateMessage.removal_id.is_(None),
        )
        .scalar_subquery()
    )


def _own() -> Select[*tuple[Any, ...]]:
    reader: ColumnElement[int] = bindparam("reader_id", type_=Integer)
    other = aliased(User)
    last_at = (
        select(func.max(PrivateMessage.sent_at))
        .where(PrivateMessage.conversation_id == PrivateConversation.id)
        .scalar_subquery()
    )
    return (
        select(
            PrivateConversation.id,
            last_at.label("last_at"),
            new_to(reader).label("new"),
            takes_words().label("is_open"),
            *byline_columns(other),
        )
        .join(Mentorship, Mentorship.id == PrivateConversation.id)
        .join(
            other,
            other.id
            == case(
                (Mentorship.newcomer_id == reader, Mentorship.primary_id),
                else_=Mentorship.newcomer_id,
            ),
        )
        .where(_is_reader(), has_words())
        .order_by(last_at.desc(), PrivateConversation.id.desc())
    )


_NEWS = _own().where(new_to(bindparam("reader_id", type_=Integer)) > 0).limit(NEWS_LIMIT)


def _row(row: Any) -> ConversationRow:
    return ConversationRow(
        id=row.id,
        other=byline_of(row),
        last_at=row.last_at,
        new=row.new,
        is_open=bool(row.is_open),
    )
