"""What an author will read of a decision, before it is made: made from the same words as the inbox and the mail."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from forum.community.citing import CitedRule, RulePlaces
from forum.conversations.lifecycle import PostAction, PostState, next_state
from forum.notifications.field_news import TOLD as TOLD_OF_TEXT
from forum.notifications.lines import InboxLine, line_of
from forum.notifications.mail_topics import TOPIC_OF
from forum.notifications.mailing import told_in_full
from forum.notifications.models import NotificationKind
from forum.notifications.post_news import TOLD_AUTHOR, TOLD_OF_EDIT
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.lifecycle import FieldAction
from forum.wiring import clock

# What a line may have and a decision on somebody's words has not, unless it says so.
_NOT_THERE = (
    "read_at",
    "actor_id",
    "post_id",
    "thread_id",
    "private_id",
    "is_visible",
    "is_own",
    "state",
    "may_name",
    "title",
    "takes_answers",
    "decision_id",
    "reverses_id",
    "decided_in_private",
    "note",
    "signature",
    "team",
    "by_screen",
    "text_decision_id",
    "text_note",
    "text_by_screen",
    "answer",
    "sanction_kind",
)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A decision that nobody has made yet.

    `by_screen` is whether the screen had set aside what it is about, `signature` under whose name it would be told.
    """

    post_id: int
    thread_title: str
    state: PostState
    is_edit: bool
    action: PostAction
    rule: CitedRule | None
    note: str
    by_screen: bool
    signature: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the author will read: the line in their inbox, and the mail's words; empty where no mail is sent."""

    line: InboxLine
    mail: str


@dataclass(frozen=True, kw_only=True)
class TextAhead:
    """A decision on a name, or another short text, that nobody has made yet. The team signs it, whoever decides."""

    kind: FieldKind
    action: FieldAction
    rule: CitedRule | None
    note: str
    by_screen: bool
    team: str


def preview_of(ahead: Ahead, base_url: str) -> Preview:
    """What becomes of a decision on a post once it is told."""
    row = _row(
        (TOLD_OF_EDIT if ahead.is_edit else TOLD_AUTHOR)[ahead.action],
        ahead.rule,
        post_id=ahead.post_id,
        is_visible=True,
        is_own=True,
        state=ahead.state if ahead.is_edit else next_state(ahead.state, ahead.action),
        may_name=True,
        title=ahead.thread_title,
        # Its number is not shown anywhere; that there is one is.
        decision_id=0,
        note=ahead.note.strip(),
        signature=ahead.signature,
        team=ahead.signature,
        by_screen=ahead.by_screen,
    )
    return _told(row, ahead.rule, base_url)


def preview_of_text(ahead: TextAhead, base_url: str) -> Preview:
    """What becomes of a decision on a short text once it is told."""
    row = _row(
        TOLD_OF_TEXT[ahead.action],
        ahead.rule,
        detail=ahead.kind,
        text_decision_id=0,
        text_note=ahead.note.strip(),
        text_by_screen=ahead.by_screen,
        team=ahead.team,
    )
    return _told(row, ahead.rule, base_url)


def preview_of_removal(rule: CitedRule | None, base_url: str) -> Preview:
    """What becomes of taking down what somebody said in private, once it is told.

    The moderator's words to them are not in it: they stand beside what was said, and nowhere else.
    """
    row = _row(NotificationKind.PRIVATE_REMOVED, rule, private_id=0, text_decision_id=0)
    return _told(row, rule, base_url)


def _told(row: SimpleNamespace, rule: CitedRule | None, base_url: str) -> Preview:
    now = {0: rule.number} if rule is not None and rule.number is not None else {}
    places = RulePlaces(now=now, then={})
    line = line_of(row, {}, places)
    mailed = line_of(row, {}, places, names_thread=False)
    return Preview(
        line=line, mail=told_in_full(mailed, base_url.rstrip("/")) if row.kind in TOPIC_OF else ""
    )


def _row(kind: NotificationKind, rule: CitedRule | None, **known: object) -> SimpleNamespace:
    """A line as `notifications.queries` would read it, had somebody been told."""
    row: dict[str, object] = {
        "id": 0,
        "kind": kind,
        "detail": "",
        "created_at": clock().now(),
        "rule_id": 0 if rule is not None else None,
        "rule_title": rule.title if rule is not None else None,
        "rule_text": rule.text if rule is not None else None,
    }
    return SimpleNamespace(**dict.fromkeys(_NOT_THERE) | row | known)
