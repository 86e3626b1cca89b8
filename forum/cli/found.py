"""What the doctor found of one thing: how bad it is, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "OK"
    ATTENTION = "ATTENTION"
    BROKEN = "BROKEN"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a check found, and how to mend it where it is not in order."""

    level: Level
    words: str
    mend: str = ""


Check = Callable[[], Found]


def ok(words: str) -> Found:
    """All is well."""
    return Found(level=Level.OK, words=words)


def attention(words: str, mend: str) -> Found:
    """It works, and somebody should look at it."""
    return Found(level=Level.ATTENTION, words=words, mend=mend)


def broken(words: str, mend: str = "") -> Found:
    """It does not work."""
    return Found(level=Level.BROKEN, words=words, mend=mend)
