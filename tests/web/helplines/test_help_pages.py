"""Help lines: for whoever writes that they may hurt themselves, for everybody, and their settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.audit.models import AuditEntry
from forum.conversations import commands
from forum.database import db
from forum.helplines.choosing import LineView
from forum.helplines.models import HelpLine
from forum.helplines.queries import help_lines
from tests.factories import KIND, UNKIND, World, everyone, sign_in
from tests.support.client import CheckingClient

CRY = "I do not know how to go on. I want to end my life tonight."
GLAD = "We are glad that you wrote this"
SETTINGS = "/admin/help-lines"
NEW = {
    "new-name": "Tele-Helfer",
    "new-contact": "142",
    "new-place": "Austria",
    "new-countries": "at",
    "new-url": "https://example.org",
}


def lines() -> Sequence[LineView]:
    """The lines as they are now."""
    db.session.rollback()
    return help_lines()


def tried_long_ago(line_id: int, world: World, *, days: int) -> None:
    """Every line was tried today, but this one so many days ago."""
    today = world.clock.now().date()
    for line in db.session.query(HelpLine):
        line.checked_on = today - timedelta(days=days if line.id == line_id else 0)
    db.session.commit()


@pytest.fixture
def author(app: Flask, world: World, client: CheckingClient) -> Actor:
    made = world.newcomer()
    sign_in(app, client, made)
    return made


@pytest.fixture
def admin(app: Flask, world: World, client: CheckingClient) -> CheckingClient:
    return sign_in(app, client, world.person(Role.ADMIN))


class TestTheAuthor:
    """Finds kind words and help lines at once, and is not held for it."""

    def test_before_anybody_has_read_it(
        self, client: CheckingClient, author: Actor, world: World
    ) -> None:
        thread = world.thread(world.person())
        page = client.submit(f"/threads/{thread.id}/reply", {"text": CRY}, follow_redirects=True)
        assert GLAD in page.text
        assert "116 123" in page.text
        assert 'href="tel:116123"' in page.text
        assert "findahelpline.com" in page.text

    def test_when_it_has_appeared_like_any_other(
        self, client: CheckingClient, author: Actor, world: World
    ) -> None:
        post = world.reply(author, world.thread(world.person()), CRY)
        assert post.state == "published"
        page = client.get(f"/posts/{post.id}?sent=1")
        assert page.status_code == 200
        assert GLAD in page.text
        in_place = client.get(f"/posts/{post.id}?place=thread")
        assert in_place.headers["Location"].endswith(f"#post-{post.id}")

    def test_and_when_it_is_held_for_something_else(
        self, client: CheckingClient, author: Actor, world: World
    ) -> None:
        post = world.reply(author, world.thread(world.person()), f"{CRY} {UNKIND}")
        assert post.state == "held"
        assert GLAD in client.get(f"/posts/{post.id}").text

    def test_an_edit_counts_as_well(
        self, client: CheckingClient, author: Actor, world: World
    ) -> None:
        post = world.reply(author, world.thread(world.person()), KIND)
        assert client.get(f"/posts/{post.id}").status_code == 302
        new = commands.NewVersion(text=CRY, title=None, based_on=1)
        commands.revise(author, post.id, new, world.clock)
        world.screen()
        assert GLAD in client.get(f"/posts/{post.id}").text

    def test_nobody_else_is_shown_it(
        self, app: Flask, world: World, client: CheckingClient
    ) -> None:
        post = world.reply(world.newcomer(), world.thread(world.person()), CRY)
        sign_in(app, client, world.person())
        page = client.get(f"/posts/{post.id}", follow_redirects=True)
        assert CRY in page.text
        assert GLAD not in page.text


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en-GB", "Samaritans"),
        ("de-DE,en;q=0.5", "TelefonSeelsorge"),
        ("en-AU", "Lifeline"),
        ("fr-CA", "9-8-8 Suicide Crisis Helpline"),
    ],
)
def test_the_nearest_line_stands_first(
    world: World, client: CheckingClient, language: str, first: str
) -> None:
    page = client.get("/help", headers={"Accept-Language": language})
    names = [line.name for line in help_lines()]
    assert min(names, key=page.text.index) == first
    assert all(name in page.text for name in names), "and none is lost"
    assert "Accept-Language" in page.headers["Vary"]


def test_without_a_line_of_ones_own_there_is_still_a_way(
    world: World, client: CheckingClient
) -> None:
    db.session.query(HelpLine).delete()
    db.session.commit()
    assert "findahelpline.com" in client.get("/help").text


class TestTheSettings:
    """For admins, and in the log."""

    def test_they_are_for_admins(self, app: Flask, world: World, client: CheckingClient) -> None:
        for kind, person in everyone(world).items():
            if person.is_signed_in:
                sign_in(app, client, person)
            expected = {"admin": 200, "visitor": 302}.get(kind, 403)
            assert client.get(SETTINGS).status_code == expected, kind

    def test_a_line_is_added_changed_and_taken_away(self, admin: CheckingClient) -> None:
        before = len(lines())
        assert admin.submit(SETTINGS, NEW, form=SETTINGS).status_code == 303
        made = lines()[-1]
        assert (made.name, made.countries, len(lines())) == ("Tele-Helfer", "AT", before + 1)
        own = f"{SETTINGS}/{made.id}"
        changed = {f"line-{made.id}-contact": "142 (Telefon)"}
        button = f"Save {made.name}"
        assert admin.submit(SETTINGS, changed, form=own, button=button).status_code == 303
        assert lines()[-1].contact == "142 (Telefon)"
        assert admin.submit(SETTINGS, form=own, button="Take it away").status_code == 303
        assert len(lines()) == before
        db.session.rollback()
        details = [entry.detail for entry in db.session.query(AuditEntry)]
        assert details.count({"what": "help_lines"}) == 3
        assert "changed the help lines" in admin.get("/admin/audit").text

    def test_a_line_that_nobody_tried_for_half_a_year_asks_to_be_tried(
        self, admin: CheckingClient, world: World
    ) -> None:
        line = lines()[0]
        tried_long_ago(line.id, world, days=181)
        assert "Please try these" in admin.get(SETTINGS).text
        own = f"{SETTINGS}/{line.id}"
        button = "It is right, I tried it today"
        assert admin.submit(SETTINGS, form=own, button=button).status_code == 303
        assert lines()[0].checked_on == world.clock.now().date()
        assert "Please try these" not in admin.get(SETTINGS).text
        assert "tried a help line, and it is right" in admin.get("/admin/audit").text

    def test_a_new_number_was_tried_by_nobody(self, admin: CheckingClient, world: World) -> None:
        line = lines()[0]
        own, name = f"{SETTINGS}/{line.id}", f"line-{line.id}"
        button = f"Save {line.name}"
        admin.submit(SETTINGS, {f"{name}-words": "at night"}, form=own, button=button)
        assert lines()[0].checked_on == line.checked_on
        admin.submit(SETTINGS, {f"{name}-contact": "116 124"}, form=own, button=button)
        assert lines()[0].checked_on is None
        assert "Nobody has made sure of it yet." in admin.get(SETTINGS).text

    def test_what_comes_after_the_last_place_can_still_be_tried(
        self, admin: CheckingClient
    ) -> None:
        admin.submit(SETTINGS, NEW | {"new-position": "99"}, form=SETTINGS)
        admin.submit(SETTINGS, NEW | {"new-name": "The last"}, form=SETTINGS)
        last = lines()[-1]
        assert last.name == "The last"
        button = "It is right, I tried it today"
        own = f"{SETTINGS}/{last.id}"
        assert admin.submit(SETTINGS, form=own, button=button).status_code == 303

    def test_what_is_gone_already_is_gone(self, admin: CheckingClient) -> None:
        token = {"csrf_token": admin.token(SETTINGS)}
        gone = token | {"line-999-remove": "1"}
        assert admin.post(f"{SETTINGS}/999", data=gone).status_code == 303
        changed = token | {f"line-999-{name}": "x" for name in ("name", "contact", "place")}
        assert admin.post(f"{SETTINGS}/999", data=changed).status_code == 404

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("countries", "Austria", "two letters"),
            ("countries", "ß ß", "two letters"),
            ("url", "http://example.org", "https://"),
            ("url", "javascript:alert(1)", "https://"),
            ("name", "", "Please fill this in."),
            ("position", "many", "Please write a whole number here"),
        ],
    )
    def test_what_can_not_be_taken_comes_back(
        self, admin: CheckingClient, field: str, typed: str, said: str
    ) -> None:
        response = admin.submit(SETTINGS, NEW | {f"new-{field}": typed}, form=SETTINGS)
        assert response.status_code == 400
        assert said in response.text
        assert 'value="142"' in response.text

    @pytest.mark.parametrize("who", ["newcomer", "member", "mentor", "moderator"])
    def test_nobody_else_changes_them(
        self, app: Flask, world: World, client: CheckingClient, who: str
    ) -> None:
        sign_in(app, client, everyone(world)[who])
        token = {"csrf_token": client.token("/categories/hello/new")}
        assert client.post(SETTINGS, data=token | NEW).status_code == 403
        assert client.post(f"{SETTINGS}/1", data=token | {"line-1-remove": "1"}).status_code == 403
        assert "Samaritans" in {line.name for line in lines()}
