"""What somebody looks for, from the words that they typed. Pure.

All words are looked for; "words in quotation marks" stand together; a -word shall not be there. Nothing that is typed
is wrong: what can be no word is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_CHARACTERS = 200
#: Whoever pastes a paragraph means its first words.
MOST_TERMS = 12

_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Phones write these where somebody types a plain quotation mark.
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))
# Words of a question that stand in nearly every post.
_EVERYWHERE = frozenset({
    "a", "about", "am", "an", "and", "any", "anybody", "anyone", "are", "as", "at", "be", "been", "but",
    "by", "can", "could", "did", "do", "does", "else", "ever", "for", "from", "get", "had", "has", "have",
    "he", "how", "i", "i'm", "i've", "if", "in", "is", "it", "its", "i’m", "i’ve", "just", "me", "my", "of",
    "on", "or", "our", "she", "so", "somebody", "someone", "that", "the", "their", "them", "there", "they",
    "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with",
    "would", "you", "your",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for. `wanted` and `unwanted` are words, or several words that stand together."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.wanted


def read_asked(typed: str) -> Asked:
    """What the words in a search box ask for.

    Args:
        typed: as somebody typed it, cleaned.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _PART.finditer(typed.translate(_QUOTATION_MARKS)):
        term = " ".join((found["phrase"] or found["word"] or "").split())
        if any(char.isalnum() for char in term):
            (unwanted if found["minus"] else wanted).append(term)
    telling = [term for term in wanted if term.casefold() not in _EVERYWHERE]
    return Asked(
        # "To be or not to be" is looked for as it is.
        wanted=tuple(dict.fromkeys(telling or wanted))[:MOST_TERMS],
        unwanted=tuple(dict.fromkeys(unwanted))[:MOST_TERMS],
    )
