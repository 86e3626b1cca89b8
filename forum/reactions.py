"""What follows from what: the one table of who listens to whom.

Reactions run inside the transaction that the event belongs to; listeners run after its commit. The audit log is written
at the very end of the transaction: its newest entry is locked then, and nothing waits for another lock while it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from forum.appeals import in_queue
from forum.audit import recording
from forum.dispatcher import Dispatcher, Listener, Reaction
from forum.events import (
    AppealMade,
    AppealReopened,
    AppealSettled,
    BacktestAsked,
    CommunityChanged,
    DecisionMade,
    DecisionUndone,
    EditSettled,
    Event,
    FieldCleared,
    FieldMoved,
    FieldSubmitted,
    ForecastAsked,
    ItemPassedOn,
    MentorFound,
    MentorGone,
    MentorUnseen,
    ModeratorsCalled,
    NewcomerGraduated,
    OpinionGiven,
    OwnDataTaken,
    OwnWordsChanged,
    PasswordChanged,
    PasswordResetAsked,
    PersonBlocked,
    PersonCalled,
    PersonCameBack,
    PersonLeaving,
    PersonUnblocked,
    PostMoved,
    Praised,
    PrivateMessageSent,
    PrivateReviewed,
    ProfileReviewed,
    ReportSettled,
    RescoringAsked,
    RevisionSubmitted,
    RoleChanged,
    RoleLaidDown,
    SanctionGiven,
    SanctionLifted,
    SecondFactorChanged,
    SignedIn,
    TextDecided,
    Thanked,
    ThanksTakenBack,
    ThreadChanged,
    ThreadWelcomeChanged,
    WaitEnded,
    WeeklyReportMade,
)
from forum.jobs import Jobs
from forum.leaving import coming_back
from forum.moderation import claims, distress, fields, queue, reading, similar, unanswered
from forum.moderation.undo import leaving
from forum.notifications import (
    account_news,
    calling,
    case_news,
    colleagues,
    field_news,
    newcomer_news,
    post_news,
    thanks_news,
    threads,
    undone,
)
from forum.screened_fields import showing
from forum.welcome import clocks, graduation, mentorships

# What is true at once, in the order in which it runs. By now the post, its thread and its author are locked
# (conversations.transitions).
_REACTIONS: tuple[tuple[type[Event], Reaction], ...] = (
    (RevisionSubmitted, leaving.follow_post),
    (PostMoved, leaving.follow_post),
    (EditSettled, leaving.follow_post),
    (FieldSubmitted, leaving.follow_text),
    (FieldCleared, leaving.follow_text),
    (ThreadWelcomeChanged, leaving.follow_text),
    (DecisionMade, similar.remember),
    (RevisionSubmitted, queue.follow_revision),
    (PostMoved, queue.follow_post),
    (PostMoved, distress.follow_cry),
    (EditSettled, queue.follow_edit),
    (EditSettled, distress.follow_cry),
    (ThreadWelcomeChanged, clocks.follow_flag),
    (RoleChanged, mentorships.follow_role),
    (RoleLaidDown, mentorships.follow_role),
    (PersonBlocked, mentorships.follow_block),
    (PersonBlocked, clocks.follow_block),
    (PersonUnblocked, clocks.follow_unblock),
    (RoleChanged, claims.free_what_was_claimed),
    (RoleLaidDown, claims.free_what_was_claimed),
    (SanctionGiven, claims.free_what_was_claimed),
    (SignedIn, coming_back.follow_sign_in),
    (PersonLeaving, mentorships.follow_leaving),
    (PersonLeaving, clocks.follow_leaving),
    (PersonCameBack, clocks.follow_leaving),
    (DecisionMade, reading.follow_decision),
    (ProfileReviewed, reading.follow_decision),
    (AppealMade, in_queue.follow_appeal),
    (AppealReopened, in_queue.follow_appeal),
    (AppealSettled, in_queue.follow_settlement),
    (ModeratorsCalled, unanswered.follow_call),
    (WaitEnded, unanswered.follow_end),
    (PrivateReviewed, reading.follow_decision),
    (TextDecided, reading.follow_decision),
    (AppealSettled, reading.follow_decision),
    (DecisionUndone, undone.call_off_answers),
    # The text, and then its author, are locked before the item.
    (FieldMoved, showing.show),
    (FieldCleared, showing.show),
    (FieldMoved, fields.follow_field),
)

# What leaves the house: somebody is told, or something is set going for them. After a moderator's decision it waits
# until that can't be undone any more (moderation.undo).
_LEAVING: tuple[tuple[type[Event], Reaction], ...] = (
    (PostMoved, post_news.tell_of_post),
    (PostMoved, mentorships.follow_post),
    (PostMoved, clocks.follow_post),
    (PostMoved, graduation.follow_post),
    (PostMoved, calling.call_for_post),
    (EditSettled, calling.call_for_post),
    (EditSettled, post_news.tell_of_edit),
    (ReportSettled, case_news.tell_reporter),
    (NewcomerGraduated, account_news.tell_person),
    (RoleChanged, account_news.tell_person),
    (AppealMade, case_news.call_judges),
    (AppealReopened, case_news.call_judges),
    (AppealSettled, case_news.tell_appellant),
    (ItemPassedOn, colleagues.call_admins),
    (ThreadChanged, threads.tell_starter),
    (ThreadChanged, clocks.follow_thread),
    (OpinionGiven, colleagues.tell_asker),
    (SanctionGiven, account_news.tell_person),
    (SanctionLifted, account_news.tell_person),
    (SanctionGiven, clocks.follow_sanction),
    (SanctionLifted, clocks.follow_sanction),
    (NewcomerGraduated, clocks.follow_graduation),
    (MentorUnseen, newcomer_news.tell_mentor),
    (MentorFound, newcomer_news.tell_of_mentor),
    (MentorGone, newcomer_news.tell_of_mentor),
    (Praised, newcomer_news.tell_of_praise),
    (Thanked, thanks_news.tell_of_thanks),
    (ThanksTakenBack, thanks_news.tell_of_others),
    (PrivateMessageSent, newcomer_news.tell_of_message),
    (PrivateReviewed, case_news.tell_of_removal),
    (PersonCalled, newcomer_news.call),
    (WaitEnded, newcomer_news.call_off),
    (PasswordChanged, account_news.tell_person),
    (OwnDataTaken, account_news.tell_person),
    (WeeklyReportMade, case_news.tell_admins),
    (SecondFactorChanged, account_news.tell_person),
    (PersonLeaving, account_news.tell_of_leaving),
    (PersonCameBack, account_news.tell_of_leaving),
    (FieldMoved, field_news.tell_author),
    (FieldMoved, calling.call_for_text),
)


def build_dispatcher(jobs: Jobs, *, community_changed: Sequence[Listener] = ()) -> Dispatcher:
    """The dispatcher of a running forum.

    Args:
        jobs: the queue of wake-ups.
        community_changed: whoever remembers something of the community, such as its name.
    """
    listeners: dict[type[Event], Sequence[Listener]] = {
        RevisionSubmitted: [jobs.wake_screening],
        FieldSubmitted: [jobs.wake_screening],
        # The worker takes the words along when it looks next.
        OwnWordsChanged: [jobs.wake_screening],
        PasswordResetAsked: [jobs.wake_mail],
        BacktestAsked: [jobs.wake_backtests],
        RescoringAsked: [jobs.wake_backtests],
        ForecastAsked: [jobs.wake_forecasts],
        DecisionMade: [jobs.wake_leaving],
        ProfileReviewed: [jobs.wake_leaving],
        PrivateReviewed: [jobs.wake_leaving],
        TextDecided: [jobs.wake_leaving],
        SecondFactorChanged: [jobs.wake_mail],
        PersonLeaving: [jobs.wake_mail],
        CommunityChanged: community_changed,
    }
    return Dispatcher(
        reactions=_by_kind(_REACTIONS),
        leaving=_by_kind(_LEAVING),
        closing=(recording.record,),
        listeners=listeners,
    )


def _by_kind(
    table: Sequence[tuple[type[Event], Reaction]],
) -> dict[type[Event], list[Reaction]]:
    found: dict[type[Event], list[Reaction]] = defaultdict(list)
    for kind, reaction in table:
        found[kind].append(reaction)
    return dict(found)
