"""The pages on which threshold sets are made, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.calibration.running import run_due_backtests
from forum.calibration.steps import SHADOW_FOR
from forum.calibration.tuning import make_live
from forum.database import db
from forum.screening import bundled_sets
from forum.text import moment_in_full
from forum.thresholds.commands import add_set, take_bundled
from forum.thresholds.models import ThresholdRow
from tests.factories import SOON, UNKIND, World, everyone, sign_in
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock

LIST = "/admin/thresholds"


@pytest.fixture
def live(world: World) -> int:
    take_bundled(bundled_sets(), world.clock)
    return db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()


@pytest.fixture
def admin(world: World) -> Actor:
    return world.person(Role.ADMIN, Role.MODERATOR, name="Ada")


@pytest.fixture
def ada(app: Flask, admin: Actor, live: int, client: CheckingClient) -> CheckingClient:
    return sign_in(app, client, admin)


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
        for address in (LIST, f"{LIST}/{live}", f"{LIST}/{live}/since-it-decides"):
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
    assert "Over 1 day<" in found
    assert f'href="/posts/{post.id}/moderate"' in found
    tried = ada.submit(address, form=f"{address}/try-out")
    assert tried.status_code == 303
    page = ada.get(address).text
    assert "is tried out beside the one that decides" in page
    # The hour as well: on the morning of that day the button is not there yet.
    assert f"It can decide from {moment_in_full(world.clock.now() + SHADOW_FOR)} on." in page


def test_a_newer_set_that_waits_behind_the_communitys_own_is_shown(
    world: World, clock: FakeClock, ada: CheckingClient
) -> None:
    assert "A newer set waits" not in ada.get(LIST).text
    newest = bundled_sets()[-1]
    add_set(replace(newest, name="ours"), clock)
    make_live("ours", clock, without_trial="A test.")
    clock.advance(hours=1)
    take_bundled([*bundled_sets(), replace(newest, name="2099-01")], clock)
    page = ada.get(LIST).text
    assert "A newer set waits" in page
    assert "2099-01" in page


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


@pytest.mark.parametrize("scores", ["-5", "99999", "9" * 12, "9" * 25, "some"])
def test_scores_that_are_not_there_come_back(ada: CheckingClient, scores: str) -> None:
    address = draft(ada)
    sent = {"csrf_token": ada.token(address), "most": "100", "rescoring_id": scores}
    response = ada.post(f"{address}/backtests", data=sent)

    assert response.status_code == 400
    assert "Please choose" not in ada.page(address).find("main").text
    assert "Please choose" in response.text


@pytest.mark.parametrize("seen", ["", "[", "[" * 100_000, "1"])
def test_what_was_on_the_screen_can_be_anything(ada: CheckingClient, seen: str) -> None:
    address = draft(ada)
    sent = {"csrf_token": ada.token(address), "insult": "0.5", "seen": seen}

    assert ada.post(f"{address}?to=members", data=sent).status_code == 409


def test_how_a_set_does_since_it_decides_and_the_way_back(
    app: Flask, world: World, clock: FakeClock, admin: Actor, ada: CheckingClient, live: int
) -> None:
    address = draft(ada)
    ada.submit(address, {"most": "100"}, form=f"{address}/backtests")
    db.session.rollback()
    run_due_backtests(world.clock)
    ada.submit(address, form=f"{address}/try-out")
    assert ada.get(f"{address}/since-it-decides").status_code == 404
    clock.time += SHADOW_FOR
    sign_in(app, ada, admin)
    ada.submit(address, form=f"{address}/go-live")
    host = world.person()
    post = world.reply(host, world.thread(host), UNKIND)
    world.decide(world.person(Role.MODERATOR), post, "approve")
    clock.time += SOON

    assert f"{address}/since-it-decides" in ada.get(address).text
    assert f"{address}/since-it-decides" in ada.get(LIST).text
    page = ada.get(f"{address}/since-it-decides").text
    assert "Too few decisions to tell" in page
    assert "too few to tell" in page
    back = ada.submit(f"{address}/since-it-decides", form=f"{address}/go-back")
    assert back.location.endswith(f"{LIST}/{live}")
    assert "This set decides." in ada.get(back.location).text


def test_what_decides_has_neither_form_nor_button(ada: CheckingClient, live: int) -> None:
    page = ada.page(f"{LIST}/{live}")

    assert page.find("main").find_all("form") == []
    assert len(page.find_all("svg", role="img")) == 8


@pytest.mark.parametrize("path", ["/99999", "/1?to=nobody", "/backtests/99999"])
def test_what_is_not_there(ada: CheckingClient, path: str) -> None:
    assert ada.get(f"{LIST}{path}").status_code == 404
