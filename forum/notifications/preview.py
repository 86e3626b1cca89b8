"""What an author will read of a decision, before it is made: made from the same words as the inbox and the mail."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from forum.conversations.lifecycle import PostAction, PostState, next_state
from forum.moderation.queries import CitedRule
from forum.notifications.lines import InboxLine, line_of
from forum.notifications.mail_topics import TOPIC_OF
from forum.notifications.mailing import told_in_full
from forum.notifications.post_news import TOLD_AUTHOR, TOLD_OF_EDIT
from forum.wiring import clock


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


def preview_of(ahead: Ahead, base_url: str) -> Preview:
    """What becomes of a decision once it is told."""
    kind = (TOLD_OF_EDIT if ahead.is_edit else TOLD_AUTHOR)[ahead.action]
    rule = ahead.rule
    row = SimpleNamespace(
        id=0,
        kind=kind,
        detail="",
        created_at=clock().now(),
        read_at=None,
        actor_id=None,
        post_id=ahead.post_id,
        thread_id=None,
        private_id=None,
        is_visible=True,
        is_own=True,
        state=ahead.state if ahead.is_edit else next_state(ahead.state, ahead.action),
        may_name=True,
        title=ahead.thread_title,
        # Its number is not shown anywhere; that there is one is.
        decision_id=0,
        reverses_id=None,
        note=ahead.note.strip(),
        signature=ahead.signature,
        team=ahead.signature,
        rule_id=0 if rule is not None else None,
        by_screen=ahead.by_screen,
        text_decision_id=None,
        text_note=None,
        text_by_screen=None,
        answer=None,
        sanction_kind=None,
        rule_title=rule.title if rule is not None else None,
        rule_text=rule.text if rule is not None else None,
    )
    numbers = {0: rule.number} if rule is not None and rule.number is not None else {}
    line = line_of(row, {}, numbers)
    mailed = line_of(row, {}, numbers, names_thread=False)
    return Preview(
        line=line, mail=told_in_full(mailed, base_url.rstrip("/")) if kind in TOPIC_OF else ""
    )
