"""A post that came back with a request for a change: its page says why, and shows what was pointed at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.screening.verdict import Span
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient


@pytest.mark.parametrize("points", [True, False])
def test_the_reason_and_the_marked_sentence(
    app: Flask,
    world: World,
    new_client: Callable[[], CheckingClient],
    monkeypatch: pytest.MonkeyPatch,
    points: bool,
) -> None:
    text, before = f"Hello. {UNKIND}", world.screener.screen
    spans = (Span(start=7, end=7 + len(UNKIND)),) if points else ()
    monkeypatch.setattr(
        world.screener,
        "screen",
        lambda sent: replace(
            before(sent),
            findings=tuple(replace(one, spans=spans) for one in before(sent).findings),
        ),
    )
    author, moderator = world.newcomer(), world.person(Role.MODERATOR)
    post = world.reply(author, world.thread(moderator), text)
    page = sign_in(app, new_client(), author).page
    assert not page(f"/posts/{post.id}").find_all("mark")

    world.decide(moderator, post, "request_changes", note="Please leave out the last sentence.")

    shown = page(f"/posts/{post.id}")
    assert "Please leave out the last sentence." in shown.text
    assert [mark.text for mark in shown.find_all("mark")] == ([UNKIND] if points else [])
