"""What the pages of welcome show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.people import PersonView
from forum.conversations.pages import OwnPostRow, ThreadRow
from forum.welcome.replyclock import Clock


@dataclass(frozen=True, kw_only=True)
class WaitingNewcomer:
    """A newcomer's post that no other person has answered yet."""

    post_id: int
    thread_id: int
    thread_title: str
    is_welcome: bool
    author: PersonView
    excerpt: str
    published_at: datetime
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class AnswerToYou:
    """A reply to one of a newcomer's posts."""

    post_id: int
    author: PersonView
    thread_title: str
    excerpt: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Home:
    """The newcomer's home: what waits, where to begin, who answered."""

    on_the_way: Sequence[OwnPostRow]
    answers: Sequence[AnswerToYou]
    welcome_threads: Sequence[ThreadRow]
    has_posted: bool
