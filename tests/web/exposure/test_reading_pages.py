"""How a moderator reads: pages that are theirs alone, words that are covered, and an end to every day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forum.accounts.models import Role
from forum.conversations.models import Post
from forum.database import db, transaction
from forum.exposure.models import Exposure
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from tests.factories import UNKIND, everyone
from tests.integration.moderation.deciding import carry_out
from tests.support.client import CheckingClient
from tests.web.moderation.conftest import Desk

SIGN_IN, NO, YES = 302, 403, 200
WHO = ("visitor", "newcomer", "member", "mentor", "moderator", "admin")
PAGES = {
    "/review/reading": (SIGN_IN, NO, NO, NO, YES, NO),
    "/review/keys": (SIGN_IN, NO, NO, NO, YES, NO),
    "/admin/reading": (SIGN_IN, NO, NO, NO, NO, YES),
}
POSTS = ("/review/pause", "/review/go-on", "{item}/uncover", "/posts/{post}/moderate/uncover")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for(desk: Desk, client: CheckingClient, page: str) -> None:
    people = everyone(desk.world)
    got = []
    for who in WHO:
        browser = desk.enter(people[who]) if people[who].is_signed_in else client
        got.append(browser.get(page).status_code)

    assert tuple(got) == PAGES[page]


@pytest.mark.parametrize("path", POSTS)
def test_only_a_moderator_sends(desk: Desk, client: CheckingClient, path: str) -> None:
    path = path.format(item=desk.item, post=desk.post.id)
    for who, person in everyone(desk.world).items():
        browser = desk.enter(person) if person.is_signed_in else client
        token = browser.token("/inbox" if person.is_signed_in else "/sign-in")
        answer = browser.post(path, data={"csrf_token": token})

        assert answer.status_code == {"visitor": SIGN_IN, "moderator": 303}.get(who, NO), who


@pytest.fixture
def severe(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Bo has written something that the screener finds very hurtful."""
    before = desk.world.screener.screen
    scores = {"severe_toxicity": 0.95}
    monkeypatch.setattr(
        desk.world.screener, "screen", lambda sent: replace(before(sent), scores=scores)
    )
    return desk.world.reply(desk.world.person(name="Bo"), desk.thread, f"Dark words. {UNKIND}")


def address(desk: Desk, post: Post) -> str:
    found = desk.world.open_item(desk.world.fresh(post))
    assert found is not None
    return f"/review/{found.id}"


def test_covered_words_are_not_on_the_page_until_asked_for(desk: Desk, severe: Post) -> None:
    path = address(desk, severe)
    page = desk.client.get(path).text
    assert "Dark words" not in page
    assert "This may be hard to read." in page
    assert "You decide when you have read it" in page

    answer = desk.client.submit(path, form=f"{path}/uncover")

    assert answer.location == f"{path}#in-question"
    assert "Dark words" in desk.client.get(path).text
    assert "Send the decision" in desk.client.get(path).text
    # Others are asked themselves, and the next day asks anew.
    assert "Dark words" not in desk.enter(desk.jo).get(path).text
    desk.world.clock.advance(days=1)  # type: ignore[attr-defined]
    assert "Dark words" not in desk.enter(desk.mira).get(path).text


def test_a_title_of_which_readers_say_that_it_is_severe_is_not_in_the_list_either(
    desk: Desk,
) -> None:
    thread = desk.world.thread(desk.ana, title="A dark title")
    post = db.session.query(Post).filter_by(thread_id=thread.id).one()
    for reason in (ReportReason.UNSURE, ReportReason.THREAT):
        assert ("A dark title" in desk.client.get("/review").text) is (
            reason != ReportReason.UNSURE
        )
        report_post(desk.world.person(), post.id, Concern(reason=reason), desk.world.clock)

    assert "its title is not shown here" in desk.client.get("/review").text
    assert "A dark title" not in desk.client.get("/review").text
    assert "This may be hard to read." in desk.client.get(address(desk, post)).text


def test_a_post_that_is_not_in_the_queue_is_covered_too(desk: Desk, severe: Post) -> None:
    carry_out(desk.world, desk.jo, severe, "decline")
    path = f"/posts/{severe.id}/moderate"
    page = desk.client.page(path)
    assert "Dark words" not in page.text
    assert page.find_all("button", data_shortcut="o")
    assert page.find_all(data_behaviour="keys")

    answer = desk.client.submit(path, form=f"{path}/uncover", follow_redirects=True)

    assert "Dark words" in answer.text


def test_what_was_typed_is_there_when_the_day_ended_meanwhile(desk: Desk, severe: Post) -> None:
    path = address(desk, severe)
    desk.client.submit(path, form=f"{path}/uncover")
    words = {"action": "decline", "note": "Words that took an hour."}
    with_form = desk.client.page(path).find("form", id="decision")
    sent = {field["name"]: field["value"] for field in with_form.find_all("input", type="hidden")}
    desk.world.clock.advance(hours=12)  # type: ignore[attr-defined]

    answer = desk.enter(desk.mira).post(f"{path}/decide", data={**sent, **words})

    assert answer.status_code in {400, 403}
    assert "Words that took an hour." in answer.text


