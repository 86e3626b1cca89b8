"""The page on which an admin has another model read decided posts, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.calibration.models import Rescoring
from forum.database import db, transaction
from forum.screening import MODEL_DIR, bundled_sets, describe_model
from forum.thresholds.commands import take_bundled
from tests.factories import World, everyone, sign_in
from tests.support.client import CheckingClient

PAGE, LIST = "/admin/reading-again", "/admin/thresholds"


@pytest.fixture
def ada(app: Flask, world: World, client: CheckingClient) -> CheckingClient:
    take_bundled(bundled_sets(), world.clock)
    return sign_in(app, client, world.person(Role.ADMIN, name="Ada"))


def test_only_admins_come_in(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    for kind, person in everyone(world).items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        assert (client.get(PAGE).status_code == 200) == (kind == "admin"), kind


def test_from_the_question_over_the_bar_to_a_backtest(world: World, ada: CheckingClient) -> None:
    model = describe_model(MODEL_DIR)
    assert PAGE in ada.get(LIST).text
    assert ada.submit(PAGE, {"most": "200"}).status_code == 303
    page = ada.page(PAGE)
    [bar] = page.find_all("progress")
    assert bar["value"] == "0.000"
    assert page.find("main").find_all("form") == [], "one at a time"

    with transaction() as session:
        row = session.query(Rescoring).one()
        row.done, row.problem = 50, "The file is damaged."
    assert "25 % of 200" in ada.get(PAGE).text
    assert "The file is damaged." in ada.get(PAGE).text

    draft = ada.submit(LIST, {"name": "gentler", "note": "Why."}).location
    assert "With which scores" not in ada.get(draft).text, "there are none yet"
    with transaction() as session:
        row = session.query(Rescoring).one()
        row.problem, row.finished_at = "", world.clock.now()
    asked = ada.submit(
        draft, {"most": "100", "rescoring_id": str(row.id)}, form=f"{draft}/backtests"
    )
    assert f"{model.name} {model.version}" in ada.get(asked.location).text
    db.session.rollback()


def test_what_ended_early_says_why_and_makes_room(world: World, ada: CheckingClient) -> None:
    ada.submit(PAGE, {"most": "200"})
    with transaction() as session:
        row = session.query(Rescoring).one()
        row.problem, row.finished_at = "The model that lies there now is next 3.", world.clock.now()

    text = ada.get(PAGE).text
    assert "It ended early." in text
    assert "The model that lies there now is next 3." in text
    assert ada.submit(PAGE, {"most": "200"}).status_code == 303


@pytest.mark.parametrize("most", ["1", "", "many"])
def test_a_size_that_is_none_comes_back(ada: CheckingClient, most: str) -> None:
    response = ada.submit(PAGE, {"most": most})

    assert response.status_code == 400
    assert "Please" in response.text
