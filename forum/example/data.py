"""What `community.json` holds, as plain values. Times count backwards from the moment of loading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from forum.accounts.models import Role
from forum.conversations.lifecycle import PostState

_FILE = Path(__file__).with_name("community.json")


@dataclass(frozen=True, kw_only=True)
class ExampleRuling:
    """A moderator's decision. `rule` counts from 1; `by` is a person's key."""

    by: str
    rule: int
    note: str


@dataclass(frozen=True, kw_only=True)
class ExamplePost:
    """A post, and where it ends up. `answers` is the place, in its thread, of the post it answers."""

    author: str
    age: timedelta
    text: str
    answers: int | None
    state: PostState
    scores: Mapping[str, float]
    ruling: ExampleRuling | None


@dataclass(frozen=True, kw_only=True)
class ExampleThread:
    """A thread; `posts[0]` opens it. `welcome_by` is who flagged it as a welcome thread, if anybody did."""

    key: str
    category: str
    title: str
    posts: Sequence[ExamplePost]
    welcome_by: str | None
    welcome_reason: str

    @property
    def author(self) -> str:
        """Whoever wrote the opening post."""
        return self.posts[0].author


@dataclass(frozen=True, kw_only=True)
class ExamplePerson:
    """A made-up person."""

    key: str
    username: str
    display_name: str
    biography: str
    roles: frozenset[Role]
    joined_ago: timedelta


@dataclass(frozen=True, kw_only=True)
class ExampleCategory:
    """A category of the example community."""

    key: str
    name: str
    slug: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """The whole example community."""

    people: Sequence[ExamplePerson]
    categories: Sequence[ExampleCategory]
    threads: Sequence[ExampleThread]


def read_example() -> Example:
    """The example community that comes with the forum."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return Example(
        people=[_person(one) for one in data["people"]],
        categories=[ExampleCategory(**one) for one in data["categories"]],
        threads=[_thread(one) for one in data["threads"]],
    )


def _person(data: Mapping[str, Any]) -> ExamplePerson:
    return ExamplePerson(
        key=data["key"],
        username=data["username"],
        display_name=data["display_name"],
        biography=data["biography"],
        roles=frozenset(Role) & frozenset(data["roles"]),
        joined_ago=timedelta(days=data["joined_days_ago"]),
    )


def _thread(data: Mapping[str, Any]) -> ExampleThread:
    welcome = data["welcome"] or {}
    return ExampleThread(
        key=data["key"],
        category=data["category"],
        title=data["title"],
        posts=[_post(one) for one in data["posts"]],
        welcome_by=welcome.get("by"),
        welcome_reason=welcome.get("reason", ""),
    )


def _post(data: Mapping[str, Any]) -> ExamplePost:
    ruling = data.get("decision")
    return ExamplePost(
        author=data["author"],
        age=timedelta(minutes=data["minutes_ago"]),
        text=data["text"],
        answers=data["answers"],
        state=PostState(data.get("state", PostState.PUBLISHED)),
        scores=data.get("scores", {}),
        ruling=ExampleRuling(**ruling) if ruling else None,
    )
