"""Anybody may see what the screener would say; nothing of it stays behind."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from sqlalchemy import select

from forum.config import Settings
from forum.database import db
from forum.models import metadata
from forum.web.limits import limiter
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient
from tests.support.desk import ScriptedDesk, points_at
from tests.support.html import parse

PATH = "/try-the-screener"
TEXT = f"zq7canary {UNKIND}"


def everything() -> str:
    db.session.rollback()
    return repr([db.session.execute(select(t)).all() for t in metadata.sorted_tables])


@pytest.mark.parametrize("signed_in", [False, True])
def test_anybody_sees_what_it_would_say(
    app: Flask, world: World, client: CheckingClient, desk: ScriptedDesk, signed_in: bool
) -> None:
    desk.reads = points_at(UNKIND)
    if signed_in:
        sign_in(app, client, world.newcomer())
    response = client.submit(PATH, {"text": TEXT, "audience": "members"})
    assert response.status_code == 200
    page = parse(response.text)[0].find("main")
    assert page.find("mark").text == UNKIND
    assert "A person would read it first" in page.text
    assert "This is the model’s view." in page.text
    assert f"\n{TEXT}</textarea>" in response.text, "it can be changed and tried again"
    assert desk.asked[-1].to == "member"


def test_nothing_is_stored_and_nothing_is_logged(
    world: World,
    client: CheckingClient,
    desk: ScriptedDesk,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk.reads = points_at(UNKIND)
    before = everything()
    with caplog.at_level(logging.DEBUG):
        response = client.submit(PATH, {"text": TEXT})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert everything() == before
    assert "zq7canary" not in "".join([*capfd.readouterr(), caplog.text])
    assert 'data-behaviour="keep"' not in response.text, "nor is it kept on the device"


def test_a_screener_that_is_silent_is_said_so_and_takes_no_words(
    world: World, client: CheckingClient
) -> None:
    response = client.submit(PATH, {"text": TEXT})
    assert response.status_code == 503
    assert "not answering just now" in response.text
    assert f"\n{TEXT}</textarea>" in response.text


@pytest.mark.parametrize("text", ["", "   ", "a" * 2_001])
def test_what_can_not_be_read_is_not_asked(
    world: World, client: CheckingClient, desk: ScriptedDesk, text: str
) -> None:
    assert client.submit(PATH, {"text": text}).status_code == 400
    assert desk.asked == []


def test_an_audience_that_does_not_exist_is_not_asked(
    world: World, client: CheckingClient, desk: ScriptedDesk
) -> None:
    token = client.token(PATH)
    sent = {"text": TEXT, "audience": "everybody", "csrf_token": token}
    assert client.post(PATH, data=sent).status_code == 400
    assert desk.asked == []


class TestTheLimit:
    """It is a machine that can be asked, so it is limited in rate."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """The same, with limits."""
        return settings.model_copy(update={"rate_limits": True})

    def test_too_often_is_too_often_and_the_words_come_back(
        self, world: World, client: CheckingClient
    ) -> None:
        limiter.reset()
        for _ in range(10):
            assert client.submit(PATH, {"text": TEXT}).status_code == 503
        response = client.submit(PATH, {"text": TEXT})
        assert response.status_code == 429
        assert TEXT in response.text
