"""What is said about a private conversation to the two who have it. Pure."""

from __future__ import annotations

from forum.privately.openness import Between, Closed, closed_because

_READABLE = "Both of you can still read what was said."


def closed_in_words(between: Between, reader_id: int, other: str) -> str:
    """Why nothing new can be said, for one of the two; empty while it is open. `other` is the other one's name."""
    match closed_because(between):
        case Closed.PARTED:
            return f"{other} and you are not mentor and mentee any more, so nothing new can be said here. {_READABLE}"
        case Closed.ENDED if between.ended_by_id == reader_id:
            return (
                f"You have ended this conversation. {_READABLE} You can open it again at any time."
            )
        case Closed.ENDED:
            return f"{other} has ended this conversation. Nobody has to say why. {_READABLE}"
        case _:
            return ""
