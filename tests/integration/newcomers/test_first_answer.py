"""The first answer is a moment: told in the forum and by mail, with a way to answer back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.keeping.applying import keep_house
from forum.notifications.commands import mark_all_read
from forum.notifications.mailing import send_due_notifications
from forum.notifications.models import Notification, NotificationKind
from forum.notifications.queries import inbox_page, lines_to_mail, newest_line_id
from forum.sanctions.kinds import Restriction, SanctionKind
from forum.welcome.first_answers import what_to_expect
from forum.wiring import services, settings
from tests.factories import World
from tests.support.clock import FakeClock
from tests.support.mail import Outbox

REPLIES = (NotificationKind.REPLY, NotificationKind.FIRST_REPLY)


def told(person: Actor) -> list[str]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [line.kind for line in lines if line.kind in REPLIES]


def test_only_the_first_one_is_called_so(world: World) -> None:
    ana, thread = world.newcomer("Ana"), world.thread(world.person(Role.MENTOR), welcome=True)
    hello = world.reply(ana, thread)
    for _ in range(2):
        world.reply(world.person(), thread, answers=hello)
    assert told(ana) == ["first_reply", "reply"]


def test_only_the_first_one_is_called_so_when_its_line_is_long_forgotten(
    world: World, clock: FakeClock, tmp_path: Path
) -> None:
    ana, thread = world.newcomer("Ana"), world.thread(world.person(Role.MENTOR), welcome=True)
    hello = world.reply(ana, thread)
    world.reply(world.person(), thread, answers=hello)
    send_due_notifications(services(), settings())
    mark_all_read(ana, newest_line_id(ana), clock)
    clock.advance(days=366)
    keep_house(clock, tmp_path)
    assert told(ana) == []
    world.reply(world.person(), thread, answers=hello)
    assert told(ana) == ["reply"]


def test_for_members_an_answer_is_an_answer(world: World) -> None:
    max_, thread = world.person(name="Max"), world.thread(world.person())
    world.reply(world.person(), thread, answers=world.reply(max_, thread))
    assert told(max_) == ["reply"]


def test_it_can_be_answered_back_from_the_inbox(world: World) -> None:
    mo = world.person(Role.MENTOR, name="Mo")
    ana, thread = world.newcomer("Ana"), world.thread(mo, title="Come in", welcome=True)
    answer = world.reply(mo, thread, answers=world.reply(ana, thread))
    lines = inbox_page(ana, 1, str).items
    (line,) = [one for one in lines if one.kind is NotificationKind.FIRST_REPLY]
    assert line.sentence == "Mo answered you in “Come in”. It is your first answer here."
    assert (line.answer_in, line.post_id) == (thread.id, answer.id)


@pytest.mark.parametrize("why", ["the thread is closed", "they are asked to read along"])
def test_nobody_is_led_to_a_door_that_is_closed_neither_there_nor_in_the_mail(
    why: str, world: World, clock: FakeClock
) -> None:
    mo = world.person(Role.MENTOR, name="Mo")
    ana, thread = world.newcomer("Ana"), world.thread(mo, welcome=True)
    world.reply(mo, thread, answers=world.reply(ana, thread))
    if why == "the thread is closed":
        with transaction() as session:
            session.get_one(Thread, thread.id).locked_at = clock.now()
    else:
        ana = replace(ana, restriction=Restriction(kind=SanctionKind.SILENCE, until=None))

    inbox = inbox_page(ana, 1, str).items
    mailed = lines_to_mail(ana, [one.id for one in inbox])

    for lines in (inbox, mailed):
        (line,) = [one for one in lines if one.kind is NotificationKind.FIRST_REPLY]
        assert line.sentence.startswith("Mo answered you")
        assert (line.answer_in, line.next_step) == (None, "")


def test_the_mail_leads_to_the_answer_and_to_answering_back(
    world: World, clock: FakeClock, outbox: Outbox
) -> None:
    mo = world.person(Role.MENTOR, name="Mo")
    ana, thread = world.newcomer("Ana"), world.thread(mo, title="Come in", welcome=True)
    answer = world.reply(mo, thread, "Secret words.", answers=world.reply(ana, thread))
    clock.advance(minutes=1)
    send_due_notifications(services(), settings())
    (mail,) = [one for one in outbox.messages if "person2@" in str(one["To"])]
    body = mail.get_content()
    assert "Mo answered you. It is your first answer here." in body
    assert f"https://forum.test/posts/{answer.id}" in body
    assert f"https://forum.test/threads/{thread.id}/reply?answers={answer.id}" in body
    assert "Secret words" not in body
    assert "Come in" not in body


def test_what_nobody_has_waited_for_is_told_to_nobody(world: World, clock: FakeClock) -> None:
    mo = world.person(Role.MENTOR)
    thread = world.thread(mo, welcome=True)
    for _ in range(8):
        hello = world.reply(world.newcomer(), thread)
        clock.advance(minutes=40)
        world.reply(mo, thread, answers=hello)
    assert what_to_expect(clock.now()).endswith("Lately it usually took 40 minutes.")
    with transaction() as session:
        session.execute(update(User).values(is_example=True))
    assert "Lately" not in what_to_expect(clock.now())
