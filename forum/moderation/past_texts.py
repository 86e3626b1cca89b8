"""Reading what was decided on somebody's name and other short texts before, for moderators."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.people import load_people
from forum.appeals.models import Appeal
from forum.appeals.open import is_appealed, signer
from forum.appeals.text_targets import load_text
from forum.community.citing import cited, places_of
from forum.community.models import Rule
from forum.database import db
from forum.moderation.options import ModeratorAction
from forum.moderation.pages import PastText
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import text_not_undone
from forum.moderation.wording import DONE_AS, words_of
from forum.screened_fields.models import FieldRevision
from forum.wiring import clock

MOST_SHOWN = 10


def past_texts(actor: Actor, person_id: int, item_id: int | None = None) -> Sequence[PastText]:
    """The newest decisions on a person's short texts, or only those that were made in one item of their profile.

    Whose decision is appealed is not named meanwhile.
    """
    rows = db.session.execute(
        select(
            TextDecision,
            FieldRevision,
            Rule.title,
            Rule.text,
            is_appealed(Appeal.text_decision_id, TextDecision.id),
        )
        .select_from(TextDecision)
        .join(FieldRevision, FieldRevision.id == TextDecision.field_id)
        .outerjoin(Rule, Rule.id == TextDecision.rule_id)
        .where(
            TextDecision.about_id == person_id,
            text_not_undone(),
            *([TextDecision.item_id == item_id] if item_id is not None else []),
        )
        .order_by(TextDecision.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    named = {
        decision.id: signer(actor.user_id, decision.decided_by_id, appealed=appealed)
        for decision, *_, appealed in rows
    }
    people = load_people({person_id, *(id_ for id_ in named.values() if id_ is not None)})
    places = places_of(decision.rule_id for decision, *_ in rows)
    now = clock().now()
    return [
        PastText(
            id=decision.id,
            words=words_of(field.kind, people[person_id].display_name),
            done=DONE_AS[ModeratorAction(decision.action)],
            by=people.get(named[decision.id] or 0),
            is_appealed=appealed,
            rule=cited(decision.rule_id, title, text, places),
            note=decision.note,
            at=decision.decided_at,
            stands=load_text(db.session(), decision.id, lock=False).stands(now),
        )
        for decision, field, title, text, appealed in rows
    ]
