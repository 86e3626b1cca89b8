"""How people type: lower case, lost apostrophes, slips of the finger, emoji, and disguises.

Harmless and hostile texts get the same habits, so that no habit gives a text away.
"""

from __future__ import annotations

import random

EMOJI = (
    "😂",
    "🙄",
    "😊",
    "❤️",
    "😭",
    "👍",
    "🤣",
    "🥰",
    "💀",
    "🙏",
    ":)",
    ":(",
    ":D",
    "xx",
    "lol",
    "haha",
)
SHORT_FORMS = {
    "you": "u",
    "are": "r",
    "your": "ur",
    "you're": "ur",
    "people": "ppl",
    "because": "cuz",
}
LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"})


def as_typed(text: str, rng: random.Random) -> str:
    """The text as somebody might really have typed it; often unchanged."""
    if rng.random() < 0.30:
        text = text.lower()
    elif rng.random() < 0.03:
        text = text.upper()
    if rng.random() < 0.20:
        text = text.rstrip(".!")
    if rng.random() < 0.10:
        text = text.replace("'", "")
    if rng.random() < 0.05:
        text = " ".join(SHORT_FORMS.get(word.lower(), word) for word in text.split(" "))
    if rng.random() < 0.08:
        text = slip(text, rng)
    if rng.random() < 0.06:
        text = text.rstrip(".") + rng.choice(("!", "!!", "!!!", "...", "??"))
    if rng.random() < 0.08:
        text = f"{text} {rng.choice(EMOJI)}"
    return text


def slip(text: str, rng: random.Random) -> str:
    """Two neighbouring letters swapped, or one letter lost."""
    places = [i for i in range(1, len(text) - 2) if text[i].isalpha() and text[i + 1].isalpha()]
    if not places:
        return text
    at = rng.choice(places)
    swapped = text[at + 1] + text[at] if rng.random() < 0.5 else text[at]
    return text[:at] + swapped + text[at + 2 :]


def disguised(text: str, rng: random.Random) -> str:
    """The text with one or two of its longer words spaced, in digits, or drawn out."""
    words = text.split(" ")
    long_ones = [i for i, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    for at in rng.sample(long_ones, min(2, len(long_ones))):
        words[at] = rng.choice((_spaced, _in_digits, _drawn_out, _starred))(words[at], rng)
    return " ".join(words)


def _spaced(word: str, rng: random.Random) -> str:
    return rng.choice((" ", ".", "-", "_")).join(word)


def _in_digits(word: str, rng: random.Random) -> str:
    return word.lower().translate(LEET)


def _drawn_out(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + word[at] * rng.randint(2, 5) + word[at:]


def _starred(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + "*" + word[at + 1 :]
