"""Who may open which page of moderation, as a table."""

from __future__ import annotations

import pytest

from forum.accounts.models import Role
from forum.conversations import commands
from tests.factories import everyone
from tests.support.client import CheckingClient
from tests.web.moderation.conftest import Desk

SIGN_IN, NO, YES, ON = 302, 403, 200, 303
WHO = ("visitor", "newcomer", "member", "mentor", "moderator", "admin")
PAGES = {
    "/review": (SIGN_IN, NO, NO, NO, YES, NO),
    "{item}": (SIGN_IN, NO, NO, NO, YES, NO),
    "/review/4711": (SIGN_IN, NO, NO, NO, 404, NO),
    "/posts/{opening}/moderate": (SIGN_IN, NO, NO, NO, YES, NO),
    "/posts/4711/moderate": (SIGN_IN, NO, NO, NO, 404, NO),
    "/people/person1/notes": (SIGN_IN, NO, NO, NO, YES, YES),
    "/admin/audit": (SIGN_IN, NO, NO, NO, NO, YES),
    "/inbox": (SIGN_IN, YES, YES, YES, YES, YES),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for(desk: Desk, client: CheckingClient, page: str) -> None:
    people = everyone(desk.world)
    path = page.format(item=desk.item, opening=desk.post.id - 1)
    got = {}
    for who in WHO:
        browser = desk.enter(people[who]) if people[who].is_signed_in else client
        got[who] = browser.get(path).status_code

    assert got == dict(zip(WHO, PAGES[page], strict=True))


@pytest.mark.parametrize("path", ["/review/next", "{item}/claim", "{item}/release"])
def test_only_a_moderator_takes_anything(desk: Desk, client: CheckingClient, path: str) -> None:
    for who, person in everyone(desk.world).items():
        browser = desk.enter(person) if person.is_signed_in else client
        token = browser.token("/inbox" if person.is_signed_in else "/sign-in")

        answer = browser.post(path.format(item=desk.item), data={"csrf_token": token})

        wanted = {"visitor": SIGN_IN, "moderator": ON}.get(who, NO)
        assert answer.status_code == wanted, who


@pytest.mark.parametrize(
    ("who", "status", "state"),
    [
        ("visitor", SIGN_IN, "held"),
        ("newcomer", NO, "held"),
        ("member", NO, "held"),
        ("mentor", NO, "held"),
        ("admin", NO, "held"),
        ("moderator", ON, "published"),
    ],
)
def test_only_a_moderator_decides(
    desk: Desk, client: CheckingClient, who: str, status: int, state: str
) -> None:
    person = everyone(desk.world)[who]
    browser = desk.enter(person) if person.is_signed_in else client
    item = desk.world.open_item(desk.post)
    assert item is not None
    sent = {
        "csrf_token": browser.token("/sign-in" if who == "visitor" else "/inbox"),
        "action": "approve",
        "revision_id": str(item.revision_id),
    }

    answer = browser.post(f"/review/{item.id}/decide", data=sent)

    assert (answer.status_code, desk.state()) == (status, state)


def test_a_moderators_own_post_is_seen_without_buttons(desk: Desk) -> None:
    own = desk.world.reply(desk.mira, desk.thread, "Nobody asked for your story.")
    item = desk.world.open_item(own)
    assert item is not None

    page = desk.client.page(f"/review/{item.id}")

    assert "Nobody asked for your story." in page.text
    assert "This post is yours" in page.text
    assert "Nobody decides on their own words" in page.text
    assert not page.find("main").find_all("form")
    assert not page.find_all(_class="score")


def test_a_moderators_own_post_is_not_decided_on_by_a_forged_form(desk: Desk) -> None:
    own = desk.world.reply(desk.mira, desk.thread, "Nobody asked for your story.")
    item = desk.world.open_item(own)
    assert item is not None
    token = desk.client.token(desk.item)

    answer = desk.client.post(
        f"/review/{item.id}/decide",
        data={"csrf_token": token, "action": "approve", "revision_id": str(item.revision_id)},
    )

    assert answer.status_code == 403
    assert desk.world.fresh(own).state == "held"


def test_what_a_moderator_may_not_see_is_not_there(desk: Desk) -> None:
    waiting = desk.world.sent_reply(desk.ana, desk.thread)
    assert desk.client.get(f"/posts/{waiting.id}/moderate").status_code == 404
    commands.withdraw(desk.ana, waiting.id, desk.world.clock)

    assert desk.client.get(f"/posts/{waiting.id}/moderate").status_code == 404


def test_a_moderator_who_lost_the_role_has_lost_the_pages(desk: Desk) -> None:
    plain = desk.world.person(Role.MENTOR)

    assert desk.enter(plain).get(desk.item).status_code == 403
