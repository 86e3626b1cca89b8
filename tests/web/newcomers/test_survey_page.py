"""The questions at the start: answered, skipped, changed and taken back in a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.database import db
from forum.newcomers.queries import answers_of
from forum.newcomers.survey import Answers
from forum.welcome.models import NewcomerSurvey
from tests.factories import World, sign_in
from tests.integration.newcomers.test_home import pair
from tests.support.client import CheckingClient

PATH = "/home/questions"
SAID = Answers(
    reasons=["company", "looking"],
    topics=["daily-life"],
    languages=["en", "de"],
    addressed_as="Sam, they",
)
FIELDS = {
    "reasons": ["company", "looking"],
    "topics": ["daily-life"],
    "languages": ["en", "de"],
    "addressed_as": "Sam, they",
}


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A newcomer, signed in."""
    person = world.newcomer("Ana")
    sign_in(app, client, person)
    return person


def kept(person: Actor) -> Answers | None:
    db.session.rollback()
    return answers_of(person)


def test_what_is_answered_is_kept(client: CheckingClient, ana: Actor) -> None:
    answer = client.submit(PATH, FIELDS)
    assert (answer.status_code, answer.location) == (303, "/home")
    assert kept(ana) == SAID


def test_every_question_can_be_left_out(client: CheckingClient, ana: Actor) -> None:
    assert client.submit(PATH, {}).status_code == 303
    assert kept(ana) == Answers(reasons=[], topics=[], languages=[])


def test_the_page_says_what_it_is_for_and_can_be_skipped(
    client: CheckingClient, ana: Actor
) -> None:
    main = client.page(PATH).find("main")
    assert "to find conversations and a mentor who suit you" in main.text
    assert "/home" in {link["href"] for link in main.find_all("a")}
    assert kept(ana) is None


def test_answers_can_be_changed(client: CheckingClient, ana: Actor) -> None:
    client.submit(PATH, FIELDS)
    page = client.page(PATH)
    ticked = {box["value"] for box in page.find_all("input", type="checkbox") if box.has("checked")}
    assert ticked == {"company", "looking", "daily-life", "de", "en"}
    client.submit(PATH, {"topics": ["hello"], "addressed_as": ""}, form=PATH)
    changed = kept(ana)
    assert changed is not None
    assert (changed.topics, changed.addressed_as) == (["hello"], "")


def test_answers_can_be_deleted_and_nothing_is_kept(client: CheckingClient, ana: Actor) -> None:
    client.submit(PATH, FIELDS)
    for _ in range(2):
        token = client.token(PATH)
        answer = client.post(f"{PATH}/delete", data={"csrf_token": token})
        assert answer.location == PATH
    assert db.session.query(NewcomerSurvey).count() == 0


def test_only_what_is_offered_can_be_chosen(client: CheckingClient, ana: Actor) -> None:
    token = client.token(PATH)
    for field in ("reasons", "topics", "languages"):
        answer = client.post(PATH, data={"csrf_token": token, field: "made-up"})
        assert answer.status_code == 400
        assert "Please choose from what is offered here." in answer.text
    assert kept(ana) is None


def test_a_long_address_is_turned_away_and_stays_in_its_field(
    client: CheckingClient, ana: Actor
) -> None:
    words = "Sam " * 20
    answer = client.submit(PATH, {"addressed_as": words})
    assert answer.status_code == 400
    assert f'value="{words.strip()}"' in answer.text


def test_nobody_else_reads_them(
    app: Flask, world: World, client: CheckingClient, ana: Actor,
    new_client: Callable[[], CheckingClient],
) -> None:  # fmt: skip
    client.submit(PATH, FIELDS | {"addressed_as": "zq7survey"})
    for reader in (world.person(), world.person(Role.MODERATOR), world.person(Role.ADMIN)):
        other = sign_in(app, new_client(), reader)
        for path in (PATH, "/home", f"/people/{ana.username}", "/"):
            assert "zq7survey" not in other.get(path).text


def test_their_mentor_reads_them_and_no_other_mentor(
    app: Flask, world: World, client: CheckingClient, ana: Actor,
    new_client: Callable[[], CheckingClient],
) -> None:  # fmt: skip
    mo, bo = world.person(Role.MENTOR), world.person(Role.MENTOR)
    pair(world, ana, mo, bo)
    path = f"/mentor/mentees/{ana.id}"
    his = sign_in(app, new_client(), mo)
    assert "told at the start" not in his.get(path).text
    client.submit(PATH, FIELDS)
    words = his.page(path).find("main").text
    for told in ("Sam, they", "I would like some company", "daily life", "English, German"):
        assert told in words
    assert "Writes in" in words
    assert "Sam, they" not in sign_in(app, new_client(), bo).get(path).text
    client.submit(
        PATH, {"addressed_as": "", "reasons": [], "topics": [], "languages": []}, form=PATH
    )
    assert "told at the start" not in his.get(path).text


def test_a_visitor_is_asked_to_sign_in(world: World, client: CheckingClient) -> None:
    assert client.get(PATH).status_code == 302
    assert client.post(f"{PATH}/delete").status_code in {302, 400, 403}
