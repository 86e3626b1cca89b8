"""Reading what the screener said, for pages that show several versions at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.conversations.models import ScreeningResult
from forum.database import db
from forum.screening.labels import Label
from forum.screening.shadow import ShadowVerdict
from forum.screening.verdict import Finding, Outcome

# A text that scores this high for one of these is folded away until a moderator asks for it.
SEVERE_FROM = 0.8
_SEVERE = frozenset({Label.SEVERE_TOXICITY, Label.THREAT, Label.IDENTITY_ATTACK})


@dataclass(frozen=True, kw_only=True)
class Screened:
    """What the screener said of one version. `shadow` is what a set would have said that was only tried out then."""

    outcome: Outcome
    scores: Mapping[str, float]
    findings: Sequence[Finding]
    addressed_to: str
    model_name: str
    model_version: str
    threshold_set: str
    shadow: ShadowVerdict | None
    at: datetime

    @property
    def is_severe(self) -> bool:
        """Whether the text may be hard to read."""
        return is_severe(self.scores)


def is_severe(scores: Mapping[str, float]) -> bool:
    """Whether words with these scores, 0 to 1 by label, may be hard to read."""
    return any(scores.get(label, 0) >= SEVERE_FROM for label in _SEVERE)


def screened(revision_ids: Collection[int]) -> Mapping[int, Screened]:
    """The newest result of each version that has one; one query."""
    if not revision_ids:
        return {}
    rows = db.session.execute(
        select(
            ScreeningResult.revision_id,
            ScreeningResult.outcome,
            ScreeningResult.scores,
            ScreeningResult.findings,
            ScreeningResult.addressed_to,
            ScreeningResult.model_name,
            ScreeningResult.model_version,
            ScreeningResult.threshold_set,
            ScreeningResult.shadow,
            ScreeningResult.created_at,
        )
        .where(ScreeningResult.revision_id.in_(revision_ids))
        .order_by(ScreeningResult.id)
    )
    return {
        row.revision_id: Screened(
            outcome=Outcome(row.outcome),
            scores=row.scores,
            findings=[Finding.from_json(data) for data in row.findings],
            addressed_to=row.addressed_to,
            model_name=row.model_name,
            model_version=row.model_version,
            threshold_set=row.threshold_set,
            shadow=ShadowVerdict.from_json(row.shadow) if row.shadow is not None else None,
            at=row.created_at,
        )
        for row in rows
    }
