from __future__ import annotations

import pytest

from forum.accounts.models import Role
from forum.moderation.reply_texts import NewText, keep_text
from tests.factories import UNKIND
from tests.integration.moderation.deciding import carry_out
from tests.support.client import CheckingClient
from tests.web.moderation.conftest import Desk


@pytest.fixture
def admin(desk: Desk) -> CheckingClient:
    return desk.enter(desk.world.person(Role.ADMIN, name="Ada"))


def told(client: CheckingClient, address: str = "/admin/audit") -> list[str]:
    return [row.find_all("td")[0].text for row in client.page(address).find_all("tr")[1:]]


def test_every_entry_is_a_sentence_the_newest_first(desk: Desk, admin: CheckingClient) -> None:
    carry_out(desk.world, desk.mira, desk.post, "approve")

    number = desk.post.id
    assert told(admin)[:2] == [
        f"Mira (moderator) approved post {number} by Ana.",
        f"The automatic screen set post {number} by Ana aside for a person to read.",
    ]


def test_a_saved_text_is_called_what_its_author_called_it(
    desk: Desk, admin: CheckingClient
) -> None:
    keep_text(desk.mira, NewText(title="Hello {name} :{", text="Thank you."), desk.world.clock)

    assert told(admin)[0] == "Mira saved the text “Hello {name} :{” for other staff."


def test_it_holds_no_text(desk: Desk, admin: CheckingClient) -> None:
    carry_out(desk.world, desk.mira, desk.post, "request_changes")
    page = admin.get("/admin/audit").text

    for words in (UNKIND, "Please say it without", "Say hello"):
        assert words not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("action=post.approve", ["Mira (moderator) approved post {n} by Ana."]),
        ("person={mira}", ["Mira (moderator) approved post {n} by Ana."]),
        ("person=@{mira}&action=", ["Mira (moderator) approved post {n} by Ana."]),
        ("person={mira}&action=post.hold", []),
        ("person=nobody", []),
        ("action=made.up&person={mira}", ["Mira (moderator) approved post {n} by Ana."]),
        ("action=post.approve&person=' OR 1=1 --", []),
    ],
)
def test_it_can_be_narrowed_down(
    desk: Desk, admin: CheckingClient, query: str, expected: list[str]
) -> None:
    carry_out(desk.world, desk.mira, desk.post, "approve")

    found = told(admin, f"/admin/audit?{query.format(mira=desk.mira.username)}")

    assert found == [sentence.format(n=desk.post.id) for sentence in expected]


def test_the_filter_stays_on_the_next_page(desk: Desk, admin: CheckingClient) -> None:
    for number in range(51):
        desk.world.reply(desk.ana, desk.thread, f"{number} {UNKIND}")

    page = admin.page("/admin/audit?action=post.hold")
    (following,) = page.find_all("a", rel="next")

    assert len(told(admin, "/admin/audit?action=post.hold")) == 50
    assert "action=post.hold" in following["href"]
    assert len(told(admin, following["href"])) == 2
