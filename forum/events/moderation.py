"""What can come of moderators' work: decisions and what is told of them, reports, sanctions, appeals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class DecisionMade(Event):
    """A moderator decided something about a post, and why is in the decision."""

    decision_id: int
    post_id: int
    action: str


@dataclass(frozen=True, kw_only=True)
class TextDecided(Event):
    """A moderator decided on a short text, or on private words. What came of it is an event of its own."""

    text_decision_id: int
    item_id: int | None


@dataclass(frozen=True, kw_only=True)
class DecisionUndone(Event):
    """A decision was taken back before anybody was told of it. `undone` is what had been done at `decided_at`.

    `subject_kind` is "post", "person" or "private"; only a decision on a post has a `decision_id`.
    """

    subject_kind: str
    subject_id: int
    undone: str
    decision_id: int | None
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class PostKept(Event):
    """A moderator looked at a post that was reported, and left it as it is."""

    post_id: int
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ProfileReviewed(Event):
    """A moderator has dealt with what people said of a person's profile."""

    user_id: int
    action: str


@dataclass(frozen=True, kw_only=True)
class PrivateReviewed(Event):
    """A moderator has dealt with what was reported of a private conversation; `user_id` is who had said it.

    `text_decision_id` is the decision by which something was taken down.
    """

    user_id: int
    private_id: int
    action: str
    text_decision_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReportMade(Event):
    """Somebody reported a post, a person or private words. `subject_kind` is "post", "person" or "private"."""

    report_id: int
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, kw_only=True)
class ReportSettled(Event):
    """Something came of a report. `actor_id` is the moderator; `outcome` one of `ReportOutcome`."""

    report_id: int
    reporter_id: int
    post_id: int | None
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ItemPassedOn(Event):
    """A moderator put an item aside, or asked another moderator or the admins to look at it.

    `action` says which. `subject_kind` is "post", "person", "private" or "appeal".
    """

    item_id: int
    subject_kind: str
    subject_id: int
    action: str


@dataclass(frozen=True, kw_only=True)
class StaffNoteWritten(Event):
    """Staff told each other something of a post or a person."""

    note_id: int
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(Event):
    """Whoever asked for a second opinion has one: a note, or a decision. `post_id` is None where it is of a profile."""

    item_id: int
    asker_id: int
    post_id: int | None


@dataclass(frozen=True, kw_only=True)
class ReplyTextChanged(Event):
    """Staff saved or retired a text that they keep for each other; `change` says which."""

    text_id: int
    name: str
    change: str


@dataclass(frozen=True, kw_only=True)
class SanctionGiven(Event):
    """Staff spoke to somebody, or restricted what they can do."""

    sanction_id: int
    user_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class SanctionLifted(Event):
    """A sanction ended before its time."""

    sanction_id: int
    user_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class AppealMade(Event):
    """Somebody asks that another person look again. `judges` are those who may."""

    appeal_id: int
    user_id: int
    judges: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AppealReopened(Event):
    """An appeal that had closed by itself too soon waits again. `judges` are those who may look again."""

    appeal_id: int
    user_id: int
    judges: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AppealSettled(Event):
    """An appeal was answered, taken back, or has become moot. `outcome` is one of `AppealState`."""

    appeal_id: int
    user_id: int
    post_id: int | None
    outcome: str
    text_decision_id: int | None = None
