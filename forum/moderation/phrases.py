"""What makes two texts similar: how many of their phrases of three words are the same. Pure.

A text's fingerprint is the smallest of its phrases' hashes, up to a number of them. The share of them that two texts
have in common is a fair estimate of the share of phrases that they have in common, and it can be said in a sentence. No
word stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from hashlib import blake2b

from forum.screening.normalise import readable

WORDS_IN_A_PHRASE = 3
MOST_PHRASES = 24
# Half of the phrases: below that, texts on the same subject by the same person would look alike.
SIMILAR_FROM = 0.5
_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> frozenset[int]:
    """Whole numbers of 32 bits with a sign that stand for a text's phrases; none where it has no word."""
    words = _WORD.findall(readable(text).casefold())
    if not words:
        return frozenset()
    last = max(1, len(words) - WORDS_IN_A_PHRASE + 1)
    phrases = {" ".join(words[at : at + WORDS_IN_A_PHRASE]) for at in range(last)}
    return frozenset(sorted(_number(phrase) for phrase in phrases)[:MOST_PHRASES])


def likeness(in_common: int, one: int, other: int) -> float:
    """How alike two texts are, 0 to 1: the phrases that their fingerprints share, of the longer one's.

    Args:
        in_common: how many numbers both fingerprints hold.
        one: how many the first holds.
        other: how many the second holds.
    """
    return in_common / max(one, other) if one and other else 0.0


def in_words(share: float) -> str:
    """How alike, as a page says it: "all phrases are the same", "about 7 in 10 phrases are the same"."""
    tenths = min(10, round(share * 10))
    return (
        "all phrases are the same" if tenths == 10 else f"about {tenths} in 10 phrases are the same"
    )


def shared(one: Collection[int], other: Collection[int]) -> float:
    """How alike two fingerprints are."""
    return likeness(len(set(one) & set(other)), len(one), len(other))


def _number(phrase: str) -> int:
    return int.from_bytes(blake2b(phrase.encode(), digest_size=4).digest(), signed=True)
