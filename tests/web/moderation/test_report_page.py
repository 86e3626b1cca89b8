"""Reporting in two clicks, without JavaScript, and what it changes for whoever reported."""

from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.conversations.commands import withdraw
from forum.conversations.models import Post
from forum.database import db
from forum.moderation.models import Report, ReviewItem
from tests.integration.moderation.deciding import carry_out
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.html import parse
from tests.web.moderation.conftest import Desk

WORDS = "This hurt me, and I would rather not say why."


@pytest.fixture
def shown(desk: Desk) -> Post:
    carry_out(desk.world, desk.jo, desk.post, "approve")
    return desk.post


@pytest.fixture
def reader(desk: Desk) -> Actor:
    return desk.world.person(name="Rea")


def reports() -> list[Report]:
    db.session.rollback()
    return db.session.query(Report).order_by(Report.id).all()


def thread_of(desk: Desk) -> str:
    return f"/threads/{desk.thread.id}-say-hello"


def test_two_clicks_from_a_post(desk: Desk, shown: Post, reader: Actor) -> None:
    client = desk.enter(reader)
    (link,) = [
        one
        for one in client.page(thread_of(desk)).find(id=f"post-{shown.id}").find_all("a")
        if one.text.startswith("Report")
    ]

    answer = client.submit(link["href"], follow_redirects=True)

    assert "Thank you for telling us." in answer.text
    assert [(one.reporter_id, one.reason) for one in reports()] == [(reader.id, "unsure")]


def test_a_reason_and_words_and_hiding(desk: Desk, shown: Post, reader: Actor) -> None:
    client = desk.enter(reader)
    client.submit(f"/posts/{shown.id}/report", {"reason": "unkind", "words": WORDS, "hide": True})

    thread = client.page(thread_of(desk))
    folded = thread.find("details", _class="post post--folded")
    assert "You have hidden this post by Ana." in folded.find("summary").text
    assert "I am <b>Ana</b>" in folded.find(id=f"post-{shown.id}").text
    # Nobody else sees any of that.
    assert not desk.client.page(thread_of(desk)).find_all("details", _class="post post--folded")

    client.submit(thread_of(desk), form=f"/posts/{shown.id}/show-again")

    assert not client.page(thread_of(desk)).find_all("details", _class="post post--folded")


def test_more_that_can_not_be_taken_just_now_stays_on_the_page_to_be_sent_later(
    desk: Desk, shown: Post, reader: Actor, clock: FakeClock
) -> None:
    client, address = desk.enter(reader), f"/posts/{shown.id}/report"
    client.submit(address, {"reason": "unkind"})
    desk.client.submit(desk.item, form=f"{desk.item}/claim")
    clock.advance(minutes=2)

    answer = client.submit(address, {"reason": "threat", "words": WORDS})

    assert answer.status_code == 429
    assert "please send it in 8 minutes" in answer.text
    assert f"{WORDS}</textarea>" in answer.text
    assert [one.words for one in reports()] == [""]
    clock.advance(minutes=8)
    assert client.submit(address, {"reason": "threat", "words": WORDS}).status_code == 303
    assert [one.words for one in reports()] == [WORDS]


def test_a_profile(desk: Desk, shown: Post, reader: Actor) -> None:
    client = desk.enter(reader)
    path = f"/people/{desk.ana.username}"
    (link,) = [one for one in client.page(path).find_all("a") if "Report this" in one.text]

    answer = client.submit(link["href"], {"hide": True}, follow_redirects=True)

    assert answer.request.path == path
    assert "Thank you for telling us." in answer.text
    # Everything that she writes is folded away, and comes back with any of it.
    assert client.page(thread_of(desk)).find_all("details", _class="post post--folded")
    client.submit(thread_of(desk), form=f"/posts/{shown.id}/show-again")
    assert not client.page(thread_of(desk)).find_all("details", _class="post post--folded")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "x" * 1_001}, "longer than a report can be"),
        ({"words": f"{WORDS}\u202e"}, "Some characters that can"),
    ],
)
def test_what_was_typed_stays(
    desk: Desk, shown: Post, reader: Actor, fields: dict[str, str], said: str
) -> None:
    answer = desk.enter(reader).submit(f"/posts/{shown.id}/report", fields)

    assert answer.status_code == 400
    assert said in answer.text
    assert choose_form(parse(answer.text)[0]).find("textarea").text.strip() == fields[
        "words"
    ].removesuffix("\u202e")
    assert reports() == []


@pytest.mark.parametrize("reason", ["", "toxicity", "1' OR '1'='1"])
def test_a_reason_that_there_is_not(desk: Desk, shown: Post, reader: Actor, reason: str) -> None:
    client = desk.enter(reader)
    path = f"/posts/{shown.id}/report"
    data = fill_in(choose_form(client.page(path)), {"words": WORDS})
    data["reason"] = reason

    answer = client.post(path, data=data)

    assert (answer.status_code, reports()) == (400, [])
    assert WORDS in answer.text


