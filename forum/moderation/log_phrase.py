"""How one entry of the audit log is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Detail = Mapping[str, Any]

THE_SCREEN = "The automatic screen"
THE_FORUM = "The forum"
THE_COMMAND_LINE = "Somebody at the command line"


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """How an entry is told.

    `label` names the kind in a list to choose from. `says` completes the actor's name; "{it}" stands for what it is
    about. `role` is what the actor acted as: the permission for the act rests on it. `nobody` stands where no person
    acted.
    """

    label: str
    says: Callable[[Detail], str]
    role: str = ""
    nobody: str = THE_FORUM


def by(words: str, label: str, role: str = "", nobody: str = THE_FORUM) -> Phrase:
    """A phrase whose words are always the same."""
    return Phrase(label=label, says=lambda _: words, role=role, nobody=nobody)


_UNDONE = {
    "approve": "approved it",
    "request_changes": "asked for a change",
    "decline": "declined it",
    "hide": "took it out of sight",
    "restore": "put it back on show",
    "remove": "took it down",
    "keep": "left it as it is",
    "settle": "took care of it",
}


def undone(of: str) -> Callable[[Detail], str]:
    """A decision that was taken back before anybody was told."""

    def says(detail: Detail) -> str:
        done = _UNDONE.get(str(detail.get("undone")), "decided on it")
        return f"took back within seconds, before anybody was told, that they had {done}: {of}"

    return says
