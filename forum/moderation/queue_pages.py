"""The queue as a list. Frozen values, so that a template never triggers a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.people import PersonView
from forum.moderation.desk_pages import Passed
from forum.moderation.order import Part
from forum.pagination import Page


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """An item in the list. `thread_title` is empty where it is out of sight, or may be hard to read.

    `because` says why it is there and `ranked` why it stands where it does. `is_profile` says that it is about the
    person, and not about something that they wrote; `is_post` that it is about a post, and not about anything said or
    asked elsewhere. `read_by` is another moderator who has it open.
    """

    item_id: int
    what: str
    because: str
    ranked: str
    opened_at: datetime
    waits: str
    author: PersonView
    speaks_to: PersonView | None
    thread_title: str
    is_profile: bool
    is_post: bool
    read_by: PersonView | None
    passed: Passed


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A page of the queue, and how much is in each part of it."""

    items: Page[QueueRow]
    counts: Mapping[Part, int]
