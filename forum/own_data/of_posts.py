"""What a person has written and sent, and what came of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.appeals.models import Appeal
from forum.community.models import Rule
from forum.conversations.models import (
    Category,
    Post,
    PostRevision,
    ScreeningResult,
    Thread,
)
from forum.drafts.models import Draft
from forum.events import ReportSettled
from forum.moderation.models import Decision, Report
from forum.moderation.reporting import ReportOutcome
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import HeldBack, UndoWindow, not_undone, text_not_undone
from forum.moderation.wording import TOLD_AUTHOR
from forum.nudges.models import Nudge
from forum.permissions.visibility import thread_title
from forum.sanctions.models import Sanction
from forum.screened_fields.models import FieldRevision
from forum.thanks.lookup import is_heard_of
from forum.thanks.models import Thanks

Query = Select[*tuple[Any, ...]]


def posts(me: int) -> Query:
    """Every version of every post of yours."""
    return (
        select(
            Post.id.label("post"),
            # As anybody with an account: what a moderator may read for the work of it, they don't take home.
            thread_title(Actor(user_id=me)).label("thread"),
            Category.name.label("category"),
            Post.is_opening,
            Post.state,
            Post.published_at,
            PostRevision.number.label("version"),
            (PostRevision.number == Post.shown_number).label("is_on_show"),
            PostRevision.title,
            PostRevision.text,
            PostRevision.created_at.label("written_at"),
            PostRevision.erased_at,
        )
        .select_from(Post)
        .join(PostRevision, PostRevision.post_id == Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Category, Category.id == Thread.category_id)
        .where(Post.author_id == me)
        .order_by(Post.id, PostRevision.number)
    )


def thanks_given(me: int) -> Query:
    """Which posts you gave thanks for."""
    return (
        select(Thanks.post_id.label("post"), Thanks.at)
        .where(Thanks.user_id == me)
        .order_by(Thanks.at, Thanks.post_id)
    )


def thanks_received(me: int) -> Query:
    """Who thanked you, and for which post; nobody whom you have blocked."""
    return (
        select(Thanks.post_id.label("post"), User.display_name.label("who"), Thanks.at)
        .select_from(Thanks)
        .join(Post, Post.id == Thanks.post_id)
        .join(User, User.id == Thanks.user_id)
        .where(Post.author_id == me, is_heard_of(me))
        .order_by(Thanks.at, Thanks.post_id)
    )


def screened(me: int) -> Query:
    """What the automatic screen said of them."""
    return (
        select(
            PostRevision.post_id.label("post"),
            PostRevision.number.label("version"),
            ScreeningResult.outcome,
            ScreeningResult.scores,
            ScreeningResult.model_name,
            ScreeningResult.model_version,
            ScreeningResult.threshold_set,
            ScreeningResult.created_at.label("read_at"),
        )
        .select_from(ScreeningResult)
        .join(PostRevision, PostRevision.id == ScreeningResult.revision_id)
        .join(Post, Post.id == PostRevision.post_id)
        .where(Post.author_id == me)
        .order_by(ScreeningResult.id)
    )


def decisions(me: int) -> Query:
    """What was decided about them, and why."""
    # Of what can still be undone nobody has heard yet.
    open_window = select(UndoWindow.decision_id).where(
        UndoWindow.ended_at.is_(None), UndoWindow.decision_id.is_not(None)
    )
    return (
        select(
            Decision.post_id.label("post"),
            Decision.action,
            Rule.title.label("rule"),
            Decision.note,
            Decision.decided_by_automation,
            Decision.decided_at,
        )
        .select_from(Decision)
        .join(Post, Post.id == Decision.post_id)
        .outerjoin(Rule, Rule.id == Decision.rule_id)
        .where(
            Post.author_id == me,
            # That somebody told us of a post which was left as it is, its author never hears.
            Decision.action.in_(sorted(TOLD_AUTHOR)),
            not_undone(),
            Decision.id.not_in(open_window),
        )
        .order_by(Decision.id)
    )


def text_decisions(me: int) -> Query:
    """What was decided about your names, about yourself, and about what you said in private."""
    return (
        select(
            FieldRevision.kind,
            FieldRevision.text,
            TextDecision.action,
            Rule.title.label("rule"),
            TextDecision.note,
            TextDecision.decided_at,
        )
        .select_from(TextDecision)
        .outerjoin(FieldRevision, FieldRevision.id == TextDecision.field_id)
        .outerjoin(Rule, Rule.id == TextDecision.rule_id)
        .where(TextDecision.about_id == me, text_not_undone(), ~can_still_be_undone())
        .order_by(TextDecision.id)
    )


def can_still_be_undone() -> ColumnElement[bool]:
    """For a query that reads decisions on other words than posts: nobody has heard of it yet."""
    return exists().where(
        UndoWindow.text_decision_id == TextDecision.id, UndoWindow.ended_at.is_(None)
    )


def sanctions(me: int) -> Query:
    """What staff said about how you take part."""
    return (
        select(
            Sanction.kind,
            Sanction.post_id.label("post"),
            Rule.title.label("rule"),
            Sanction.note,
            Sanction.given_at,
            Sanction.ends_at,
            Sanction.acknowledged_at,
            Sanction.lifted_at,
            Sanction.lifted_because,
        )
        .outerjoin(Rule, Rule.id == Sanction.rule_id)
        .where(Sanction.person_id == me)
        .order_by(Sanction.id)
    )


def appeals(me: int) -> Query:
    """Second looks that you asked for."""
    return (
        select(Appeal.words, Appeal.made_at, Appeal.state, Appeal.answer, Appeal.settled_at)
        .where(Appeal.appellant_id == me)
        .order_by(Appeal.id)
    )


def reports(me: int) -> Query:
    """What you told moderators."""
    # Nobody has heard yet of what can still be undone. What waits there names the report, whatever was decided on.
    is_untold = exists().where(
        HeldBack.window_id == UndoWindow.id,
        UndoWindow.ended_at.is_(None),
        HeldBack.kind == ReportSettled.__name__,
        HeldBack.happened["report_id"].as_integer() == Report.id,
    )
    # Whoever reported in order to harm is told what anybody is told whose report led to nothing.
    told = case(
        (Report.outcome == ReportOutcome.BAD_FAITH, ReportOutcome.KEPT.value), else_=Report.outcome
    )
    return (
        select(
            Report.reason,
            Report.words,
            Report.made_at,
            case((~is_untold, told)).label("outcome"),
            case((~is_untold, Report.settled_at)).label("settled_at"),
        )
        .where(Report.reporter_id == me)
        .order_by(Report.id)
    )


def fields(me: int) -> Query:
    """Your names and what you said of yourself."""
    return (
        select(
            FieldRevision.kind,
            FieldRevision.text,
            FieldRevision.state,
            FieldRevision.submitted_at,
            FieldRevision.cleared_at,
        )
        .where(FieldRevision.author_id == me)
        .order_by(FieldRevision.id)
    )


def drafts(me: int) -> Query:
    """Your drafts."""
    return select(Draft.place, Draft.title, Draft.text, Draft.saved_at).where(Draft.user_id == me)


def nudges(me: int) -> Query:
    """When we asked before you sent something."""
    return (
        select(Nudge.place, Nudge.kind, Nudge.shown_at, Nudge.outcome)
        .where(Nudge.author_id == me)
        .order_by(Nudge.id)
    )
