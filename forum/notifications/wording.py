"""What each line in the inbox says: one table. A template holds no sentence of its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.notifications.models import NotificationKind
from forum.notifications.told import Told
from forum.notifications.wording_of_accounts import OF_ACCOUNTS
from forum.notifications.wording_of_cases import OF_CASES
from forum.notifications.wording_of_people import OF_PEOPLE
from forum.notifications.wording_of_posts import OF_POSTS
from forum.screened_fields.kinds import SCREENED

WORDING: Mapping[NotificationKind, Told] = MappingProxyType(
    {**OF_POSTS, **OF_PEOPLE, **OF_CASES, **OF_ACCOUNTS}
)

_DETAIL_IN_WORDS = {
    "mentor": "a mentor",
    "moderator": "a moderator",
    "admin": "an admin",
    "answered_somebody": "answered somebody",
    "came_back": "came back",
    **{kind.value: f"your {rule.whose}" for kind, rule in SCREENED.items()},
}

_PRONOUNS = {kind.value: rule.pronoun for kind, rule in SCREENED.items()}


def detail_in_words(detail: str) -> str:
    """A role with its article, what somebody was praised for, or what they wrote."""
    return _DETAIL_IN_WORDS.get(detail, detail)


def pronoun_of(detail: str) -> str:
    """The word for what a detail names, where a sentence has named it before."""
    return _PRONOUNS.get(detail, "it")
