"""Reading the inbox. What a line points at is named only if its reader may see it now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.appeals.models import Appeal
from forum.community.models import Rule
from forum.conversations.models import Post, Thread
from forum.database import db, read
from forum.errors import NotFoundError
from forum.moderation.models import Decision
from forum.moderation.queries import CitedRule, rule_numbers, set_aside_by_the_screen
from forum.moderation.text_models import TextDecision
from forum.moderation.wording import HOW_DECIDED
from forum.notifications.mail_topics import OFFERED, MailTopic
from forum.notifications.models import (
    BY_MENTOR,
    READ_FIRST,
    MailSwitchedOff,
    Notification,
    NotificationKind,
)
from forum.notifications.told import Told
from forum.notifications.wording import WORDING, detail_in_words
from forum.notifications.wording_of_people import REPLY_GONE, VOUCHED_FOR, WAIT_GONE
from forum.notifications.wording_of_posts import (
    APPROVED,
    DECIDED_AGAINST,
    PUT_RIGHT,
    WAITS_ANYWAY,
    WELCOMED,
)
from forum.pagination import Page, make_page
from forum.permissions.visibility import visible_posts
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.models import Sanction
from forum.sanctions.wording import HEADING, MEANS
from forum.text import moment_in_full

LINES_PER_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class InboxLine:
    """One line in the inbox.

    `where` is the title of the thread it is about, empty where the reader may not know it. `link` is the words of
    the link to what it is about, empty where there is nothing to open. `note` is the words of whoever decided, `how`
    whether a machine was part of it, `means` what follows from it for the reader; each empty where there is none.
    `answer_in` is the thread in which an answer can be answered at once; `private_id` the private conversation that it
    is about; `second_look_at` the decision on other words than a post that somebody has looked at again.
    """

    id: int
    kind: NotificationKind
    symbol: str
    sentence: str
    where: str
    at: datetime
    is_new: bool
    by: str
    how: str
    means: str
    rule: CitedRule | None
    note: str
    next_step: str
    link: str
    post_id: int | None
    answer_in: int | None
    private_id: int | None
    second_look_at: int | None


REPLIES = frozenset({NotificationKind.REPLY, NotificationKind.FIRST_REPLY})
_PUT_RIGHT = frozenset(
    {
        NotificationKind.POST_PUBLISHED,
        NotificationKind.POST_RESTORED,
        NotificationKind.EDIT_PUBLISHED,
    }
)
# Decisions against words that are no post. A moderator's words on what was said in private might repeat it: those are
# read where it was said, and nowhere else.
_NOTE_TOLD = frozenset({NotificationKind.FIELD_DECLINED, NotificationKind.FIELD_RESTORED})
_OF_OTHER_WORDS = frozenset({NotificationKind.FIELD_DECLINED, NotificationKind.PRIVATE_REMOVED})
_ANSWERED = frozenset(
    {
        NotificationKind.APPEAL_UPHELD,
        NotificationKind.APPEAL_OVERTURNED,
        NotificationKind.APPEAL_EXPIRED,
    }
)
_WAITS = frozenset({NotificationKind.MENTEE_WAITS, NotificationKind.NEWCOMER_WAITS})
_UNREAD = (
    select(func.count())
    .select_from(Notification)
    .where(Notification.user_id == bindparam("reader_id"), Notification.read_at.is_(None))
)


def count_unread(user_id: int) -> int:
    """How many lines in a person's inbox are new."""
    return read(_UNREAD, {"reader_id": user_id}).scalar() or 0


