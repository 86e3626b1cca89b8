"""What the screener is asked about: a text, who wrote it, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


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
        name: what somebody is called in the text, where the text is only there to say that name.
    """

    text: str
    title: str | None = None
    by: Standing = Standing.NEWCOMER
    to: Standing = Standing.NEWCOMER
    in_welcome_thread: bool = False
    opens_thread: bool = False
    recent_texts: tuple[str, ...] = ()
    name: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return asdict(self) | {"by": self.by.value, "to": self.to.value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The submission that `as_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: something is missing, or is not what it should be.
        """
        return cls(
            text=_words(data["text"]),
            title=None if data["title"] is None else _words(data["title"]),
            by=Standing(data["by"]),
            to=Standing(data["to"]),
            in_welcome_thread=bool(data["in_welcome_thread"]),
            opens_thread=bool(data["opens_thread"]),
            recent_texts=tuple(_words(text) for text in data["recent_texts"]),
            name=None if data["name"] is None else _words(data["name"]),
        )


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("words are text")
    return value
