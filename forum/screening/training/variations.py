"""Texts that nobody wrote, made of the written ones: the same words of somebody else, quoted, or in other company.

Nobody has labelled them, and whether they still hurt is not known from how they were made. A teacher says.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from forum.screening.training.examples import LABELS, UNKNOWN, Example

#: The source of texts whose labels nobody knows.
UNLABELLED = "unlabelled"
#: Words up to which a text is varied: longer ones say several things anyway.
_MOST_WORDS = 30
_FEW_WORDS = 6

_TO_ME: Mapping[str, str] = {
    "you": "I",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "you're": "I'm",
    "you've": "I've",
    "you'll": "I'll",
    "you'd": "I'd",
    "u": "i",
    "ur": "my",
}
_TO_HIM: Mapping[str, str] = {
    "you": "he",
    "your": "his",
    "yours": "his",
    "yourself": "himself",
    "you're": "he's",
    "you've": "he's",
    "you'll": "he'll",
    "you'd": "he'd",
    "u": "he",
    "ur": "his",
}
_TO_YOU: Mapping[str, str] = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "am": "are",
    "i'm": "you're",
    "i've": "you've",
    "i'll": "you'll",
    "i'd": "you'd",
}
_FRAMES = (
    'He told me: "{}"',
    'Somebody wrote to me: "{}" and I cried.',
    "My father used to say: {}",
    "{} That is what I heard all my life.",
    'I would never say "{}" to anybody.',
)
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

Variation = Callable[[str, str, random.Random], str]


def of_somebody_else(text: str, persons: Mapping[str, str]) -> str:
    """The text with its pronouns exchanged, capitals kept."""

    def exchanged(found: re.Match[str]) -> str:
        word = found[0].replace("’", "'")
        other = persons.get(word.lower())
        if other is None:
            return found[0]
        is_capital = word[0].isupper() and word.partition("'")[0] != "I"
        return other[0].upper() + other[1:] if is_capital else other

    return _WORD.sub(exchanged, text)


def part_of(text: str, other: str, rng: random.Random) -> str:
    """One sentence of several, or a beginning or an end; where it is short already, with `other` behind it."""
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence]
    if len(sentences) > 1:
        return rng.choice(sentences)
    words = text.split()
    if len(words) <= _FEW_WORDS:
        return f"{text} {other}"
    kept = rng.randint(_FEW_WORDS // 2, len(words) - 2)
    return " ".join(words[:kept] if rng.random() < 0.5 else words[-kept:])


#: Each with its share.
_VARIATIONS: tuple[tuple[float, Variation], ...] = (
    (0.20, lambda text, _other, _rng: of_somebody_else(text, _TO_ME)),
    (0.15, lambda text, _other, _rng: of_somebody_else(text, _TO_HIM)),
    (0.20, lambda text, _other, _rng: of_somebody_else(text, _TO_YOU)),
    (0.10, lambda text, _other, rng: rng.choice(_FRAMES).format(text)),
    (0.20, lambda text, other, _rng: f"{text} {other}"),
    (0.15, part_of),
)


def varied(written: Sequence[Example], seed: int) -> list[Example]:
    """A variation of each short text that becomes another one by it, unlabelled and in another order."""
    rng = random.Random(seed)
    short = [example for example in written if len(example.text.split()) <= _MOST_WORDS]
    rng.shuffle(short)
    shares, variations = zip(*_VARIATIONS, strict=True)
    seen = {example.text for example in written}
    made = []
    for example in short:
        [vary] = rng.choices(variations, shares)
        text = vary(example.text, rng.choice(short).text, rng)
        if text not in seen:
            seen.add(text)
            unknown = (UNKNOWN,) * len(LABELS)
            made.append(replace(example, text=text, targets=unknown, source=UNLABELLED))
    return made