def inbox_page(actor: Actor, page: int, make_url: Callable[[int], str]) -> Page[InboxLine]:
    """A page of a person's inbox, the newest first.

    Raises:
        NotFoundError: there is no such page.
    """
    total = db.session.scalar(
        select(func.count()).select_from(Notification).where(Notification.user_id == actor.id)
    )
    rows = db.session.execute(
        _lines(actor)
        .order_by(Notification.id.desc())
        .limit(LINES_PER_PAGE)
        .offset((page - 1) * LINES_PER_PAGE)
    ).all()
    people = load_people({row.actor_id for row in rows if row.actor_id is not None})
    numbers = rule_numbers() if any(row.rule_id for row in rows) else {}
    lines = [line_of(row, people, numbers) for row in rows]
    return make_page(lines, page, LINES_PER_PAGE, total or 0, make_url)


def mails_wanted(actor: Actor) -> Collection[MailTopic]:
    """What a person is mailed, of what can be switched off."""
    off = db.session.scalars(
        select(MailSwitchedOff.topic).where(MailSwitchedOff.user_id == actor.id)
    ).all()
    return [topic for topic in OFFERED if topic not in off]


def inbox_line(actor: Actor, notification_id: int) -> InboxLine:
    """One line of a person's own inbox.

    Raises:
        NotFoundError: there is no such line of theirs.
    """
    row = db.session.execute(_lines(actor).where(Notification.id == notification_id)).one_or_none()
    if row is None:
        raise NotFoundError
    return line_of(row, load_people([row.actor_id] if row.actor_id is not None else []), {})


def lines_to_mail(actor: Actor, ids: Collection[int]) -> Sequence[InboxLine]:
    """Lines of a person's inbox as a mail may tell them: without titles, and without what is out of sight by now."""
    rows = db.session.execute(
        _lines(actor).where(Notification.id.in_(ids)).order_by(Notification.id)
    ).all()
    people = load_people({row.actor_id for row in rows if row.actor_id is not None})
    numbers = rule_numbers() if any(row.rule_id for row in rows) else {}
    return [
        line_of(row, people, numbers, names_thread=False)
        for row in rows
        if row.post_id is None or row.is_visible
    ]


def newest_line_id(actor: Actor) -> int:
    """The newest line of a person's inbox; 0 if it is empty."""
    return (
        db.session.scalar(select(func.max(Notification.id)).where(Notification.user_id == actor.id))
        or 0
    )


def _lines(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Notification.id,
            Notification.kind,
            Notification.detail,
            Notification.created_at,
            Notification.read_at,
            Notification.actor_id,
            Notification.post_id,
            Notification.private_id,
            Post.thread_id,
            visible_posts(actor).label("is_visible"),
            (Post.author_id == actor.id).label("is_own"),
            Post.state,
            or_(Thread.published_at.is_not(None), Thread.author_id == actor.id).label("may_name"),
            Thread.title,
            Decision.id.label("decision_id"),
            Decision.note,
            Decision.reverses_id,
            func.coalesce(Decision.rule_id, TextDecision.rule_id, Sanction.rule_id).label(
                "rule_id"
            ),
            Notification.text_decision_id,
            TextDecision.note.label("text_note"),
            TextDecision.by_screen.label("text_by_screen"),
            set_aside_by_the_screen().label("by_screen"),
            Appeal.answer,
            Sanction.kind.label("sanction_kind"),
            Sanction.note.label("sanction_note"),
            Sanction.ends_at,
            Sanction.lifted_because,
            Rule.title.label("rule_title"),
            Rule.text.label("rule_text"),
        )
        .outerjoin(Post, Post.id == Notification.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(Decision, Decision.id == Notification.decision_id)
        .outerjoin(
            TextDecision,
            and_(
                TextDecision.id == Notification.text_decision_id,
                TextDecision.about_id == actor.id,
                # An answer to an appeal stands for itself.
                Notification.appeal_id.is_(None),
            ),
        )
        # What staff said to somebody is told to nobody else, whatever a line points at.
        .outerjoin(
            Sanction, and_(Sanction.id == Notification.sanction_id, Sanction.person_id == actor.id)
        )
        .outerjoin(
            Appeal, and_(Appeal.id == Notification.appeal_id, Appeal.appellant_id == actor.id)
        )
        .outerjoin(
            Rule,
            Rule.id == func.coalesce(Decision.rule_id, TextDecision.rule_id, Sanction.rule_id),
        )
        .where(Notification.user_id == actor.id)
    )


