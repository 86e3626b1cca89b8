"""What the name of a site says to whoever reads it: https://nobodywantsyouhere.example.

The rest of an address is mostly the title of what stands there, and is said to nobody: of titles with "you" in them, of
articles and books that help people, the model takes half for an attack.
"""

from __future__ import annotations

import re

from forum.screening.disguised_words import TO_YOU
from forum.screening.normalise import without_disguises
from forum.screening.traced import Traced

_SITE = re.compile(
    r"""(?:https?://(?:www\.)?|\bwww\.)([^\s/?#<>()\[\]"`]{1,200})\.[^\W\d_]{2,24}""",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 3


def in_sites(text: Traced) -> Traced | None:
    """The words of sites' names, without disguises, where they speak to somebody; None where they don't."""
    if "://" not in text.text and "www." not in text.text.lower():
        return None
    said = [
        word.span()
        for site in _SITE.finditer(text.text)
        for word in _WORD.finditer(text.text, *site.span(1))
    ]
    if not said:
        return None
    plain = without_disguises(text.only(said, between=" "))
    words = plain.text.lower().split()
    return plain if len(words) >= _FEWEST_WORDS and not TO_YOU.isdisjoint(words) else None
