"""Reading appeals: one's own, beside the decisions that they are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.actor import Actor
from forum.appeals.commands import About
from forum.appeals.models import Appeal
from forum.appeals.rules import APPEAL_WITHIN, AppealState, is_in_time
from forum.appeals.targets import (
    DecisionTarget,
    facts_of,
    judges_for,
    load_target,
    require_told,
)
from forum.appeals.text_targets import PrivateTarget, TextTarget, load_text
from forum.appeals.wording import STANDS_AS, told_of_post, told_of_text, who_looks
from forum.database import db
from forum.moderation.options import ModeratorAction
from forum.moderation.queries import AuthorDecision
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import text_not_undone
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.models import PrivateMessage
from forum.sanctions.queries import OwnSanction
from forum.sanctions.wording import HEADING
from forum.screened_fields.queries import OwnField


@dataclass(frozen=True, kw_only=True)
class OwnAppeal:
    """An appeal as its person reads it. Who answered is not in it."""

    id: int
    state: AppealState
    says: str
    words: str
    made_at: datetime
    answer: str
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is AppealState.OPEN


@dataclass(frozen=True, kw_only=True)
class SecondLook:
    """What somebody can do, or has done, about a decision. `until` is the last moment to ask."""

    appeal: OwnAppeal | None
    may_ask: bool
    until: datetime


@dataclass(frozen=True, kw_only=True)
class AskingPage:
    """The page that asks for a second look.

    `post_id` and `private_id` are the post and the private conversation that it is about; None where it is about none.
    """

    says: str
    note: str
    who_looks: str
    until: datetime
    post_id: int | None
    private_id: int | None
    is_of_profile: bool
    look: SecondLook


@dataclass(frozen=True, kw_only=True)
class TakenDown:
    """Something that somebody had said in private and a moderator took down; none of its words."""

    decision_id: int
    private_id: int
    at: datetime
    look: SecondLook


def looks_at_decisions(
    decisions: Sequence[AuthorDecision], now: datetime
) -> Mapping[int, SecondLook]:
    """For the decisions on a post, newest first: what its author can do about each. The caller knows whose it is."""
    if not decisions:
        return {}
    appeals = _appeals(Appeal.decision_id, {one.id for one in decisions})
    newest = {one.is_edit: one.id for one in reversed(decisions)}
    return {
        one.id: SecondLook(
            appeal=appeals.get(one.id),
            may_ask=one.id not in appeals
            and one.id in newest.values()
            and is_in_time(one.decided_at, now)
            and _stands(one.id, now),
            until=one.decided_at + APPEAL_WITHIN,
        )
        for one in decisions
    }


def looks_at_texts(texts: Sequence[OwnField], now: datetime) -> Mapping[int, SecondLook]:
    """For somebody's own short texts: what they can do about each that was declined, by decision."""
    declined = [one.decision_id for one in texts if one.decision_id is not None]
    return looks_at_text_decisions(declined, now)


def looks_at_text_decisions(
    decision_ids: Collection[int], now: datetime
) -> Mapping[int, SecondLook]:
    """The same for decisions on words that are no post. The caller knows whose they are."""
    if not decision_ids:
        return {}
    appeals = _appeals(Appeal.text_decision_id, decision_ids)
    targets = [load_text(db.session(), number, lock=False) for number in decision_ids]
    return {
        target.decision.id: _look(
            appeals.get(target.decision.id), target.decided_at, now, stands=target.stands(now)
        )
        for target in targets
    }


