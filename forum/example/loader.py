"""Loads the example community: people who can't sign in, their conversations, and what became of each post.

Every post walks the same life cycle as a real one, through `forum.conversations.transitions`, so that numbers,
review queue, inboxes and audit log follow by themselves.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.models import User, UserRole
from forum.clock import Clock
from forum.community.models import Community, Rule
from forum.conversations.models import Category, Post, PostRevision, Thread
from forum.conversations.transitions import move
from forum.database import emit, transaction
from forum.errors import ConflictError
from forum.events import NewcomerGraduated, PersonJoined, ThreadWelcomeChanged
from forum.example.data import Example, ExamplePerson, ExamplePost, ExampleThread, read_example
from forum.example.history import Step, graduations, steps_of, welcome_flag_at
from forum.example.screened import screening_result
from forum.moderation.models import Decision
from forum.moderation.queue import open_item
from forum.screening import Standing
from forum.text import clean, render

Happening = tuple[datetime, Callable[[], None]]


def load_example(clock: Clock) -> None:
    """Load the example community, in one transaction.

    Raises:
        ConflictError: it is there already, or there is no community yet to load it into.
    """
    with transaction() as session:
        load_into(session, clock.now())


def load_into(session: Session, now: datetime) -> None:
    """The same within the caller's transaction.

    Raises:
        ConflictError: it is there already, or there is no community yet to load it into.
    """
    if session.scalar(select(User.id).where(User.is_example).limit(1)) is not None:
        raise ConflictError("The example community is loaded already. Nothing was changed.")
    if session.get(Community, 1) is None:
        raise ConflictError(
            "There is no community yet to load the example into. Start the forum with `forum run` and open "
            "the link that it prints."
        )
    _Loader(session=session, now=now, example=read_example()).load()


@dataclass(kw_only=True)
class _Loader:
    session: Session
    now: datetime
    example: Example
    people: dict[str, User] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    graduated: Mapping[str, datetime] = field(default_factory=dict)
    rule_ids: list[int] = field(default_factory=list)

    def load(self) -> None:
        """Make everything, and let everything happen in the order of its times."""
        in_force = select(Rule.id).where(Rule.retired_at.is_(None)).order_by(Rule.position, Rule.id)
        self.rule_ids = list(self.session.scalars(in_force))
        self.graduated = graduations(self.example, self.now)
        for person in self.example.people:
            self._add_person(person)
        self._find_categories()
        self.session.flush()
        happenings = [*self._lives(), *self._conversations()]
        for _, happen in sorted(happenings, key=lambda happening: happening[0]):
            happen()

    def _add_person(self, person: ExamplePerson) -> None:
        joined = self.now - person.joined_ago
        username = self._free_username(person.username)
        user = User(
            username=username,
            display_name=person.display_name,
            email=f"{username}@example.invalid",
            biography=person.biography,
            joined_at=joined,
            rules_accepted_at=joined,
            graduated_at=self.graduated.get(person.key),
            published_posts=0,
            is_example=True,
        )
        user.roles = [UserRole(role=role, given_at=joined) for role in sorted(person.roles)]
        self.session.add(user)
        self.people[person.key] = user

    def _free_username(self, wanted: str) -> str:
        """The name itself, or one close to it where somebody real has it."""
        taken = set(
            self.session.scalars(
                select(User.username).where(User.username.startswith(wanted, autoescape=True))
            )
        )
        if wanted not in taken:
            return wanted
        return next(
            name for n in range(2, len(taken) + 3) if (name := f"{wanted[:26]}_{n}") not in taken
        )

    def _find_categories(self) -> None:
        there = self.session.scalars(select(Category)).all()
        last = self.session.scalar(select(func.max(Category.position))) or 0
        for position, wanted in enumerate(self.example.categories, start=last + 1):
            known = (one for one in there if one.slug == wanted.slug or one.name == wanted.name)
            category = next(known, None)
            if category is None:
                category = Category(
                    name=wanted.name,
                    slug=wanted.slug,
                    description=wanted.description,
                    position=position,
                )
                self.session.add(category)
            self.categories[wanted.key] = category

    # ------------------------------------------------------------------------------ what happened

    def _lives(self) -> Iterator[Happening]:
        for person in self.example.people:
            user = self.people[person.key]
            yield user.joined_at, self._joined(user)
            if not person.roles and user.graduated_at is not None:
                yield user.graduated_at, self._graduated(user, user.graduated_at)

    def _joined(self, user: User) -> Callable[[], None]:
        happened = PersonJoined(actor_id=user.id, at=user.joined_at, user_id=user.id)
        return lambda: emit(self.session, happened)

    def _graduated(self, user: User, at: datetime) -> Callable[[], None]:
        happened = NewcomerGraduated(actor_id=None, at=at, user_id=user.id)
        return lambda: emit(self.session, happened)

    def _conversations(self) -> Iterator[Happening]:
        for thread in self.example.threads:
            telling = _Telling(loader=self, source=thread)
            for index, post in enumerate(thread.posts):
                yield self.now - post.age, telling.sending(index)
                for step in steps_of(post, self.now):
                    yield step.at, telling.stepping(index, step)
            if thread.welcome_by is not None:
                at = welcome_flag_at(thread, self.now)
                yield at, telling.flagging(thread.welcome_by, at)

    def standing_of(self, key: str, at: datetime) -> Standing:
        """Whether a person was a newcomer at the time."""
        graduated = self.graduated.get(key)
        return Standing.MEMBER if graduated is not None and graduated <= at else Standing.NEWCOMER

    def rule_id(self, number: int) -> int:
        """The rule of that number; the last one where an admin has kept fewer."""
        return self.rule_ids[min(number, len(self.rule_ids)) - 1]


@dataclass(kw_only=True)
class _Telling:
    """One thread, as it is told post by post."""

    loader: _Loader
    source: ExampleThread
    thread: Thread | None = None
    posts: dict[int, tuple[Post, PostRevision]] = field(default_factory=dict)

    def sending(self, index: int) -> Callable[[], None]:
        """The author sends the post of this number."""
        return lambda: self._send(index, self.source.posts[index])

    def stepping(self, index: int, step: Step) -> Callable[[], None]:
        """Something is done to the post of this number."""
        return lambda: self._step(index, step)

    def flagging(self, by: str, at: datetime) -> Callable[[], None]:
        """A mentor makes this a welcome thread."""
        return lambda: self._flag(by, at)
