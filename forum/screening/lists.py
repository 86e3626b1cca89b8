"""Lists of dishes, medicines or places in an English sentence: unknown words that make it no other language. Pure.

"We ate pierogi, żurek and gołąbki" is English. Somebody is insulted in lists, too ("you are …, …, …"), and told in
another language to go: so it has to be the author's own list, and nobody may be addressed in it.
"""

from __future__ import annotations

import itertools
import re

from forum.screening import words

_SENTENCE = re.compile(r"[^.!?…\n]+")
# It begins where a gap or the line breaks do: from each place in them on, long ones would be gone through for each.
_BULLET = re.compile(r"(?:(?<![ \t])[ \t]+|(?<!\n))\n+[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FEWEST_PARTS = 3
#: "bacalhau à Gomes de Sá" has more, and is read as before.
_MOST_WORDS_OF_ITEM = 4
_FEWEST_WORDS_OF_LEAD = 2

_OWN = frozenset(
    {"i", "i'd", "i'll", "i'm", "i've", "im", "ive", "me", "mine", "my", "our", "ours", "us", "we", "we're", "we've"}
)  # fmt: skip
#: What somebody says, thinks or wishes is no list of things.
_SAYING = frozenset(
    {
        "answer", "call", "called", "calling", "hope", "mean", "message", "opinion", "reply", "said", "say", "saying",
        "shout", "tell", "telling", "think", "want", "wish", "word", "words",
    }
)  # fmt: skip
#: "You" in English, and in languages that are much spoken.
_ADDRESSING = frozenset(
    {
        "u", "ur", "you", "you're", "youre", "your", "yours", "yourself",
        "dein", "deine", "dich", "dir", "du", "euch", "eure", "ihr",
        "t'es", "ta", "te", "tes", "toi", "ton", "tu", "vous", "votre",
        "eres", "os", "ti", "tú", "usted", "ustedes", "vos", "vosotros", "és", "você", "vocês", "sei", "siete", "voi",
        "bent", "je", "jij", "jou", "jullie", "dig", "din", "er", "ni", "ci", "cię", "ciebie", "jesteś", "jsi",
        "ty", "wy",
        "sen", "seni", "sensin", "siz", "anda", "kamu", "kau", "lu", "aap", "tera", "teri", "tum", "ești", "vagy",
        "olet", "sinä", "bạn", "mày", "ikaw", "ka", "mo",
    }
)  # fmt: skip


def without_own_lists(text: str) -> str:
    """The text with commas in place of what its author lists in English sentences."""
    return _SENTENCE.sub(lambda match: _without_items(match.group()), _BULLET.sub(", ", text))


def _without_items(sentence: str) -> str:
    first, *others = sentence.split(",")
    if len(others) + 1 < _FEWEST_PARTS:
        return sentence
    said = _WORD.findall(first)
    lead = list(itertools.takewhile(words.known, said))
    if not _is_own(lead):
        # "My babcia made barszcz, …": an unknown word may stand in it.
        lead = said[
            : max(
                (place for place, word in enumerate(said, start=1) if words.known(word)), default=0
            )
        ]
    parts = [said[len(lead) :], *(_WORD.findall(part) for part in others[:-1])]
    if (
        not _is_own(lead)
        or any(len(part) > _MOST_WORDS_OF_ITEM for part in parts)
        or any(word.lower().replace("’", "'") in _ADDRESSING for word in _WORD.findall(sentence))
    ):
        return sentence
    return ", ".join([" ".join(lead), _after_item(_WORD.findall(others[-1]))])


def _is_own(lead: list[str]) -> bool:
    known = {word.lower().replace("’", "'") for word in lead}
    own = not _OWN.isdisjoint(known) and _SAYING.isdisjoint(known)
    return own and len(lead) >= _FEWEST_WORDS_OF_LEAD


def _after_item(last: list[str]) -> str:
    """What follows the last item: "and sernik last night", too, ends in words that we know."""
    if len(last) <= _MOST_WORDS_OF_ITEM:
        return ""
    start = 1 if last[0].lower() in {"and", "or"} else 0
    unknown = list(itertools.takewhile(lambda word: not words.known(word), last[start:]))
    return " ".join(last[start + len(unknown) :])