def taken_down(
    user_id: int, now: datetime, *, private_id: int | None = None
) -> Sequence[TakenDown]:
    """What somebody had said in private and was taken down, newest first; all of it, or that of one conversation.

    Two queries, however much it is. What was shown again is in it only where they had asked for that.
    """
    is_down = exists().where(
        PrivateMessage.removal_id == TextDecision.id, PrivateMessage.text != ""
    )
    rows = db.session.execute(
        select(
            TextDecision.id,
            TextDecision.private_id,
            TextDecision.decided_at,
            is_down.label("is_down"),
        )
        .where(
            TextDecision.about_id == user_id,
            TextDecision.private_id.is_not(None)
            if private_id is None
            else TextDecision.private_id == private_id,
            TextDecision.action == ModeratorAction.REMOVE,
            text_not_undone(),
        )
        .order_by(TextDecision.id.desc())
    ).all()
    appeals = _appeals(Appeal.text_decision_id, {row.id for row in rows}) if rows else {}
    return [
        TakenDown(
            decision_id=row.id,
            private_id=row.private_id,
            at=row.decided_at,
            look=_look(appeals.get(row.id), row.decided_at, now, stands=bool(row.is_down)),
        )
        for row in rows
        if row.is_down or row.id in appeals
    ]


def looks_at_sanctions(sanctions: Sequence[OwnSanction], now: datetime) -> Mapping[int, SecondLook]:
    """For somebody's sanctions: what they can do about each."""
    appeals = _appeals(Appeal.sanction_id, {one.id for one in sanctions}) if sanctions else {}
    return {
        one.id: _look(appeals.get(one.id), one.given_at, now, stands=one.in_force)
        for one in sanctions
    }


def asking_page(actor: Actor, about: About, now: datetime) -> AskingPage:
    """What somebody would ask to have looked at again.

    Raises:
        NotFoundError: there is no such thing for this person, or they were told nothing of it.
    """
    session = db.session()
    target = load_target(session, **asdict(about), lock=False)
    require_told(session, target)
    require(actor, Action.MAKE_APPEAL, facts_of(session, target))
    columns = (Appeal.decision_id, Appeal.sanction_id, Appeal.text_decision_id)
    column, number = next(
        (column, number) for column in columns if (number := asdict(about)[column.key]) is not None
    )
    appeal = _appeals(column, {number}).get(number)
    if isinstance(target, DecisionTarget):
        says = told_of_post(target.facts.action, is_edit=target.facts.is_edit)
        note = target.decision.note
    elif isinstance(target, TextTarget | PrivateTarget):
        kind = target.field.kind if isinstance(target, TextTarget) else None
        says, note = told_of_text(kind), target.decision.note
    else:
        says, note = HEADING[target.kind], target.sanction.note
    return AskingPage(
        says=says,
        note=note,
        who_looks=who_looks(judges_for(session, target), target.kind),
        until=target.decided_at + APPEAL_WITHIN,
        post_id=target.post_id,
        private_id=target.private_id if isinstance(target, PrivateTarget) else None,
        is_of_profile=isinstance(target, TextTarget),
        look=_look(appeal, target.decided_at, now, stands=target.stands(now)),
    )


def _look(
    appeal: OwnAppeal | None, decided_at: datetime, now: datetime, *, stands: bool
) -> SecondLook:
    return SecondLook(
        appeal=appeal,
        may_ask=appeal is None and stands and is_in_time(decided_at, now),
        until=decided_at + APPEAL_WITHIN,
    )


def _stands(decision_id: int, now: datetime) -> bool:
    target = load_target(db.session(), decision_id=decision_id, sanction_id=None, lock=False)
    return target.stands(now)


def _appeals(
    column: InstrumentedAttribute[int | None], ids: Collection[int]
) -> Mapping[int, OwnAppeal]:
    rows = db.session.execute(
        select(
            column.label("about"),
            Appeal.id,
            Appeal.state,
            Appeal.words,
            Appeal.made_at,
            Appeal.answer,
            Appeal.settled_at,
        ).where(column.in_(ids))
    )
    return {
        row.about: OwnAppeal(
            id=row.id,
            state=AppealState(row.state),
            says=STANDS_AS[AppealState(row.state)],
            words=row.words,
            made_at=row.made_at,
            answer=row.answer,
            settled_at=row.settled_at,
        )
        for row in rows
    }
