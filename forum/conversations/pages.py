"""What conversation pages show: frozen values, so that a template never triggers a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.accounts.actor import Actor
from forum.accounts.people import Byline
from forum.permissions.subjects import PostFacts, ThreadFacts


@dataclass(frozen=True, kw_only=True)
class CategoryView:
    """A category in a list."""

    id: int
    name: str
    slug: str
    description: str


@dataclass(frozen=True, kw_only=True)
class ThreadRow:
    """A thread in a list."""

    id: int
    slug: str
    title: str
    author: Byline
    category: str
    category_slug: str
    reply_count: int
    last_activity_at: datetime
    is_welcome: bool


@dataclass(frozen=True, kw_only=True)
class ThreadView:
    """The head of a thread's page."""

    id: int
    slug: str
    title: str
    category: CategoryView
    reply_count: int
    is_welcome: bool
    welcome_reason: str
    welcomed_by: str | None
    lock_reason: str
    facts: ThreadFacts

    def takes_hello_of(self, actor: Actor) -> bool:
        """Whether what this person says to all here is their hello, on whichever page they write it."""
        return self.is_welcome and actor.is_newcomer


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The post that another one answers."""

    id: int
    author_name: str


@dataclass(frozen=True, kw_only=True)
class PostView:
    """A post as it stands in its thread.

    `text` is what the author wrote, for the author's own form; `html` the same, rendered and sanitised.
    """

    id: int
    author: Byline
    at: datetime
    edited_at: datetime | None
    state: str
    html: Markup
    is_own: bool
    may_revise: bool
    may_withdraw: bool
    edit_waits: bool
    answers: Answered | None
    facts: PostFacts


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What somebody is writing, as others would see it. `title` is that of a thread that it opens."""

    title: str | None
    post: PostView


@dataclass(frozen=True, kw_only=True)
class OwnPost:
    """One's own post on a page of its own: its newest version, and where it stands.

    `shown_title` and `shown_html` are those of the version that others see, or saw while they could, where that is an
    older one. `erased_at` is when the words of the newest were erased. `title` and `text` are then those of the one on
    show, if there is one, to go on from.
    """

    id: int
    thread_id: int
    is_opening: bool
    state: str
    at: datetime
    title: str | None
    text: str
    html: Markup
    number: int
    outcome: str
    shown_title: str | None
    shown_html: Markup | None
    may_revise: bool
    may_withdraw: bool
    in_welcome_thread: bool
    erased_at: datetime | None = None

    @property
    def edit_waits(self) -> bool:
        """A newer version waits while readers see an older one."""
        return self.state == "published" and self.shown_html is not None

    @property
    def others_saw_another(self) -> bool:
        """It went out of sight while others read an older version, which is the one that this was about."""
        return self.state in {"hidden", "removed"} and self.shown_html is not None


@dataclass(frozen=True, kw_only=True)
class OwnPostRow:
    """One's own post in a list. `thread_title` is empty where its thread is out of sight."""

    id: int
    thread_title: str
    excerpt: str
    state: str
    at: datetime
    replies: int


@dataclass(frozen=True, kw_only=True)
class FrontPage:
    """The front page: where to begin, and what is being talked about."""

    categories: Sequence[CategoryView]
    welcome_threads: Sequence[ThreadRow]
    threads: Sequence[ThreadRow]
