"""What the screener says of a text, for somebody who wants to know how it reads. Pure. No numbers: words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.moderation.marks import Piece, marked
from forum.moderation.wording import held_because
from forum.screening import Part, Verdict, in_words
from forum.screening.bands import band_of_score
from forum.words import joined

_PASSES = "It would appear at once."
_HOLDS = "A person would read it first, because it {}."
_PERSONAL = "Its author would be asked whether they are sure that they want to share an address or a number."
_DISTRESS = (
    "It reads like the words of somebody who may be in need. That alone holds nothing: its author would see help lines "
    "at once, and a person would be called."
)


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One kind of harm: what it is, and how likely the model finds it, in words."""

    what: str
    likely: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class TriedText:
    """What the screener says of a text.

    Attributes:
        holds: whether a person would read it first.
        outcome: the same as a sentence.
        notes: what else would follow.
        text: cut where something drove the outcome.
        signs: of each kind of harm, the likeliest first.
    """

    holds: bool
    outcome: str
    notes: Sequence[str]
    text: Sequence[Piece]
    signs: Sequence[Sign]

    @property
    def has_marks(self) -> bool:
        """Whether anything is marked."""
        return any(piece.marked for piece in self.text)


def tried(text: str, verdict: Verdict) -> TriedText:
    """The verdict in words that anybody can read."""
    checks = {finding.check for finding in verdict.findings}
    notes = [(verdict.urgent, _DISTRESS), ("personal_data" in checks, _PERSONAL)]
    holding = [finding for finding in verdict.findings if finding.holds]
    return TriedText(
        holds=verdict.holds,
        outcome=_HOLDS.format(joined(held_because(holding))) if verdict.holds else _PASSES,
        notes=[words for applies, words in notes if applies],
        text=marked(text, Part.TEXT, holding),
        signs=[
            _sign(label, score)
            for label, score in sorted(verdict.scores.items(), key=lambda pair: -pair[1])
        ],
    )


def _sign(label: str, score: float) -> Sign:
    band = band_of_score(score)
    return Sign(what=in_words(label).capitalize(), likely=band.name, meaning=band.words)
