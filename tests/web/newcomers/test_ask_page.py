"""Asking a question in public, and choosing where, in a browser without JavaScript."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.accounts.actor import Actor
from forum.conversations.models import Category, Thread
from forum.database import db
from forum.drafts.commands import keep_draft
from forum.drafts.models import Draft
from forum.drafts.places import Place
from tests.factories import World, sign_in
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.html import parse


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A newcomer, signed in."""
    person = world.newcomer("Ana")
    sign_in(app, client, person)
    return person


def choose_place(
    client: CheckingClient, path: str, place: str, **words: str
) -> tuple[TestResponse, str]:
    """Press the button of another place above the box; the answer, and where the button leads."""
    form = choose_form(client.page(path))
    [button] = [one for one in form.find_all("button") if one.text == place]
    leads = button["formaction"]
    return client.post(leads, data=fill_in(form, words)), leads


def test_another_place_is_chosen_for_a_question_without_losing_a_word(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    typed = {"title": "Bread", "text": "Which flour?"}
    answer, _ = choose_place(client, "/home/ask", "Daily life", **typed)
    assert answer.status_code == 200
    page = parse(answer.text)[0]
    assert "in “Daily life”" in page.find("main").text
    form = choose_form(page)
    sent = fill_in(form, {})
    assert (sent["title"], sent["text"].strip()) == ("Bread", "Which flour?")
    assert [one.text for one in form.find_all("button", aria_pressed="true")] == ["Daily life"]
    assert client.post(form["action"], data=sent).status_code == 303
    thread = db.session.query(Thread).one()
    assert (thread.title, thread.category.slug) == ("Bread", "daily-life")


def test_a_draft_goes_along_to_the_other_place_and_is_gone_once_it_is_sent(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    hello = db.session.query(Category).filter_by(slug="hello").one()
    keep_draft(ana, Place(category_id=hello.id), "Bread", "Which flour?", world.clock)
    answer, _ = choose_place(client, "/home/ask", "Daily life")
    form = choose_form(parse(answer.text)[0])
    assert client.post(form["action"], data=fill_in(form, {})).status_code == 303
    assert db.session.query(Draft).count() == 0


def test_with_an_empty_box_what_was_begun_in_the_other_place_is_there(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    there = db.session.query(Category).filter_by(slug="daily-life").one()
    keep_draft(ana, Place(category_id=there.id), "Bread", "Which flour?", world.clock)
    answer, _ = choose_place(client, "/home/ask", "Daily life", title=" ")
    assert answer.status_code == 303
    form = choose_form(client.page(answer.location or ""))
    assert fill_in(form, {})["text"].strip() == "Which flour?"


def test_enter_in_the_title_sends_the_question_and_chooses_no_place(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    first = choose_form(client.page("/home/ask")).find_all("button")[0]
    assert (first["type"], first.get("formaction"), first["tabindex"]) == ("submit", "", "-1")
