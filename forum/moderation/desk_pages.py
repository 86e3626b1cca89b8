"""What moderators tell each other about an item, as pages show it: frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.people import PersonView
from forum.moderation.options import ModeratorAction


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step that somebody took with an item: `done` completes their name."""

    by: PersonView
    done: str
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """A note of staff. `on_person` is whether it is on the author, and not on this post."""

    by: PersonView
    words: str
    at: datetime
    on_person: bool


@dataclass(frozen=True, kw_only=True)
class Passed:
    """Where an item stands between moderators, for its row in the queue and its page.

    `skipped` is how often it was put aside, `by_me` whether this person did. `asked_by` waits for a second opinion,
    `question` is what they ask. `kept_for` is whom it came back to first.
    """

    skipped: int = 0
    by_me: bool = False
    is_escalated: bool = False
    asked_by: PersonView | None = None
    question: str = ""
    kept_for: PersonView | None = None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What moderators told each other about an item, oldest first, and which steps there are with what each means."""

    passed: Passed
    steps: Sequence[StepLine]
    notes: Sequence[NoteLine]
    offered: Mapping[ModeratorAction, str]
    may_note: bool

    @property
    def meant(self) -> Mapping[str, str]:
        """What each step means, by the form's values."""
        return {step.value: words for step, words in self.offered.items()}
