"""Blocking somebody from their page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.config import Settings
from forum.web.limits import limiter
from tests.factories import World, sign_in
from tests.support.client import CheckingClient


@pytest.fixture
def bo(world: World) -> Actor:
    return world.person(name="Bo")


@pytest.fixture
def hers(app: Flask, world: World, client: CheckingClient) -> CheckingClient:
    return sign_in(app, client, world.newcomer("Ana"))


def test_a_person_can_be_blocked_and_unblocked_from_their_page(
    hers: CheckingClient, bo: Actor
) -> None:
    page = f"/people/{bo.username}"
    assert hers.page(page).find("main").find("a", href=f"{page}/block").text == "Block Bo"
    answer = hers.submit(f"{page}/block", follow_redirects=True)
    assert "You have blocked Bo. They are not told." in answer.text
    assert f"{page}/block" not in answer.text
    answer = hers.submit(page, form=f"{page}/unblock", follow_redirects=True)
    assert "You no longer block Bo." in answer.text
    assert f"{page}/block" in answer.text


class TestTheLimit:
    """Each block of whoever has answered a newcomer calls mentors anew."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """The same, with limits."""
        return settings.model_copy(update={"rate_limits": True})

    def test_a_block_is_taken_back_only_so_often_and_given_at_any_time(
        self, hers: CheckingClient, bo: Actor
    ) -> None:
        limiter.reset()
        page = f"/people/{bo.username}"
        answers = []
        for _ in range(13):
            hers.submit(f"{page}/block")
            answers.append(hers.submit(page, form=f"{page}/unblock").status_code)
        assert answers == [303] * 12 + [429]
        limiter.reset()


def test_the_one_who_is_blocked_sees_nothing_of_it(
    app: Flask,
    hers: CheckingClient,
    bo: Actor,
    world: World,
    new_client: Callable[[], CheckingClient],
) -> None:
    before = sign_in(app, new_client(), bo).page(f"/people/{bo.username}").find("main").text
    hers.submit(f"/people/{bo.username}/block")
    his = sign_in(app, new_client(), bo)
    assert his.page(f"/people/{bo.username}").find("main").text == before
    assert "blocked" not in his.page("/inbox").text


def test_nobody_is_offered_to_block_themselves(
    app: Flask, world: World, client: CheckingClient, bo: Actor
) -> None:
    assert "Block Bo" not in client.page(f"/people/{bo.username}").text
    his = sign_in(app, client, bo)
    assert "Block Bo" not in his.page(f"/people/{bo.username}").text
    assert his.get(f"/people/{bo.username}/block").status_code == 403
    assert his.get("/people/nobody/block").status_code == 404
