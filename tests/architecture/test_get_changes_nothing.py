"""Opening a page changes nothing, whoever opens it. Acting always takes a form that is sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from tests.factories import UNKIND, World, everyone, sign_in
from tests.support.addresses import addresses
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.rows import every_row

KINDS = ("visitor", "newcomer", "member", "mentor", "moderator", "admin")


@pytest.fixture
def people(world: World) -> dict[str, Actor]:
    return everyone(world)


@pytest.fixture
def values(world: World, people: dict[str, Actor]) -> dict[str, object]:
    """Something to look at for every address: a thread, a held reply, what it brought about."""
    thread = world.thread(people["mentor"], welcome=True)
    held = world.reply(people["newcomer"], thread, UNKIND)
    item = world.open_item(held)
    assert item is not None
    return {
        "post_id": held.id,
        "thread_id": thread.id,
        "item_id": item.id,
        "user_id": people["newcomer"].id,
        "rule_id": world.rule_id(),
        "username": people["newcomer"].username,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_opening_any_page_changes_nothing(
    app: Flask,
    world: World,
    clock: FakeClock,
    people: dict[str, Actor],
    values: dict[str, object],
    new_client: Callable[[], CheckingClient],
    kind: str,
) -> None:
    client = new_client()
    if people[kind].is_signed_in:
        sign_in(app, client, people[kind])
    before = every_row()
    clock.advance(hours=1)
    opened = [client.get(path).status_code for path in addresses(app, values)]

    assert every_row() == before
    assert opened.count(200) > 5


def test_the_comparison_notices_a_change(world: World, people: dict[str, Actor]) -> None:
    before = every_row()

    world.thread(people["member"])

    assert every_row() != before
