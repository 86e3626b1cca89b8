"""How the example's posts came to where they are: the steps of each, with their times. Pure.

Everything is told as it would have happened: a post is screened seconds after it was sent, a moderator decides a
while later, and nothing lies in the future.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.accounts.standing import POSTS_TO_GRADUATE, TIME_TO_GRADUATE
from forum.conversations.lifecycle import PostAction, PostState
from forum.example.data import Example, ExamplePerson, ExamplePost

SCREENED_AFTER = timedelta(seconds=3)
DECIDED_AFTER = timedelta(minutes=50)
WITHDRAWN_AFTER = timedelta(minutes=20)
# The example's scores are made up, and so is the limit that they are compared with.
HOLDS_FROM = 0.35

A, S = PostAction, PostState


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that was done to a post. `by` is a person's key; None is the screener."""

    action: PostAction
    at: datetime
    by: str | None


def was_held(post: ExamplePost) -> bool:
    """Whether the screener asked a person to look. A post that was declined can only have been held."""
    if post.state in {S.HELD, S.DECLINED}:
        return True
    return post.state is S.CHANGES_REQUESTED and max(post.scores.values(), default=0) >= HOLDS_FROM


def steps_of(post: ExamplePost, now: datetime) -> Iterator[Step]:
    """What happened to a post after it was sent, in order."""
    sent = now - post.age
    screened = _before(now, sent, SCREENED_AFTER)
    yield Step(action=A.HOLD if was_held(post) else A.PASS, at=screened, by=None)
    ends_with = {
        S.CHANGES_REQUESTED: A.REQUEST_CHANGES,
        S.DECLINED: A.DECLINE,
        S.HIDDEN: A.HIDE,
    }
    if post.state in ends_with and post.ruling is not None:
        decided = _before(now, screened, DECIDED_AFTER)
        yield Step(action=ends_with[post.state], at=decided, by=post.ruling.by)
    elif post.state is S.WITHDRAWN:
        at = _before(now, screened, WITHDRAWN_AFTER)
        yield Step(action=A.WITHDRAW, at=at, by=post.author)


def graduations(example: Example, now: datetime) -> Mapping[str, datetime]:
    """When each person became a member, by key; who is still a newcomer is missing."""
    appeared: dict[str, list[datetime]] = defaultdict(list)
    for thread in example.threads:
        for post in thread.posts:
            if post.state is S.PUBLISHED:
                appeared[post.author].append(now - post.age + SCREENED_AFTER)
    found = {}
    for person in example.people:
        at = _graduated_at(person, sorted(appeared[person.key]), now - person.joined_ago)
        if at <= now:
            found[person.key] = at
    return found


def _graduated_at(
    person: ExamplePerson, appeared: Sequence[datetime], joined: datetime
) -> datetime:
    if person.roles:
        return joined
    by_time = joined + TIME_TO_GRADUATE
    if len(appeared) < POSTS_TO_GRADUATE:
        return by_time
    return min(by_time, appeared[POSTS_TO_GRADUATE - 1])


def _before(now: datetime, since: datetime, after: timedelta) -> datetime:
    """`after` later than `since`, or half way to now if that is sooner."""
    return since + min(after, (now - since) / 2)
