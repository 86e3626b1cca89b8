"""Closing a thread for new answers, opening it again, moving it, and speaking to its author, as moderators do it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from forum.accounts.models import Role
from forum.audit.models import AuditEntry
from forum.conversations import commands
from forum.conversations.models import Category, Thread
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, LockedError, NotAllowedError
from forum.moderation.step_models import ThreadStep
from forum.moderation.thread_commands import lock_thread, move_thread, unlock_thread
from forum.notifications.models import Notification
from forum.sanctions.models import Sanction
from tests.factories import KIND, everyone
from tests.support.client import CheckingClient
from tests.web.moderation.conftest import Desk

REASON = "This got heated. We let it rest until Monday."


def address(desk: Desk) -> str:
    return f"/threads/{desk.thread.id}-say-hello"


def trail(desk: Desk) -> list[str]:
    db.session.rollback()
    steps = db.session.query(ThreadStep).filter_by(thread_id=desk.thread.id).order_by(ThreadStep.id)
    logged = [
        entry.action
        for entry in db.session.query(AuditEntry).order_by(AuditEntry.number)
        if entry.action in {"thread.lock", "thread.unlock", "thread.move"}
    ]
    assert [f"thread.{step.action}" for step in steps] == logged
    return [step.action for step in steps]


def told_its_starter(desk: Desk) -> list[str]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=desk.thread.author_id)
    return [line.kind for line in lines.order_by(Notification.id)]


def test_a_closed_thread_says_why_and_takes_no_answer(desk: Desk) -> None:
    max_ = desk.enter(desk.world.person(name="Max"))
    sent = desk.client.submit(f"/threads/{desk.thread.id}/lock", {"reason": REASON})
    assert sent.location == address(desk)

    page = max_.page(address(desk))
    assert REASON in page.text
    assert "This conversation rests" in page.text
    assert not page.find("main").find_all("textarea")
    new = commands.NewPost(text=KIND, submission_key=str(uuid.uuid4()))
    with pytest.raises(LockedError):
        commands.reply(desk.ana, desk.thread.id, new, desk.world.clock)
    assert trail(desk) == ["lock"]
    assert told_its_starter(desk) == ["thread_locked"]

    desk.client.submit(f"/threads/{desk.thread.id}/unlock")
    assert told_its_starter(desk) == ["thread_locked", "thread_unlocked"]
    assert "This conversation rests" not in max_.page(address(desk)).text
    assert max_.page(address(desk)).find("main").find_all("textarea")
    assert trail(desk) == ["lock", "unlock"]


def test_nobody_who_is_new_is_led_to_a_closed_thread(
    desk: Desk, new_client: Callable[[], CheckingClient]
) -> None:
    welcome = desk.world.thread(desk.jo, title="A chair by the fire", welcome=True)
    newcomer = desk.enter(desk.world.newcomer())
    for path in ("/welcome", "/home"):
        assert "A chair by the fire" in newcomer.page(path).text

    lock_thread(desk.mira, welcome.id, REASON, desk.world.clock)

    for path in ("/welcome", "/home"):
        assert "A chair by the fire" not in newcomer.page(path).text
    front = newcomer.page("/").text
    assert front.index("Being talked about") < front.index("A chair by the fire")
    visitor = new_client().page(f"/threads/{welcome.id}-a-chair-by-the-fire")
    assert "To answer," not in visitor.text, "nobody joins for an answer that is not taken"
    shown = newcomer.get(f"/threads/{welcome.id}/reply")
    assert shown.status_code == 403
    assert "Your words" not in shown.text, "there are none yet"


def test_words_typed_meanwhile_are_given_back(desk: Desk) -> None:
    client = desk.enter(desk.ana)
    token = client.token(address(desk))
    lock_thread(desk.mira, desk.thread.id, REASON, desk.world.clock)
    sent = client.post(
        f"/threads/{desk.thread.id}/reply", data={"csrf_token": token, "text": "An hour’s work."}
    )

    assert sent.status_code == 403
    assert "An hour’s work." in sent.text
    assert "closed this conversation for new answers" in sent.text


def test_what_was_sent_before_can_still_be_approved(desk: Desk) -> None:
    lock_thread(desk.mira, desk.thread.id, REASON, desk.world.clock)
    desk.world.decide(desk.mira, desk.post, "approve")

    assert desk.state() == "published"


def test_a_moved_thread_says_where_it_came_from(desk: Desk) -> None:
    other = db.session.query(Category).filter_by(slug="daily-life").one()
    fields = {"category": str(other.id), "reason": "More people read there."}
    sent = desk.client.submit(f"/threads/{desk.thread.id}/move?item=1", fields)

    assert sent.location == "/review/1"
    page = desk.enter(desk.ana).page(address(desk))
    assert "A moderator moved this from Hello to Daily life" in page.text
    assert "More people read there." in page.text
    assert trail(desk) == ["move"]
    assert told_its_starter(desk) == ["thread_moved"]
    db.session.rollback()
    assert db.session.get_one(Thread, desk.thread.id).category_id == other.id


def test_forms_come_back_with_what_is_missing(desk: Desk) -> None:
    path = f"/threads/{desk.thread.id}"
    assert desk.client.submit(f"{path}/lock", {"reason": " "}).status_code == 400
    sent = desk.client.submit(f"{path}/move", {"reason": "More people read there."})
    assert sent.status_code == 400
    assert "More people read there." in sent.text


def test_the_item_offers_it_too(desk: Desk) -> None:
    item = desk.item
    links = [link.get("href") for link in desk.client.page(item).find_all("a")]
    number = item.removeprefix("/review/")

    assert f"/threads/{desk.thread.id}/lock?item={number}" in links
    assert f"/threads/{desk.thread.id}/move?item={number}" in links


def test_already_so_not_allowed_and_nowhere(desk: Desk) -> None:
    world, thread = desk.world, desk.thread
    own = world.thread(desk.mira, title="Mine")
    with pytest.raises(NotAllowedError):
        lock_thread(desk.mira, own.id, REASON, world.clock)
    for person in (desk.ana, world.person(Role.MENTOR), world.person(Role.ADMIN)):
        with pytest.raises(NotAllowedError):
            lock_thread(person, thread.id, REASON, world.clock)
    with pytest.raises(ConflictError):
        unlock_thread(desk.mira, thread.id, world.clock)
    with pytest.raises(InvalidInputError):
        lock_thread(desk.mira, thread.id, " ", world.clock)
    for category_id in (thread.category_id, 4_711):
        with pytest.raises(InvalidInputError):
            move_thread(desk.mira, thread.id, category_id, "", world.clock)
    lock_thread(desk.mira, thread.id, REASON, world.clock)
    with pytest.raises(ConflictError):
        lock_thread(desk.jo, thread.id, REASON, world.clock)
    for change in (update(ThreadStep).values(reason="x"), delete(ThreadStep)):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(change)


@pytest.mark.parametrize("page", ["lock", "move"])
def test_the_pages_are_for_moderators(desk: Desk, page: str) -> None:
    for who, person in everyone(desk.world).items():
        if person.is_signed_in:
            status = desk.enter(person).get(f"/threads/{desk.thread.id}/{page}").status_code
            assert status == (200 if who == "moderator" else 403), who


def test_speaking_to_the_author_leads_back_to_the_item(desk: Desk) -> None:
    rule = desk.world.rule_id()
    desk.world.decide(
        desk.jo, desk.world.reply(desk.ana, desk.thread), "hide", note="A look.", rule=rule
    )
    hidden = desk.world.open_item(db.session.get_one(type(desk.post), desk.post.id + 1))
    assert hidden is not None
    path = f"/people/{desk.ana.username}/speak-to?post={hidden.post_id}&item={hidden.id}"
    form = desk.client.page(path).find("select", name="rule")
    chosen = [one["value"] for one in form.find_all("option") if one.has("selected")]
    assert chosen == [str(rule)]
    sent = desk.client.submit(path, {"kind": "warning", "days": "30", "note": "Please be kind."})

    assert sent.location == f"/review/{hidden.id}"
    db.session.rollback()
    given = db.session.query(Sanction).one()
    assert (given.post_id, given.rule_id) == (hidden.post_id, rule)
