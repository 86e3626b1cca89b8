"""What the pages of welcome show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.people import PersonView
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
