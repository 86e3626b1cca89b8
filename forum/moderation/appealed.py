"""What an appeal in the queue is about, as something to read: for exposure, and for whether it is covered first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.appeals.models import Appeal
from forum.exposure.ledger import Text
from forum.moderation.models import Decision, ReviewReason
from forum.moderation.text_models import TextDecision
from forum.screened_fields.models import FieldRevision


@dataclass(frozen=True, kw_only=True)
class Appealed:
    """The words that were decided on, and the reasons why they were in question then.

    `scores` is what the screener scored a short text; those of a post are with its version.
    """

    text: Text
    reasons: Sequence[ReviewReason]
    scores: Mapping[str, float]


def appealed(session: Session, appeal_id: int, item_id: int | None) -> Appealed:
    """What an appeal is about. `item_id` is the appeal's own item. A sanction has its person, and no words."""
    row = session.execute(
        select(
            Appeal.appellant_id,
            Decision.revision_id,
            TextDecision.private_id,
            FieldRevision.verdict,
            FieldRevision.submitted_at,
            func.coalesce(Decision.item_id, TextDecision.item_id).label("decided_in"),
        )
        .outerjoin(Decision, Decision.id == Appeal.decision_id)
        .outerjoin(TextDecision, TextDecision.id == Appeal.text_decision_id)
        .outerjoin(FieldRevision, FieldRevision.id == TextDecision.field_id)
        .where(Appeal.id == appeal_id)
    ).one()
    text = Text(
        item_id=item_id,
        revision_id=row.revision_id,
        person_id=row.appellant_id if row.revision_id is None else None,
        private_id=row.private_id,
        since=row.submitted_at,
    )
    why = select(ReviewReason).where(ReviewReason.item_id == row.decided_in)
    return Appealed(text=text, reasons=session.scalars(why).all(), scores=_scores(row.verdict))


def declined(session: Session, decision: TextDecision) -> Appealed:
    """The same of a short text that was declined, for whoever is about to put that right unasked."""
    why = select(ReviewReason).where(ReviewReason.item_id == decision.item_id)
    field = session.get_one(FieldRevision, decision.field_id)
    return Appealed(
        text=Text(person_id=decision.about_id, since=field.submitted_at),
        reasons=session.scalars(why).all(),
        scores=_scores(field.verdict),
    )


def _scores(verdict: Mapping[str, Any] | None) -> Mapping[str, float]:
    scores: Mapping[str, float] = (verdict or {}).get("scores", {})
    return scores
