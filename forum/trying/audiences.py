"""To whom a text is said, in words that anybody can choose from. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.screening import Audience, Standing, Submission

N, M = Standing.NEWCOMER, Standing.MEMBER

#: From the strictest to the gentlest.
IN_WORDS: Mapping[Audience, str] = MappingProxyType(
    {
        Audience.TO_NEWCOMER: "An answer to somebody who is new",
        Audience.WELCOME_THREAD: "Members among themselves, where newcomers read along",
        Audience.BY_NEWCOMER: "Somebody new, in any conversation",
        Audience.MEMBERS: "Members among themselves",
        Audience.INTRODUCTION: "Somebody new who introduces themselves",
    }
)


def submission_for(text: str, audience: Audience) -> Submission:
    """The text as it would be sent to these people."""
    match audience:
        case Audience.TO_NEWCOMER:
            return Submission(text=text, by=M, to=N)
        case Audience.WELCOME_THREAD:
            return Submission(text=text, by=M, to=M, in_welcome_thread=True)
        case Audience.BY_NEWCOMER:
            return Submission(text=text, by=N, to=M)
        case Audience.MEMBERS:
            return Submission(text=text, by=M, to=M)
        case Audience.INTRODUCTION:
            return Submission(text=text, by=N, to=M, in_welcome_thread=True)