def test_what_was_typed_is_there_when_somebody_looks_ahead_on_the_next_day(
    desk: Desk, severe: Post
) -> None:
    path = address(desk, severe)
    desk.client.submit(path, form=f"{path}/uncover")
    with_form = desk.client.page(path).find("form", id="decision")
    sent = {field["name"]: field["value"] for field in with_form.find_all("input", type="hidden")}
    desk.world.clock.advance(hours=12)  # type: ignore[attr-defined]
    again = desk.enter(desk.mira)
    assert "Send the decision" not in again.get(path).text
    sent |= {"csrf_token": again.token("/inbox"), "press": "preview"}

    answer = again.post(
        f"{path}/decide", data=sent | {"action": "request_changes", "note": "Words of an hour."}
    )

    assert answer.status_code == 200
    assert "\nWords of an hour.</textarea>" in answer.text
    assert "Dark words" not in answer.text


def use_up(desk: Desk) -> None:
    """Mira has read what a day holds."""
    with transaction() as session:
        session.add(
            Exposure(
                moderator_id=desk.mira.id,
                day=desk.world.clock.now().date(),
                at=desk.world.clock.now(),
                step="opened",
                person_id=desk.ana.id,
                points=60,
            )
        )


def test_when_the_day_is_full_nothing_more_is_served(desk: Desk) -> None:
    use_up(desk)
    page = desk.client.page("/review")

    assert "That is enough for today. Thank you." in page.text
    assert "until 00:00 on 5 May (UTC)" in page.text
    assert not page.find("main").find_all("form", action="/review/next")
    assert UNKIND not in desk.client.get(desk.item).text
    assert "That is enough for today" in desk.client.get(desk.item).text
    assert UNKIND in desk.enter(desk.jo).get(desk.item).text


def test_what_is_open_stays_open_and_can_be_decided_on(desk: Desk) -> None:
    desk.client.submit("/review", form="/review/next")
    use_up(desk)

    assert "This is the last one for today" in desk.client.get(desk.item).text
    answer = desk.client.submit(
        desk.item, {"action": "approve"}, form="decision", follow_redirects=True
    )

    assert "Approved. Its author is told in a moment." in answer.text
    assert desk.state() == "published"


def test_the_page_cannot_take_what_is_kept_from_today(desk: Desk) -> None:
    token = desk.client.token(desk.item)
    use_up(desk)

    answer = desk.client.post(
        f"{desk.item}/claim", data={"csrf_token": token}, headers={"Accept": "application/json"}
    ).get_json()

    assert answer["mine"] is False
    assert "enough for today" in answer["words"]


def test_a_pause_and_going_on(desk: Desk) -> None:
    paused = desk.client.post(
        "/review/pause", data={"csrf_token": desk.client.token("/review")}, follow_redirects=True
    )
    assert "You are having a pause" in paused.text
    assert "until 12:20" in paused.text
    answer = desk.client.submit("/review", form="/review/go-on", follow_redirects=True)

    assert "Start reviewing" in answer.text


def test_choosing_how_to_read(desk: Desk) -> None:
    path = "/review/reading"
    saved = desk.client.submit(
        path, {"budget": "30", "opted_out": ["insult", "distress"], "keys_on": False}
    )
    assert saved.status_code == 303
    page = desk.client.page(path)

    assert "0 of 30 points so far." in page.text
    assert page.find("input", name="budget")["value"] == "30"
    ticked = [
        one["value"] for one in page.find_all("input", name="opted_out") if one.has("checked")
    ]
    assert ticked == ["insult", "distress"]
    assert "One thing is not served to you" in desk.client.page("/review").text
    assert desk.client.submit("/review", form="/review/next").location == "/review"


def test_without_keys_no_page_listens_to_any(desk: Desk) -> None:
    desk.client.submit("/review/reading", {"keys_on": False})

    for path in ("/review", desk.item):
        page = desk.client.page(path)
        assert not [one for one in page.elements if one.has("data-shortcut")]
        assert not page.find_all("kbd")
        assert not [one for one in page.elements if one.get("data-behaviour") == "keys"]
    assert "The one after" not in desk.client.page(desk.item).text
    assert "Start reviewing" in desk.client.page("/review").text


@pytest.mark.parametrize("budget", ["5", "500", "0", "many"])
def test_a_budget_outside_the_bounds_is_explained(desk: Desk, budget: str) -> None:
    answer = desk.client.submit("/review/reading", {"budget": budget, "opted_out": ["threat"]})

    assert answer.status_code == 400
    assert f'value="{budget}"' in answer.text


def test_an_admin_sets_bounds_and_sees_no_person(desk: Desk) -> None:
    desk.client.submit("/review", form="/review/next")
    admin = desk.enter(desk.world.person(Role.ADMIN))
    assert admin.submit("/admin/reading", {"least": "10", "most": "50"}).status_code == 400
    done = {"least": "10", "usual": "40", "most": "50"}
    assert admin.submit("/admin/reading", done).status_code == 303
    page = admin.page("/admin/reading")

    assert "left out" in page.find("table").text
    assert "Mira" not in page.find("main").text
    assert (
        "From 10 to 50. Empty means the usual here: 40." in desk.client.page("/review/reading").text
    )
    assert "changed how much moderators may read in a day" in admin.page("/admin/audit").text


def test_an_admin_sees_what_nobody_is_left_for(desk: Desk) -> None:
    for moderator in (desk.mira, desk.jo):
        desk.enter(moderator).submit("/review/reading", {"opted_out": ["insult"]})
    db.session.rollback()

    page = desk.enter(desk.world.person(Role.ADMIN)).page("/admin/reading")

    assert "Insults: one thing waits" in page.find("main").text
    assert "Mira" not in page.find("main").text
