"""What the example's mentors and newcomers have told of themselves and each other, and what one has begun to write."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.conversations.models import Category, Post
from forum.database import emit
from forum.drafts.models import Draft
from forum.drafts.places import Place
from forum.events import PrivateMessageSent
from forum.privately.models import PrivateConversation, PrivateMessage
from forum.text import clean, render
from forum.welcome.models import MentorSettings, Mentorship, NewcomerSurvey

_FILE = Path(__file__).with_name("welcome.json")


def read_welcome() -> Mapping[str, Any]:
    """What `welcome.json` holds, by the example's own keys."""
    found: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def introduce(
    session: Session, people: Mapping[str, int], categories: Mapping[str, Category], now: datetime
) -> None:
    """Let mentors and newcomers tell of themselves, before anybody is brought together with anybody.

    `people` are ids by the example's keys; `categories` are those in which topics are found, by slug.
    """
    told = read_welcome()
    for mentor in told["mentors"]:
        session.add(
            MentorSettings(
                user_id=people[mentor["key"]],
                introduction=mentor["introduction"],
                languages=mentor["languages"],
                topics=[categories[topic].slug for topic in mentor["topics"]],
            )
        )
    for survey in told["surveys"]:
        session.add(
            NewcomerSurvey(
                user_id=people[survey["key"]],
                reasons=survey["reasons"],
                topics=[categories[topic].slug for topic in survey["topics"]],
                languages=survey["languages"],
                addressed_as=survey["addressed_as"],
                changed_at=now,
            )
        )
    session.flush()


def begin_to_write(
    session: Session, people: Mapping[str, int], threads: Mapping[str, int], now: datetime
) -> None:
    """The drafts, once their threads are there. `people` and `threads` are ids by the example's keys."""
    for draft in read_welcome()["drafts"]:
        thread_id = threads[draft["thread"]]
        session.add(
            Draft(
                user_id=people[draft["key"]],
                place=Place(thread_id=thread_id).key,
                thread_id=thread_id,
                text=draft["text"],
                saved_at=now - timedelta(minutes=draft["minutes_ago"]),
            )
        )


def speak_in_private(session: Session, people: Mapping[str, int], now: datetime) -> None:
    """What one of the newcomers and their mentor said to each other, once they have been brought together."""
    told = read_welcome()["private"]
    mentorship = session.scalars(
        select(Mentorship).where(
            Mentorship.newcomer_id == people[told["key"]], Mentorship.ended_at.is_(None)
        )
    ).one_or_none()
    if mentorship is None:
        return
    writers = {"newcomer": mentorship.newcomer_id, "mentor": mentorship.primary_id}
    said = [(one, now - timedelta(minutes=one["minutes_ago"])) for one in told["messages"]]
    session.add(PrivateConversation(id=mentorship.id, begun_at=said[0][1]))
    session.flush()
    for one, at in said:
        text, author_id = clean(one["text"]), writers[one["by"]]
        message = PrivateMessage(
            conversation_id=mentorship.id,
            author_id=author_id,
            text=text,
            html=render(text),
            sent_at=at,
            submission_key=str(uuid.uuid4()),
        )
        session.add(message)
        session.flush()
        emit(
            session,
            PrivateMessageSent(
                actor_id=author_id,
                at=at,
                message_id=message.id,
                conversation_id=mentorship.id,
                to_id=sum(writers.values()) - author_id,
                calls_mentor=False,
            ),
        )


def were_last_here(session: Session) -> None:
    """People of the example were here when they wrote last."""
    wrote_last = select(func.max(Post.created_at)).where(Post.author_id == User.id)
    session.execute(
        update(User)
        .where(User.is_example)
        .values(last_seen_at=func.coalesce(wrote_last.scalar_subquery(), User.joined_at))
    )
