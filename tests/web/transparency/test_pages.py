"""The public pages: open to everybody, and nobody is on show there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.conversations.models import Post
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from tests.factories import KIND, UNKIND, World, everyone, sign_in
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock

FIGURES, LOG = "/in-the-open", "/in-the-open/decisions"
NOTE = "Please leave out the last line."


@pytest.fixture
def decided(world: World, clock: FakeClock) -> list[Post]:
    """Last week Mira decided on what Bo had written."""
    mira, bo = world.person(Role.MODERATOR, name="Mira"), world.person(name="Bo")
    thread = world.thread(bo, title="Something private")
    posts = [world.reply(bo, thread, f"{number} {UNKIND}") for number in range(6)]
    for post in posts:
        world.decide(mira, post, "decline", note=NOTE, rule=world.rule_id())
    clock.advance(weeks=1)
    return posts


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_everybody_may_read_them(
    app: Flask, world: World, decided: list[Post], new_client: Callable[[], CheckingClient]
) -> None:
    for person in everyone(world).values():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        for address in (FIGURES, LOG):
            assert client.get(address).status_code == 200


def test_they_stand_in_the_footer(world: World, client: CheckingClient) -> None:
    links = [link.get("href") for link in client.page("/").find("footer").find_all("a")]

    assert FIGURES in links


def test_before_anything_has_happened(world: World, client: CheckingClient) -> None:
    assert "The screen has read nothing yet" in client.get(FIGURES).text
    assert "No decision here yet" in client.get(LOG).text


def test_the_page_is_the_same_before_and_after_somebody_is_reported(
    world: World, client: CheckingClient, decided: list[Post]
) -> None:
    post = world.reply(world.person(), world.thread(world.person()), KIND)
    before = main_of(client.get(FIGURES).text)
    assert "fewer than 5" in before
    assert "not told where so few waited" in before

    concern = Concern(reason=ReportReason.UNKIND, words="This hurt me.")
    report_post(world.person(), post.id, concern, world.clock)

    assert main_of(client.get(FIGURES).text) == before


def test_the_page_is_the_same_before_and_after_a_post_is_approved(
    world: World, clock: FakeClock, client: CheckingClient, decided: list[Post]
) -> None:
    post = world.reply(world.person(), world.thread(world.person()), UNKIND)
    clock.advance(days=1)
    before = main_of(client.get(FIGURES).text)

    world.decide(world.person(Role.MODERATOR), post, "approve")

    assert main_of(client.get(FIGURES).text) == before


def test_two_days_of_one_week_tell_the_same_of_it(
    world: World, clock: FakeClock, client: CheckingClient, decided: list[Post]
) -> None:
    before = client.page(FIGURES)
    assert "a week is told when it is over" in client.get(FIGURES).text
    post = world.reply(world.person(), world.thread(world.person()), UNKIND)
    clock.advance(days=2)
    world.decide(world.person(Role.MODERATOR), post, "decline", note=NOTE, rule=world.rule_id())
    clock.advance(days=4)

    after = client.page(FIGURES)
    tables = [[table.text for table in page.find_all("table")] for page in (before, after)]
    assert len(tables[0]) == 3
    assert tables[0] == tables[1]
    clock.advance(days=1)
    again = [table.text for table in client.page(FIGURES).find_all("table")]
    assert all(now != then for now, then in zip(again, tables[0], strict=True))


@pytest.mark.parametrize("address", [FIGURES, LOG])
def test_nobody_is_on_show(client: CheckingClient, decided: list[Post], address: str) -> None:
    page = client.get(address).text

    for secret in ("Mira", ">Bo", UNKIND, NOTE, "Something private", "person1", "12:0"):
        assert secret not in page, secret
    main = main_of(page)
    assert "/posts/" not in main
    assert "/people/" not in main


def test_the_log_says_what_was_done_and_by_which_rule(
    client: CheckingClient, decided: list[Post]
) -> None:
    rows = [
        [cell.text for cell in row.find_all("td")] for row in client.page(LOG).find_all("tr")[1:]
    ]

    assert rows == [
        [
            "4 May 2026 to 10 May 2026",
            "A post was not published.",
            "A moderator",
            "Speak to the person, kindly",
        ]
    ] * len(decided)


def test_every_picture_has_a_name_a_description_and_its_data_in_a_table(
    client: CheckingClient, decided: list[Post]
) -> None:
    page = client.page(FIGURES)
    pictures = page.find_all("svg", role="img")

    assert len(pictures) == 3
    for picture in pictures:
        assert picture.find("title").text
        assert picture.find("desc").text
        assert picture["aria-labelledby"] == picture.find("title")["id"]
    newest = page.find_all("table")[0].find_all("tr")[1]
    assert newest.find("th").text.startswith("4 May")
    assert [cell.text for cell in newest.find_all("td")][1] in {"6", "not told"}


def test_a_page_that_is_not_there(client: CheckingClient, decided: list[Post]) -> None:
    assert client.get(f"{LOG}?page=2").status_code == 404
