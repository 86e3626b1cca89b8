"""The keys of an answer to an appeal: what lets something through anywhere puts a decision right here. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.appeals.rules import AppealState
from forum.moderation.keys import Key, Shortcut

# Either takes words, so one goes on in their field.
OF_JUDGEMENTS: Mapping[str, Shortcut] = MappingProxyType(
    {
        AppealState.OVERTURNED.value: Shortcut(key=Key.APPROVE, then="answer"),
        AppealState.UPHELD.value: Shortcut(key=Key.DECLINE, then="answer"),
    }
)
