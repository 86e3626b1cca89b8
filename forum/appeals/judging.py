"""Reading appeals for those who look again. Who decided first is not told before they have decided themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.appeals.in_queue import open_item_of
from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState, Judges, judges_of
from forum.appeals.targets import Team, load_target, team
from forum.appeals.wording import EDIT, POST, SANCTION, STATE, TEXT
from forum.community.models import Rule
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.errors import NotFoundError
from forum.moderation.claims import claim_of
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.pages import Claim
from forum.moderation.profiles import waiting_of
from forum.moderation.queries import CitedRule, rule_numbers
from forum.moderation.ranking import rank
from forum.moderation.text_models import TextDecision
from forum.moderation.wording import how_long
from forum.permissions.visibility import FOR_MODERATORS
from forum.sanctions.kinds import SanctionKind
from forum.sanctions.models import Sanction
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.models import FieldRevision

SETTLED_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class AppealRow:
    """An appeal in the list of staff."""

    id: int
    what: str
    by: PersonView
    state: str
    is_open: bool
    made_at: datetime
    waits: str
    may_judge: bool


@dataclass(frozen=True, kw_only=True)
class AppealList:
    """What waits, the longest wait first, and what was settled of late."""

    waiting: Sequence[AppealRow]
    settled: Sequence[AppealRow]


@dataclass(frozen=True, kw_only=True)
class JudgePage:
    """An appeal in front of staff.

    `text` is what was decided on, None where it is a sanction or out of this person's sight; `is_post` is whether it is
    a post, and not a name, say. `decided_by` is only there once the appeal is settled. `stands` is whether the decision
    still has an effect. `item_id` is its item in the queue, `claim` who has it open and `ranked` why it stands where it
    does, while it waits for this person.
    """

    id: int
    item_id: int | None
    claim: Claim | None
    ranked: str
    what: str
    by: PersonView
    words: str
    made_at: datetime
    title: str | None
    text: str | None
    is_post: bool
    thread_id: int | None
    rule: CitedRule | None
    note: str
    decided_at: datetime
    ends_at: datetime | None
    state: AppealState
    state_words: str
    stands: bool
    may_judge: bool
    are_stand_ins: bool
    answer: str
    settled_at: datetime | None
    settled_by: PersonView | None
    decided_by: PersonView | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is AppealState.OPEN


def appeal_list(actor: Actor, now: datetime) -> AppealList:
    """The appeals that this person may know of: all but those about themselves."""
    there = team(db.session())
    rows = db.session.execute(
        _appeals()
        .where(Appeal.appellant_id != actor.id, Appeal.state == AppealState.OPEN)
        .order_by(Appeal.made_at)
    ).all()
    settled = db.session.execute(
        _appeals()
        .where(Appeal.appellant_id != actor.id, Appeal.state != AppealState.OPEN)
        .order_by(Appeal.settled_at.desc())
        .limit(SETTLED_SHOWN)
    ).all()
    people = load_people({row.appellant_id for row in (*rows, *settled)})
    return AppealList(
        waiting=[_row(actor, row, people[row.appellant_id], there, now) for row in rows],
        settled=[_row(actor, row, people[row.appellant_id], there, now) for row in settled],
    )


def judge_page(actor: Actor, appeal_id: int, now: datetime) -> JudgePage:
    """An appeal with all that helps to look again.

    Raises:
        NotFoundError: there is no such appeal, or it is about this person.
    """
    row = db.session.execute(_appeals().where(Appeal.id == appeal_id)).one_or_none()
    if row is None or row.appellant_id == actor.user_id:
        raise NotFoundError
    target = load_target(
        db.session(),
        decision_id=row.decision_id,
        sanction_id=row.sanction_id,
        text_decision_id=row.text_decision_id,
        lock=False,
    )
    judges, state = _judges(row, team(db.session())), AppealState(row.state)
    may_judge = actor.user_id in judges.ids
    is_open = state is AppealState.OPEN
    # Who decided first is told to those who have nothing to decide any more.
    told = {row.settled_by_id, row.decided_by_id} if not is_open else set()
    people = load_people({row.appellant_id, *told} - {None})
    sees_text = _sees_text(actor, row, may_judge=may_judge)
    item = db.session.scalar(open_item_of(row.id)) if may_judge else None
    return JudgePage(
        id=row.id,
        item_id=item.id if item is not None else None,
        claim=claim_of(actor, item, now) if item is not None else None,
        ranked=rank(waiting_of(item), now).why if item is not None else "",
        what=_what(row),
        by=people[row.appellant_id],
        words=row.words,
        made_at=row.made_at,
        title=row.title if sees_text else None,
        text=row.text if sees_text else None,
        is_post=row.post_state is not None,
        thread_id=row.thread_id if row.thread_published_at is not None else None,
        rule=_rule(row),
        note=row.note,
        decided_at=row.decided_at,
        ends_at=row.ends_at,
        state=state,
        state_words=STATE[state],
        stands=target.stands(now),
        may_judge=may_judge and is_open,
        are_stand_ins=judges.are_stand_ins,
        answer=row.answer,
        settled_at=row.settled_at,
        settled_by=people.get(row.settled_by_id) if not is_open else None,
        decided_by=people.get(row.decided_by_id) if not is_open else None,
    )


def _sees_text(actor: Actor, row: Any, *, may_judge: bool) -> bool:
    """Moderators see what they may anyway; an admin who stands in, what its author asks to have looked at."""
    if row.field_kind is None and (
        row.post_state is None or PostState(row.post_state) not in FOR_MODERATORS
    ):
        return False
    return actor.is_moderator or may_judge or row.settled_by_id == actor.user_id


def _row(actor: Actor, row: Any, by: PersonView, there: Team, now: datetime) -> AppealRow:
    return AppealRow(
        id=row.id,
        what=_what(row),
        by=by,
        state=STATE[AppealState(row.state)],
        is_open=row.state == AppealState.OPEN,
        made_at=row.made_at,
        waits=how_long(now - row.made_at),
        may_judge=actor.user_id in _judges(row, there).ids,
    )


def _judges(row: Any, there: Team) -> Judges:
    return judges_of(
        moderators=there.moderators,
        admins=there.admins,
        decided_by=row.decided_by_id,
        appellant=row.appellant_id,
        kind=SanctionKind(row.kind) if row.kind is not None else None,
    )


def _what(row: Any) -> str:
    if row.kind is not None:
        return SANCTION[SanctionKind(row.kind)]
    if row.text_decision_id is not None:
        return TEXT[FieldKind(row.field_kind)]
    return EDIT.get(row.action, POST[row.action]) if row.is_edit else POST[row.action]


def _rule(row: Any) -> CitedRule | None:
    if row.rule_id is None:
        return None
    return CitedRule(
        number=rule_numbers().get(row.rule_id), title=row.rule_title, text=row.rule_text
    )


def _appeals() -> Select[*tuple[Any, ...]]:
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
