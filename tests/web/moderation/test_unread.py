"""The screen broke down over somebody's words: nobody is told that it judged them."""

from __future__ import annotations

import pytest

from forum.accounts.profile import ProfileWords, save_profile
from forum.conversations import commands
from tests.factories import KIND
from tests.integration.moderation.deciding import carry_out
from tests.web.moderation.conftest import Desk

JUDGED = ("set it aside", "set this aside", "set your", "often wrong", "decided by the automatic")
TRIES = 3


@pytest.fixture
def broken(desk: Desk) -> Desk:
    carry_out(desk.world, desk.jo, desk.post, "approve")
    desk.world.screener.fail_with = MemoryError("out of memory")
    return desk


def give_up(desk: Desk) -> None:
    """The screener fails as often as it is asked, and a person is asked instead."""
    for _ in range(TRIES):
        with pytest.raises(MemoryError):
            desk.world.screen()
    desk.world.screen()


def newest_line(desk: Desk) -> str:
    lines = desk.enter(desk.ana).page("/inbox").find("main").find_all("li")
    return lines[0].text


def test_a_post(broken: Desk) -> None:
    post = broken.world.sent_reply(broken.ana, broken.thread)
    give_up(broken)

    page = broken.enter(broken.ana).page(f"/posts/{post.id}").find("main").text
    home = broken.enter(broken.ana).page("/home").find("main").text
    line = newest_line(broken)

    assert "The automatic screen could not read it" in page
    assert "a moderator reads it next" in page
    assert "The automatic screen could not read what you wrote, so a person reads it first." in line
    assert "The automatic screen asks a person to read it." in home
    for shown in (page, line):
        assert not [words for words in JUDGED if words in shown]


def test_a_change(broken: Desk) -> None:
    new = commands.NewVersion(text=KIND, title=None, based_on=1)
    commands.revise(broken.ana, broken.post.id, new, broken.world.clock)
    give_up(broken)

    page = broken.enter(broken.ana).page(f"/posts/{broken.post.id}").find("main").text
    line = newest_line(broken)

    assert "The automatic screen could not read it, so a moderator does." in page
    assert "Others see the earlier version meanwhile." in page
    assert not [words for words in JUDGED if words in line]


def test_words_about_oneself(broken: Desk) -> None:
    words = ProfileWords(display_name="Ana", biography="I bake.")
    save_profile(broken.ana, words, broken.world.clock)
    give_up(broken)

    page = broken.enter(broken.ana).page("/account/profile").find("main").text
    line = newest_line(broken)

    assert "The automatic screen could not read this" in page
    assert "A person will read your words about yourself before others see them." in line
    for shown in (page, line):
        assert not [words for words in JUDGED if words in shown]
