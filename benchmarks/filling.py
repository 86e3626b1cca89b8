"""A community of a known size: 200 people, 2,000 threads, 20,000 posts, with the example community's words.

Rows are written in bulk, with every mirror (reply counts, moments, numbers of posts) as the forum itself leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import Connection

from benchmarks.conversing import Row, conversations
from forum.accounts.lifetimes import FOR_MEMBERS
from forum.accounts.models import Role, User, UserRole, UserSession
from forum.accounts.tokens import hash_token, new_token
from forum.community.models import Community, Rule
from forum.community.rulebook import default_rules
from forum.conversations.models import Category, Post, PostRevision, PostTransition, Thread
from forum.database import Base, db
from forum.example.data import Example, read_example
from forum.moderation.models import Report, ReviewItem, ReviewReason
from forum.moderation.ranking import ReasonKind
from forum.moderation.reporting import ReportReason
from forum.notifications.models import Notification, NotificationKind
from forum.text import slugify

PEOPLE = 200
NEWCOMERS = 40
# The first people carry roles, the last ones are newcomers.
ROLES = (Role.ADMIN, Role.MODERATOR, Role.MODERATOR, *[Role.MENTOR] * 4)
MEMBER_ID = 100
NEWCOMER_ID = PEOPLE
MODERATOR_ID = 2
OPEN_ITEMS = 5_000
_AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What the pages to be measured are called, and who is signed in on them."""

    thread_id: int
    thread_path: str
    category_path: str
    member_token: str
    newcomer_token: str
    moderator_token: str


class NotEmptyError(Exception):
    """The database has somebody's community in it."""


def fill(app: Flask) -> Filled:
    """Write the community into a migrated, empty database.

    Raises:
        NotEmptyError: it is not empty; nothing was written.
    """
    example, now = read_example(), datetime.now(UTC).replace(microsecond=0)
    tokens = {who: new_token() for who in (MEMBER_ID, NEWCOMER_ID, MODERATOR_ID)}
    with app.app_context(), db.engine.begin() as connection:
        if connection.scalar(select(func.count()).select_from(User)):
            raise NotEmptyError("This database is in use. Give the benchmark an empty one.")
        talk = conversations(example, now, people=PEOPLE, newcomers=NEWCOMERS, mentor_id=len(ROLES))
        _write(connection, Community, [_community(now)])
        _write(connection, Rule, _rules(now))
        _write(connection, Category, _categories(example))
        _write(connection, User, _people(example, now, talk.posts_of))
        _write(connection, UserRole, _roles(now))
        _write(connection, UserSession, [_session(who, tokens[who], now) for who in tokens])
        _write(connection, Thread, talk.threads)
        _write(connection, Post, talk.posts)
        _write(connection, PostRevision, talk.revisions)
        _write(connection, PostTransition, talk.transitions)
        _write(connection, Notification, _notifications(talk.posts, now))
        items = _items(talk.posts, talk.revisions, now)
        _write(connection, ReviewItem, items)
        _write(connection, ReviewReason, [_reason(item) for item in items])
        _write(connection, Report, [_report(item) for item in items])
        if connection.dialect.name == "postgresql":
            # SQLite's tables are never analysed by the forum; a PostgreSQL server sees to it by itself.
            connection.execute(text("ANALYZE"))
    return Filled(
        thread_id=1,
        thread_path=f"/threads/1-{slugify(talk.threads[0]['title'])}",
        category_path=f"/categories/{example.categories[0].slug}",
        member_token=tokens[MEMBER_ID],
        newcomer_token=tokens[NEWCOMER_ID],
        moderator_token=tokens[MODERATOR_ID],
    )


def _write(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(insert(table), rows[start : start + _AT_ONCE])


def _community(now: datetime) -> Row:
    name = "Lindenhof"
    return {"id": 1, "name": name, "tagline": "Come in.", "set_up_at": now, "rules_changed_at": now}


def _rules(now: datetime) -> list[Row]:
    return [
        {"position": position, "title": rule.title, "text": rule.text, "created_at": now}
        for position, rule in enumerate(default_rules(), start=1)
    ]


def _categories(example: Example) -> list[Row]:
    return [
        {"id": n, "name": one.name, "slug": one.slug, "description": one.description, "position": n}
        for n, one in enumerate(example.categories, start=1)
    ]


def _people(example: Example, now: datetime, posts_of: dict[int, int]) -> list[Row]:
    names = [one.display_name for one in example.people]
    rows = []
    for number in range(1, PEOPLE + 1):
        joined = now - timedelta(days=3 if _is_newcomer(number) else 400)
        rows.append(
            {
                "id": number,
                "username": f"person{number}",
                "display_name": f"{names[number % len(names)]} {number}"[:60],
                "email": f"person{number}@example.org",
                "joined_at": joined,
                "graduated_at": None if _is_newcomer(number) else joined + timedelta(days=14),
                "last_seen_at": now,
                "published_posts": posts_of.get(number, 0),
            }
        )
    return rows


def _is_newcomer(number: int) -> bool:
    return number > PEOPLE - NEWCOMERS


def _roles(now: datetime) -> list[Row]:
    return [
        {"user_id": number, "role": role, "given_at": now}
        for number, role in enumerate(ROLES, start=1)
    ]


def _session(user_id: int, token: str, now: datetime) -> Row:
    return {
        "user_id": user_id,
        "token_hash": hash_token(token),
        "created_at": now,
        "last_used_at": now,
        "expires_at": now + FOR_MEMBERS.absolute,
        "confirmed_at": now,
        # Also what staff see is measured, and their roles rest without a second factor.
        "verified_at": now,
    }


def _items(posts: Sequence[Row], revisions: Sequence[Row], now: datetime) -> list[Row]:
    """A queue that nobody has looked at for days: every fourth post has been reported."""
    version_of = {revision["post_id"]: revision["id"] for revision in revisions}
    reported = [post for post in posts if post["id"] % 4 == 0][:OPEN_ITEMS]
    return [
        {
            "id": number,
            "post_id": post["id"],
            "revision_id": version_of[post["id"]],
            "about_id": post["author_id"],
            "from_newcomer": _is_newcomer(post["author_id"]),
            "gravity": 1 + number % 5,
            "opened_at": now - timedelta(minutes=number),
        }
        for number, post in enumerate(reported, start=1)
    ]


def _reason(item: Row) -> Row:
    return {
        "item_id": item["id"],
        "kind": ReasonKind.REPORT,
        "gravity": item["gravity"],
        "created_at": item["opened_at"],
    }


def _report(item: Row) -> Row:
    return {
        "item_id": item["id"],
        "reporter_id": MEMBER_ID if item["about_id"] != MEMBER_ID else NEWCOMER_ID,
        "revision_id": item["revision_id"],
        "reason": ReportReason.UNKIND,
        "weight": 1.0,
        "made_at": item["opened_at"],
    }


def _notifications(posts: Sequence[Row], now: datetime) -> list[Row]:
    """Everybody whose post was answered has been told; what is older than a week they have read."""
    author_of = {post["id"]: post["author_id"] for post in posts}
    return [
        {
            "user_id": author_of[post["answers_id"]],
            "kind": NotificationKind.REPLY,
            "post_id": post["id"],
            "actor_id": post["author_id"],
            "created_at": post["published_at"],
            "read_at": now if now - post["published_at"] > timedelta(days=7) else None,
        }
        for post in posts
        if post["answers_id"] is not None
    ]
