"""Welcoming a held introduction through the pages, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.factories import UNKIND, sign_in
from tests.integration.moderation.deciding import carry_out
from tests.integration.welcome.test_approval import ANSWER, HELD_ANSWER, Arrival, arrival
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.desk import points_at
from tests.support.html import parse

__all__ = ["arrival"]


@pytest.fixture
def mo(app: Flask, new_client: Callable[[], CheckingClient], arrival: Arrival) -> CheckingClient:
    return sign_in(app, new_client(), arrival.mo)


@pytest.fixture
def path(arrival: Arrival) -> str:
    return f"/mentor/introductions/{arrival.post.id}"


def test_from_the_desk_to_both_being_on_show(
    arrival: Arrival, mo: CheckingClient, path: str
) -> None:
    desk = mo.page("/mentor")
    assert "only just held" in desk.text
    assert path in {link["href"] for link in desk.find_all("a")}
    page = mo.page(path)
    assert "I am Ana." in page.text
    assert UNKIND in page.text

    done = mo.submit(path, {"text": ANSWER}, follow_redirects=True)

    assert "Sent. The introduction and your answer are there for everybody" in done.text
    assert "Nobody has been told yet." in done.text
    thread = mo.get(f"/threads/{arrival.thread.id}", follow_redirects=True).text
    assert "I am Ana." in thread
    assert ANSWER in thread


def test_undo_leads_back_with_the_words(arrival: Arrival, mo: CheckingClient, path: str) -> None:
    mo.submit(path, {"text": ANSWER})

    back = mo.submit("/mentor", {}, form="undo-1", follow_redirects=True)

    assert back.request.path == path
    assert ANSWER in choose_form(parse(back.text)[0], path).find("textarea").text
    assert arrival.state() == "held"


def test_an_answer_that_would_be_held_comes_back_with_a_kind_word(
    arrival: Arrival, mo: CheckingClient, path: str
) -> None:
    arrival.desk.reads = points_at(UNKIND)

    answer = mo.submit(path, {"text": HELD_ANSWER})

    assert answer.status_code == 400
    assert "so nothing was sent" in answer.text
    assert HELD_ANSWER in choose_form(parse(answer.text)[0], path).find("textarea").text


@pytest.mark.parametrize("why", ["faster", "away"])
def test_whatever_comes_between_the_words_are_kept(
    arrival: Arrival, mo: CheckingClient, path: str, why: str
) -> None:
    data = fill_in(choose_form(mo.page(path), path), {"text": ANSWER})
    if why == "faster":
        carry_out(arrival.world, arrival.mira, arrival.post, "decline")
    else:
        arrival.desk.reads = lambda _: None

    answer = mo.post(path, data=data)

    assert answer.status_code == 409
    assert ANSWER in answer.text


def test_too_late_to_undo(arrival: Arrival, mo: CheckingClient, path: str) -> None:
    form = choose_form(
        parse(mo.submit(path, {"text": ANSWER}, follow_redirects=True).text)[0], "undo-1"
    )
    arrival.clock.advance(seconds=12)

    answer = mo.post(form["action"], data=fill_in(form, {}))

    assert answer.status_code == 409
    assert "It was too late to undo this" in answer.text
    assert arrival.state() == "published"


def test_for_others_it_is_not_there(
    app: Flask, new_client: Callable[[], CheckingClient], arrival: Arrival, path: str
) -> None:
    for person, status in ((arrival.ana, 403), (arrival.mira, 403)):
        assert sign_in(app, new_client(), person).get(path).status_code == status
    assert "Waiting to be let in" not in sign_in(app, new_client(), arrival.mira).get("/").text
