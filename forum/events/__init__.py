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
    PersonUnblocked,
    RoleChanged,
    RoleLaidDown,
    SecondFactorChanged,
    SignedIn,
)
from forum.events.base import Event
from forum.events.community import CommunityChanged, ForecastAsked, WeeklyReportMade
from forum.events.conversations import (
    EditSettled,
    PostMoved,
    RevisionSubmitted,
    Thanked,
    ThanksTakenBack,
    ThreadChanged,
)
from forum.events.keeping import Forgotten, KeepingChanged
from forum.events.leaving import PersonCameBack, PersonErased, PersonLeaving
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
from forum.events.own_data import OwnDataTaken
from forum.events.own_words import OwnWordsChanged
from forum.events.screened_fields import FieldCleared, FieldMoved, FieldSubmitted
from forum.events.thresholds import (
    BacktestAsked,
    RescoringAsked,
    ThresholdsChanged,
    TrialSkipped,
)
from forum.events.welcome import (
    MentorFound,
    MentorGone,
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
    "FieldCleared",
    "FieldMoved",
    "FieldSubmitted",
    "ForecastAsked",
    "Forgotten",
    "ItemPassedOn",
    "KeepingChanged",
    "MentorFound",
    "MentorGone",
    "MentorUnseen",
    "ModeratorsCalled",
    "NewcomerGraduated",
    "OpinionGiven",
    "OwnDataTaken",
    "OwnWordsChanged",
    "PasswordChanged",
    "PasswordResetAsked",
    "PersonBlocked",
    "PersonCalled",
    "PersonCameBack",
    "PersonErased",
    "PersonJoined",
    "PersonLeaving",
    "PersonUnblocked",
    "PostKept",
    "PostMoved",
    "Praised",
    "PrivateMessageSent",
    "PrivateReviewed",
    "ProfileReviewed",
    "ReplyTextChanged",
    "ReportMade",
    "ReportSettled",
    "RescoringAsked",
    "RevisionSubmitted",
    "RoleChanged",
    "RoleLaidDown",
    "SanctionGiven",
    "SanctionLifted",
    "SecondFactorChanged",
    "SignedIn",
    "StaffNoteWritten",
    "TextDecided",
    "Thanked",
    "ThanksTakenBack",
    "ThreadChanged",
    "ThreadWelcomeChanged",
    "ThresholdsChanged",
    "TrialSkipped",
    "WaitEnded",
    "WeeklyReportMade",
]
