"""The title of a thread that was taken back is told to nobody, though posts in it are still about something."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.models import Post
from forum.database import db
from forum.moderation.models import ReviewItem
from forum.welcome.commands import set_welcome_flag
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient

CANARY = "zq7canary"


def test_the_title_of_a_thread_that_was_taken_back_is_told_to_nobody(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    """Not to those who wrote in it, nor to a moderator who reads what they wrote."""
    host, author, moderator = world.person(), world.newcomer(), world.person(Role.MODERATOR)
    thread = world.thread(host, title=f"{CANARY} title")
    held = world.reply(author, thread, UNKIND)
    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    commands.withdraw(host, opening.id, world.clock)
    item = world.open_item(held)
    assert item is not None
    for person, paths in {
        author: ("/home", "/inbox", f"/posts/{held.id}", f"/posts/{held.id}/edit"),
        moderator: ("/review", f"/review/{item.id}", f"/posts/{held.id}/moderate"),
    }.items():
        client = sign_in(app, new_client(), person)
        for path in paths:
            response = client.get(path, follow_redirects=True)
            assert response.status_code == 200
            assert CANARY not in response.text, f"{path} names the thread"


def test_nor_is_it_told_beside_held_words_about_its_welcome(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    host, mentor, moderator = (
        world.person(),
        world.person(Role.MENTOR),
        world.person(Role.MODERATOR),
    )
    thread = world.thread(host, title=f"{CANARY} title")
    set_welcome_flag(mentor, thread.id, flagged=True, reason=UNKIND, clock=world.clock)
    world.screen()
    path = f"/review/{db.session.query(ReviewItem).one().id}"
    client = sign_in(app, new_client(), moderator)
    assert CANARY in client.get(path).text
    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()

    commands.withdraw(host, opening.id, world.clock)

    page = client.get(path)
    assert UNKIND in page.text
    assert CANARY not in page.text
