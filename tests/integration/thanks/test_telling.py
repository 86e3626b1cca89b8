"""The author of a post hears who was glad of it, in the forum alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
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


@pytest.mark.parametrize(("who", "stays"), [(0, 1), (1, 0)])
def test_where_one_of_two_takes_it_back_the_other_is_named(
    world: World, post: Post, author: Actor, who: int, stays: int
) -> None:
    people = (world.person(), world.person())
    for one in people:
        thank(one, post.id, world.clock)

    take_thanks_back(people[who], post.id, world.clock)

    assert named(author) == [people[stays].id]


def test_nobody_is_named_instead_whom_the_author_has_blocked(
    world: World, post: Post, author: Actor
) -> None:
    first, welcome, unwanted = (world.person() for _ in range(3))
    block(author, unwanted.id, world.clock)
    for one in (first, welcome, unwanted):
        thank(one, post.id, world.clock)

    take_thanks_back(first, post.id, world.clock)

    assert named(author) == [welcome.id]


def test_who_takes_it_back_and_thanks_again_is_not_told_again(
    world: World, post: Post, author: Actor
) -> None:
    reader = world.person()
    thank(reader, post.id, world.clock)
    (line,) = told(author)
    line.read_at = world.clock.now()
    db.session.commit()

    take_thanks_back(reader, post.id, world.clock)
    thank(reader, post.id, world.clock)

    assert named(author) == [reader.id]


def test_nobody_is_mailed(world: World, post: Post, author: Actor) -> None:
    thank(world.person(), post.id, world.clock)

    assert [line.mail_due_at for line in told(author)] == [None]