def line_of(
    row: Any,
    people: Mapping[int, PersonView],
    numbers: Mapping[int, int],
    *,
    names_thread: bool = True,
) -> InboxLine:
    """A row of `_lines` as a line; also of a row that is made up to look ahead (`forum.notifications.preview`)."""
    kind = NotificationKind(row.kind)
    told = _told(kind, row)
    where = row.title if names_thread and row.is_visible and row.may_name else ""
    person = people.get(row.actor_id) if row.actor_id is not None else None
    shows_decision = bool(row.is_own) and row.decision_id is not None
    cites = shows_decision or kind in {NotificationKind.SANCTION_GIVEN, *_OF_OTHER_WORDS}
    return InboxLine(
        id=row.id,
        kind=kind,
        symbol=told.symbol,
        sentence=told.sentence.format(
            name=person.display_name if person is not None else "Somebody",
            where=f" in “{where}”" if where else "",
            detail=detail_in_words(row.detail),
        ),
        where=where if "{where}" not in told.sentence else "",
        at=row.created_at,
        is_new=row.read_at is None,
        by=told.by,
        how=_how(kind, row, shows_decision=shows_decision),
        means=_means(kind, row),
        rule=CitedRule(number=numbers.get(row.rule_id), title=row.rule_title, text=row.rule_text)
        if row.rule_id is not None and cites
        else None,
        note=row.note if shows_decision else _words(kind, row),
        next_step=told.next_step if told.while_state in {None, row.state} else "",
        link=told.link if row.post_id is None or row.is_visible else "",
        post_id=row.post_id if row.is_visible else None,
        answer_in=row.thread_id if kind in REPLIES and row.is_visible else None,
        private_id=row.private_id,
        second_look_at=row.text_decision_id if kind in _ANSWERED else None,
    )


def _how(kind: NotificationKind, row: Any, *, shows_decision: bool) -> str:
    if kind in _OF_OTHER_WORDS and row.text_by_screen is not None:
        return HOW_DECIDED[bool(row.text_by_screen)]
    return HOW_DECIDED[bool(row.by_screen)] if shows_decision and kind in DECIDED_AGAINST else ""


def _words(kind: NotificationKind, row: Any) -> str:
    """What staff wrote to somebody, where it is no decision on a post."""
    match kind:
        case NotificationKind.SANCTION_GIVEN:
            return row.sanction_note or ""
        case NotificationKind.SANCTION_LIFTED:
            return row.lifted_because or ""
        case kind if kind in _NOTE_TOLD:
            return row.text_note or ""
        case _:
            return row.answer or ""


def _means(kind: NotificationKind, row: Any) -> str:
    if kind is not NotificationKind.SANCTION_GIVEN or row.sanction_kind is None:
        return ""
    what = SanctionKind(row.sanction_kind)
    until = f" It lasts until {moment_in_full(row.ends_at)}." if row.ends_at is not None else ""
    return f"{HEADING[what]}. {MEANS[what]}{until}"


def _told(kind: NotificationKind, row: Any) -> Told:
    if kind in REPLIES and not row.is_visible:
        return REPLY_GONE
    if kind is NotificationKind.GRADUATED and row.actor_id is not None:
        return VOUCHED_FOR
    if kind in _WAITS and not row.is_visible:
        return WAIT_GONE
    if row.reverses_id is not None and kind in _PUT_RIGHT:
        return PUT_RIGHT
    if row.detail == BY_MENTOR:
        return WELCOMED
    if kind is NotificationKind.POST_PUBLISHED and row.decision_id is not None:
        return APPROVED
    if row.detail == READ_FIRST:
        return WAITS_ANYWAY
    return WORDING[kind]
