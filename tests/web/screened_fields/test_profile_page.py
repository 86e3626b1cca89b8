"""The page on which people say what they are called and who they are, and the review of it."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.commands import NewPerson, join
from forum.accounts.models import Role
from forum.accounts.profile import ProfileWords, save_profile
from forum.database import db
from forum.moderation.models import ReviewItem
from forum.screened_fields.models import FieldRevision
from tests.factories import KIND, UNKIND, World, everyone, sign_in
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient

PATH = "/account/profile"


def test_what_is_kind_stands_on_their_page(
    app: Flask, world: World, client: CheckingClient
) -> None:
    ana = world.newcomer("Ana")
    sign_in(app, client, ana)
    assert client.submit(PATH, {"biography": KIND}).status_code == 303
    page = client.get(PATH).text
    assert "The automatic screen is reading your words about yourself" in page
    assert KIND not in client.get(f"/people/{ana.username}").text
    world.screen()
    assert KIND in client.get(f"/people/{ana.username}").text
    assert "The automatic screen is reading your words about yourself" not in client.get(PATH).text


def test_what_is_held_is_shown_to_its_author_with_kind_words(
    app: Flask, world: World, client: CheckingClient
) -> None:
    ana = world.newcomer("Ana")
    sign_in(app, client, ana)
    client.submit(PATH, {"biography": UNKIND})
    world.screen()
    page = client.get(PATH).text
    assert "A person will read your words about yourself" in page
    assert "The automatic screen set this aside." in page
    assert f"\n{UNKIND}</textarea>" in page
    assert "A person will read your words about yourself" not in client.get("/").text
    inbox = client.get("/inbox").text
    assert "A person will read your words about yourself before others see them." in inbox
    field = db.session.query(FieldRevision).one()
    taken_back = client.submit(PATH, form=f"{PATH}/{field.id}/take-back")
    assert taken_back.status_code == 303
    assert UNKIND not in client.get(PATH).text


def test_what_only_a_person_reads_first_was_not_set_aside_by_the_screen(
    app: Flask, world: World, client: CheckingClient
) -> None:
    ana, mira = world.newcomer("Ana"), world.person(Role.MODERATOR, name="Mira")
    give(world, mira, ana, "pre_moderate")
    save_profile(ana, ProfileWords(display_name="Ana", biography=KIND), world.clock)
    world.screen()
    page = sign_in(app, client, ana).get(PATH).text
    assert "No person has looked yet: nobody has judged you." in page
    assert "The automatic screen set this aside." not in page


def test_a_moderator_reads_it_and_declines_it_with_a_reason(
    app: Flask, world: World, client: CheckingClient
) -> None:
    ana, mira = world.newcomer("Ana"), world.person(Role.MODERATOR, name="Mira")
    save_profile(ana, ProfileWords(display_name="Ana", biography=UNKIND), world.clock)
    world.screen()
    item = db.session.query(ReviewItem).one()
    field = db.session.query(FieldRevision).one()
    sign_in(app, client, mira)
    assert "may sound insulting" in client.get("/review").text
    page = client.get(f"/review/{item.id}").text
    assert UNKIND in page
    path = f"/review/{item.id}/texts/{field.id}"
    name = f"t{field.id}-"
    without = client.submit(
        f"/review/{item.id}", {f"{name}action": "decline", f"{name}note": "Please."}, form=path
    )
    assert without.status_code == 400
    assert "Please choose the rule" in without.text
    assert "\nPlease.</textarea>" in without.text
    sent = {
        f"{name}action": "decline",
        f"{name}note": "Please be kind.",
        f"{name}rule": str(world.rule_id()),
    }
    assert client.submit(f"/review/{item.id}", sent, form=path).status_code == 303
    assert "You have handled this already: declined" in client.get(f"/review/{item.id}").text
    sign_in(app, client, ana)
    own = client.get(PATH).text
    assert "Please be kind." in own
    assert "Speak to the person, kindly" in own
    assert UNKIND in own


@pytest.mark.parametrize("kind", ["visitor", "newcomer", "member", "mentor", "admin"])
def test_only_moderators_decide(
    app: Flask, world: World, client: CheckingClient, kind: str
) -> None:
    ana = world.newcomer("Ana")
    save_profile(ana, ProfileWords(display_name="Ana", biography=UNKIND), world.clock)
    world.screen()
    item, field = db.session.query(ReviewItem).one(), db.session.query(FieldRevision).one()
    person = everyone(world)[kind]
    if person.is_signed_in:
        sign_in(app, client, person)
    token = client.token("/inbox" if person.is_signed_in else "/sign-in")
    answer = client.post(
        f"/review/{item.id}/texts/{field.id}",
        data={"csrf_token": token, f"t{field.id}-action": "approve"},
    )
    assert answer.status_code == (403 if person.is_signed_in else 302)
    db.session.rollback()
    assert db.session.get_one(FieldRevision, field.id).state == "held"


def test_they_are_called_by_their_own_name_from_the_first_moment(
    app: Flask, world: World, client: CheckingClient
) -> None:
    joined = join(
        NewPerson(
            username="lena",
            display_name="Lena",
            email="lena@example.org",
            password="four plain words here",
            accepts_rules=True,
        ),
        "test",
        world.clock,
    )
    me = Actor(user_id=joined.user_id)
    sign_in(app, client, me)
    assert "Welcome, Lena" in client.get("/home").text
    other = sign_in(app, client, world.person())
    shown = other.get(f"/people/newcomer-{joined.user_id}").text
    assert f"Newcomer {joined.user_id}" in shown
    assert "Lena" not in shown
