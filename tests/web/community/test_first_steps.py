"""A new community's front page tells whoever looks after it what comes first, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.database import transaction
from tests.factories import World, everyone, sign_in
from tests.support.client import CheckingClient

HEADING = "What comes first"
Enter = Callable[[Actor], CheckingClient]


@pytest.fixture
def enter(app: Flask, new_client: Callable[[], CheckingClient]) -> Enter:
    return lambda person: sign_in(app, new_client(), person)


def test_a_founder_alone_is_told_to_make_a_welcome_thread_and_to_find_a_colleague(
    world: World, enter: Enter
) -> None:
    ada = world.person(Role.ADMIN, Role.MODERATOR, Role.MENTOR)

    page = enter(ada).page("/").find("main")

    assert HEADING in page.text
    for step in ("A welcome thread.", "Somebody beside you.", "Mail.", "Help lines."):
        assert step in page.text
    hrefs = {link["href"] for link in page.find_all("a")}
    assert {"/categories/hello/new", "/admin/people", "/admin/help-lines"} <= hrefs


def test_each_step_goes_when_it_is_done(world: World, enter: Enter) -> None:
    ada = world.person(Role.ADMIN, Role.MODERATOR)
    world.person(Role.MODERATOR)
    at_the_front = enter(ada)
    assert "Somebody beside you." not in at_the_front.page("/").find("main").text

    world.thread(world.person(Role.MENTOR), welcome=True)

    assert HEADING not in at_the_front.page("/").find("main").text


def test_a_colleague_may_be_another_admin(world: World, enter: Enter) -> None:
    ada = world.person(Role.ADMIN)
    world.person(Role.ADMIN)

    assert "Somebody beside you." not in enter(ada).page("/").find("main").text


def test_nobody_of_the_example_community_is_a_colleague(
    app: Flask, world: World, enter: Enter
) -> None:
    ada, invented = world.person(Role.ADMIN), world.person(Role.MODERATOR)
    with app.app_context(), transaction() as session:
        session.get_one(User, invented.id).is_example = True

    assert "Somebody beside you." in enter(ada).page("/").find("main").text


@pytest.mark.parametrize("who", ["visitor", "newcomer", "member", "mentor", "moderator"])
def test_nobody_else_reads_of_it(
    world: World, client: CheckingClient, enter: Enter, who: str
) -> None:
    reader = client if who == "visitor" else enter(everyone(world)[who])

    assert HEADING not in reader.page("/").find("main").text
