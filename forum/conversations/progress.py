"""What has happened to a post and what comes next, as steps in plain words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from forum.conversations.lifecycle import PostState

Stage = Literal["done", "now", "next"]


class HeldBecause(StrEnum):
    """Why a person has to read something first, for its author.

    The automatic screen set it aside, or could not read it, or a person reads all that its author writes, for now.
    """

    SET_ASIDE = "set_aside"
    UNREAD = "unread"
    READ_FIRST = "read_first"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. `at` is when it happened, where that is known."""

    title: str
    stage: Stage
    text: str = ""
    at: datetime | None = None


_HELD: Mapping[HeldBecause, Step] = MappingProxyType(
    {
        HeldBecause.SET_ASIDE: Step(
            title="The automatic screen set it aside",
            stage="done",
            text="It is a program and often wrong. No person has looked yet.",
        ),
        HeldBecause.UNREAD: Step(
            title="The automatic screen could not read it",
            stage="done",
            text="Something did not work there. It says nothing of you or your words, and no person has looked yet.",
        ),
        HeldBecause.READ_FIRST: Step(
            title="It waits, as all your posts do for now",
            stage="done",
            text="The automatic screen had nothing to say about it. No person has looked yet.",
        ),
    }
)
_WAYS = (
    "They publish it, ask you for a change, or tell you why not. You will find it in your inbox."
)


def steps(
    state: PostState, sent_at: datetime, because: HeldBecause = HeldBecause.SET_ASIDE
) -> Sequence[Step]:
    """The steps of a post that is on its way; none for one that has arrived somewhere.

    `because` is why it is held, if it is.
    """
    sent = Step(title="You sent it", stage="done", at=sent_at)
    match state:
        case PostState.SUBMITTED:
            return (
                sent,
                Step(
                    title="The automatic screen reads it",
                    stage="now",
                    text="It may let a post through or ask a person. It can do nothing else.",
                ),
                Step(title="It appears, or a person reads it first", stage="next"),
            )
        case PostState.HELD:
            return (
                sent,
                _HELD[because],
                Step(title="A moderator reads it", stage="now"),
                Step(title="You hear from them", stage="next", text=_WAYS),
            )
        case PostState.CHANGES_REQUESTED:
            return (
                sent,
                Step(title="A moderator read it and asks for a change", stage="done"),
                Step(title="You change it, or take it back", stage="now", text="Take your time."),
                Step(title="It is read again", stage="next"),
            )
        case _:
            return ()
