"""Putting a decision right without being asked: what is the same for a post and for a short text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.appeals.appealable import Appealable
from forum.appeals.commands import written
from forum.errors import ConflictError

OVERTAKEN = "This has been put right, or overtaken, meanwhile. Nothing was changed."


@dataclass(frozen=True, kw_only=True)
class Reversible:
    """A decision against somebody's words, for whoever is about to put it right. `note` is what its author was told.

    `stands` is whether there is anything to do.
    """

    decision_id: int
    note: str
    stands: bool


def words_to_author(target: Appealable, words: str, now: datetime) -> str:
    """Go on only if there is something to put right, and with words to its author.

    Raises:
        ConflictError: it has been put right or overtaken meanwhile.
        InvalidInputError: the words are missing, or too many.
    """
    if not target.stands(now):
        raise ConflictError(OVERTAKEN)
    return written(words, "Please tell the author why, in your own words.", "words")
