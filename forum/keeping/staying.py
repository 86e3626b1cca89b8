"""What is kept for a time that nobody chooses, and what has no end of its own, each with the reason. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class KeptOn:
    """What has no end of its own, and why."""

    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """What is forgotten after a time that nobody chooses."""

    what: str
    words: str
    why: str


FIXED: Sequence[Fixed] = (
    Fixed(
        what="What a moderator has read, in points, and their pauses",
        words="90 days after it was read",
        why="Nobody has to read too much of what is hard. Only they themselves see it.",
    ),
    Fixed(
        what="That you have typed your password and not yet shown your second step",
        words="minutes after you began",
        why="You need not type it twice.",
    ),
)

KEPT_ON: Sequence[KeptOn] = (
    KeptOn(
        what="Posts that are on show",
        why="They stay as long as the conversation they belong to, or until their author takes them back.",
    ),
    KeptOn(
        what="Posts that wait for a person",
        why="Nobody’s words are deleted before somebody has read them.",
    ),
    KeptOn(
        what="What mentor and mentee write each other in private",
        why="Only the two read it, and it is theirs to look back on. No machine scores it.",
    ),
    KeptOn(
        what="Decisions, and what a moderator wrote to an author",
        why="Whoever decides about others has to answer for it later. The post’s own words go; the decision stays.",
    ),
    KeptOn(
        what="Appeals, and what staff said to somebody about how they take part",
        why="They are part of a person’s own record, which that person can read.",
    ),
    KeptOn(
        what="Which version of our rules you accepted, and when",
        why="It shows what was asked of you at any time. The versions themselves stay readable for everybody.",
    ),
    KeptOn(
        what="The log of what staff and the forum did",
        why="It names people and posts by number, holds no post’s words, and nobody can change it.",
    ),
    KeptOn(
        what="What admins tried out in numbers, and when moderators closed or moved a thread",
        why="It says who did it and what came of it, and holds no post’s words.",
    ),
    KeptOn(
        what="Your account, and what you have chosen or written for yourself in it",
        why="It is yours: your settings, the keys you sign in with, whom you block. You can change it yourself.",
    ),
    KeptOn(
        what="That somebody has left, and when",
        why="A number without a name, so that the worker knows what to erase. Of somebody who is suspended or banned "
        "also a scrambled form of their address, until that ends: leaving is no way around it.",
    ),
    KeptOn(
        what="Who was whose mentor, and how long newcomers waited for an answer",
        why="Without words. It shows whether people are welcomed in good time.",
    ),
    KeptOn(
        what="What the automatic screen scored",
        why="Numbers only, without the words: we can see whether it treats people alike.",
    ),
)
