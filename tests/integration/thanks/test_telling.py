"""The author of a post hears who was glad of it, in the forum alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.conversations.models import Post
from forum.database import db
from forum.notifications.models import Notification, NotificationKind
from forum.thanks.commands import take_thanks_back, thank
from tests.factories import World


@pytest.fixture
def author(app: Flask, world: World) -> Actor:
    return world.newcomer()


@pytest.fixture
def post(world: World, author: Actor) -> Post:
    return world.reply(author, world.thread(world.person()))


def told(author: Actor) -> Sequence[Notification]:
    db.session.rollback()
    return (
        db.session.query(Notification)
        .filter_by(user_id=author.id, kind=NotificationKind.THANKED)
        .all()
    )


def named(author: Actor) -> list[int | None]:
    return [line.actor_id for line in told(author)]


def test_the_first_is_named_until_the_line_is_read(world: World, post: Post, author: Actor) -> None:
    first, second, third = (world.person() for _ in range(3))
    for who in (first, second):
        thank(who, post.id, world.clock)
    assert named(author) == [first.id]
    (line,) = told(author)
    line.read_at = world.clock.now()
    db.session.commit()

    thank(third, post.id, world.clock)

    assert named(author) == [first.id, third.id]


def test_where_the_one_who_is_named_takes_it_back_another_is_named(
    world: World, post: Post, author: Actor
) -> None:
    first, second = world.person(), world.person()
    for who in (first, second):
        thank(who, post.id, world.clock)

    take_thanks_back(first, post.id, world.clock)

    assert named(author) == [second.id]


def test_where_another_takes_it_back_the_line_stays(
    world: World, post: Post, author: Actor
) -> None:
    first, second = world.person(), world.person()
    for who in (first, second):
        thank(who, post.id, world.clock)

    take_thanks_back(second, post.id, world.clock)

    assert named(author) == [first.id]


def test_nobody_is_mailed(world: World, post: Post, author: Actor) -> None:
    thank(world.person(), post.id, world.clock)

    assert [line.mail_due_at for line in told(author)] == [None]
