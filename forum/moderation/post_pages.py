"""A post as a moderator sees it: where it stands, its versions, and what the screener said. Frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.accounts.people import PersonView
from forum.moderation.marks import Piece
from forum.screening.verdict import Finding


@dataclass(frozen=True, kw_only=True)
class AnsweredPost:
    """The post that is answered. `html` is None where this person may not see it."""

    id: int
    author: PersonView
    html: Markup | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a post stands, and to whom it speaks (None: to everybody, or to its own author)."""

    thread_id: int
    thread_slug: str
    thread_title: str
    thread_is_open: bool
    is_welcome: bool
    is_opening: bool
    answered: AnsweredPost | None
    speaks_to: PersonView | None


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a post. The marked pieces are its raw title and text, cut where the screener marked them."""

    id: int
    number: int
    at: datetime
    title: str | None
    html: Markup
    marked_title: Sequence[Piece]
    marked_text: Sequence[Piece]

    @property
    def has_marks(self) -> bool:
        """Whether the screener pointed at any words."""
        return any(piece.marked for piece in (*self.marked_title, *self.marked_text))


@dataclass(frozen=True, kw_only=True)
class LabelScore:
    """A label's score, 0 to 1, and the limit that it was compared with, if it went over one."""

    label: str
    value: float
    limit: float | None


@dataclass(frozen=True, kw_only=True)
class SetVerdict:
    """What the limits of one threshold set made of a text. `is_trial` is whether it was only tried out then."""

    name: str
    holds: bool
    is_trial: bool


@dataclass(frozen=True, kw_only=True)
class ModelsView:
    """What the screener said of a version."""

    scores: Sequence[LabelScore]
    findings: Sequence[Finding]
    is_severe: bool
    spoken_to: str
    model: str
    verdicts: Sequence[SetVerdict]
    at: datetime
