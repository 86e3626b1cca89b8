"""What follows from what: the one table of who listens to whom.

Reactions run inside the transaction that the event belongs to; listeners run after its commit. The audit log is written
at the very end of the transaction: its newest entry is locked then, and nothing waits for another lock while it is.
"""

from __future__ import annotations

from collections import defaultdict

from forum.drafts import commands as drafts
from forum.events import (
    AppealMade,
    AppealSettled,
    BacktestAsked,
    CommunityChanged,
    Dispatcher,
    EditSettled,
    Event,
    ForecastAsked,
    ItemPassedOn,
    Listener,
    MentorFound,
    MentorUnseen,
    NewcomerGraduated,
    OpinionGiven,
    PasswordChanged,
    PasswordResetAsked,
    PersonBlocked,
    PersonCalled,
    PostMoved,
    Praised,
    Reaction,
    ReportSettled,
    RevisionSubmitted,
    RoleChanged,
    RoleLaidDown,
    SanctionGiven,
    SanctionLifted,
    SecondFactorChanged,
    ThreadChanged,
    ThreadWelcomeChanged,
    WaitEnded,
    WeeklyReportMade,
)
from forum.jobs import Jobs
from forum.moderation import audit, claims, distress, queue
from forum.notifications import calling, colleagues, threads
from forum.notifications import reactions as notifications
from forum.welcome import clocks, graduation, mentorships

# In the order in which they run. By now the post, its thread and its author are locked (conversations.transitions).
_REACTIONS: tuple[tuple[type[Event], Reaction], ...] = (
    (RevisionSubmitted, queue.follow_revision),
    (RevisionSubmitted, drafts.forget_sent),
    (PostMoved, queue.follow_post),
    (PostMoved, notifications.tell_of_post),
    (PostMoved, mentorships.follow_post),
    (PostMoved, clocks.follow_post),
    (PostMoved, graduation.follow_post),
    (PostMoved, distress.follow_cry),
    (PostMoved, calling.call_moderators),
    (EditSettled, calling.call_moderators),
    (EditSettled, queue.follow_edit),
    (EditSettled, distress.follow_cry),
    (EditSettled, notifications.tell_of_edit),
    (ReportSettled, notifications.tell_reporter),
    (NewcomerGraduated, notifications.tell_person),
    (RoleChanged, notifications.tell_person),
    (AppealMade, notifications.call_judges),
    (AppealSettled, notifications.tell_appellant),
    (ItemPassedOn, colleagues.call_admins),
    (ThreadChanged, threads.tell_starter),
    (OpinionGiven, colleagues.tell_asker),
    (SanctionGiven, notifications.tell_person),
    (SanctionLifted, notifications.tell_person),
    (NewcomerGraduated, clocks.follow_graduation),
    (ThreadWelcomeChanged, clocks.follow_flag),
    (RoleChanged, mentorships.follow_role),
    (RoleLaidDown, mentorships.follow_role),
    (MentorUnseen, notifications.tell_mentor),
    (PersonBlocked, mentorships.follow_block),
    (MentorFound, notifications.tell_of_mentor),
    (Praised, notifications.tell_of_praise),
    (PersonCalled, notifications.call),
    (WaitEnded, notifications.call_off),
    (RoleChanged, claims.free_what_was_claimed),
    (PasswordChanged, notifications.tell_person),
    (WeeklyReportMade, notifications.tell_admins),
    (SecondFactorChanged, notifications.tell_person),
)


def build_dispatcher(jobs: Jobs, *, community_changed: Listener) -> Dispatcher:
    """The dispatcher of a running forum.

    Args:
        jobs: the queue of wake-ups.
        community_changed: what the web edge does when the community has another name.
    """
    reactions: dict[type[Event], list[Reaction]] = defaultdict(list)
    for kind, reaction in _REACTIONS:
        reactions[kind].append(reaction)
    listeners: dict[type[Event], list[Listener]] = {
        RevisionSubmitted: [jobs.wake_screening],
        PasswordResetAsked: [jobs.wake_mail],
        BacktestAsked: [jobs.wake_backtests],
        ForecastAsked: [jobs.wake_forecasts],
        SecondFactorChanged: [jobs.wake_mail],
        CommunityChanged: [community_changed],
    }
    return Dispatcher(reactions=dict(reactions), closing=(audit.record,), listeners=listeners)
