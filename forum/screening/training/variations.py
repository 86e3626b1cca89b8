"""Texts that nobody wrote, made of others: a part of one, the same words of somebody else, quoted, or in other company.

Nobody has labelled them, and whether they still hurt is not known from how they were made. A teacher says.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from forum.screening.training.examples import ATTACK_ON_ADDRESSEE, LABELS, UNKNOWN, Example
from forum.screening.training.written_data import SENTENCE_END

#: The source of texts whose labels nobody knows.
UNLABELLED = "unlabelled"
#: Words up to which a text is varied: longer ones say several things anyway.
_MOST_WORDS = 30
_FEW_WORDS = 6
#: How much of the company that a text gets hurts nobody.
_FRIENDLY = 0.75

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

#: Draws another short text.
Company = Callable[[], str]
Variation = Callable[[str, Company, random.Random], str]


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


def part_of(text: str, company: Company, rng: random.Random) -> str:
    """One sentence of several, or a beginning or an end; where it is short already, with another text behind it."""
    sentences = [sentence for sentence in SENTENCE_END.split(text) if sentence]
    if len(sentences) > 1:
        return rng.choice(sentences)
    words = text.split()
    if len(words) <= _FEW_WORDS:
        return f"{text} {company()}"
    kept = rng.randint(_FEW_WORDS // 2, len(words) - 2)
    return " ".join(words[:kept] if rng.random() < 0.5 else words[-kept:])


def in_company(text: str, company: Company, rng: random.Random) -> str:
    """The text among one to three others, at any place."""
    texts = [company() for _ in range(rng.randint(1, 3))]
    texts.insert(rng.randint(0, len(texts)), text)
    return rng.choice((" ", " ", "\n\n")).join(texts)


#: Each with its share.
_VARIATIONS: tuple[tuple[float, Variation], ...] = (
    (0.15, lambda text, _company, _rng: of_somebody_else(text, _TO_ME)),
    (0.10, lambda text, _company, _rng: of_somebody_else(text, _TO_HIM)),
    (0.15, lambda text, _company, _rng: of_somebody_else(text, _TO_YOU)),
    (0.10, lambda text, _company, rng: rng.choice(_FRAMES).format(text)),
    (0.35, in_company),
    (0.15, part_of),
)


def varied(written: Sequence[Example], seed: int) -> list[Example]:
    """A variation of each short text that becomes another one by it, unlabelled and in another order."""
    rng = random.Random(seed)
    short = [example for example in written if len(example.text.split()) <= _MOST_WORDS]
    attack = LABELS.index(ATTACK_ON_ADDRESSEE)
    friendly = [example for example in short if example.targets[attack] == 0]
    rng.shuffle(short)
    shares, variations = zip(*_VARIATIONS, strict=True)
    seen = {example.text for example in written}

    def company() -> str:
        return rng.choice(friendly if friendly and rng.random() < _FRIENDLY else short).text

    made = []
    for example in short:
        [vary] = rng.choices(variations, shares)
        text = vary(example.text, company, rng)
        if text not in seen:
            seen.add(text)
            made.append(_unlabelled(example, text))
    return made


def pieces(examples: Sequence[Example], seed: int, most: int) -> list[Example]:
    """One to three sentences out of each text that has more, at up to `most` places, unlabelled."""
    rng = random.Random(seed)
    made = []
    for example in examples:
        sentences = [part for part in SENTENCE_END.split(example.text) if part.strip()]
        for _ in range(min(most, len(sentences) // 2)):
            length = rng.randint(1, min(3, len(sentences) - 1))
            start = rng.randrange(len(sentences) - length + 1)
            made.append(_unlabelled(example, " ".join(sentences[start : start + length])))
    return made


def _unlabelled(example: Example, text: str) -> Example:
    return replace(example, text=text, targets=(UNKNOWN,) * len(LABELS), source=UNLABELLED)
