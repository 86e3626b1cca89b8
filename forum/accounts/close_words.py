"""What somebody would try first who wants to guess a person's password."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from forum.community.queries import community_info


class Named(Protocol):
    """Whoever has names and an address."""

    @property
    def username(self) -> str:
        """The name in addresses."""
        ...

    @property
    def display_name(self) -> str:
        """The name that others see."""
        ...

    @property
    def email(self) -> str:
        """The mail address."""
        ...


def close_words(person: Named) -> Sequence[str]:
    """The person's names and address, and the name of the place."""
    community = community_info()
    names = (person.username, person.display_name, person.email)
    return (*names, community.name) if community is not None else names
