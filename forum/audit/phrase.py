"""How one entry of the audit log is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Detail = Mapping[str, Any]
Says = Callable[[Detail, str], str]

THE_SCREEN = "The automatic screen"
THE_FORUM = "The forum"
THE_COMMAND_LINE = "Somebody at the command line"


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """How an entry is told.

    `label` names the kind in a list to choose from. `says` completes the actor's name, out of the entry's detail and
    of what it is about in words; both may hold what people typed, so they are never a pattern. `role` is what the
    actor acted as: the permission for the act rests on it. `nobody` stands where no person acted.
    """

    label: str
    says: Says
    role: str = ""
    nobody: str = THE_FORUM


def by(words: str, label: str, role: str = "", nobody: str = THE_FORUM) -> Phrase:
    """A phrase whose words are always the same; "{it}" in them stands for what it is about."""
    return Phrase(label=label, says=lambda _, it: words.format(it=it), role=role, nobody=nobody)


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


def undone(of: str) -> Says:
    """A decision that was taken back before anybody was told."""

    def says(detail: Detail, it: str) -> str:
        done, what = _UNDONE.get(str(detail.get("undone")), "decided on it"), of.format(it=it)
        return f"took back within seconds, before anybody was told, that they had {done}: {what}"

    return says
