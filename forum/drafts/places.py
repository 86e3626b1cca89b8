"""Where somebody has begun to write, and what tells one thing that they write from another. Pure."""

from __future__ import annotations

from dataclasses import dataclass

#: Anybody has one thing in mind and perhaps another. Whoever has begun so many in one place is a program.
MOST_IN_ONE_PLACE = 10


@dataclass(frozen=True, kw_only=True)
class Place:
    """A thread that is answered, or one post in it; a category in which a thread begins; or a private conversation.

    Or a post of their own that somebody changes: `based_on` is then the number of the version that was on their screen,
    where it matters.
    """

    thread_id: int | None = None
    answers_id: int | None = None
    category_id: int | None = None
    private_id: int | None = None
    changes_id: int | None = None
    based_on: int | None = None

    @property
    def key(self) -> str:
        """Names the place among those of one person."""
        if self.category_id is not None:
            return f"category-{self.category_id}"
        if self.private_id is not None:
            return f"private-{self.private_id}"
        if self.changes_id is not None:
            return f"change-{self.changes_id}"
        if self.answers_id is not None:
            return f"thread-{self.thread_id}-{self.answers_id}"
        return f"thread-{self.thread_id}"


@dataclass(frozen=True, kw_only=True)
class Writing:
    """Names what somebody writes in one window, whatever its words.

    `key` is that of the form. `goes_on` names the draft that stood in it when the page was opened: once that went on in
    another window it has another name, and what is written here is a draft of its own.
    """

    key: str
    goes_on: str | None = None
