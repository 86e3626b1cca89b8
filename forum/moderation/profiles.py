"""Reading a person for review: their profile, and how what they wrote has fared."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import PersonView, load_people
from forum.database import db
from forum.errors import NotFoundError
from forum.moderation.claims import claim_of
from forum.moderation.colleagues import around, queue_facts
from forum.moderation.desk_queries import desk_of
from forum.moderation.fields import kind_of
from forum.moderation.listing import readers, told_us
from forum.moderation.marks import marked
from forum.moderation.models import ReviewItem
from forum.moderation.options import (
    ModeratorAction,
    actions_on_profile,
    actions_on_text,
    decisions_in,
)
from forum.moderation.pages import ProfilePage, WaitingText
from forum.moderation.past_texts import past_texts
from forum.moderation.ranking import DISTRESS, Gravity, Told, Waiting, question_of, rank
from forum.moderation.reading import is_covered, text_of
from forum.moderation.records import record_of
from forum.moderation.reports import reports_on
from forum.moderation.wording import WHAT_WAITS, held_in_words, why_here
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.queries import HeldField, held_fields, worst_scores
from forum.screened_fields.showing import can_be_had
from forum.screening.verdict import Part
from forum.wiring import clock
from forum.words import how_long


def profile_page(actor: Actor, item: ReviewItem, person_id: int) -> ProfilePage:
    """The item of a person's profile.

    Raises:
        NotFoundError: it is this person's own: nobody learns who reported them.
    """
    if person_id == actor.user_id:
        raise NotFoundError
    person, now = load_people([person_id])[person_id], clock().now()
    biography = db.session.scalar(select(User.biography).where(User.id == person_id)) or ""
    held = held_fields([person_id], actor)
    findings = [finding for field in held for finding in field.findings]
    who, told = around(db.session(), person_id, now), told_us([item.id])[item.id]
    available = actions_on_profile(actor, person_id, queue_facts(item, who), who.author)
    return ProfilePage(
        item_id=item.id,
        person=person,
        biography=biography,
        because=why_here([reason.kind for reason in item.reasons], findings, readers(told)),
        ranked=rank(waiting_of(item, told), now).why,
        claim=claim_of(actor, item, now),
        waits=how_long(now - item.opened_at),
        record=record_of(person),
        texts=[_text(field, person, biography) for field in held],
        past=past_texts(actor, person_id),
        reports=reports_on(item.id),
        actions=decisions_in(available) if not held else (),
        desk=desk_of(actor, item, None, person_id, available),
        may_speak_to=ModeratorAction.SPEAK_TO in available,
        is_covered=is_covered(
            db.session(),
            actor.id,
            text_of(item),
            now,
            scores=worst_scores(held),
            reasons=item.reasons,
        ),
        calls_for_help=item.label == DISTRESS,
    )


def _text(field: HeldField, person: PersonView, biography: str) -> WaitingText:
    is_possible = can_be_had(db.session(), field.kind, field.text)
    on_show = {
        FieldKind.USERNAME: f"@{person.username}",
        FieldKind.DISPLAY_NAME: person.display_name,
        FieldKind.BIOGRAPHY: biography,
    }
    where = f" “{field.thread_title}”" if field.thread_title else ""
    return WaitingText(
        id=field.id,
        kind=field.kind,
        whose=f"{WHAT_WAITS[field.kind]}{where}",
        text=marked(field.text, Part.TEXT, field.findings),
        on_show=on_show.get(field.kind, ""),
        because=held_in_words({kind_of(field)}, field.findings),
        by_screen=field.was_read and not field.would_publish,
        can_be_had=is_possible,
        actions=actions_on_text(can_be_had=is_possible),
        at=field.at,
    )


def waiting_of(item: ReviewItem, told: Told = ()) -> Waiting:
    """What ranking has to know of an item."""
    return Waiting(
        id=item.id,
        gravity=Gravity(item.gravity),
        from_newcomer=item.from_newcomer,
        since=item.opened_at,
        is_escalated=item.escalated_at is not None,
        question=question_of(appeal_id=item.appeal_id, clock_id=item.clock_id),
        told=told,
    )
