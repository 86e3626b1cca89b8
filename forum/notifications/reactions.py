"""Who is told of what.

Runs inside the transaction, so that nobody is told of what did not happen, or misses what did.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.accounts.models import Block, Role, User, UserRole
from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.conversations.lifecycle import PostAction
from forum.conversations.models import Post, PostRevision, Thread
from forum.events import (
    AppealMade,
    AppealSettled,
    EditSettled,
    Event,
    MentorFound,
    MentorUnseen,
    NewcomerGraduated,
    PasswordChanged,
    PersonCalled,
    PostMoved,
    Praised,
    PrivateMessageSent,
    PrivateReviewed,
    ReportSettled,
    RoleChanged,
    SanctionGiven,
    SanctionLifted,
    SecondFactorChanged,
    WaitEnded,
    WeeklyReportMade,
)
from forum.moderation.models import Decision
from forum.moderation.options import ModeratorAction
from forum.moderation.queries import is_read_first
from forum.moderation.reporting import ReportOutcome
from forum.notifications.mail_topics import TOPIC_OF
from forum.notifications.models import BY_MENTOR, READ_FIRST, Notification, NotificationKind
from forum.welcome.models import ReplyClock

A, K = PostAction, NotificationKind

# A post that passed while its author was still looking at the page needs no message.
NEWS_AFTER = timedelta(minutes=1)

# What an author is told, by what was done: to a post, and to its edit.
TOLD_AUTHOR = {
    A.HOLD: K.POST_HELD,
    A.APPROVE: K.POST_PUBLISHED,
    A.REQUEST_CHANGES: K.CHANGES_REQUESTED,
    A.DECLINE: K.POST_DECLINED,
    A.HIDE: K.POST_HIDDEN,
    A.RESTORE: K.POST_RESTORED,
    A.REMOVE: K.POST_REMOVED,
}
TOLD_OF_EDIT = {
    A.HOLD: K.EDIT_HELD,
    A.APPROVE: K.EDIT_PUBLISHED,
    A.REQUEST_CHANGES: K.EDIT_RETURNED,
    A.DECLINE: K.EDIT_DECLINED,
}


# Whoever reported in order to harm is told what anybody is told whose report led to nothing.
_TOLD_REPORTER = {
    ReportOutcome.ACTED: K.REPORT_ACTED,
    ReportOutcome.KEPT: K.REPORT_KEPT,
    ReportOutcome.BAD_FAITH: K.REPORT_KEPT,
    ReportOutcome.GONE: K.REPORT_GONE,
    ReportOutcome.PUT_BACK: K.REPORT_PUT_BACK,
}
_TOLD_APPELLANT = {
    "upheld": K.APPEAL_UPHELD,
    "overturned": K.APPEAL_OVERTURNED,
    "expired": K.APPEAL_EXPIRED,
}


def tell_of_post(session: Session, happened: Event) -> None:
    """The author hears what became of the post; whoever is answered hears of the answer."""
    if not isinstance(happened, PostMoved):
        return
    post = session.get_one(Post, happened.post_id)
    kind = TOLD_AUTHOR.get(PostAction(happened.action))
    if happened.action == A.PASS:
        sent_at = session.get_one(PostRevision, happened.revision_id).created_at
        kind = K.POST_PUBLISHED if happened.at - sent_at > NEWS_AFTER else None
    if kind is not None and not _is_told_by_an_appeal(session, happened):
        _tell(
            session, post.author_id, kind, happened.at,
            post_id=post.id, decision_id=happened.decision_id, detail=_why(happened),
        )  # fmt: skip
    if happened.first_publication and not post.is_opening:
        for user_id in _answered_people(session, post):
            kind = K.FIRST_REPLY if _is_first_answer(session, user_id) else K.REPLY
            _tell(session, user_id, kind, happened.at, post_id=post.id, actor_id=post.author_id)


def tell_of_edit(session: Session, happened: Event) -> None:
    """The author hears what became of an edit."""
    if not isinstance(happened, EditSettled):
        return
    kind = TOLD_OF_EDIT.get(PostAction(happened.action))
    if kind is not None and not _is_told_by_an_appeal(session, happened):
        post = session.get_one(Post, happened.post_id)
        _tell(
            session, post.author_id, kind, happened.at,
            post_id=post.id, decision_id=happened.decision_id, detail=_why(happened),
        )  # fmt: skip


def tell_of_mentor(session: Session, happened: Event) -> None:
    """A newcomer and their mentor hear of each other."""
    if not isinstance(happened, MentorFound):
        return
    newcomer_id, mentor_id = happened.newcomer_id, happened.mentor_id
    _tell(session, newcomer_id, K.MENTOR_FOUND, happened.at, actor_id=mentor_id)
    # Being called for them in the same moment says it already.
    called = select(ReplyClock.id).where(
        ReplyClock.newcomer_id == newcomer_id, ReplyClock.started_at == happened.at
    )
    if session.scalar(called.limit(1)) is None:
        _tell(session, mentor_id, K.MENTEE_FOUND, happened.at, actor_id=newcomer_id)


def tell_of_praise(session: Session, happened: Event) -> None:
    """A newcomer hears that their mentor was glad of what they did."""
    if isinstance(happened, Praised):
        _tell(
            session, happened.newcomer_id, K.PRAISED, happened.at,
            post_id=happened.post_id, actor_id=happened.actor_id, detail=happened.kind,
        )  # fmt: skip


def tell_of_message(session: Session, happened: Event) -> None:
    """Whoever is written to in private hears of it once, until they have read it. A cry for help is told each time."""
    if not isinstance(happened, PrivateMessageSent):
        return
    kind = K.PRIVATE_CRY if happened.calls_mentor else K.PRIVATE_MESSAGE
    waits = select(Notification.id).where(
        Notification.user_id == happened.to_id,
        Notification.private_id == happened.conversation_id,
        Notification.kind == K.PRIVATE_MESSAGE,
        Notification.read_at.is_(None),
    )
    if kind is K.PRIVATE_CRY or session.scalar(waits.limit(1)) is None:
        _tell(
            session, happened.to_id, kind, happened.at,
            actor_id=happened.actor_id, private_id=happened.conversation_id,
        )  # fmt: skip


def tell_of_removal(session: Session, happened: Event) -> None:
    """Whoever said something in private that a moderator took down hears of it."""
    if isinstance(happened, PrivateReviewed) and happened.action == ModeratorAction.REMOVE:
        _tell(
            session, happened.user_id, K.PRIVATE_REMOVED, happened.at,
            private_id=happened.private_id,
        )  # fmt: skip


def tell_mentor(session: Session, happened: Event) -> None:
    """A mentor who was not here for long is asked whether they are still there, or hears that they count as away."""
    if isinstance(happened, MentorUnseen):
        kind = K.SET_AWAY if happened.is_away else K.STILL_THERE
        _tell(session, happened.user_id, kind, happened.at)


def call(session: Session, happened: Event) -> None:
    """Somebody is asked to answer a newcomer."""
    if not isinstance(happened, PersonCalled):
        return
    kind = K.MENTEE_WAITS if happened.is_their_mentor else K.NEWCOMER_WAITS
    _tell(
        session, happened.called_id, kind, happened.at,
        post_id=happened.post_id, actor_id=happened.newcomer_id,
    )  # fmt: skip


def call_off(session: Session, happened: Event) -> None:
    """Whoever was called and has not looked yet need not look any more."""
    if isinstance(happened, WaitEnded):
        session.execute(
            update(Notification)
            .where(
                Notification.post_id == happened.post_id,
                Notification.kind.in_((K.MENTEE_WAITS, K.NEWCOMER_WAITS)),
                Notification.read_at.is_(None),
            )
            .values(read_at=happened.at, mail_due_at=None)
        )


def tell_reporter(session: Session, happened: Event) -> None:
    """Whoever reported something hears what came of it, without details."""
    if isinstance(happened, ReportSettled):
        kind = _TOLD_REPORTER[ReportOutcome(happened.outcome)]
        _tell(session, happened.reporter_id, kind, happened.at, post_id=happened.post_id)


def call_judges(session: Session, happened: Event) -> None:
    """Whoever may look again hears that somebody asks for it."""
    if isinstance(happened, AppealMade):
        for user_id in happened.judges:
            _tell(session, user_id, K.APPEAL_WAITS, happened.at)


def tell_appellant(session: Session, happened: Event) -> None:
    """Whoever asked for a second look hears what came of it; of their own taking it back they know."""
    if isinstance(happened, AppealSettled) and happened.outcome in _TOLD_APPELLANT:
        kind = _TOLD_APPELLANT[happened.outcome]
        _tell(
            session, happened.user_id, kind, happened.at,
            post_id=happened.post_id, appeal_id=happened.appeal_id,
        )  # fmt: skip


def tell_person(session: Session, happened: Event) -> None:
    """A person hears what changed about their own account."""
    match happened:
        case NewcomerGraduated():
            _tell(session, happened.user_id, K.GRADUATED, happened.at, actor_id=happened.actor_id)
        case RoleChanged() if _has_just_joined(session, happened):
            # Roles that come with the account are no news.
            return
        case RoleChanged():
            kind = K.ROLE_GIVEN if happened.given else K.ROLE_TAKEN
            _tell(session, happened.user_id, kind, happened.at, detail=happened.role)
        case SanctionGiven():
            _tell(
                session,
                happened.user_id,
                K.SANCTION_GIVEN,
                happened.at,
                sanction_id=happened.sanction_id,
            )
        case SanctionLifted():
            _tell(
                session,
                happened.user_id,
                K.SANCTION_LIFTED,
                happened.at,
                sanction_id=happened.sanction_id,
            )
        case PasswordChanged():
            _tell(session, happened.user_id, K.PASSWORD_CHANGED, happened.at)
        case SecondFactorChanged():
            _tell(session, happened.user_id, K(happened.change), happened.at)
        case _:
            return


def _is_told_by_an_appeal(session: Session, happened: PostMoved | EditSettled) -> bool:
    """Whoever asked for a second look and was right reads one line, the answer, and not two."""
    if happened.decision_id is None or happened.action not in {A.APPROVE, A.RESTORE}:
        return False
    put_right = (
        select(Appeal.id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(
            Decision.post_id == happened.post_id,
            Appeal.state == AppealState.OVERTURNED,
            Appeal.settled_at == happened.at,
        )
    )
    return session.scalar(put_right.limit(1)) is not None


def _why(happened: PostMoved | EditSettled) -> str:
    """A word on why something waits, where it is not the screen that asks, or on who let it in."""
    if isinstance(happened, PostMoved) and happened.by_mentor:
        return BY_MENTOR
    waits = happened.action == A.HOLD and is_read_first(happened.post_id)
    return READ_FIRST if waits else ""


def tell_admins(session: Session, happened: Event) -> None:
    """Admins hear that the week's report is there."""
    if isinstance(happened, WeeklyReportMade):
        admins = select(UserRole.user_id).where(UserRole.role == Role.ADMIN)
        for user_id in session.scalars(admins.order_by(UserRole.user_id)):
            _tell(session, user_id, K.WEEKLY_REPORT, happened.at)


