"""One line of the inbox: what is told, in which words, and what its reader may see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.accounts.people import PersonView
from forum.community.citing import CitedRule, RulePlaces, cited
from forum.conversations.progress import HeldBecause
from forum.moderation.wording import HOW_DECIDED
from forum.notifications.models import (
    BY_MENTOR,
    TAKES_OVER,
    NotificationKind,
)
from forum.notifications.told import Told
from forum.notifications.wording import WORDING, detail_in_words, pronoun_of
from forum.notifications.wording_of_accounts import BACK_WITHOUT_ROLES
from forum.notifications.wording_of_people import (
    ANOTHER_MENTOR,
    REPLY_GONE,
    VOUCHED_FOR,
    WAIT_GONE,
)
from forum.notifications.wording_of_posts import (
    APPROVED,
    DECIDED_AGAINST,
    NOT_READ,
    PUT_RIGHT,
    WAITS_ANYWAY,
    WELCOMED,
)
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.wording import HEADING, MEANS
from forum.text import isolated, moment_in_full


@dataclass(frozen=True, kw_only=True)
class InboxLine:
    """One line in the inbox.

    `where` is the title of the thread it is about, empty where the reader may not know it. `link` is the words of
    the link to what it is about, empty where there is nothing to open. `note` is the words of whoever decided,
    `signature` under whose name they stand, `how` whether a machine was part of it, `means` what follows from it for
    the reader; each empty where there is none. `answer_in` is where its reader can answer at once;
    `private_id` the private conversation that it is about; `second_look_at` the decision on other words than a post
    that somebody has looked at again.
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
    signature: str
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
# Decisions on words that are no post. A moderator's words on what was said in private might repeat it, and so
# might an answer about it: those are read where it was said, or where a second look was asked for, and nowhere else.
_NOTE_TOLD = frozenset(
    {
        NotificationKind.FIELD_PUBLISHED,
        NotificationKind.FIELD_ASKED,
        NotificationKind.FIELD_DECLINED,
        NotificationKind.FIELD_RESTORED,
    }
)
_OF_OTHER_WORDS = frozenset({NotificationKind.FIELD_DECLINED, NotificationKind.PRIVATE_REMOVED})
_ANSWERED = frozenset(
    {
        NotificationKind.APPEAL_UPHELD,
        NotificationKind.APPEAL_OVERTURNED,
        NotificationKind.APPEAL_EXPIRED,
    }
)
# How something came about is told in other words.
_BY_DETAIL = {
    BY_MENTOR: WELCOMED,
    HeldBecause.READ_FIRST: WAITS_ANYWAY,
    HeldBecause.UNREAD: NOT_READ,
    TAKES_OVER: ANOTHER_MENTOR,
}
_WAITS = frozenset({NotificationKind.MENTEE_WAITS, NotificationKind.NEWCOMER_WAITS})


def line_of(
    row: Any,
    people: Mapping[int, PersonView],
    places: RulePlaces,
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
    note = row.note if shows_decision else _words(kind, row)
    can_be_answered = kind in REPLIES and row.is_visible and row.takes_answers
    takes_next_step = can_be_answered or kind not in REPLIES
    # Words alone change nothing, so there is nothing that somebody else could put right.
    takes_next_step = takes_next_step and row.sanction_kind != SanctionKind.MESSAGE
    return InboxLine(
        id=row.id,
        kind=kind,
        symbol=told.symbol,
        sentence=told.sentence.format(
            name=isolated(person.display_name) if person is not None else "Somebody",
            where=f" in “{where}”" if where else "",
            detail=detail_in_words(row.detail),
            it=pronoun_of(row.detail),
        ),
        where=where if "{where}" not in told.sentence else "",
        at=row.created_at,
        is_new=row.read_at is None,
        by=told.by,
        how=_how(kind, row, shows_decision=shows_decision),
        means=_means(kind, row),
        rule=cited(row.rule_id, row.rule_title, row.rule_text, places) if cites else None,
        note=note,
        signature=_signature(kind, row, shows_decision=shows_decision) if note else "",
        next_step=told.next_step
        if takes_next_step and told.while_state in {None, row.state}
        else "",
        link=told.link if row.post_id is None or row.is_visible else "",
        post_id=row.post_id if row.is_visible else None,
        answer_in=row.thread_id if can_be_answered else None,
        private_id=row.private_id,
        second_look_at=row.text_decision_id if kind in _ANSWERED else None,
    )


def _signature(kind: NotificationKind, row: Any, *, shows_decision: bool) -> str:
    """Under whose name the words stand. A second look, and all that is no decision on a post, is the team's."""
    by_one = shows_decision or kind is NotificationKind.SANCTION_GIVEN
    return str((row.signature if by_one and kind not in BY_MENTOR else row.team) or "")


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
            return row.answer or "" if row.decided_in_private is None else ""


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
    if kind is NotificationKind.CAME_BACK_IN_TIME and row.detail:
        return BACK_WITHOUT_ROLES
    if row.detail in _BY_DETAIL:
        return _BY_DETAIL[row.detail]
    if kind is NotificationKind.POST_PUBLISHED and row.decision_id is not None:
        return APPROVED
    return WORDING[kind]
