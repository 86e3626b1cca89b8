"""What is kept, for everybody to read; the periods, for admins; and what an author is told of erased words."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.config import Settings
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.keeping.applying import keep_house
from forum.keeping.periods import PERIODS, Kind
from forum.keeping.queries import days_kept
from tests.factories import UNKIND, World, everyone, sign_in
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock

SETTINGS = "/admin/keeping"
PAGE = "/what-we-keep"


def test_everybody_reads_what_is_kept(app: Flask, world: World, client: CheckingClient) -> None:
    page = client.get(PAGE).text
    for period in PERIODS.values():
        assert period.what in page
    assert "90 days</b> after it was declined" in page
    assert PAGE in client.get("/").text, "it is linked from the foot of every page"


class TestWhereTheForumCopiesItself:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"backups_kept": 7})

    def test_everybody_reads_for_how_long(self, world: World, client: CheckingClient) -> None:
        page = client.get(PAGE).text
        assert "keeps the copies of 7 days" in page
        assert "it copies itself, too, and keeps that copy for 7 days" in page


def test_a_copy_from_before_an_upgrade_is_named_where_there_is_no_daily_one(
    world: World, client: CheckingClient
) -> None:
    page = client.get(PAGE).text
    assert "keeps the copies of" not in page
    assert "it copies itself and keeps that copy for 7 days" in page


def test_what_a_copy_brings_back_is_told(world: World, client: CheckingClient) -> None:
    page = client.get(PAGE).text
    assert "whoever had left is here again, and so is what somebody had taken back" in page


@pytest.mark.parametrize("kind", ["newcomer", "member", "mentor", "moderator"])
def test_only_admins_choose(app: Flask, world: World, client: CheckingClient, kind: str) -> None:
    sign_in(app, client, everyone(world)[kind])
    assert client.get(SETTINGS).status_code == 403


def test_an_admin_chooses_and_everybody_reads_it(
    app: Flask, world: World, client: CheckingClient
) -> None:
    sign_in(app, client, world.person(Role.ADMIN))
    assert client.submit(SETTINGS, {"declined": "60"}).status_code == 303
    assert days_kept()[Kind.DECLINED] == 60
    assert "60 days</b> after it was declined" in client.get(PAGE).text


@pytest.mark.parametrize("days", ["44", "366", "", "many", "-1", "99999999999999999999"])
def test_what_lies_outside_the_bounds_is_not_taken(
    app: Flask, world: World, client: CheckingClient, days: str
) -> None:
    sign_in(app, client, world.person(Role.ADMIN))
    response = client.submit(SETTINGS, {"declined": days})
    assert response.status_code == 400
    assert "Please choose 45 to 365 days." in response.text
    assert days_kept()[Kind.DECLINED] == 90


def test_the_author_is_told_that_the_words_are_gone_and_since_when(
    app: Flask, world: World, client: CheckingClient, clock: FakeClock
) -> None:
    ana, mira = world.newcomer(), world.person(Role.MODERATOR)
    post = world.reply(ana, world.thread(mira), f"zq7canary {UNKIND}")
    world.decide(mira, post, "decline", note="No.", rule=world.rule_id())
    clock.advance(days=91)
    keep_house(clock, Path("/nowhere"))
    sign_in(app, client, ana)
    page = client.get(f"/posts/{post.id}").text
    assert "The forum erased your words here on 3 August 2026" in page
    assert "zq7canary" not in page
    assert "No." in page, "what was decided, and why, stays"


def test_a_thread_whose_title_was_erased_asks_for_another_one(
    app: Flask, world: World, client: CheckingClient, clock: FakeClock
) -> None:
    ana, mira = world.newcomer(), world.person(Role.MODERATOR)
    thread = world.thread(ana, title="My own title", text=UNKIND)
    post = db.session.query(Post).filter_by(thread_id=thread.id).one()
    world.decide(mira, post, "request_changes", note="Please.")
    clock.advance(days=181)
    keep_house(clock, Path("/nowhere"))
    sign_in(app, client, ana)
    path = f"/posts/{post.id}/edit"

    form = fill_in(choose_form(client.page(path)), {})
    assert (form["title"], form["text"].strip()) == ("", "")
    assert client.submit(path, {"text": "New words."}).status_code == 400

    assert client.submit(path, {"title": "Another", "text": "New words."}).status_code == 303
    world.screen()
    assert db.session.get_one(Thread, thread.id).title == "Another"
