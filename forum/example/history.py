"""How the example came to be: everything that happened, with its time and in its order. Pure.

It is told as it would have happened: a post is screened seconds after it was sent, a moderator decides a while
later, and nothing lies in the future.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.accounts.standing import POSTS_TO_GRADUATE, TIME_TO_GRADUATE
from forum.conversations.lifecycle import PostAction, PostState
from forum.example.data import Example, ExamplePerson, ExamplePost, ExampleThread

SCREENED_AFTER = timedelta(seconds=3)
DECIDED_AFTER = timedelta(minutes=50)
WITHDRAWN_AFTER = timedelta(minutes=20)
FLAGGED_AFTER = timedelta(minutes=5)
# The example's scores are made up, and so is the limit that they are compared with.
HOLDS_FROM = 0.35

A, S = PostAction, PostState
_RULINGS = {S.CHANGES_REQUESTED: A.REQUEST_CHANGES, S.DECLINED: A.DECLINE, S.HIDDEN: A.HIDE}


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happened."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Joined(Happening):
    """A person made an account."""

    person: str


@dataclass(frozen=True, kw_only=True)
class Graduated(Happening):
    """A newcomer became a member."""

    person: str


@dataclass(frozen=True, kw_only=True)
class Flagged(Happening):
    """A mentor made a thread a welcome thread."""

    thread: ExampleThread


@dataclass(frozen=True, kw_only=True)
class Sent(Happening):
    """A post was sent. `index` is its place in its thread."""

    thread: ExampleThread
    index: int

    @property
    def post(self) -> ExamplePost:
        """The post."""
        return self.thread.posts[self.index]


@dataclass(frozen=True, kw_only=True)
class Moved(Sent):
    """Something was done to a post that was sent before. `by` is a person's key; None is the screener."""

    action: PostAction
    by: str | None

    @property
    def is_ruling(self) -> bool:
        """Whether a moderator decided it."""
        return self.by is not None and self.action in _RULINGS.values()


def history(
    example: Example, graduated: Mapping[str, datetime], now: datetime
) -> Sequence[Happening]:
    """Everything that happened, the oldest first."""
    happenings: list[Happening] = []
    for person in example.people:
        happenings.append(Joined(at=now - person.joined_ago, person=person.key))
        if person.key in graduated and not person.roles:
            happenings.append(Graduated(at=graduated[person.key], person=person.key))
    for thread in example.threads:
        for index, post in enumerate(thread.posts):
            happenings.append(Sent(at=now - post.age, thread=thread, index=index))
            happenings.extend(_moves(thread, index, now))
        if thread.welcome_by is not None:
            at = _after(now - thread.posts[0].age, FLAGGED_AFTER, now)
            happenings.append(Flagged(at=at, thread=thread))
    return sorted(happenings, key=lambda happening: happening.at)


def was_held(post: ExamplePost) -> bool:
    """Whether the screener asked a person to look. A post that was declined can only have been held."""
    if post.state in {S.HELD, S.DECLINED}:
        return True
    return post.state is S.CHANGES_REQUESTED and max(post.scores.values(), default=0) >= HOLDS_FROM


def graduations(example: Example, now: datetime) -> Mapping[str, datetime]:
    """When each person became a member, by key; who is still a newcomer is missing."""
    appeared: dict[str, list[datetime]] = defaultdict(list)
    for thread in example.threads:
        for index, post in enumerate(thread.posts):
            if post.state is S.PUBLISHED:
                appeared[post.author].extend(move.at for move in _moves(thread, index, now))
    joined = {person.key: now - person.joined_ago for person in example.people}
    moments = {
        person.key: _graduated_at(person, sorted(appeared[person.key]), joined[person.key])
        for person in example.people
    }
    return {key: at for key, at in moments.items() if at <= now}


def _graduated_at(
    person: ExamplePerson, appeared: Sequence[datetime], joined: datetime
) -> datetime:
    if person.roles:
        return joined
    by_time = joined + TIME_TO_GRADUATE
    if len(appeared) < POSTS_TO_GRADUATE:
        return by_time
    return min(by_time, appeared[POSTS_TO_GRADUATE - 1])


def _moves(thread: ExampleThread, index: int, now: datetime) -> Iterator[Moved]:
    post = thread.posts[index]
    screened = _after(now - post.age, SCREENED_AFTER, now)
    verdict = A.HOLD if was_held(post) else A.PASS
    yield Moved(at=screened, thread=thread, index=index, action=verdict, by=None)
    if post.state in _RULINGS and post.ruling is not None:
        at = _after(screened, DECIDED_AFTER, now)
        action = _RULINGS[post.state]
        yield Moved(at=at, thread=thread, index=index, action=action, by=post.ruling.by)
    elif post.state is S.WITHDRAWN:
        at = _after(screened, WITHDRAWN_AFTER, now)
        yield Moved(at=at, thread=thread, index=index, action=A.WITHDRAW, by=post.author)


def _after(since: datetime, pause: timedelta, now: datetime) -> datetime:
    """A while later, or half way to now if that is sooner."""
    return since + min(pause, (now - since) / 2)