def _has_just_joined(session: Session, happened: RoleChanged) -> bool:
    by_nobody = happened.actor_id is None  # the first set-up, or the command line
    return by_nobody and session.get_one(User, happened.user_id).joined_at == happened.at


def _is_first_answer(session: Session, user_id: int) -> bool:
    """Whether this is the first time that anybody answers a newcomer: for them it is a moment."""
    user = session.get_one(User, user_id)
    if user.graduated_at is not None or user.roles:
        return False
    earlier = select(Notification.id).where(
        Notification.user_id == user_id, Notification.kind.in_((K.REPLY, K.FIRST_REPLY))
    )
    return session.scalar(earlier.limit(1)) is None


def _answered_people(session: Session, post: Post) -> set[int]:
    people = {session.get_one(Thread, post.thread_id).author_id}
    if post.answers_id is not None:
        people.add(session.scalars(select(Post.author_id).where(Post.id == post.answers_id)).one())
    return people - {post.author_id}


def _tell(
    session: Session,
    user_id: int,
    kind: NotificationKind,
    at: datetime,
    *,
    post_id: int | None = None,
    decision_id: int | None = None,
    actor_id: int | None = None,
    detail: str = "",
    **about: int,
) -> None:
    if actor_id is not None and session.get(Block, (user_id, actor_id)) is not None:
        return
    session.add(
        Notification(
            user_id=user_id,
            kind=kind,
            post_id=post_id,
            decision_id=decision_id,
            actor_id=actor_id,
            detail=detail,
            **about,
            created_at=at,
            mail_due_at=at if kind in TOPIC_OF else None,
        )
    )
