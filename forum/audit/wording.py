"""The audit log's entries as sentences. Every kind of entry is here; one that is not is still shown, plainly."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.audit.phrase import THE_FORUM, Detail, Phrase
from forum.audit.words_of_people import OF_PEOPLE
from forum.audit.words_of_settings import OF_SETTINGS
from forum.audit.words_of_texts import OF_TEXTS

PHRASES: Mapping[str, Phrase] = MappingProxyType({**OF_TEXTS, **OF_PEOPLE, **OF_SETTINGS})


def sentence(action: str, detail: Detail, actor: str | None, it: str) -> str:
    """An entry in words.

    Args:
        action: as in the entry.
        detail: as in the entry.
        actor: the name of the person who did it, None for the forum itself.
        it: what it is about, in words: "post 17 by Ana".
    """
    phrase = PHRASES.get(action)
    if phrase is None:
        return f"{actor or THE_FORUM}: {action} ({it})."
    # A mentor decides on a held introduction by answering it.
    acted_as = "mentor" if detail.get("by_mentor") else phrase.role
    role = f" ({acted_as})" if acted_as and actor else ""
    return f"{actor or phrase.nobody}{role} {phrase.says(detail, it)}."
