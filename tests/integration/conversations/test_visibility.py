"""Who may see a post: the rule in Python and its twin in SQL give the same answer, for everybody and every state."""

from __future__ import annotations

import uuid
from itertools import product

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.pages import PostView
from forum.conversations.thread_queries import page_of_post, posts_in_thread, thread_view
from forum.database import db, transaction
from forum.pagination import Page
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
    threads = {is_open: world.thread(world.person()).id for is_open in (True, False)}
    with transaction() as session:
        session.get_one(Thread, threads[False]).published_at = None
    for author in people.values():
        for thread in threads.values():
            if author.is_signed_in:
                post_in_every_state(world, author.id, thread)
    query = select(Post.id).join(Thread, Thread.id == Post.thread_id)
    for actor, (is_open, thread) in product(people.values(), threads.items()):
        here = query.where(Thread.id == thread)
        stands = posts_shown_in_thread(actor, thread_is_open=is_open)
        in_thread = set(db.session.scalars(here.where(stands)))
        published = set(db.session.scalars(here.where(Post.state == PostState.PUBLISHED)))
        visible = set(db.session.scalars(here.where(visible_posts(actor))))
        assert in_thread <= visible
        # Whatever readers see has its place there.
        assert published & visible <= in_thread


@pytest.mark.parametrize("how", ["removed", "withdrawn"])
def test_whoever_opened_a_thread_that_went_out_of_sight_finds_their_own_words_alone(
    world: World, how: str
) -> None:
    ana, mira = world.person(name="Ana"), world.person(Role.MODERATOR)
    thread = world.thread(ana)
    opening = db.session.query(Post).filter_by(thread_id=thread.id).one()
    theirs = world.reply(world.person(name="Bo"), thread)
    hers = world.reply(ana, thread, answers=theirs)
    if how == "withdrawn":
        commands.withdraw(ana, opening.id, world.clock)
    else:
        world.decide(mira, opening, "remove", note="Not here.", rule=world.rule_id())

    def found_by(actor: Actor) -> Page[PostView]:
        return posts_in_thread(actor, thread_view(actor, thread.id), 1, str)

    page = found_by(ana)
    assert ([post.id for post in page.items], page.total) == ([hers.id], 1)
    assert page.items[0].answers is None
    assert page_of_post(ana, thread_view(ana, thread.id), hers.id) == 1
    if how == "removed":
        page = found_by(mira)
        assert ([post.id for post in page.items], page.total) == ([theirs.id, hers.id], 2)
