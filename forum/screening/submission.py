"""What the screener is asked about: a text, who wrote it, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Whether a person has graduated yet."""

    NEWCOMER = "newcomer"
    MEMBER = "member"


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One text to screen.

    Attributes:
        text: as its author wrote it; any length, any characters.
        title: the title that goes with it, if it has one.
        by: the author's standing.
        to: the standing of the person it speaks to; the strictest where nobody knows.
        in_welcome_thread: whether it appears in a welcome thread.
        opens_thread: whether it is a thread's first post, and so speaks to everybody.
        recent_texts: the author's latest other texts, newest first, for the check of repetition.
    """

    text: str
    title: str | None = None
    by: Standing = Standing.NEWCOMER
    to: Standing = Standing.NEWCOMER
    in_welcome_thread: bool = False
    opens_thread: bool = False
    recent_texts: tuple[str, ...] = ()
