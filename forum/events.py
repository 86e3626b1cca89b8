"""What can happen.

A part of the forum says what happened and need not know who listens; `forum.reactions` is the table of who does, and
`forum.dispatcher` tells them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, when. `actor_id` is the person who did it; None is the forum itself."""

    actor_id: int | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RevisionSubmitted(Event):
    """A new version of a post waits for the screener."""

    post_id: int
    revision_id: int


@dataclass(frozen=True, kw_only=True)
class PostMoved(Event):
    """A post went from one state to another.

    `decision_id` is set when a person decided it, `by_mentor` when they did by welcoming its author.
    """

    post_id: int
    revision_id: int
    action: str
    before: str
    after: str
    first_publication: bool = False
    decision_id: int | None = None
    by_mentor: bool | None = None


@dataclass(frozen=True, kw_only=True)
class EditSettled(Event):
    """The edit of a published post got its outcome; the post itself stayed published."""

    post_id: int
    revision_id: int
    action: str
    decision_id: int | None = None


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
class ProfileReviewed(Event):
    """A moderator has dealt with what people said of a person's profile."""

    user_id: int
    action: str


@dataclass(frozen=True, kw_only=True)
class ItemPassedOn(Event):
    """A moderator put an item aside, or asked another moderator or the admins to look at it.

    `action` says which. `subject_kind` is "post" or "person".
    """

    item_id: int
    subject_kind: str
    subject_id: int
    action: str


@dataclass(frozen=True, kw_only=True)
class PrivateReviewed(Event):
    """A moderator has dealt with what was reported of a private conversation; `user_id` is who had said it."""

    user_id: int
    private_id: int
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
class ThreadChanged(Event):
    """A moderator closed a thread for new answers, opened it again, or moved it; `action` says which."""

    thread_id: int
    author_id: int
    action: str
    from_category_id: int | None = None
    to_category_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ThreadWelcomeChanged(Event):
    """A mentor flagged a thread as a welcome thread, or took the flag away."""

    thread_id: int
    flagged: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Event):
    """Somebody made an account."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class NewcomerGraduated(Event):
    """A newcomer is a member from now on."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class MentorFound(Event):
    """A newcomer has a mentor from now on, their first or the next."""

    newcomer_id: int
    mentor_id: int


@dataclass(frozen=True, kw_only=True)
class PersonCalled(Event):
    """Somebody is asked to answer a newcomer's post. `actor_id` is the mentor who handed over, None for the clock."""

    post_id: int
    newcomer_id: int
    called_id: int
    is_their_mentor: bool


@dataclass(frozen=True, kw_only=True)
class ModeratorsCalled(Event):
    """Nobody else has answered this newcomer's post, so it is moderators' to answer now."""

    clock_id: int
    newcomer_id: int


@dataclass(frozen=True, kw_only=True)
class WaitEnded(Event):
    """Nobody need answer this newcomer's post any more: somebody has, or it is out of sight."""

    post_id: int


@dataclass(frozen=True, kw_only=True)
class Praised(Event):
    """A mentor was glad of what a mentee did; `kind` says what it was."""

    post_id: int
    newcomer_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PrivateMessageSent(Event):
    """A mentor wrote to a mentee in private, or a mentee to a mentor. The audit log leaves it out.

    `calls_mentor` is whether it is a mentee's, and sounds as if they may hurt themselves.
    """

    message_id: int
    conversation_id: int
    to_id: int
    calls_mentor: bool


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event):
    """An admin gave or took a role."""

    user_id: int
    role: str
    given: bool


@dataclass(frozen=True, kw_only=True)
class RoleLaidDown(Event):
    """A person gave up a role of their own."""

    user_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class MentorUnseen(Event):
    """A mentor was not here for long: they are asked, or, later, set to away."""

    user_id: int
    is_away: bool


@dataclass(frozen=True, kw_only=True)
class PersonBlocked(Event):
    """`actor_id` wants nothing to do with `user_id`. It is nobody else's business, so the audit log leaves it out."""

    user_id: int


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
class AppealSettled(Event):
    """An appeal was answered, taken back, or has become moot. `outcome` is one of `AppealState`."""

    appeal_id: int
    user_id: int
    post_id: int | None
    outcome: str
    text_decision_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person's password changed; `by_reset` when through a mailed link."""

    user_id: int
    by_reset: bool


@dataclass(frozen=True, kw_only=True)
class SecondFactorChanged(Event):
    """Something happened to a person's second factor; `change` is a `FactorChange`."""

    user_id: int
    change: str


@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(Event):
    """Somebody asked for a reset mail. `reset_id` is None where there is no account to mail to."""

    reset_id: int | None


@dataclass(frozen=True, kw_only=True)
class CommunityChanged(Event):
    """The community's name or rules changed, or it was set up. `what` says which.

    Of rules also: the number of the new version, and whether it asks people to accept it anew.
    """

    what: str
    version: int | None = None
    in_substance: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ThresholdsChanged(Event):
    """A threshold set was drafted or edited, is tried out, or decides from now on; `became` says which."""

    set_id: int
    name: str
    became: str


@dataclass(frozen=True, kw_only=True)
class BacktestAsked(Event):
    """An admin wants to know what a threshold set would have done with so many decided posts."""

    set_id: int
    name: str
    posts: int


@dataclass(frozen=True, kw_only=True)
class ForecastAsked(Event):
    """An admin wants to know how many mentors the community needs."""

    forecast_id: int


@dataclass(frozen=True, kw_only=True)
class WeeklyReportMade(Event):
    """The report on the automatic screen's week from `monday` (in ISO format) is there."""

    monday: str
