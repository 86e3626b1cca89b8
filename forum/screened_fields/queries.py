"""Reading short texts that are on their way: for their authors, for moderators, and at sign-in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.actor import VISITOR
from forum.community.models import Rule
from forum.conversations.models import Thread
from forum.database import alias_of, db
from forum.moderation.signing import team_signature
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import UndoWindow, text_not_undone
from forum.moderation.wording import HOW_DECIDED
from forum.permissions.visibility import Reader, thread_title
from forum.screened_fields.kinds import SCREENED, FieldKind
from forum.screened_fields.lifecycle import OPEN, FieldAction, FieldState
from forum.screened_fields.models import FieldRevision
from forum.screening.verdict import Finding

_TOLD = (FieldState.SUBMITTED, FieldState.HELD, FieldState.DECLINED)


@dataclass(frozen=True, kw_only=True)
class OwnField:
    """An own text that is not what readers see: it waits, or was declined.

    `was_read` is whether the automatic screen has read it, and `by_screen` whether it set it aside: a person may have
    to read it for other reasons.
    Where it was declined, `decision_id` is the decision, with the rule and the words for it, under whose name, and how
    it came about; `asks_for_another` is whether nobody can have it, and no rule was cited.
    """

    id: int
    kind: FieldKind
    whose: str
    state: FieldState
    text: str
    was_read: bool
    by_screen: bool
    decision_id: int | None
    rule: str
    rule_text: str
    note: str
    signature: str
    how: str
    asks_for_another: bool

    @property
    def waits(self) -> bool:
        """Whether it may still be shown."""
        return self.state in OPEN

    @property
    def is_held(self) -> bool:
        """Whether a person has to look."""
        return self.state is FieldState.HELD


@dataclass(frozen=True, kw_only=True)
class HeldField:
    """A text that a person has to read.

    `thread_title` is only there for words about a thread, and for whoever may know what it is called. `at` is when it
    was sent, and `held_at` since when moderators can see it.
    """

    id: int
    author_id: int
    kind: FieldKind
    whose: str
    text: str
    findings: Sequence[Finding]
    scores: Mapping[str, float]
    was_read: bool
    would_publish: bool
    thread_title: str
    at: datetime
    held_at: datetime


def own_fields(author_id: int) -> Sequence[OwnField]:
    """What somebody wrote last of each kind, and of each thread, where it waits or was declined; one query."""
    newest = (
        select(func.max(FieldRevision.id))
        .where(FieldRevision.author_id == author_id)
        .group_by(FieldRevision.kind, FieldRevision.thread_id)
    )
    any_of_it = alias_of(TextDecision, "any_of_it")
    decided = (
        select(func.max(any_of_it.id))
        .where(any_of_it.field_id == FieldRevision.id, text_not_undone(any_of_it))
        .correlate(FieldRevision)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(FieldRevision, TextDecision, Rule, team_signature().scalar_subquery())
        .select_from(FieldRevision)
        .outerjoin(TextDecision, TextDecision.id == decided)
        .outerjoin(Rule, Rule.id == TextDecision.rule_id)
        .where(FieldRevision.id.in_(newest), FieldRevision.state.in_(_TOLD))
        .order_by(FieldRevision.id)
    )
    return [_own(field, decision, rule, team) for field, decision, rule, team in rows]


def waits_for_screener(author_id: int) -> bool:
    """Whether any text of this person is still to be read by the screener."""
    waiting = select(FieldRevision.id).where(
        FieldRevision.author_id == author_id, FieldRevision.state == FieldState.SUBMITTED
    )
    return db.session.scalar(waiting.limit(1)) is not None


def who_waits_for_username(username: str) -> int | None:
    """The person who chose this user name and has not got it yet: it is theirs, also to sign in with.

    It stays theirs while a moderator can still undo having declined it, since then it waits again.
    """
    chosen = (FieldRevision.kind == FieldKind.USERNAME, FieldRevision.text == username)
    waits = FieldRevision.state.in_(sorted(OPEN))
    # From the few windows that are open, and apart, so that neither look-up reads all that was ever declined.
    may_wait_again = (
        select(FieldRevision.author_id)
        .select_from(UndoWindow)
        .join(TextDecision, TextDecision.id == UndoWindow.text_decision_id)
        .join(FieldRevision, FieldRevision.id == TextDecision.field_id)
        .where(UndoWindow.ended_at.is_(None), FieldRevision.state == FieldState.DECLINED, *chosen)
    )
    return db.session.scalar(
        select(FieldRevision.author_id).where(*chosen, waits)
    ) or db.session.scalar(may_wait_again)


def chose_username(author_id: InstrumentedAttribute[int], username: str) -> ColumnElement[bool]:
    """Whether the person of that column once chose this user name, whatever became of it."""
    return exists().where(
        FieldRevision.kind == FieldKind.USERNAME,
        FieldRevision.author_id == author_id,
        FieldRevision.text == username,
    )


def held_fields(author_ids: Collection[int], reader: Reader = VISITOR) -> Sequence[HeldField]:
    """What a person has to read of these people's texts, as `reader` may know it, the oldest first; one query."""
    if not author_ids:
        return []
    rows = db.session.execute(
        select(FieldRevision, thread_title(reader))
        .outerjoin(Thread, Thread.id == FieldRevision.thread_id)
        .where(
            FieldRevision.author_id.in_(sorted(author_ids)), FieldRevision.state == FieldState.HELD
        )
        .order_by(FieldRevision.id)
    )
    return [_held(field, title) for field, title in rows]


