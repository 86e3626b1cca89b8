"""What an introduction is: the rule in Python and its twin in SQL give the same answer."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.conversations.intended import intended_version
from forum.conversations.introductions import is_introduction
from forum.conversations.models import Post, Thread
from forum.database import db, transaction
from tests.factories import UNKIND, World


def introductions_of(author: Actor) -> tuple[Collection[int], Collection[int]]:
    """The posts of somebody that are introductions, as the rule and as its twin say."""
    db.session.rollback()
    posts = db.session.execute(
        select(Post.id, is_introduction().label("is_introduction"))
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.author_id == author.id)
        .order_by(Post.id)
    ).all()
    by_rule = [
        row.id for row in posts if intended_version(author, row.id, None, "x").is_introduction
    ]
    return by_rule, [row.id for row in posts if row.is_introduction]


def test_the_rule_and_its_twin_agree(world: World) -> None:
    host = world.person()
    welcome, other_welcome = (world.thread(host, welcome=True) for _ in range(2))
    elsewhere = world.thread(host)
    answered = world.reply(host, welcome)
    for author in (world.newcomer(), world.newcomer(), world.person()):
        world.reply(author, elsewhere)
        first = world.reply(author, welcome, UNKIND)
        world.reply(author, welcome)
        world.reply(author, other_welcome)

        expected = [first.id] if author.is_newcomer else []
        assert introductions_of(author) == (expected, expected)

    answers_first = world.newcomer()
    world.reply(answers_first, welcome, answers=answered)
    world.reply(answers_first, welcome)
    assert introductions_of(answers_first) == ([], [])


def test_a_thread_that_became_a_welcome_thread_later(world: World) -> None:
    newcomer, host = world.newcomer(), world.person()
    thread = world.thread(newcomer)
    with transaction() as session:
        flagged = session.get_one(Thread, thread.id)
        flagged.welcome_flagged_at, flagged.welcome_flagged_by_id = world.clock.now(), host.id
    world.reply(newcomer, thread)

    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    assert introductions_of(newcomer) == ([opening.id], [opening.id])
