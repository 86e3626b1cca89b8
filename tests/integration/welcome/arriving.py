"""Newcomers who say hello, one by one or by the hundred."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.transitions import move
from forum.database import transaction
from tests.factories import KIND, World
from tests.integration.leaving.conftest import Leaving


def arrive(world: World, number: int, thread: Thread | None = None) -> Sequence[Actor]:
    """So many newcomers whose hello has just been published, without the screener having been asked."""
    thread_id = (thread or world.thread(world.person(), welcome=True)).id
    return [_arrive(world, thread_id) for _ in range(number)]


def newcomer_who_can_leave(leaving: Leaving) -> Actor:
    """Somebody who has just joined, with the password that leaving asks for."""
    joined = leaving.account()
    with transaction() as session:
        session.get_one(User, joined.id).graduated_at = None
    return joined


def _arrive(world: World, thread_id: int) -> Actor:
    person, now = world.newcomer(), world.clock.now()
    with transaction() as session:
        post = Post(
            thread_id=thread_id,
            author_id=person.id,
            by_newcomer=True,
            state=PostState.SUBMITTED,
            submission_key=str(uuid.uuid4()),
            created_at=now,
            state_changed_at=now,
        )
        session.add(post)
        session.flush()
        revision = PostRevision(
            post_id=post.id,
            number=1,
            text=KIND,
            html=f"<p>{KIND}</p>",
            created_at=now,
            outcome=RevisionOutcome.WAITING,
        )
        session.add(revision)
        session.flush()
        move(session, post, revision, PostAction.PASS, actor_id=None, now=now)
    return person