def set_aside_by_the_screen(verdict: Mapping[str, Any] | None) -> bool:
    """Whether the automatic screen would not have shown it; a person may have to read it for other reasons as well."""
    return verdict is not None and verdict["outcome"] != "publish"


def findings_of(verdict: Mapping[str, Any] | None) -> Sequence[Finding]:
    """What the screener noticed; nothing where it never spoke."""
    return [Finding.from_json(found) for found in (verdict or {}).get("findings", ())]


def worst_scores(fields: Sequence[HeldField]) -> Mapping[str, float]:
    """The highest score of each label in any of these texts."""
    worst: dict[str, float] = {}
    for label, score in (pair for field in fields for pair in field.scores.items()):
        worst[label] = max(score, worst.get(label, 0.0))
    return worst


def _own(
    field: FieldRevision, decision: TextDecision | None, rule: Rule | None, team: str | None
) -> OwnField:
    kind = FieldKind(field.kind)
    return OwnField(
        id=field.id,
        kind=kind,
        whose=SCREENED[kind].whose,
        state=FieldState(field.state),
        text=field.text,
        was_read=field.verdict is not None,
        by_screen=set_aside_by_the_screen(field.verdict),
        decision_id=decision.id if decision is not None else None,
        rule=rule.title if rule is not None else "",
        rule_text=rule.text if rule is not None else "",
        note=decision.note if decision is not None else "",
        signature=team or "" if decision is not None else "",
        how=HOW_DECIDED[decision.by_screen] if decision is not None else "",
        asks_for_another=decision is not None and decision.action == FieldAction.REQUEST_CHANGES,
    )


def _held_at(field: FieldRevision) -> datetime:
    # What nobody has read, and what was read before that moment was written down, has only the one when it was sent.
    read_at = (field.verdict or {}).get("read_at")
    return datetime.fromisoformat(read_at) if read_at is not None else field.submitted_at


def _held(field: FieldRevision, title: str | None) -> HeldField:
    kind = FieldKind(field.kind)
    verdict = field.verdict
    return HeldField(
        id=field.id,
        author_id=field.author_id,
        kind=kind,
        whose=SCREENED[kind].whose,
        text=field.text,
        findings=findings_of(verdict),
        scores=(verdict or {}).get("scores", {}),
        was_read=verdict is not None,
        would_publish=verdict is not None and verdict["outcome"] == "publish",
        thread_title=title or "",
        at=field.submitted_at,
        held_at=_held_at(field),
    )
