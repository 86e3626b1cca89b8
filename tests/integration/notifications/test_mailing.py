"""What people were told is mailed, too: once, in one letter, and never with what somebody wrote."""

from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.config import Settings
from forum.conversations import commands
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.errors import NotAllowedError
from forum.notifications.commands import choose_mails, mark_all_read
from forum.notifications.mail_topics import ALWAYS, OFFERED, TOPIC_OF, MailTopic
from forum.notifications.mailing import AT_MOST_EVERY, RETRY_AFTER, send_due_notifications
from forum.notifications.models import Notification
from forum.notifications.queries import mails_wanted
from forum.wiring import Services
from tests.factories import World
from tests.support.clock import FakeClock
from tests.support.mail import Outbox

SECRET = "zq7canary"


@pytest.fixture
def ana(world: World) -> Actor:
    return world.person(name="Ana")


@pytest.fixture
def thread(world: World, ana: Actor) -> Thread:
    return world.thread(ana, title=f"About {SECRET}")


@pytest.fixture
def bo(world: World) -> Actor:
    return world.person(name="Bo")


@pytest.fixture
def services(clock: FakeClock, outbox: Outbox) -> Services:
    return Services(mailer=outbox, clock=clock)


def test_an_answer_is_mailed_once_with_a_link_and_none_of_its_words(
    world: World, ana: Actor, bo: Actor, thread: Thread, services: Services, settings: Settings, outbox: Outbox
) -> None:  # fmt: skip
    post = world.reply(bo, thread, f"The words {SECRET}.")
    for _ in range(2):
        send_due_notifications(services, settings)
    (mail,) = outbox.messages
    assert (mail["To"], mail["Subject"]) == ("person1@example.org", "Bo answered you.")
    assert f"https://forum.test/posts/{post.id}" in mail.get_content()
    assert "https://forum.test/account/mails" in mail.get_content()
    assert SECRET not in bytes(mail).decode()
    row = db.session.query(Notification).filter_by(user_id=ana.id).one()
    assert (row.mailed_at, row.mail_due_at) == (services.clock.now(), None)


def test_much_at_once_is_one_letter_and_the_next_one_waits(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    for _ in range(12):
        world.reply(bo, thread)
    send_due_notifications(services, settings)
    world.reply(bo, thread)
    send_due_notifications(services, settings)
    (mail,) = outbox.messages
    assert mail["Subject"] == "12 things are new for you"
    assert mail.get_content().count("Bo answered you.") == 10
    assert "And 2 more in your inbox" in mail.get_content()
    clock.advance(seconds=AT_MOST_EVERY.total_seconds())
    send_due_notifications(services, settings)
    assert len(outbox.messages) == 2


def test_somebodys_first_answer_leads_the_letter_whatever_else_is_new(
    world: World, bo: Actor, services: Services, settings: Settings, outbox: Outbox
) -> None:
    world.person(Role.MENTOR, name="Mo")
    hello = world.reply(world.newcomer("Cai"), world.thread(world.person(), welcome=True))
    answer = world.reply(bo, hello.thread, answers=hello)
    send_due_notifications(services, settings)
    (mail,) = [one for one in outbox.messages if "Hello Cai" in one.get_content()]
    assert mail["Subject"] == "Bo answered you. It is your first answer here."
    told = mail.get_content()
    assert told.index("Bo answered you.") < told.index("Mo is your mentor")
    assert f"reply?answers={answer.id}" in told


def test_what_is_out_of_sight_or_read_by_then_is_not_mailed(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    gone = world.reply(bo, thread)
    commands.withdraw(bo, gone.id, clock)
    send_due_notifications(services, settings)
    world.reply(bo, thread)
    mark_all_read(ana, 10_000, clock)
    send_due_notifications(services, settings)
    assert outbox.messages == []
    assert db.session.query(Notification).filter(Notification.mail_due_at.is_not(None)).count() == 0


def test_what_is_switched_off_is_not_mailed_but_stands_in_the_inbox(
    world: World, ana: Actor, bo: Actor, thread: Thread, services: Services, settings: Settings, outbox: Outbox
) -> None:  # fmt: skip
    choose_mails(ana, {MailTopic.POSTS})
    assert mails_wanted(ana) == [MailTopic.POSTS]
    world.reply(bo, thread)
    send_due_notifications(services, settings)
    assert outbox.messages == []
    assert db.session.query(Notification).filter_by(user_id=ana.id).count() == 1
    choose_mails(ana, set(OFFERED))
    assert set(mails_wanted(ana)) == set(OFFERED)


def test_a_mail_server_that_is_away_loses_nothing_and_is_given_up_at_last(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    world.reply(bo, thread)
    outbox.fail_with = OSError("away")
    send_due_notifications(services, settings)
    for pause in RETRY_AFTER[:-1]:
        clock.advance(seconds=pause.total_seconds() - 1)
        send_due_notifications(services, settings)
        clock.advance(seconds=1)
        send_due_notifications(services, settings)
    row = db.session.query(Notification).filter_by(user_id=ana.id).one()
    assert row.mail_attempts == len(RETRY_AFTER)
    clock.advance(seconds=RETRY_AFTER[-1].total_seconds())
    send_due_notifications(services, settings)
    db.session.rollback()
    row = db.session.query(Notification).filter_by(user_id=ana.id).one()
    assert (row.mail_due_at, row.mailed_at) == (None, None)


def test_one_letter_that_can_not_be_sent_stops_no_other(
    world: World, ana: Actor, bo: Actor, thread: Thread, services: Services, settings: Settings, outbox: Outbox
) -> None:  # fmt: skip
    with transaction() as session:
        session.get_one(User, ana.id).email = "broken\naddress@example.org"
    world.reply(bo, thread)
    other = world.thread(bo)
    world.reply(ana, other)
    send_due_notifications(services, settings)
    assert [mail["To"] for mail in outbox.messages] == [f"{bo.username}@example.org"]


def test_people_of_the_example_community_get_no_mail(
    world: World, ana: Actor, bo: Actor, thread: Thread, services: Services, settings: Settings, outbox: Outbox
) -> None:  # fmt: skip
    with transaction() as session:
        session.get_one(User, ana.id).is_example = True
    world.reply(bo, thread)
    send_due_notifications(services, settings)
    assert outbox.messages == []


def test_a_mentor_is_mailed_for_a_newcomer_who_waits(
    world: World, services: Services, settings: Settings, outbox: Outbox
) -> None:
    mentor = world.person(Role.MENTOR)
    world.reply(world.newcomer("Cho"), world.thread(world.person(), welcome=True))
    send_due_notifications(services, settings)
    (mail,) = [mail for mail in outbox.messages if mail["To"].startswith(mentor.username)]
    assert mail["Subject"] == "Cho, whom you look after, wrote and hopes for an answer."


def test_every_topic_is_offered_or_always_mailed() -> None:
    assert set(TOPIC_OF.values()) <= set(OFFERED) | ALWAYS


def test_a_visitor_chooses_nothing() -> None:
    with pytest.raises(NotAllowedError):
        choose_mails(Actor(), set())
