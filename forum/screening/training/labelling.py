"""What is known of a written text by its kind: the labels that it is learned with."""

from __future__ import annotations

import re
from functools import lru_cache

from forum.screening.training.examples import (
    ATTACK_ON_ADDRESSEE,
    IDENTITY_ATTACK,
    INSULT,
    LABELS,
    OBSCENE,
    SEVERE_TOXICITY,
    THREAT,
    TOXICITY,
    UNKNOWN,
    harmless,
)

HARMLESS_KINDS = (
    "introduction",
    "survivor",
    "distress",
    "kind_reply",
    "friendly_swearing",
    "counter_speech",
    "reclaimed",
    "everyday",
    "disagreement",
)

#: What is known of each hostile kind; the rest of its labels is filled in by `labels_if_hostile`.
HOSTILE_KINDS: dict[str, dict[str, float]] = {
    "contempt": {TOXICITY: 0.95, INSULT: 0.9},
    "irony": {TOXICITY: 0.9, INSULT: 0.85},
    "dismissal": {TOXICITY: 0.9},
    "vanish": {TOXICITY: 1.0, THREAT: UNKNOWN},
    "vermin": {TOXICITY: 1.0, INSULT: 1.0},
    "go_back": {TOXICITY: 0.95, IDENTITY_ATTACK: UNKNOWN},
    "harassment": {TOXICITY: 0.95, OBSCENE: UNKNOWN},
    "threat": {TOXICITY: 1.0, THREAT: 1.0},
    "identity_hate": {TOXICITY: 1.0, IDENTITY_ATTACK: 1.0},
    "crude_insult": {TOXICITY: 1.0, INSULT: 1.0},
}

_SWEARING = re.compile(
    r"fuck|fck|\bfuk|\bfeck|\b(bat|bull|dip|dog|gob|horse)?shit(?!ake\b|terton)|\bcunt|\bbitch|\bass(hole)?\b|\barse|\bdick|\bcock\b|\bwhore|\bslut|bastard"
    r"|wanker|\btwat|\bcrap|\bdamn|\bhell\b|piss|\btits\b|\bcum\b|bugger|bollocks|\bprick",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
#: People, places and animals that only sound like swearing.
_NAMES = re.compile(r"Dick|Cock\w*|[Oo]ur cock|[Tt]he (ass|bitch)\b|great tit|blue tits")


#: Kinds whose toxicity is not known where no bad word is in them: the annotators of the public comments, whose word it
#: is, would not agree. That they turn somebody away is what `attack_on_addressee` says.
_QUIETLY_HOSTILE = frozenset({"contempt", "irony", "dismissal", "harassment"})
#: And those that the same annotators call toxic for their words, whatever is meant by them.
_ROUGH_BUT_FRIENDLY = frozenset({"friendly_swearing", "reclaimed"})


def labels_if_harmless(text: str, kind: str) -> tuple[float, ...]:
    """Nothing but, at most, a swear word."""
    swears = _swears(text)
    is_rough = swears or kind in _ROUGH_BUT_FRIENDLY
    return harmless(toxicity=UNKNOWN if is_rough else 0.0, obscene=0.8 if swears else 0.0)


def _swears(text: str) -> bool:
    return any(map(_is_swearing, _WORD.findall(_NAMES.sub("", text))))


@lru_cache(maxsize=1 << 16)
def _is_swearing(word: str) -> bool:
    # Nothing that `_SWEARING` looks for is longer than a word, and the same words come again and again.
    return _SWEARING.search(word) is not None


def labels_if_hostile(text: str, kind: str, *, of_group: bool | None) -> tuple[float, ...]:
    """What is known of a hostile text of a kind; `of_group`: it names one, or a slur for one; None if nobody knows."""
    swears = _swears(text)
    known = {
        SEVERE_TOXICITY: UNKNOWN,
        OBSCENE: 1.0 if swears else 0.0,
        THREAT: 0.0,
        INSULT: UNKNOWN,
        IDENTITY_ATTACK: {True: 0.9, False: 0.0, None: UNKNOWN}[of_group],
        ATTACK_ON_ADDRESSEE: 1.0,
        **HOSTILE_KINDS[kind],
    }
    if kind in _QUIETLY_HOSTILE and not swears:
        known[TOXICITY] = UNKNOWN
    return tuple(known[label] for label in LABELS)
