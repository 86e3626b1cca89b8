"""The keys with which moderators work, and what each does. Pure.

A key presses whatever on the page carries it (`data-shortcut`); where nothing does, it does nothing. A moderator can
switch them all off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forum.moderation.options import ModeratorAction


class Key(StrEnum):
    """A key, as the keyboard calls it."""

    NEXT = "j"
    PREVIOUS = "k"
    APPROVE = "a"
    CHANGES = "c"
    DECLINE = "d"
    SKIP = "s"
    UNDO = "z"
    UNCOVER = "o"
    SEARCH = "/"
    HELP = "?"


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A key and what it does, for people."""

    key: Key
    does: str


M = ModeratorAction

EXPLAINED = (
    Explained(key=Key.NEXT, does="Go to the next one"),
    Explained(key=Key.PREVIOUS, does="Go to the one before"),
    Explained(key=Key.APPROVE, does="Let it through: approve it, show it again, leave it, or put a decision right"),
    Explained(key=Key.CHANGES, does="Ask for a change, and write why"),
    Explained(key=Key.DECLINE, does="Decline it, take it down, or let a decision stand, and write why"),
    Explained(key=Key.SKIP, does="Leave this one to somebody else"),
    Explained(key=Key.UNDO, does="Take back what you have just decided"),
    Explained(key=Key.UNCOVER, does="Show what is covered because it may be hard to read"),
    Explained(key=Key.SEARCH, does="Look for what is by or about somebody"),
    Explained(key=Key.HELP, does="Show these keys"),
)  # fmt: skip

# In the order of preference: a page offers at most the first of each that it has.
_LETS_THROUGH = (M.APPROVE, M.RESTORE, M.KEEP)
_TURNS_DOWN = (M.DECLINE, M.REMOVE)
# The field in which a decision goes on; what is not here is sent at once.
GOES_ON_AT: Mapping[ModeratorAction, str] = {
    M.REQUEST_CHANGES: "note",
    M.DECLINE: "rule",
    M.REMOVE: "rule",
    M.SKIP: "note",
}


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """The key of a choice. `then` names the field in which one goes on; empty where the choice is all there is."""

    key: Key
    then: str


def keys_of(actions: Iterable[ModeratorAction], prefix: str = "") -> Mapping[str, Shortcut]:
    """Which of these decisions has which key, by the form's values. `prefix` is that of the form's fields."""
    offered = set(actions)
    found = {}
    for key, among in (
        (Key.APPROVE, _LETS_THROUGH),
        (Key.CHANGES, (M.REQUEST_CHANGES,)),
        (Key.DECLINE, _TURNS_DOWN),
        (Key.SKIP, (M.SKIP,)),
    ):
        first = next((action for action in among if action in offered), None)
        if first is not None:
            then = GOES_ON_AT.get(first)
            found[first.value] = Shortcut(key=key, then=f"{prefix}{then}" if then else "")
    return found
