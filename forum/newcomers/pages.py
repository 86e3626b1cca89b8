"""What the newcomer's home shows: frozen values, so that a template never triggers a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.people import Byline
from forum.conversations.lifecycle import PostState
from forum.conversations.pages import OwnPostRow, ThreadRow
from forum.drafts.queries import DraftRow

_COMING = frozenset({PostState.SUBMITTED, PostState.HELD, PostState.CHANGES_REQUESTED})


@dataclass(frozen=True, kw_only=True)
class OnTheWay:
    """A post of one's own that others can't see yet, or not any more, and what one can do with it."""

    post: OwnPostRow
    may_revise: bool
    may_withdraw: bool


@dataclass(frozen=True, kw_only=True)
class HelloThread:
    """A welcome thread to choose. `fits` says that it is about something this newcomer likes to talk about.

    `said_hello` is whether something of theirs stands in it already.
    """

    thread: ThreadRow
    fits: bool
    said_hello: bool


@dataclass(frozen=True, kw_only=True)
class Hoping:
    """The post of one's own for which people are called, and waits longest. `hope` says how long it may take."""

    post_id: int
    thread_title: str
    hope: str


@dataclass(frozen=True, kw_only=True)
class MentorCard:
    """One's mentor. `introduction` is their own words; `activity` says when they were here, empty after long.

    `stands_in` is the name of whoever answers while the mentor is away; empty where nobody does, or need. `private_id`
    is the private conversation with them, also before anything was said in it; `private_news` how much in it is new;
    `private_is_open` whether neither of the two has ended it.
    """

    mentor: Byline
    introduction: str
    activity: str
    is_away: bool
    stands_in: str
    private_id: int
    private_news: int
    private_is_open: bool


@dataclass(frozen=True, kw_only=True)
class AnswerToYou:
    """A reply to one of a newcomer's posts. `takes_answers` is whether its thread is not closed for new ones."""

    post_id: int
    thread_id: int
    author: Byline
    thread_title: str
    excerpt: str
    at: datetime
    takes_answers: bool


@dataclass(frozen=True, kw_only=True)
class Home:
    """The newcomer's home. `usual_wait` is a sentence, empty where nothing waits for a person.

    `hoping` is None where nobody is called to answer a post of theirs.
    """

    on_the_way: Sequence[OnTheWay]
    usual_wait: str
    drafts: Sequence[DraftRow]
    hello: Sequence[HelloThread]
    mentor: MentorCard | None
    answers: Sequence[AnswerToYou]
    has_posted: bool
    hoping: Hoping | None
    has_answered_questions: bool

    @property
    def way_heading(self) -> str:
        """Stands above the posts that others can't see, so it has to be true of each of them."""
        states = {one.post.state for one in self.on_the_way}
        is_one = len(self.on_the_way) == 1
        if states == {PostState.SUBMITTED}:
            return "Your post is on its way" if is_one else "Your posts are on their way"
        if states == {PostState.HELD}:
            waiting = "Your post is" if is_one else "Your posts are"
            return f"{waiting} waiting for a person"
        return f"Where your {'post stands' if is_one else 'posts stand'}"

    @property
    def is_coming(self) -> bool:
        """Whether a post of theirs may still appear, or appear again once they have changed it."""
        return any(one.post.state in _COMING for one in self.on_the_way)
