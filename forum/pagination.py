"""Pages of a longer list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

from forum.errors import NotFoundError

T = TypeVar("T")

# Deeper pages than this cost the database much and help nobody.
MAX_PAGE = 10_000


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """Some items of a list, and where they stand in it. Pages count from 1."""

    items: Sequence[T]
    page: int
    per_page: int
    total: int
    make_url: Callable[[int], str]

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, ceil(self.total / self.per_page))

    @property
    def has_prev(self) -> bool:
        """Whether a page comes before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether a page comes after."""
        return self.page < self.pages

    def url(self, page: int) -> str:
        """The address of another page."""
        return self.make_url(page)


def page_number(raw: str | None) -> int:
    """The page asked for in an address.

    Raises:
        NotFoundError: there can be no such page.
    """
    if raw is None:
        return 1
    # The length first: a number of a thousand digits is slow to read.
    digits = raw.isascii() and raw.isdigit() and len(raw) <= len(str(MAX_PAGE))
    if not digits or not 1 <= int(raw) <= MAX_PAGE:
        raise NotFoundError
    return int(raw)


def make_page(
    items: Sequence[T], page: int, per_page: int, total: int, make_url: Callable[[int], str]
) -> Page[T]:
    """A page of items.

    Raises:
        NotFoundError: the list is not that long.
    """
    if page > 1 and not items:
        raise NotFoundError
    return Page(items=items, page=page, per_page=per_page, total=total, make_url=make_url)
