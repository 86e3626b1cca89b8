"""The conversations of the measured community as rows: threads, posts, versions, and the steps that led there. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, cycle
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.conversations.thread_queries import POSTS_PER_PAGE
from forum.example.data import Example
from forum.text import render

Row = dict[str, Any]

THREADS = 2_000
# Ten posts on average. The first kind fills a page exactly.
SIZES = (POSTS_PER_PAGE, 1, 3, 5, 6, 8, 9, 10, 13, 25)
WELCOME_EVERY = 80
# A newcomer with three published posts would have become a member.
POSTS_OF_A_NEWCOMER = 2
_STEP = timedelta(minutes=20)


@dataclass(kw_only=True)
class Talk:
    """Rows to be written, and how many posts each person has in them."""

    threads: list[Row] = field(default_factory=list)
    posts: list[Row] = field(default_factory=list)
    revisions: list[Row] = field(default_factory=list)
    transitions: list[Row] = field(default_factory=list)
    posts_of: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class _Words:
    text: str
    html: str


def conversations(
    example: Example, now: datetime, *, people: int, newcomers: int, mentor_id: int
) -> Talk:
    """The same conversations each time.

    People are numbered from 1, the newcomers last. Newcomers write in welcome threads, where the mentor answers
    each of them; everywhere else members take turns.
    """
    talk = Talk()
    authors = _Authors(members=people - newcomers, people=people, mentor_id=mentor_id)
    texts = [post.text for thread in example.threads for post in thread.posts]
    words = cycle([_Words(text=text, html=render(text)) for text in texts])
    titles = [thread.title for thread in example.threads]
    post_ids = count(1)
    for number in range(1, THREADS + 1):
        size = SIZES[(number - 1) % len(SIZES)]
        # The liveliest threads are scattered over the table, as they are in a real one.
        began = now - timedelta(hours=1 + (number * 37) % 8_000) - size * _STEP
        is_welcome = number % WELCOME_EVERY == 0
        posts = [
            _post(next(post_ids), number, place, began + place * _STEP) for place in range(size)
        ]
        for place, post in enumerate(posts):
            post["author_id"] = authors.of(place, is_welcome=is_welcome)
            post["by_newcomer"] = post["author_id"] > authors.members
            # Every other post answers the one before it.
            post["answers_id"] = posts[place - 1]["id"] if place and place % 2 == 0 else None
            _add(talk, post, next(words), titles[number % len(titles)])
        talk.threads.append(
            _thread(number, posts, titles[number % len(titles)], len(example.categories))
            | (_welcome(mentor_id, posts[0]["created_at"]) if is_welcome else _NO_WELCOME)
        )
    return talk


class _Authors:
    def __init__(self, *, members: int, people: int, mentor_id: int) -> None:
        self.members = members
        self._mentor_id = mentor_id
        self._turn = count(1)
        self._newcomers = iter(
            [who for who in range(people, members, -1) for _ in range(POSTS_OF_A_NEWCOMER)]
        )

    def of(self, place: int, *, is_welcome: bool) -> int:
        """Who wrote the post at this place of a thread. Neighbours are never the same person."""
        if is_welcome and place % 2 == 0:
            return self._mentor_id
        if is_welcome and (newcomer := next(self._newcomers, None)) is not None:
            return newcomer
        # A step that shares no divisor with their number leads past everybody.
        member = next(self._turn) * 7 % self.members + 1
        return member if member != self._mentor_id or not is_welcome else member + 1


def _post(post_id: int, thread_id: int, place: int, at: datetime) -> Row:
    return {
        "id": post_id,
        "thread_id": thread_id,
        "is_opening": place == 0,
        "state": PostState.PUBLISHED,
        "state_changed_at": at,
        "created_at": at,
        "published_at": at,
        "latest_number": 1,
        "shown_number": 1,
        "submission_key": str(uuid5(NAMESPACE_URL, str(post_id))),
    }


def _add(talk: Talk, post: Row, words: _Words, title: str) -> None:
    talk.posts.append(post)
    talk.posts_of[post["author_id"]] += 1
    talk.revisions.append(
        {
            "id": post["id"],
            "post_id": post["id"],
            "number": 1,
            "title": title if post["is_opening"] else None,
            "text": words.text,
            "html": words.html,
            "created_at": post["created_at"],
            "outcome": RevisionOutcome.PASSED,
        }
    )
    talk.transitions.append(
        {
            "post_id": post["id"],
            "revision_id": post["id"],
            "action": PostAction.PASS,
            "before": PostState.SUBMITTED,
            "after": PostState.PUBLISHED,
            "at": post["published_at"],
        }
    )


def _thread(number: int, posts: Sequence[Row], title: str, categories: int) -> Row:
    return {
        "id": number,
        "category_id": number % categories + 1,
        "author_id": posts[0]["author_id"],
        "title": title,
        "created_at": posts[0]["created_at"],
        "published_at": posts[0]["published_at"],
        "last_posted_at": posts[-1]["published_at"],
        "reply_count": len(posts) - 1,
    }


_NO_WELCOME: Row = {
    "welcome_flagged_by_id": None,
    "welcome_flagged_at": None,
    "welcome_reason": "",
}


def _welcome(mentor_id: int, at: datetime) -> Row:
    return {
        "welcome_flagged_by_id": mentor_id,
        "welcome_flagged_at": at,
        "welcome_reason": "Gentle, and somebody looks in every day.",
    }
