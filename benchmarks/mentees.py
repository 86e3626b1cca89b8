"""2,000 more newcomers for one mentor of the filled community: one in 50 waits, the others had a first answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from flask import Flask
from sqlalchemy import insert
from sqlalchemy.engine import Connection

from benchmarks.conversing import Row
from benchmarks.filling import PEOPLE, ROLES
from forum.accounts.lifetimes import FOR_MEMBERS
from forum.accounts.models import User, UserSession
from forum.accounts.tokens import hash_token, new_token
from forum.conversations.lifecycle import PostState, RevisionOutcome
from forum.conversations.models import Post, PostRevision
from forum.database import Base, db
from forum.welcome.models import ClockStep, Mentorship, ReplyClock, StoppedWhy
from forum.welcome.replyclock import Stage

MENTEES = 2_000
# Of 50 newcomers one waits at any moment.
WAITS_EVERY = 50
MENTOR_ID = len(ROLES)
BACKUP_ID = MENTOR_ID - 1
FIRST_POST = 100_001
# A welcome thread of the filled community.
THREAD_ID = 80


def add_mentees(app: Flask) -> str:
    """Write them, and sign the mentor in: the token of the session."""
    now, token = datetime.now(UTC).replace(microsecond=0), new_token()
    numbers = range(1, MENTEES + 1)
    with app.app_context(), db.engine.begin() as connection:
        _write(connection, User, [_person(number, now) for number in numbers])
        _write(connection, Post, [_post(number, now) for number in numbers])
        _write(connection, PostRevision, [_revision(number, now) for number in numbers])
        _write(connection, Mentorship, [_mentorship(number, now) for number in numbers])
        _write(connection, ReplyClock, [_clock(number, now) for number in numbers])
        _write(connection, ClockStep, [_step(number, now) for number in numbers])
        session = {
            "user_id": MENTOR_ID,
            "token_hash": hash_token(token),
            "created_at": now,
            "last_used_at": now,
            "expires_at": now + FOR_MEMBERS.absolute,
            "confirmed_at": now,
        }
        connection.execute(insert(UserSession), [session])
    return token


def _write(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    connection.execute(insert(table), rows)


def _at(number: int, now: datetime) -> datetime:
    return now - timedelta(minutes=number * 60)


def _person(number: int, now: datetime) -> Row:
    joined = _at(number, now) - timedelta(minutes=5)
    is_member = number > MENTEES // 6
    return {
        "id": PEOPLE + number,
        "username": f"mentee{number}",
        "display_name": f"Mentee {number}",
        "email": f"mentee{number}@example.org",
        "joined_at": joined,
        "graduated_at": joined + timedelta(days=14) if is_member else None,
        "last_seen_at": now - timedelta(hours=number % 200),
        "published_posts": 1,
    }


def _post(number: int, now: datetime) -> Row:
    at = _at(number, now)
    return {
        "id": FIRST_POST + number,
        "thread_id": THREAD_ID,
        "author_id": PEOPLE + number,
        "by_newcomer": True,
        "state": PostState.PUBLISHED,
        "state_changed_at": at,
        "created_at": at,
        "published_at": at,
        "latest_number": 1,
        "shown_number": 1,
        "submission_key": str(uuid5(NAMESPACE_URL, f"mentee{number}")),
    }


def _revision(number: int, now: datetime) -> Row:
    words = (
        "Hello everybody. I have read here for a week, and today I would like to say hello, too. "
        * 3
    )
    return {
        "post_id": FIRST_POST + number,
        "number": 1,
        "text": words,
        "html": f"<p>{words}</p>",
        "created_at": _at(number, now),
        "outcome": RevisionOutcome.PASSED,
    }


def _mentorship(number: int, now: datetime) -> Row:
    return {
        "newcomer_id": PEOPLE + number,
        "primary_id": MENTOR_ID,
        "backup_id": BACKUP_ID,
        "chosen_because": "1 waiting and 5 quiet mentees.",
        "seed": number,
        "started_at": _at(number, now),
    }


def _clock(number: int, now: datetime) -> Row:
    started = _at(number, now)
    waits = number % WAITS_EVERY == 0
    answered = started + timedelta(minutes=20 + number % 90)
    return {
        "id": number,
        "post_id": FIRST_POST + number,
        "newcomer_id": PEOPLE + number,
        "started_at": started,
        "stage": Stage.MODERATORS if waits else Stage.MENTOR,
        "stopped_at": None if waits else answered,
        "stopped_why": None if waits else StoppedWhy.ANSWERED,
        "stopped_by_id": None if waits else (MENTOR_ID if number % 4 else BACKUP_ID),
        "answered_back_at": None if waits or number % 2 else answered + timedelta(days=1),
    }


def _step(number: int, now: datetime) -> Row:
    return {
        "clock_id": number,
        "stage": Stage.MENTOR,
        "called_id": MENTOR_ID,
        "why": "They look after this newcomer.",
        "at": _at(number, now),
    }
