"""What the pages of private conversations show: frozen values, so that a template never triggers a query."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.accounts.people import Byline, PersonView
from forum.pagination import Page
from forum.privately.openness import Step


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """One thing that was said. `is_new` is whether its reader has not said yet that they read it.

    `html` is None where a moderator took it down, and somebody else looks than its author. They alone find `rule`,
    `note`, the moderator's words to them, and `removal_id`, the decision.
    """

    id: int
    author: PersonView
    html: Markup | None
    at: datetime
    is_own: bool
    is_new: bool
    is_removed: bool
    rule: str
    note: str
    removal_id: int | None

    @property
    def may_report(self) -> bool:
        """Whether its reader can tell moderators of it."""
        return not self.is_own and not self.is_removed


@dataclass(frozen=True, kw_only=True)
class ConversationPage:
    """A private conversation, for one of the two.

    `closed` says why nothing new can be said, empty while it is open. `other_is_away` is whether the other one is a
    mentor who is away; `stands_in` then names whoever looks after their mentees. `calls_for_help` is whether its reader
    has lately written something that sounds as if they may hurt themselves. `newest_id` is the newest message there is.
    """

    id: int
    other: PersonView
    you_are_mentor: bool
    messages: Page[MessageView]
    newest_id: int
    closed: str
    steps: AbstractSet[Step]
    other_is_away: bool
    stands_in: str
    calls_for_help: bool

    @property
    def may_write(self) -> bool:
        """Whether its reader can say something now."""
        return Step.WRITE in self.steps

    @property
    def may_end(self) -> bool:
        """Whether its reader can end it now."""
        return Step.END in self.steps

    @property
    def may_open_again(self) -> bool:
        """Whether its reader can take back that they ended it."""
        return Step.OPEN_AGAIN in self.steps

    @property
    def has_new(self) -> bool:
        """Whether anything on this page is new to its reader."""
        return any(message.is_new for message in self.messages.items)


@dataclass(frozen=True, kw_only=True)
class ConversationRow:
    """A private conversation in its owner's list; none of its words. `new` is how many messages are new to them."""

    id: int
    other: Byline
    last_at: datetime
    new: int
    is_open: bool
