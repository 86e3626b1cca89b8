"""Words that somebody deleted, or kept for themselves, in a form that was turned away: the page does what it says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.conversations.models import Thread
from forum.database import db
from forum.drafts.commands import keep_draft
from forum.drafts.models import Draft
from forum.drafts.places import Place
from tests.factories import World, sign_in
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.html import parse

WORDS = "Words that took an hour to find."


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person())


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A newcomer, signed in."""
    person = world.newcomer("Ana")
    sign_in(app, client, person)
    return person


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}/reply"


def of_yesterday(client: CheckingClient, thread: Thread) -> Mapping[str, str]:
    """The form of an answer, filled in, and open for too long."""
    form = choose_form(client.page(address(thread)))
    return fill_in(form, {"text": WORDS, "csrf_token": "of yesterday"})


def drafts() -> list[str]:
    db.session.rollback()
    return [one.text for one in db.session.query(Draft)]


def test_sending_again_what_one_had_deleted_sends_it(
    client: CheckingClient, ana: Actor, thread: Thread
) -> None:
    data = {**of_yesterday(client, thread), "let_go": "1"}

    answer = client.post(address(thread), data=data)

    assert answer.status_code == 400
    form = choose_form(parse(answer.text)[0])
    assert [one.text for one in form.find_all("button")] == ["Send it again"]
    sent = client.post(form["action"], data=fill_in(form, {}), follow_redirects=True)
    assert WORDS in sent.text
    assert "You let it go" not in sent.text


def test_words_that_go_to_nobody_but_their_author_are_kept_again(
    client: CheckingClient, ana: Actor, thread: Thread
) -> None:
    answer = client.post(f"/threads/{thread.id}/draft", data=of_yesterday(client, thread))

    assert answer.status_code == 400
    assert "You can try to keep them as a draft, or copy them to a safe place first." in answer.text
    form = choose_form(parse(answer.text)[0])
    assert [one.text for one in form.find_all("button")] == ["Keep it as a draft"]
    assert client.post(form["action"], data=fill_in(form, {})).status_code == 303
    assert drafts() == [WORDS]


def test_a_draft_that_was_thrown_away_is_not_offered_to_be_sent(
    client: CheckingClient, world: World, ana: Actor, thread: Thread
) -> None:
    keep_draft(ana, Place(thread_id=thread.id), "", WORDS, world.clock)
    (draft,) = db.session.query(Draft)
    address_of_it = f"/drafts/{draft.id}/delete"

    answer = client.post(address_of_it, data=of_yesterday(client, thread))

    assert answer.status_code == 400
    assert "This page was open for a long time, so nothing was done." in answer.text
    assert "Send it again" not in answer.text
    assert parse(answer.text)[0].find("main").find_all("a", href="/")
    assert drafts() == [WORDS]
