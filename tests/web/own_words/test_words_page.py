"""The page on which staff keep the community's own list of words."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.database import db
from forum.own_words.commands import add_word
from forum.own_words.models import OwnWord
from forum.own_words.rules import Effect, WordDraft
from tests.factories import World, everyone, sign_in
from tests.support.client import CheckingClient

PATH = "/admin/words"
COCK = WordDraft(term="cock*", effect=Effect.HOLD, exceptions=("Cockburn",))


@pytest.fixture
def mira(app: Flask, world: World, client: CheckingClient) -> CheckingClient:
    return sign_in(app, client, world.person(Role.MODERATOR, name="Mira"))


def test_a_word_is_put_there_and_changed(world: World, mira: CheckingClient) -> None:
    sent = {"term": "cock*", "exceptions": "Cockburn, Cockermouth\nPeacock’s cocktail"}
    assert mira.submit(PATH, sent, form=PATH).status_code == 303
    [row] = db.session.query(OwnWord).all()
    assert row.exceptions == ["Cockburn", "Cockermouth", "Peacock’s cocktail"]
    page = mira.get(PATH).text
    assert "Cockburn, Cockermouth" in page
    assert "waits for a person" in page
    changed = mira.submit(f"{PATH}/{row.id}", {"effect": "note"})
    assert changed.status_code == 303
    page = mira.get(PATH).text
    assert "appears, with a note" in page
    assert "What was on it before" in page
    db.session.rollback()
    newest = db.session.query(OwnWord).order_by(OwnWord.id.desc()).limit(1).one()
    assert mira.submit(PATH, form=f"{PATH}/{newest.id}/remove").status_code == 303
    assert "The list is empty." in mira.get(PATH).text


def test_what_cant_stand_there_comes_back_with_a_reason(mira: CheckingClient) -> None:
    answer = mira.submit(PATH, {"term": "a*", "exceptions": "Anna"}, form=PATH)
    assert answer.status_code == 400
    assert "found nearly everywhere" in answer.text
    assert "\nAnna</textarea>" in answer.text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("You c.o.c.k.roach", "Yes: a person would read it first"),
        ("Ask Robin Cockburn.", "No word on this list holds it."),
    ],
)
def test_the_box_says_whether_a_text_would_be_held(
    app: Flask, world: World, mira: CheckingClient, text: str, says: str
) -> None:
    add_word(world.person(Role.ADMIN), COCK, world.clock)
    answer = mira.submit(PATH, {"text": text}, form=f"{PATH}/try")
    assert answer.status_code == 200
    assert says in answer.text


def test_only_staff_open_it(app: Flask, world: World, client: CheckingClient) -> None:
    got = {}
    for kind, person in everyone(world).items():
        if person.is_signed_in:
            sign_in(app, client, person)
        got[kind] = client.get(PATH).status_code
    assert got == {
        "visitor": 302,
        "newcomer": 403,
        "member": 403,
        "mentor": 403,
        "moderator": 200,
        "admin": 200,
    }
