"""Keeping the review queue true to people's names and short texts: a held one waits in the item of their profile.

Runs inside the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.conversations.describing import standing_of
from forum.database import ROW_LOCK
from forum.events import Event, FieldMoved
from forum.moderation.distress import add_cry, text_calls_a_person
from forum.moderation.items import add_reason, close, open_person_item
from forum.moderation.models import ReviewItem
from forum.moderation.queue import READ_FIRST, UNREAD, as_many_as_fit
from forum.moderation.ranking import (
    OF_HELD,
    Gravity,
    ReasonKind,
    gravity_of_findings,
    gravity_of_kind,
    label_of_findings,
)
from forum.screened_fields.lifecycle import FieldAction, FieldState
from forum.screened_fields.queries import HeldField, held_fields
from forum.screening import Standing


def follow_field(session: Session, happened: Event) -> None:
    """Open, freshen or close the item of a person's profile."""
    if not isinstance(happened, FieldMoved):
        return
    cries = happened.action == FieldAction.PASS and text_calls_a_person(session, happened.field_id)
    touches = FieldState.HELD in {happened.before, happened.after}
    if not touches and not cries:
        return
    # Two texts of one person may be read in the same moment.
    author = session.get_one(User, happened.author_id, with_for_update=ROW_LOCK)
    held = held_fields([author.id])
    item = open_person_item(session, author.id)
    if item is None:
        if not held and not cries:
            return
        item = _new_item(session, author, happened.at)
    _set_reasons(session, item, held, happened.at)
    if cries:
        add_cry(item, happened.at)
    if not item.reasons:
        close(session, item, happened.action, by_id=happened.actor_id, at=happened.at)


def set_reasons_anew(session: Session, author_id: int, at: datetime) -> None:
    """Let the open item of a profile say why it is there now. The caller has locked the person."""
    item = open_person_item(session, author_id)
    if item is not None:
        _set_reasons(session, item, held_fields([author_id]), at)


def kind_of(field: HeldField) -> ReasonKind:
    """Why a text is held."""
    if not field.was_read:
        return ReasonKind.SCREENER_FAILED
    return ReasonKind.READ_FIRST if field.would_publish else ReasonKind.SCREENING


def _new_item(session: Session, author: User, at: datetime) -> ReviewItem:
    item = ReviewItem(
        person_id=author.id,
        about_id=author.id,
        from_newcomer=standing_of(author) is Standing.NEWCOMER,
        gravity=Gravity.LIGHT,
        opened_at=at,
    )
    session.add(item)
    session.flush()
    return item


def _set_reasons(
    session: Session, item: ReviewItem, held: Sequence[HeldField], at: datetime
) -> None:
    """The reasons that come from what is held now, in place of those from before."""
    wanted = _reasons(held)
    for reason in item.reasons:
        if reason.kind in OF_HELD and reason.kind not in wanted:
            session.delete(reason)
    session.flush()
    session.expire(item, ["reasons"])
    for kind, why in wanted.items():
        add_reason(item, kind, why.gravity, at, why.explanation, label=why.label)
    gravest = max(item.reasons, key=lambda reason: reason.gravity, default=None)
    if gravest is not None:
        item.gravity, item.label = gravest.gravity, gravest.label


@dataclass(frozen=True, kw_only=True)
class _Why:
    gravity: Gravity
    explanation: str
    label: str | None = None


def _reasons(held: Sequence[HeldField]) -> Mapping[ReasonKind, _Why]:
    wanted: dict[ReasonKind, _Why] = {}
    for kind in dict.fromkeys(kind_of(field) for field in held):
        findings = [
            finding for field in held if kind_of(field) is kind for finding in field.findings
        ]
        match kind:
            case ReasonKind.SCREENING:
                says = dict.fromkeys(found.explanation for found in findings if found.holds)
                wanted[kind] = _Why(
                    gravity=gravity_of_findings(findings),
                    explanation=as_many_as_fit(list(says)),
                    label=label_of_findings(findings),
                )
            case ReasonKind.READ_FIRST:
                wanted[kind] = _Why(gravity=gravity_of_kind(kind), explanation=READ_FIRST)
            case _:
                wanted[kind] = _Why(gravity=gravity_of_kind(kind), explanation=UNREAD)
    return wanted
