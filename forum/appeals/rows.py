"""Appeals as rows, each with what it is about; and who of the staff may know of one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from forum.accounts.actor import Actor
from forum.appeals.models import Appeal
from forum.appeals.wording import EDIT, POST, SANCTION, TEXT
from forum.community.citing import CitedRule, cited, places_of
from forum.community.models import Rule
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import alias_of
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.text_models import TextDecision
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.models import Sanction
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.models import FieldRevision


def may_know(actor: Actor) -> ColumnElement[bool]:
    """For a query of `appeals`: what is neither about this person, nor about what was said to them in private."""
    told = alias_of(ReviewItem, "told")
    in_private = exists().where(
        told.private_id == TextDecision.private_id,
        or_(told.with_id == actor.id, told.about_id == actor.id),
    )
    return and_(
        Appeal.appellant_id != actor.id, or_(TextDecision.private_id.is_(None), ~in_private)
    )


def what_it_is_about(row: Any) -> str:
    """What was decided, for staff."""
    if row.kind is not None:
        return SANCTION[SanctionKind(row.kind)]
    if row.text_decision_id is not None:
        return TEXT[FieldKind(row.field_kind) if row.field_kind is not None else None]
    return EDIT.get(row.action, POST[row.action]) if row.is_edit else POST[row.action]


def cited_rule(row: Any) -> CitedRule | None:
    """The rule that the decision rests on."""
    return cited(row.rule_id, row.rule_title, row.rule_text, places_of([row.rule_id]))


def appeals() -> Select[*tuple[Any, ...]]:
    """Every appeal with what is to be told of it."""
    rule_id = func.coalesce(Decision.rule_id, TextDecision.rule_id, Sanction.rule_id)
    return (
        select(
            Appeal.id,
            Appeal.appellant_id,
            Appeal.decision_id,
            Appeal.sanction_id,
            Appeal.text_decision_id,
            Appeal.words,
            Appeal.made_at,
            Appeal.state,
            Appeal.answer,
            Appeal.settled_at,
            Appeal.settled_by_id,
            func.coalesce(
                Decision.decided_by_id, TextDecision.decided_by_id, Sanction.given_by_id
            ).label("decided_by_id"),
            # Not coalesce, which forgets that it is a moment.
            case(
                (Appeal.decision_id.is_not(None), Decision.decided_at),
                (Appeal.text_decision_id.is_not(None), TextDecision.decided_at),
                else_=Sanction.given_at,
            ).label("decided_at"),
            func.coalesce(Decision.note, TextDecision.note, Sanction.note).label("note"),
            Decision.action,
            ReviewItem.is_edit,
            Sanction.kind,
            Sanction.ends_at,
            Post.state.label("post_state"),
            PostRevision.title,
            func.coalesce(PostRevision.text, FieldRevision.text).label("text"),
            FieldRevision.kind.label("field_kind"),
            Thread.id.label("thread_id"),
            Thread.published_at.label("thread_published_at"),
            rule_id.label("rule_id"),
            Rule.title.label("rule_title"),
            Rule.text.label("rule_text"),
        )
        .outerjoin(Decision, Decision.id == Appeal.decision_id)
        .outerjoin(ReviewItem, ReviewItem.id == Decision.item_id)
        .outerjoin(PostRevision, PostRevision.id == Decision.revision_id)
        .outerjoin(Post, Post.id == Decision.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(TextDecision, TextDecision.id == Appeal.text_decision_id)
        .outerjoin(FieldRevision, FieldRevision.id == TextDecision.field_id)
        .outerjoin(Sanction, Sanction.id == Appeal.sanction_id)
        .outerjoin(Rule, Rule.id == rule_id)
    )
