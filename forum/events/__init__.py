"""What can happen.

A part of the forum says what happened and need not know who listens; `forum.reactions` is the table of who does, and
`forum.dispatcher` tells them. Each file here is a part of the community; everybody else imports from `forum.events`.
"""

from __future__ import annotations

from forum.events.accounts import (
    PasswordChanged,
    PasswordResetAsked,
    PersonBlocked,
    PersonJoined,
    RoleChanged,
    RoleLaidDown,
    SecondFactorChanged,
)
from forum.events.base import Event
from forum.events.community import (
    BacktestAsked,
    CommunityChanged,
    ForecastAsked,
    ThresholdsChanged,
    WeeklyReportMade,
)
from forum.events.conversations import (
    EditSettled,
    PostMoved,
    RevisionSubmitted,
    ThreadChanged,
)
from forum.events.moderation import (
    AppealMade,
    AppealReopened,
    AppealSettled,
    DecisionMade,
    DecisionUndone,
    ItemPassedOn,
    OpinionGiven,
    PostKept,
    PrivateReviewed,
    ProfileReviewed,
    ReplyTextChanged,
    ReportMade,
    ReportSettled,
    SanctionGiven,
    SanctionLifted,
    StaffNoteWritten,
    TextDecided,
)
from forum.events.welcome import (
    MentorFound,
    MentorUnseen,
    ModeratorsCalled,
    NewcomerGraduated,
    PersonCalled,
    Praised,
    PrivateMessageSent,
    ThreadWelcomeChanged,
    WaitEnded,
)

__all__ = [
    "AppealMade",
    "AppealReopened",
    "AppealSettled",
    "BacktestAsked",
    "CommunityChanged",
    "DecisionMade",
    "DecisionUndone",
    "EditSettled",
    "Event",
    "ForecastAsked",
    "ItemPassedOn",
    "MentorFound",
    "MentorUnseen",
    "ModeratorsCalled",
    "NewcomerGraduated",
    "OpinionGiven",
    "PasswordChanged",
    "PasswordResetAsked",
    "PersonBlocked",
    "PersonCalled",
    "PersonJoined",
    "PostKept",
    "PostMoved",
    "Praised",
    "PrivateMessageSent",
    "PrivateReviewed",
    "ProfileReviewed",
    "ReplyTextChanged",
    "ReportMade",
    "ReportSettled",
    "RevisionSubmitted",
    "RoleChanged",
    "RoleLaidDown",
    "SanctionGiven",
    "SanctionLifted",
    "SecondFactorChanged",
    "StaffNoteWritten",
    "TextDecided",
    "ThreadChanged",
    "ThreadWelcomeChanged",
    "ThresholdsChanged",
    "WaitEnded",
    "WeeklyReportMade",
]
