"""What the mentor's desk shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from forum.accounts.people import Byline, PersonView
from forum.conversations.pages import ThreadRow
from forum.newcomers.survey import Answers
from forum.pagination import Page
from forum.privately.pages import ConversationRow
from forum.welcome.approval_queries import HeldIntroduction
from forum.welcome.figures import OwnFigures
from forum.welcome.openers import Opener
from forum.welcome.replyclock import Clock
from forum.words import how_long


@dataclass(frozen=True, kw_only=True)
class WaitingNewcomer:
    """A newcomer's post that no other person has answered yet. `left` is below zero when the time is over."""

    post_id: int
    thread_id: int
    thread_title: str
    is_welcome: bool
    author: PersonView
    excerpt: str
    published_at: datetime
    clock: Clock
    left: timedelta
    is_for_you: bool
    why: str
    may_hand_over: bool

    @property
    def clock_words(self) -> str:
        """How much of the time that we aim at is left, as a sentence."""
        if self.left > timedelta(0):
            return f"{how_long(self.left).capitalize()} left to answer in time."
        return f"{how_long(-self.left).capitalize()} overdue."

    def left_to_others(self) -> WaitingNewcomer:
        """The same for a mentor who is away: nothing is expected of them."""
        return replace(self, is_for_you=False, why="", may_hand_over=False)


@dataclass(frozen=True, kw_only=True)
class WentQuiet:
    """A newcomer who has not written since one's own answer."""

    newcomer: PersonView
    post_id: int
    thread_title: str
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class Mentee:
    """Somebody whom one looks after. `stands_in` is set while their own mentor is away."""

    person: PersonView
    since: datetime
    last_seen_at: datetime | None
    published_posts: int
    is_starred: bool
    notes: int
    waits: bool
    stands_in: bool


@dataclass(frozen=True, kw_only=True)
class Praiseworthy:
    """Something that a mentee did. `sentence` completes their name."""

    newcomer: PersonView
    post_id: int
    kind: str
    sentence: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MenteeSearch:
    """How the list of mentees is asked for."""

    words: str = ""
    sort: str = "newest"
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class LeftNote:
    """A note of one's own about somebody who has no page here any more: nobody looks after them, say."""

    id: int
    newcomer: Byline
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything on a mentor's desk. `has_put_aside` is whether nobody waits because they come back within the hour.

    `back_on` is the day that somebody who is away has named.
    """

    held: Sequence[HeldIntroduction]
    waiting: Sequence[WaitingNewcomer]
    has_put_aside: bool
    others: Sequence[WaitingNewcomer]
    openers: Sequence[Opener]
    quiet: Sequence[WentQuiet]
    mentees: Page[Mentee]
    left_notes: Sequence[LeftNote]
    praiseworthy: Sequence[Praiseworthy]
    private_news: Sequence[ConversationRow]
    figures: OwnFigures
    threads: Sequence[ThreadRow]
    is_away: bool
    back_on: date | None
    has_done_plenty: bool


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a mentor wrote down about a newcomer."""

    id: int
    author: PersonView
    text: str
    at: datetime
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Called:
    """A step of a reply clock. `who` is None where there was nobody to call."""

    who: PersonView | None
    why: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MenteePage:
    """One newcomer as mentors see them.

    For their own mentor alone: `private_id`, the conversation with them, and `answers`, what they told at the start.
    """

    person: PersonView
    mentor: PersonView | None
    backup: PersonView | None
    because: str
    is_starred: bool
    is_yours: bool
    private_id: int | None
    answers: Answers | None
    notes: Sequence[Note]
    calls: Sequence[Called]
