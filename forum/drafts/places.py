"""Where somebody has begun to write. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """A thread that is answered, or one post in it; a category in which a thread begins; or a private conversation."""

    thread_id: int | None = None
    answers_id: int | None = None
    category_id: int | None = None
    private_id: int | None = None

    @property
    def key(self) -> str:
        """Names the place among those of one person."""
        if self.category_id is not None:
            return f"category-{self.category_id}"
        if self.private_id is not None:
            return f"private-{self.private_id}"
        if self.answers_id is not None:
            return f"thread-{self.thread_id}-{self.answers_id}"
        return f"thread-{self.thread_id}"
