"""What can stand on the community's own list of words, and what follows from it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.errors import InvalidInputError
from forum.screening.checks.wordlist import WordList, noticed

MAX_TERM_LENGTH = 60
MAX_EXCEPTIONS = 40
_LETTERS = re.compile(r"[^\W_]")
# A star alone at an end stands for the rest of a word; anything else would match nothing, or everything.
_MISPLACED_STAR = re.compile(r"[^*]\*+[^*]|\*\*")


class Effect(StrEnum):
    """What happens to a text that contains the word."""

    HOLD = "hold"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class WordDraft:
    """A word as it was typed, with the names and words in which it means nothing."""

    term: str
    effect: Effect
    exceptions: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the list says of a text: the words that hold it, and those that are only noted."""

    holding: Sequence[str]
    noted: Sequence[str]

    @property
    def holds(self) -> bool:
        """Whether a person would read it first."""
        return bool(self.holding)


def require_word(draft: WordDraft) -> WordDraft:
    """The word as it is kept.

    Raises:
        InvalidInputError: it would match nothing or nearly everything, or an exception is none.
    """
    term = " ".join(draft.term.split())
    if len(term) > MAX_TERM_LENGTH:
        raise InvalidInputError(f"Please keep this to {MAX_TERM_LENGTH} characters.", "term")
    if _MISPLACED_STAR.search(term):
        raise InvalidInputError(
            "A star can stand at the beginning or the end, for the rest of a word.", "term"
        )
    if len(_LETTERS.findall(term)) < (4 if "*" in term else 2):
        raise InvalidInputError(
            "This is too short: it would be found nearly everywhere. "
            "Please use two letters or more, or four with a star.",
            "term",
        )
    return WordDraft(term=term, effect=draft.effect, exceptions=_exceptions(term, draft.exceptions))


def _exceptions(term: str, typed: Sequence[str]) -> tuple[str, ...]:
    words = WordList(why="", terms=(term,))
    kept = dict.fromkeys(cleaned for one in typed if (cleaned := " ".join(one.split())))
    if len(kept) > MAX_EXCEPTIONS:
        raise InvalidInputError(f"Please keep it to {MAX_EXCEPTIONS} exceptions.", "exceptions")
    for one in kept:
        if len(one) > MAX_TERM_LENGTH:
            raise InvalidInputError(
                f"Please keep each to {MAX_TERM_LENGTH} characters.", "exceptions"
            )
        if not words.find(one):
            raise InvalidInputError(
                f"“{one}” does not contain the word, so it needs no exception.", "exceptions"
            )
    return tuple(kept)


def as_list(draft: WordDraft) -> WordList:
    """A word as the screener takes it."""
    return WordList(
        why=f"“{draft.term}”, which is on the community’s own list",
        terms=(draft.term,),
        exceptions=tuple(draft.exceptions),
        in_disguise=True,
        holds=draft.effect is Effect.HOLD,
    )


def answer(text: str, lists: Sequence[WordList]) -> Answer:
    """What the list says of a text, in disguise or not."""
    found = [words for words, _ in noticed(lists, text)]
    return Answer(
        holding=[words.terms[0] for words in found if words.holds],
        noted=[words.terms[0] for words in found if not words.holds],
    )
