"""How one kind of line is told, and who speaks in it."""

from __future__ import annotations

from dataclasses import dataclass

from forum.conversations.lifecycle import PostState

A_TEAM_MEMBER = "A moderator"
A_MENTOR = "A mentor"
ANOTHER_TEAM_MEMBER = "A second person on the team"
THE_SCREEN = "The automatic screen"


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a kind of line is worded.

    `sentence` may hold {name} (who it is about), {where} (" in “Hello”", or nothing), {detail} and {it}, which
    stands for the detail.
    `next_step` says what the person can do now; `link` is the words of the link to it.
    If `while_state` is given, that step is only offered while the post is in that state.
    `symbol` is an icon's name. `by` is who decided, where somebody did: never a person's name.
    """

    sentence: str
    symbol: str
    next_step: str = ""
    link: str = ""
    by: str = ""
    while_state: PostState | None = None
