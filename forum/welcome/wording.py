"""Why somebody is called for a newcomer who waits, in words: as it is kept, and as it is said to them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.welcome.replyclock import Stage

_NOT_ANSWERED = "Nobody who was called before has answered in their time."
WHY: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.MENTOR: "They look after this newcomer.",
        Stage.BACKUP: f"{_NOT_ANSWERED} They are the backup.",
        Stage.MENTORS: f"{_NOT_ANSWERED} All mentors are called who have not had plenty to do of late.",
        Stage.MODERATORS: f"{_NOT_ANSWERED} The time that we aim at is over.",
        Stage.ALL_MENTORS: f"{_NOT_ANSWERED} Every mentor is called.",
    }
)
STANDS_IN = "They stand in for the mentor, who is away."
CHOSE_THE_THREAD = "They look after this welcome thread."
HANDED_OVER = "A mentor has handed this over."
NOBODY = "There was nobody to call."
ALL_WERE_CALLED = "Every mentor who is here was called before."
# The same, said to whoever was called.
TO_YOU: Mapping[str, str] = MappingProxyType(
    {
        WHY[Stage.MENTOR]: "You look after them.",
        WHY[Stage.BACKUP]: "Their mentor has not answered yet, and you are the backup.",
        WHY[Stage.MENTORS]: "Nobody has answered yet, so other mentors were called, too.",
        WHY[Stage.MODERATORS]: "Nobody has answered in the time that we aim at.",
        WHY[Stage.ALL_MENTORS]: "Nobody has answered yet, so every mentor was called.",
        STANDS_IN: "You stand in for their mentor, who is away.",
        CHOSE_THE_THREAD: "You look after this welcome thread.",
        HANDED_OVER: "Another mentor has handed this over.",
    }
)
