"""Reading what moderators told each other about items: constant numbers of queries, however many there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.database import db
from forum.moderation.desk_pages import Desk, NoteLine, Passed, StepLine
from forum.moderation.holding import KEPT_FOR, is_still
from forum.moderation.models import ReviewItem
from forum.moderation.options import ModeratorAction, steps_in
from forum.moderation.serving import PUT_ASIDE_FOR
from forum.moderation.step_models import ReviewStep, StaffNote
from forum.moderation.step_wording import STEP_DONE, STEP_MEANS
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.subjects import PersonFacts
from forum.wiring import clock

# Older ones stand in the database and in the audit log; a page has an end.
MOST_NOTES = 50


@dataclass(frozen=True, kw_only=True)
class InHand:
    """What an item's own row says of where it stands between moderators."""

    id: int
    escalated_at: datetime | None
    asked_by_id: int | None
    first_for_id: int | None
    first_for_until: datetime | None


def in_hand(item: ReviewItem) -> InHand:
    """The same, of an item that has been loaded."""
    return InHand(
        id=item.id,
        escalated_at=item.escalated_at,
        asked_by_id=item.asked_by_id,
        first_for_id=item.first_for_id,
        first_for_until=item.first_for_until,
    )


def passed(actor: Actor, items: Collection[InHand], now: datetime) -> Mapping[int, Passed]:
    """Where items stand between moderators, by item; two queries."""
    rows = _steps([item.id for item in items])
    people = load_people({id_ for item in items for id_ in _named(item, now)})
    by_item: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_item[row.item_id].append(row)
    return {item.id: _passed(actor, item, by_item[item.id], people, now) for item in items}


def desk_of(
    actor: Actor,
    item: ReviewItem | None,
    post_id: int | None,
    author_id: int,
    actions: Sequence[ModeratorAction],
) -> Desk:
    """What moderators told each other of an item, or of a post that is not in the queue, and of its author."""
    if author_id == actor.user_id:
        return Desk(passed=Passed(), steps=(), notes=(), offered={}, may_note=False)
    now = clock().now()
    steps = _steps([item.id]) if item is not None else ()
    notes = _notes(post_id, author_id)
    held = in_hand(item) if item is not None else None
    named = {row.by_id for row in (*steps, *notes)} | (_named(held, now) if held else set())
    people = load_people(named)
    return Desk(
        passed=_passed(actor, held, steps, people, now) if held is not None else Passed(),
        steps=[
            StepLine(by=people[row.by_id], done=STEP_DONE[row.action], words=row.words, at=row.at)
            for row in steps
        ],
        notes=[_note(row, people) for row in notes],
        offered={step: STEP_MEANS[step] for step in steps_in(actions)},
        may_note=can(actor, Action.KEEP_STAFF_NOTES, PersonFacts(person_id=author_id)),
    )


def notes_on_person(actor: Actor, person_id: int) -> Sequence[NoteLine]:
    """What staff told each other of a person, oldest first; nothing where it is this very person."""
    if not can(actor, Action.KEEP_STAFF_NOTES, PersonFacts(person_id=person_id)):
        return ()
    rows = _notes(None, person_id)
    people = load_people({row.by_id for row in rows})
    return [_note(row, people) for row in rows]


def _note(row: Any, people: Mapping[int, PersonView]) -> NoteLine:
    return NoteLine(
        by=people[row.by_id], words=row.words, at=row.at, on_person=row.person_id is not None
    )


def _steps(item_ids: Collection[int]) -> Sequence[Any]:
    return db.session.execute(
        select(
            ReviewStep.item_id, ReviewStep.action, ReviewStep.by_id, ReviewStep.words, ReviewStep.at
        )
        .where(ReviewStep.item_id.in_(item_ids))
        .order_by(ReviewStep.id)
    ).all()


def _notes(post_id: int | None, person_id: int) -> Sequence[Any]:
    about = StaffNote.person_id == person_id
    newest = db.session.execute(
        select(StaffNote.by_id, StaffNote.person_id, StaffNote.words, StaffNote.at)
        .where(or_(StaffNote.post_id == post_id, about) if post_id is not None else about)
        .order_by(StaffNote.id.desc())
        .limit(MOST_NOTES)
    ).all()
    return newest[::-1]


def _named(item: InHand, now: datetime) -> set[int]:
    kept = item.first_for_id if _is_kept(item, now) else None
    return {id_ for id_ in (item.asked_by_id, kept) if id_ is not None}


def _is_kept(item: InHand, now: datetime) -> bool:
    return is_still(item.first_for_until, KEPT_FOR, now)


def _passed(
    actor: Actor,
    item: InHand,
    steps: Sequence[Any],
    people: Mapping[int, PersonView],
    now: datetime,
) -> Passed:
    taken = Counter(row.action for row in steps)
    mine = [
        row.at for row in steps if row.by_id == actor.user_id and row.action == ModeratorAction.SKIP
    ]
    asked = [row.words for row in steps if row.action == ModeratorAction.SECOND_OPINION]
    return Passed(
        skipped=taken[ModeratorAction.SKIP],
        by_me=bool(mine) and now - mine[-1] < PUT_ASIDE_FOR,
        is_escalated=item.escalated_at is not None,
        asked_by=people.get(item.asked_by_id or 0),
        question=asked[-1] if asked and item.asked_by_id is not None else "",
        kept_for=people.get(item.first_for_id or 0) if _is_kept(item, now) else None,
    )
