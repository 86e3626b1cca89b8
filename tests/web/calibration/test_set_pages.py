"""The pages on which threshold sets are made, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Role
from forum.calibration.running import run_due_backtests
from forum.database import db
from forum.screening import bundled_sets
from forum.thresholds.commands import take_bundled
from forum.thresholds.models import ThresholdRow
from tests.factories import UNKIND, World, everyone, sign_in
from tests.support.client import CheckingClient

LIST = "/admin/thresholds"


@pytest.fixture
def live(world: World) -> int:
    take_bundled(bundled_sets(), world.clock)
    return db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()


@pytest.fixture
def ada(app: Flask, world: World, live: int, client: CheckingClient) -> CheckingClient:
    return sign_in(app, client, world.person(Role.ADMIN, Role.MODERATOR, name="Ada"))


def draft(client: CheckingClient) -> str:
    """The address of a new draft."""
    return client.submit(LIST, {"name": "gentler", "note": "Fewer false alarms."}).location


def test_only_admins_come_in(
    app: Flask, world: World, live: int, new_client: Callable[[], CheckingClient]
) -> None:
    for kind, person in everyone(world).items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        for address in (LIST, f"{LIST}/{live}"):
            assert (client.get(address).status_code == 200) == (kind == "admin"), (kind, address)


def test_from_a_draft_to_a_trial(world: World, ada: CheckingClient) -> None:
    host = world.person()
    post = world.reply(host, world.thread(host), UNKIND)
    world.decide(world.person(Role.MODERATOR), post, "approve")
    address = draft(ada)
    page = ada.get(f"{address}?to=members").text
    assert "is a draft" in page
    assert "Try it out" not in page
    saved = ada.submit(
        f"{address}?to=members",
        {"insult": "0.95", "toxicity": "", "threat": "0.5"},
        form=f"{address}?to=members",
    )
    assert saved.status_code == 303
    asked = ada.submit(address, {"most": "100"}, form=f"{address}/backtests")
    assert asked.status_code == 303
    assert "It is under way" in ada.get(asked.location).text
    run_due_backtests(world.clock)
    found = ada.get(asked.location).text
    assert "Would pass" in found
    assert f'href="/posts/{post.id}/moderate"' in found
    tried = ada.submit(address, form=f"{address}/try-out")
    assert tried.status_code == 303
    assert "is tried out beside the one that decides" in ada.get(address).text


@pytest.mark.parametrize("raw", ["7", "-1", "0", "much"])
def test_what_is_no_limit_comes_back_with_words(ada: CheckingClient, raw: str) -> None:
    address = draft(ada)
    response = ada.submit(address, {"insult": raw}, form=f"{address}?to=to_newcomer")

    assert response.status_code == 400
    assert f'value="{raw}"' in response.text


def test_a_name_that_is_taken_comes_back(ada: CheckingClient) -> None:
    draft(ada)
    response = ada.submit(LIST, {"name": "gentler", "note": "Another thought."})

    assert response.status_code == 400
    assert "There is a set of that name already" in response.text
    assert "Another thought." in response.text


def test_a_size_that_is_none_comes_back(ada: CheckingClient) -> None:
    address = draft(ada)

    assert ada.submit(address, {"most": "1"}, form=f"{address}/backtests").status_code == 400


def test_what_decides_has_neither_form_nor_button(ada: CheckingClient, live: int) -> None:
    page = ada.page(f"{LIST}/{live}")

    assert page.find("main").find_all("form") == []
    assert len(page.find_all("svg", role="img")) == 8


@pytest.mark.parametrize("path", ["/99999", "/1?to=nobody", "/backtests/99999"])
def test_what_is_not_there(ada: CheckingClient, path: str) -> None:
    assert ada.get(f"{LIST}{path}").status_code == 404