@pytest.mark.parametrize("words", [WORDS, ""])
@pytest.mark.parametrize("went", ["hide", "remove", "withdraw", "never there"])
def test_of_a_post_that_went_out_of_sight_meanwhile_nothing_is_told_and_no_words_are_taken(
    desk: Desk, shown: Post, reader: Actor, went: str, words: str
) -> None:
    client = desk.enter(reader)
    path = f"/posts/{shown.id}/report"
    data = fill_in(choose_form(client.page(path)), {"words": words})
    if went == "withdraw":
        withdraw(desk.ana, shown.id, desk.world.clock)
    elif went == "never there":
        path = "/posts/4711/report"
    else:
        carry_out(desk.world, desk.jo, shown, went)

    answer = client.post(path, data=data)

    assert answer.status_code == 404
    page = parse(answer.text)[0].find("main")
    assert "This post is not on show any more" in page.text
    assert [box.text.strip() for box in page.find_all("textarea")] == [WORDS] * bool(words)
    assert not page.find_all("form"), "it could not be sent a second time either"
    assert "Ana" not in page.text
    assert reports() == []
    assert client.get(path).status_code == 404


def test_who_is_led_where(desk: Desk, shown: Post, client: CheckingClient) -> None:
    assert client.get(f"/posts/{shown.id}/report").status_code == 302
    assert desk.enter(desk.ana).get(f"/posts/{shown.id}/report").status_code == 403
    assert desk.client.get("/posts/4711/report").status_code == 404
    assert desk.client.get("/people/nobody/report").status_code == 404
    links = [one["href"] for one in desk.enter(desk.ana).page(thread_of(desk)).find_all("a")]
    assert f"/posts/{shown.id}/report" not in links


# ------------------------------------------------------------------------------ for moderators


def test_a_moderator_reads_what_readers_told_us(desk: Desk, shown: Post, reader: Actor) -> None:
    fields = {"reason": "unkind", "words": WORDS}
    desk.enter(reader).submit(f"/posts/{shown.id}/report", fields)

    row = desk.client.page("/review").find("li", _class="row").text
    assert "A reader told us that it is unkind." in row
    page = desk.client.page(desk.item)
    assert WORDS in page.text
    assert "Rea" in page.text
    offered = [one["value"] for one in page.find_all("input", name="action")]
    assert offered == ["keep", "request_changes", "hide", "remove"]

    answer = desk.client.submit(
        desk.item, {"action": "keep"}, form="decision", follow_redirects=True
    )

    assert "Left as it is. Whoever told us of it is thanked in a moment." in answer.text
    desk.world.let_out()
    inbox = desk.enter(reader).page("/inbox").text
    assert "left it as it is" in inbox
    assert "Mira" not in inbox


def test_what_was_told_to_harm_is_ticked(desk: Desk, shown: Post, reader: Actor) -> None:
    desk.enter(reader).submit(f"/posts/{shown.id}/report")
    (sent,) = reports()

    desk.client.submit(
        desk.item, {"action": "keep", "made_to_harm": [str(sent.id)]}, form="decision"
    )

    assert [one.outcome for one in reports()] == ["bad_faith"]


def test_a_moderator_who_is_reported_does_not_learn_of_it(desk: Desk, reader: Actor) -> None:
    own = desk.world.reply(desk.mira, desk.thread)
    client = desk.enter(reader)
    client.submit(f"/posts/{own.id}/report", {"words": WORDS})
    client.submit(f"/people/{desk.mira.username}/report", {"words": WORDS})
    db.session.rollback()
    items = {one.post_id: one.id for one in db.session.query(ReviewItem).filter_by(closed_at=None)}

    assert "One thing waits" in desk.client.page("/review").text
    for item_id in (items[own.id], items[None]):
        assert desk.client.get(f"/review/{item_id}").status_code == 404
        assert desk.client.get(f"/review/{item_id}", follow_redirects=True).status_code == 404
    assert WORDS not in desk.client.get(f"/posts/{own.id}/moderate", follow_redirects=True).text
    # Another moderator does.
    jo = desk.enter(desk.jo)
    assert WORDS in jo.get(f"/review/{items[own.id]}").text
    # Nor do they when nothing came of it.
    for item_id in (items[own.id], items[None]):
        jo.submit(f"/review/{item_id}", {"action": "keep"}, form="decision")
        assert desk.client.get(f"/review/{item_id}").status_code == 404
        assert "You have handled this already" in jo.get(f"/review/{item_id}").text


def test_a_profile_is_reviewed(desk: Desk, reader: Actor) -> None:
    desk.enter(reader).submit(f"/people/{desk.ana.username}/report", {"words": WORDS})
    db.session.rollback()
    item = db.session.query(ReviewItem).filter_by(person_id=desk.ana.id).one()
    path = f"/review/{item.id}"
    assert "A profile of Ana" in desk.client.page("/review").text
    page = desk.client.page(path)
    assert WORDS in page.text
    assert desk.client.submit(path, form="decision").status_code == 400

    answer = desk.client.submit(path, {"action": "settle"}, form="decision", follow_redirects=True)

    assert "Taken care of. Whoever told us of it is thanked in a moment." in answer.text
    assert "You have handled this already: taken care of." in desk.client.page(path).text
    assert "Already handled by Mira: taken care of." in desk.enter(desk.jo).page(path).text


def test_a_hidden_post_waits_for_a_decision(desk: Desk, shown: Post) -> None:
    carry_out(desk.world, desk.jo, shown, "hide")

    assert "A moderator took it out of sight" in desk.client.page("/review").text
    offered = desk.client.page(desk.item).find_all("input", name="action")
    assert [one["value"] for one in offered] == ["restore", "request_changes", "remove"]
