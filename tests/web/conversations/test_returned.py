"""A post that came back with a request for a change: its page says why, and shows what was pointed at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.conversations.commands import NewVersion, revise
from forum.keeping.applying import keep_house
from forum.screening.verdict import Span
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock


def screener_points(world: World, monkeypatch: pytest.MonkeyPatch, *spans: Span) -> None:
    """Have the screener point at these places of whatever it holds."""
    before = world.screener.screen
    monkeypatch.setattr(
        world.screener,
        "screen",
        lambda sent: replace(
            before(sent),
            findings=tuple(replace(one, spans=spans) for one in before(sent).findings),
        ),
    )


@pytest.mark.parametrize("points", [True, False])
def test_the_reason_and_the_marked_sentence(
    app: Flask,
    world: World,
    new_client: Callable[[], CheckingClient],
    monkeypatch: pytest.MonkeyPatch,
    points: bool,
) -> None:
    text = f"Hello. {UNKIND}"
    screener_points(world, monkeypatch, *([Span(start=7, end=7 + len(UNKIND))] if points else []))
    author, moderator = world.newcomer(), world.person(Role.MODERATOR)
    post = world.reply(author, world.thread(moderator), text)
    page = sign_in(app, new_client(), author).page
    assert not page(f"/posts/{post.id}").find_all("mark")

    world.decide(moderator, post, "request_changes", note="Please leave out the last sentence.")

    shown = page(f"/posts/{post.id}")
    assert "Please leave out the last sentence." in shown.text
    assert [mark.text for mark in shown.find_all("mark")] == ([UNKIND] if points else [])


def test_once_an_edit_that_went_back_is_erased_its_author_goes_on_from_what_others_see(
    app: Flask,
    world: World,
    client: CheckingClient,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screener_points(world, monkeypatch, Span(start=0, end=4))
    author, moderator = world.newcomer(), world.person(Role.MODERATOR)
    post = world.reply(author, world.thread(moderator), "What others see.")
    revise(author, post.id, NewVersion(text=UNKIND, title=None, based_on=1), clock)
    world.screen()
    world.decide(moderator, world.fresh(post), "request_changes", note="Please.")
    clock.advance(days=181)
    keep_house(clock, Path("/nowhere"))
    sign_in(app, client, author)

    page = client.page(f"/posts/{post.id}").find("main")
    assert "The forum erased your words here" in page.text
    assert not page.find_all("mark"), "what was pointed at is gone"
    form = fill_in(choose_form(client.page(f"/posts/{post.id}/edit")), {})
    assert form["text"].strip() == "What others see."
