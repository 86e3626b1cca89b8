"""Thanks: a way to take part without a word, which only the author learns of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.errors import SilencedError
from forum.notifications.models import Notification, NotificationKind
from forum.sanctions.kinds import Restriction, SanctionKind
from forum.thanks.commands import take_thanks_back, thank
from forum.thanks.models import Thanks
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient

ON_THEIR_WAY = "Your thanks are on their way."


@pytest.fixture
def author(world: World) -> Actor:
    return world.newcomer("Ada")


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person())


@pytest.fixture
def post(world: World, author: Actor, thread: Thread) -> Post:
    return world.reply(author, thread)


@pytest.fixture
def reader(app: Flask, world: World, client: CheckingClient) -> Actor:
    made = world.newcomer("Bo")
    sign_in(app, client, made)
    return made


def page_of(post: Post) -> str:
    return f"/posts/{post.id}/thanks"


def told(author: Actor) -> list[tuple[int | None, bool]]:
    """Who is named in the author's lines, and whether each is still unread."""
    db.session.rollback()
    lines = (
        db.session.query(Notification)
        .filter_by(user_id=author.id, kind=NotificationKind.THANKED)
        .order_by(Notification.id)
    )
    return [(line.actor_id, line.read_at is None) for line in lines]


def given() -> int:
    db.session.rollback()
    return db.session.query(Thanks).count()


class TestWhoeverThanks:
    def test_finds_the_way_under_the_post_and_comes_back_to_it(
        self, client: CheckingClient, reader: Actor, post: Post, thread: Thread
    ) -> None:
        link = client.page(f"/threads/{thread.id}-a-thread").find("a", href=page_of(post))
        assert link.text == "Thank Ada"

        response = client.submit(link["href"])

        assert response.status_code == 303
        page = client.get(response.headers["Location"], follow_redirects=True)
        assert ON_THEIR_WAY in page.text
        assert response.headers["Location"] == f"/posts/{post.id}"
        assert "You have thanked Ada" in client.page(page_of(post)).text

    def test_thanks_once_however_often_it_is_sent(
        self, client: CheckingClient, reader: Actor, post: Post, author: Actor
    ) -> None:
        token = client.token(page_of(post))
        for _ in range(2):
            sent = client.post(page_of(post), data={"csrf_token": token})
            assert sent.status_code == 303

        assert given() == 1
        assert told(author) == [(reader.id, True)]

    def test_can_take_it_back(
        self, client: CheckingClient, reader: Actor, post: Post, author: Actor
    ) -> None:
        client.submit(page_of(post))

        client.submit(page_of(post), button="Take it back")

        assert given() == 0
        assert told(author) == []
        assert "Thank Ada" in client.page(page_of(post)).text

    def test_can_take_it_back_when_the_post_is_out_of_sight(
        self, world: World, reader: Actor, post: Post, author: Actor
    ) -> None:
        thank(reader, post.id, world.clock)
        commands.withdraw(author, post.id, world.clock)

        take_thanks_back(reader, post.id, world.clock)

        assert given() == 0

    def test_sees_nobody_else_who_did(
        self, world: World, client: CheckingClient, reader: Actor, post: Post
    ) -> None:
        thank(world.person(name="Cleo"), post.id, world.clock)

        assert "Cleo" not in client.page(page_of(post)).text


class TestTheAuthor:
    def test_reads_who_was_glad(
        self, app: Flask, world: World, client: CheckingClient, post: Post, author: Actor
    ) -> None:
        for name in ("Cleo", "Dan"):
            thank(world.person(name=name), post.id, world.clock)
        sign_in(app, client, author)

        inbox = client.page("/inbox").text
        assert "Cleo thanked you for what you wrote in “A thread”." in inbox
        assert "Dan" not in inbox
        page = client.page(page_of(post)).text
        assert "Cleo" in page
        assert "Dan" in page

    def test_is_not_left_with_a_zero(
        self, app: Flask, client: CheckingClient, post: Post, author: Actor
    ) -> None:
        sign_in(app, client, author)

        assert "Nobody has yet. Most people read" in client.page(page_of(post)).text

    def test_hears_nothing_of_somebody_whom_they_have_blocked(
        self, app: Flask, world: World, client: CheckingClient, post: Post, author: Actor
    ) -> None:
        unwanted = world.person(name="Eve")
        block(author, unwanted.id, world.clock)

        thank(unwanted, post.id, world.clock)

        assert told(author) == []
        sign_in(app, client, author)
        assert "Eve" not in client.page(page_of(post)).text


class TestWhatIsNotThanked:
    @pytest.mark.parametrize("role", [None, *Role])
    def test_a_held_post(self, world: World, thread: Thread, role: Role | None, app: Flask,
        new_client: Callable[[], CheckingClient],
    ) -> None:  # fmt: skip
        held = world.reply(world.person(), thread, UNKIND)
        client = sign_in(app, new_client(), world.person(*([role] if role else [])))

        assert client.get(page_of(held)).status_code == 404
        sent = client.post(page_of(held), data={"csrf_token": client.token("/account")})
        assert sent.status_code == 404
        assert given() == 0

    def test_ones_own(self, app: Flask, client: CheckingClient, post: Post, author: Actor) -> None:
        sign_in(app, client, author)

        sent = client.post(page_of(post), data={"csrf_token": client.token("/account")})

        assert sent.status_code == 403
        assert given() == 0

    @pytest.mark.parametrize("role", [None, *Role])
    def test_what_stands_in_a_thread_that_is_out_of_sight(
        self, app: Flask, world: World, client: CheckingClient, post: Post, role: Role | None
    ) -> None:
        opening = db.session.query(Post).filter_by(thread_id=post.thread_id, is_opening=True).one()
        commands.withdraw(Actor(user_id=opening.author_id), opening.id, world.clock)
        sign_in(app, client, world.person(*([role] if role else [])))

        assert client.get(page_of(post)).status_code == 404
        sent = client.post(page_of(post), data={"csrf_token": client.token("/account")})
        assert sent.status_code == 404

    def test_anything_by_a_visitor(self, client: CheckingClient, post: Post) -> None:
        answer = client.get(page_of(post))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=")
        assert given() == 0

    def test_anything_by_somebody_who_reads_only_for_now(self, world: World, post: Post) -> None:
        restriction = Restriction(kind=SanctionKind.SILENCE, until=None)
        silenced = replace(world.person(), restriction=restriction)

        with pytest.raises(SilencedError):
            thank(silenced, post.id, world.clock)
        assert given() == 0
