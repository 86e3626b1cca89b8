"""Who may see a post: the rule in Python and its twin in SQL give the same answer, for everybody and every state."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db, transaction
from forum.permissions.subjects import PostFacts
from forum.permissions.visibility import may_see_post, posts_shown_in_thread, visible_posts
from tests.factories import World, everyone

SHOWN = {PostState.PUBLISHED, PostState.HIDDEN, PostState.REMOVED}


def post_in_every_state(world: World, author_id: int, thread_id: int) -> None:
    now = world.clock.now()
    with transaction() as session:
        for state in PostState:
            shown = state in SHOWN
            post = Post(
                thread_id=thread_id,
                author_id=author_id,
                state=state,
                state_changed_at=now,
                created_at=now,
                published_at=now if shown else None,
                shown_number=1 if shown else None,
                submission_key=str(uuid.uuid4()),
            )
            session.add(post)
            session.flush()
            session.add(
                PostRevision(post_id=post.id, number=1, text="t", html="<p>t</p>", created_at=now)
            )


def test_the_rule_and_its_twin_agree(world: World) -> None:
    people = everyone(world)
    authors = [actor for actor in people.values() if actor.is_signed_in]
    open_thread = world.thread(world.person()).id
    closed_thread = world.thread(world.person()).id
    with transaction() as session:
        session.get_one(Thread, closed_thread).published_at = None
    for author in authors:
        post_in_every_state(world, author.id, open_thread)
        post_in_every_state(world, author.id, closed_thread)
    query = select(Post, Thread.published_at).join(Thread, Thread.id == Post.thread_id)
    every = db.session.execute(query).all()
    assert len(every) > len(authors) * len(PostState) * 2
    for actor in people.values():
        in_sql = {post.id for post, _ in db.session.execute(query.where(visible_posts(actor)))}
        in_python = {
            post.id
            for post, published_at in every
            if may_see_post(
                actor,
                PostFacts(
                    author_id=post.author_id,
                    state=PostState(post.state),
                    thread_is_open=published_at is not None,
                ),
            )
        }
        assert in_sql == in_python


def test_what_stands_in_a_thread_may_also_be_seen(world: World) -> None:
    people = everyone(world)
    thread = world.thread(world.person()).id
    for author in people.values():
        if author.is_signed_in:
            post_in_every_state(world, author.id, thread)
    query = select(Post.id).join(Thread, Thread.id == Post.thread_id)
    for actor in people.values():
        in_thread = set(db.session.scalars(query.where(posts_shown_in_thread(actor))))
        visible = set(db.session.scalars(query.where(visible_posts(actor))))
        assert in_thread <= visible
