"""What moderators are told about the steps that leave a question open, and about those who took one. Tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.moderation.options import ModeratorAction

M = ModeratorAction

STEP_NAMED: Mapping[ModeratorAction, str] = MappingProxyType(
    {
        M.SKIP: "Leave it to somebody else",
        M.SECOND_OPINION: "Ask for a second opinion",
        M.ESCALATE: "Ask the admins",
    }
)
STEP_MEANS: Mapping[ModeratorAction, str] = MappingProxyType(
    {
        M.SKIP: "It is not served to you for eight hours. Some things are not for every day.",
        M.SECOND_OPINION: (
            "It stays open and goes to another moderator, who reads your question. They answer in a note, or decide. "
            "You hear of it."
        ),
        M.ESCALATE: "It moves up, and the admins are told why. For a day it is served to them alone.",
    }
)
# Completes the name of whoever took it.
STEP_DONE: Mapping[str, str] = MappingProxyType(
    {
        M.SKIP: "left it to somebody else",
        M.SECOND_OPINION: "asked for a second opinion",
        M.ESCALATE: "asked the admins",
    }
)
# For whoever has just taken it.
STEP_TAKEN: Mapping[ModeratorAction, str] = MappingProxyType(
    {
        M.SKIP: "It is somebody else’s now.",
        M.SECOND_OPINION: "Another moderator reads your question. An answer is told in your inbox.",
        M.ESCALATE: "The admins have been told.",
    }
)
