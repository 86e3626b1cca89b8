"""The keys stand on what they press, and everything can be pressed without them."""

from __future__ import annotations

from forum.exposure.commands import ReadingChoices, save_choices
from tests.factories import UNKIND
from tests.support.html import Element
from tests.web.moderation.conftest import Desk


def shown_and_heard(page: Element) -> tuple[set[str], bool]:
    """Which keys a page shows, and whether it listens to any."""
    shown = {one["data-shortcut"] for one in page.elements if one.has("data-shortcut")}
    return shown, bool(page.find_all(data_behaviour="keys"))


def test_the_buttons_show_their_keys(desk: Desk) -> None:
    page = desk.client.page(desk.item)
    carriers = {one["data-shortcut"]: one for one in page.elements if one.has("data-shortcut")}

    assert {"a", "c", "d", "/", "?"} <= set(carriers)
    for key, one in carriers.items():
        assert one["aria-keyshortcuts"] == key
    assert carriers["a"]["value"] == "approve"
    assert carriers["c"]["data-then"] == "note"
    assert carriers["d"]["data-then"] == "rule"
    assert page.find_all("nav", data_behaviour="keys")


def test_next_and_previous_follow_the_order_of_the_queue(desk: Desk) -> None:
    others = [desk.world.reply(desk.world.person(), desk.thread, UNKIND) for _ in range(2)]
    items = [desk.item]
    for post in others:
        found = desk.world.open_item(desk.world.fresh(post))
        assert found is not None
        items.append(f"/review/{found.id}")

    def around(path: str) -> tuple[str, ...]:
        ways = desk.client.page(path).find("nav", aria_label="Through the queue")
        return tuple(link["href"] for link in ways.find_all("a") if link["href"] in items)

    assert around(items[0]) == (items[1],)
    assert around(items[1]) == (items[0], items[2])
    assert around(items[2]) == (items[1],)


def test_what_somebody_else_has_open_is_passed_over(desk: Desk) -> None:
    other = desk.world.reply(desk.world.person(), desk.thread, UNKIND)
    desk.enter(desk.jo).submit("/review", form="/review/next")
    found = desk.world.open_item(desk.world.fresh(other))
    assert found is not None

    ways = desk.client.page(f"/review/{found.id}").find("nav", aria_label="Through the queue")

    assert desk.item not in [link["href"] for link in ways.find_all("a")]


def test_the_keys_have_a_page_of_their_own(desk: Desk) -> None:
    words = desk.client.page("/review/keys").find("main").text

    assert "Ask for a change, and write why" in words
    assert "They do nothing while you type." in words


def test_what_can_be_undone_and_left_to_others_has_its_key(desk: Desk) -> None:
    assert desk.client.page(desk.item).find("input", data_shortcut="s")["value"] == "skip"
    done = {"action": "approve"}
    desk.client.submit(desk.item, done, form="decision")

    assert desk.client.page("/review").find("button", data_shortcut="z").text == "Undo z"


def test_the_last_decision_can_be_undone_by_its_key_when_the_queue_is_empty(desk: Desk) -> None:
    desk.client.submit(desk.item, {"action": "approve"}, form="decision")
    page = desk.client.page("/review")
    assert "All read" in page.text

    assert shown_and_heard(page) == ({"z"}, True)


def test_the_keys_work_on_a_post_that_is_not_in_the_queue(desk: Desk) -> None:
    path = f"/posts/{desk.post.id}/moderate"
    desk.client.submit(desk.item, {"action": "approve"}, form="decision")

    assert shown_and_heard(desk.client.page(path)) == ({"z"}, True)


def test_nothing_listens_where_somebody_works_without_keys(desk: Desk) -> None:
    save_choices(
        desk.mira, ReadingChoices(budget=None, opted_out=(), keys_on=False), desk.world.clock
    )
    path = f"/posts/{desk.post.id}/moderate"
    desk.client.submit(desk.item, {"action": "approve"}, form="decision")

    for place in ("/review", path):
        assert shown_and_heard(desk.client.page(place)) == (set(), False)
