"""Texts that staff keep for each other, to begin their words to an author with: kept, changed, retired, picked.

They are beginnings. Whoever picks one finds it in the form, and changes it before it is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.community.models import Rule
from forum.community.queries import RuleInfo
from forum.database import db, emit, transaction
from forum.errors import InvalidInputError, NotFoundError
from forum.events import ReplyTextChanged
from forum.moderation.options import NEEDS_WORDS, ModeratorAction
from forum.moderation.step_models import ReplyText
from forum.permissions.actions import Action
from forum.permissions.check import require

MOST_TEXTS = 40
MAX_TITLE_LENGTH = 60
MAX_TEXT_LENGTH = 2_000


@dataclass(frozen=True, kw_only=True)
class SavedText:
    """A kept text, with the decision and the rule that it fits; None where it fits any."""

    id: int
    title: str
    text: str
    action: ModeratorAction | None
    rule_id: int | None


@dataclass(frozen=True, kw_only=True)
class NewText:
    """What staff send."""

    title: str
    text: str
    action: ModeratorAction | None = None
    rule_id: int | None = None


def saved_texts() -> Sequence[SavedText]:
    """All that are in use, in the order of their names; one query."""
    rows = db.session.execute(
        select(
            ReplyText.id,
            ReplyText.title,
            ReplyText.text,
            ReplyText.action,
            # A rule that was reworded is cited by nobody any more; the text is good without it.
            Rule.id.label("rule_id"),
        )
        .outerjoin(Rule, (Rule.id == ReplyText.rule_id) & Rule.retired_at.is_(None))
        .where(ReplyText.retired_at.is_(None))
        .order_by(func.lower(ReplyText.title), ReplyText.id)
    )
    return [
        SavedText(
            id=row.id,
            title=row.title,
            text=row.text,
            action=ModeratorAction(row.action) if row.action else None,
            rule_id=row.rule_id,
        )
        for row in rows
    ]


def fitting(
    texts: Sequence[SavedText], actions: Collection[ModeratorAction]
) -> Sequence[SavedText]:
    """Those that fit what can be decided now."""
    return [one for one in texts if one.action is None or one.action in actions]


def begun_with(words: str, text: SavedText) -> str:
    """What stands in the form once a text was picked: nothing that was typed is lost."""
    return f"{words.rstrip()}\n\n{text.text}" if words.strip() else text.text


def keep_text(actor: Actor, new: NewText, clock: Clock, text_id: int | None = None) -> None:
    """Keep a new text, or change one.

    Raises:
        NotAllowedError: not staff.
        NotFoundError: there is no such text in use.
        InvalidInputError: there are many already, or the rule is not in force.
    """
    require(actor, Action.KEEP_REPLY_TEXTS)
    with transaction() as session:
        _check(session, new)
        row = _in_use(session, text_id) if text_id is not None else _another(session)
        row.title, row.text = new.title, new.text
        row.action, row.rule_id = new.action, new.rule_id
        row.changed_by_id, row.changed_at = actor.id, clock.now()
        session.add(row)
        session.flush()
        _say(session, actor, row, "saved")


def retire_text(actor: Actor, text_id: int, clock: Clock) -> None:
    """Offer a text no more. What was sent with it stays as it was.

    Raises:
        NotAllowedError: not staff.
        NotFoundError: there is no such text in use.
    """
    require(actor, Action.KEEP_REPLY_TEXTS)
    with transaction() as session:
        row = _in_use(session, text_id)
        row.retired_at, row.changed_by_id = clock.now(), actor.id
        row.changed_at = clock.now()
        _say(session, actor, row, "retired")


def _in_use(session: Session, text_id: int) -> ReplyText:
    row = session.get(ReplyText, text_id, with_for_update=True)
    if row is None or row.retired_at is not None:
        raise NotFoundError
    return row


def _another(session: Session) -> ReplyText:
    in_use = select(func.count()).where(ReplyText.retired_at.is_(None))
    if (session.scalar(in_use) or 0) >= MOST_TEXTS:
        raise InvalidInputError(
            f"There are {MOST_TEXTS} texts, and nobody finds one among more. Please retire one first.",
            "title",
        )
    return ReplyText()


def _check(session: Session, new: NewText) -> None:
    if new.rule_id is not None:
        rule = session.get(Rule, new.rule_id)
        if rule is None or rule.retired_at is not None:
            raise InvalidInputError("Please choose a rule that is in force.", "rule")
    if new.action is not None and new.action not in NEEDS_WORDS:
        raise InvalidInputError(
            "Please choose a decision that its author is given words for.", "action"
        )


def _say(session: Session, actor: Actor, row: ReplyText, change: str) -> None:
    emit(
        session,
        ReplyTextChanged(
            actor_id=actor.id, at=row.changed_at, text_id=row.id, name=row.title, change=change
        ),
    )


def name_of(text: SavedText, rules: Sequence[RuleInfo]) -> str:
    """How a text is offered: its name, and the rule that it cites."""
    number = next((rule.number for rule in rules if rule.id == text.rule_id), None)
    return f"{text.title} (rule {number})" if number is not None else text.title
