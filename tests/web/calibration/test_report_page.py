from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.calibration.commands import make_due_report
from forum.conversations.models import Post
from tests.factories import UNKIND, World, everyone, sign_in
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock

ADDRESS = "/admin/screening"


@pytest.fixture
def post(world: World, clock: FakeClock) -> Post:
    """Held last week, and let through by a person."""
    mira = world.person(Role.MODERATOR, name="Mira")
    made = world.reply(world.newcomer("Ana"), world.thread(world.person()), UNKIND)
    world.decide(mira, made, "approve")
    return made


def test_only_admins_read_it(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    for kind, person in everyone(world).items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        assert (client.get(ADDRESS).status_code == 200) == (kind == "admin"), kind


def test_the_newest_report_is_led_to_from_the_inbox(
    app: Flask, world: World, clock: FakeClock, client: CheckingClient, post: Post
) -> None:
    ada = world.person(Role.ADMIN, Role.MODERATOR)
    sign_in(app, client, ada)
    assert "No report yet" in client.get(ADDRESS).text
    clock.advance(days=7)
    assert make_due_report(clock)

    # Whoever runs the place is not signed in for a week.
    sign_in(app, client, ada)
    assert "report on the automatic screen is there" in client.get("/inbox").text
    page = client.get(ADDRESS)
    assert "The week from 4 May 2026" in page.text
    assert f'href="/posts/{post.id}/moderate"' in page.text
    assert UNKIND not in page.text
    assert client.get(f"{ADDRESS}/2026-05-04").status_code == 200


@pytest.mark.parametrize("monday", ["2026-05-11", "2026-05-05", "yesterday", "0000-00-00"])
def test_a_week_without_a_report_is_not_there(
    app: Flask, world: World, client: CheckingClient, monday: str
) -> None:
    sign_in(app, client, world.person(Role.ADMIN))

    assert client.get(f"{ADDRESS}/{monday}").status_code == 404
