"""Deciding on a name, and what its author and other moderators can do about it, through the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.accounts.profile import ProfileWords, save_profile
from forum.database import db
from forum.moderation.models import ReviewItem
from forum.moderation.text_models import TextDecision
from forum.screened_fields.models import FieldRevision
from tests.factories import UNKIND, World, everyone, sign_in
from tests.support.client import CheckingClient

NAME = f"Ana {UNKIND}"
NOTE = "Please be kind."
ANSWER = "You are right. We are sorry."
Enter = Callable[[Actor], CheckingClient]


@pytest.fixture
def enter(app: Flask, new_client: Callable[[], CheckingClient]) -> Enter:
    return lambda person: sign_in(app, new_client(), person)


@pytest.fixture
def ana(world: World) -> Actor:
    """Her name is held."""
    ana = world.newcomer("Ana")
    save_profile(ana, ProfileWords(display_name=NAME, biography=""), world.clock)
    world.screen()
    return ana


def decline(world: World, client: CheckingClient) -> str:
    """The page after it."""
    db.session.rollback()
    item = db.session.query(ReviewItem).filter_by(closed_at=None).one()
    field = db.session.query(FieldRevision).filter_by(state="held").one()
    name = f"t{field.id}-"
    sent = {
        f"{name}action": "decline",
        f"{name}note": NOTE,
        f"{name}rule": str(world.rule_id()),
    }
    path = f"/review/{item.id}"
    answer = client.submit(path, sent, form=f"{path}/texts/{field.id}", follow_redirects=True)
    db.session.rollback()
    return answer.text


def test_from_the_decision_to_the_answer(world: World, ana: Actor, enter: Enter) -> None:
    mira, jo, hers = (
        enter(world.person(Role.MODERATOR, name="Mira")),
        enter(world.person(Role.MODERATOR, name="Jo")),
        enter(ana),
    )
    assert "The name of Ana: declined. Nobody has been told yet." in decline(world, mira)
    undone = mira.submit("/review", {}, form="undo-1", follow_redirects=True)
    assert NAME in undone.text
    decline(world, mira)
    world.let_out()

    page = hers.page("/account/profile")
    for words in (NOTE, "The automatic screen had set it aside.", "Speak to the person, kindly"):
        assert words in page.text
    (path,) = {
        link["href"] for link in page.find_all("a") if link["href"].startswith("/text-decisions/")
    }
    asked = hers.submit(path, {"words": "It is my name."}, follow_redirects=True)
    assert asked.request.path == "/account/profile"
    assert "You asked for a second look." in asked.text

    (appeal,) = {
        link["href"]
        for link in jo.page("/appeals").find_all("a")
        if link["href"].startswith("/appeals/")
    }
    case = jo.page(appeal).text
    assert "A name was not shown to others" in case
    assert NAME in case
    assert "Mira" not in case
    jo.submit(appeal, {"outcome": "overturned", "answer": ANSWER}, form=appeal)

    inbox = hers.page("/inbox")
    assert ANSWER in inbox.text
    assert ANSWER in hers.page(path).text
    assert db.session.get_one(User, ana.id).display_name == NAME


def test_a_colleague_finds_what_was_declined_and_puts_it_right(
    world: World, ana: Actor, enter: Enter
) -> None:
    mira, jo = (enter(world.person(Role.MODERATOR, name=name)) for name in ("Mira", "Jo"))
    decline(world, mira)
    item = db.session.query(ReviewItem).one()

    handled = jo.page(f"/review/{item.id}")
    assert "The name of Ana: declined" in handled.text
    (path,) = {link["href"] for link in handled.find_all("a") if link["href"].endswith("/reverse")}
    assert NAME in jo.page(path).text
    assert jo.submit(path, {"words": " "}).status_code == 400
    done = jo.submit(path, {"words": ANSWER}, follow_redirects=True)

    assert "Put right. Its author is told in a moment, with your words." in done.text
    db.session.rollback()
    assert db.session.get_one(User, ana.id).display_name == NAME
    again = jo.get(path).text
    assert "There is nothing left to put right" in again
    # Undoing leads somewhere as well, though nothing waits again.
    back = jo.submit("/review", {}, form="undo-2", follow_redirects=True)
    assert back.request.path == "/review"


@pytest.mark.parametrize("kind", ["visitor", "newcomer", "member", "mentor", "admin"])
@pytest.mark.parametrize("act", ["appeal", "reverse"])
def test_it_is_nobody_elses(
    world: World, ana: Actor, enter: Enter, client: CheckingClient, kind: str, act: str
) -> None:
    decline(world, enter(world.person(Role.MODERATOR)))
    decision = db.session.query(TextDecision).one()
    person = everyone(world)[kind]
    reader = enter(person) if person.is_signed_in else client

    answer = reader.get(f"/text-decisions/{decision.id}/{act}")

    # Staff know that there are appeals, and others not even that.
    refused = 404 if act == "appeal" and kind != "admin" else 403
    assert answer.status_code == (refused if person.is_signed_in else 302)
    assert UNKIND not in answer.text
