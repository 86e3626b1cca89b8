"""A community of a known size: 200 people, 2,000 threads, 20,000 posts, with the example community's words.

Rows are written in bulk, with every mirror (reply counts, moments, numbers of posts) as the forum itself would leave it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from forum.accounts.models import Role, User, UserRole, UserSession
from forum.accounts.tokens import hash_token, new_token
from forum.community.models import Community, Rule
from forum.community.rulebook import starting_rules
from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.conversations.models import Category, Post, PostRevision, PostTransition, Thread
from forum.conversations.queries import POSTS_PER_PAGE
from forum.database import db
from forum.example.data import Example, read_example
from forum.notifications.models import Notification, NotificationKind
from forum.text import render, slugify

PEOPLE = 200
NEWCOMERS = 40
THREADS = 2_000
# Ten on average; one thread in ten fills a page exactly.
_SIZES = (POSTS_PER_PAGE, 1, 3, 5, 6, 8, 9, 10, 13, 25)
POSTS = THREADS * sum(_SIZES) // len(_SIZES)
_WELCOME_EVERY = 80
_AT_ONCE = 2_000
# A member without a role, and a newcomer: roles are the first people's, newcomers the last ones.
MEMBER_ID = 100
NEWCOMER_ID = PEOPLE
_ROLES = (Role.ADMIN, Role.MODERATOR, Role.MODERATOR, *[Role.MENTOR] * 4)

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What the pages to be measured are called, and who is signed in on them."""

    thread_id: int
    thread_path: str
    category_path: str
    member_token: str
    newcomer_token: str


class NotEmptyError(Exception):
    """The database has somebody's community in it."""


def fill(app: Flask) -> Filled:
    """Write the community into a migrated, empty database.

    Raises:
        NotEmptyError: it is not empty; nothing was written.
    """
    tokens = {MEMBER_ID: new_token(), NEWCOMER_ID: new_token()}
    example, now = read_example(), datetime.now(UTC).replace(microsecond=0)
    with app.app_context(), db.engine.begin() as connection:
        if connection.scalar(select(func.count()).select_from(User)):
            raise NotEmptyError("This database is in use. Give the benchmark an empty one.")
        _write_community(connection, example, now)
        written = _write_conversations(connection, example, now)
        _write_people(connection, example, now, written)
        _write_sessions(connection, tokens, now)
        path = _thread_path(connection)
    with app.app_context():
        _analyse()
    return Filled(
        thread_id=1,
        thread_path=path,
        category_path=f"/categories/{example.categories[0].slug}",
        member_token=tokens[MEMBER_ID],
        newcomer_token=tokens[NEWCOMER_ID],
    )
