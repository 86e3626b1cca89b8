"""What people were told is mailed, too: once, in one letter, and never with what somebody wrote."""

from __future__ import annotations

import smtplib
import socket
from email.message import EmailMessage

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
from forum.accounts.models import Role, User
from forum.config import Settings
from forum.conversations import commands
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.errors import NotAllowedError
from forum.mail import SmtpMailer
from forum.notifications.commands import choose_mails, mark_all_read
from forum.notifications.mail_topics import ALWAYS, OFFERED, TOPIC_OF, MailTopic
from forum.notifications.mailing import (
    AT_MOST_EVERY,
    CLAIM_LASTS,
    RETRY_AFTER,
    URGENT_SUBJECT,
    send_due_notifications,
)
from forum.notifications.models import Notification, NotificationKind
from forum.notifications.queries import mails_wanted
from forum.notifications.telling import tell
from forum.sanctions.kinds import SanctionKind
from forum.wiring import Services
from forum.worker import Worker
from tests.factories import UNKIND, World
from tests.integration.sanctions.giving import give
from tests.support.clock import FakeClock
from tests.support.mail import Outbox
from tests.support.smtp import SmtpServer

SECRET = "zq7canary"
CRIES = [NotificationKind.PRIVATE_CRY, NotificationKind.SOMEBODY_IN_NEED]


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


def test_a_name_from_right_to_left_turns_no_line_round(
    world: World, ana: Actor, thread: Thread, services: Services, settings: Settings, outbox: Outbox
) -> None:
    world.reply(world.person(name="דנה לוי"), thread)
    send_due_notifications(services, settings)
    (mail,) = outbox.messages
    by_itself = "\u2068דנה לוי\u2069 answered you."
    assert mail["Subject"] == by_itself
    assert by_itself in mail.get_content()


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


def cry(world: World, kind: NotificationKind, who: Actor, to: Actor) -> None:
    """Somebody is called because another may hurt themselves."""
    with transaction() as session:
        tell(session, to.id, kind, world.clock.now(), actor_id=who.id)


@pytest.mark.parametrize("kind", CRIES)
def test_a_cry_for_help_stands_before_all_else_and_its_subject_tells_nobody_whose_it_is(
    world: World, ana: Actor, bo: Actor, thread: Thread, services: Services, settings: Settings, outbox: Outbox,
    kind: NotificationKind,
) -> None:  # fmt: skip
    for _ in range(11):
        world.reply(bo, thread)
    cry(world, kind, world.newcomer("Nia"), ana)
    send_due_notifications(services, settings)
    (mail,) = outbox.messages
    assert mail["Subject"] == URGENT_SUBJECT
    told = mail.get_content()
    assert told.index("Nia") < told.index("Bo answered you.")
    assert "Please look in on them." in told
    assert "Nia" not in URGENT_SUBJECT


@pytest.mark.parametrize("kind", CRIES)
def test_a_cry_for_help_waits_for_no_earlier_letter(
    world: World, ana: Actor, bo: Actor, thread: Thread, services: Services, settings: Settings, outbox: Outbox,
    kind: NotificationKind,
) -> None:  # fmt: skip
    world.reply(bo, thread)
    send_due_notifications(services, settings)
    cry(world, kind, world.newcomer("Nia"), ana)
    send_due_notifications(services, settings)
    assert [mail["Subject"] for mail in outbox.messages] == ["Bo answered you.", URGENT_SUBJECT]


def test_whoever_may_be_needed_soon_is_mailed_before_everybody_else(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    world.reply(bo, thread)
    clock.advance(minutes=1)
    cry(world, NotificationKind.PRIVATE_CRY, world.newcomer("Nia"), bo)
    send_due_notifications(services, settings)
    assert [mail["To"] for mail in outbox.messages] == [
        f"{bo.username}@example.org",
        f"{ana.username}@example.org",
    ]


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


def test_whom_somebody_has_blocked_by_then_is_not_in_their_letter(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    world.reply(bo, thread)
    world.reply(world.person(name="Cleo"), thread)
    cry(world, NotificationKind.SOMEBODY_IN_NEED, bo, ana)
    block(ana, bo.id, clock)
    send_due_notifications(services, settings)
    (mail,) = outbox.messages
    assert "Cleo answered" in mail.get_content()
    assert "Bo answered" not in mail.get_content()
    assert mail["Subject"] == URGENT_SUBJECT, "who may be in need is told of all the same"


def test_whoever_is_shut_out_is_called_for_nobody_and_hears_what_became_of_their_posts(
    world: World, services: Services, settings: Settings, outbox: Outbox
) -> None:
    mo = world.person(Role.MENTOR, name="Mo")
    own = world.reply(mo, world.thread(world.person()), UNKIND)
    world.reply(world.newcomer("Ana"), world.thread(mo, welcome=True))
    give(world, world.person(Role.ADMIN), mo, "ban")
    world.decide(world.person(Role.MODERATOR), own, "decline", note="No.", rule=world.rule_id())
    send_due_notifications(services, settings)
    (mail,) = [one for one in outbox.messages if one["To"] == "person1@example.org"]
    told = mail.get_content()
    assert "Your account is closed" in told
    assert f"/posts/{own.id}" in told
    assert "Ana" not in told
    kinds = [row.kind for row in db.session.query(Notification).filter_by(user_id=mo.id)]
    assert "mentee_waits" in kinds, "they find it if they are let in again"


def test_whoever_reads_along_only_is_mailed_an_answer_and_led_to_no_box_that_is_closed(
    world: World, ana: Actor, bo: Actor, thread: Thread, services: Services, settings: Settings, outbox: Outbox
) -> None:  # fmt: skip
    give(world, world.person(Role.MODERATOR), ana, SanctionKind.SILENCE)
    answer = world.reply(bo, thread)
    send_due_notifications(services, settings)
    told = outbox.messages[-1].get_content()
    assert f"https://forum.test/posts/{answer.id}" in told
    assert "Answer back" not in told


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


def try_after_each_pause(clock: FakeClock, services: Services, settings: Settings) -> None:
    send_due_notifications(services, settings)
    for pause in RETRY_AFTER:
        clock.advance(seconds=pause.total_seconds() - 1)
        send_due_notifications(services, settings)
        clock.advance(seconds=1)
        send_due_notifications(services, settings)


def test_a_letter_that_is_refused_again_and_again_is_given_up_at_last(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    world.reply(bo, thread)
    outbox.fail_with = smtplib.SMTPRecipientsRefused({})
    try_after_each_pause(clock, services, settings)
    [row] = rows()
    assert row.mail_attempts == len(RETRY_AFTER) + 1
    assert (row.mail_due_at, row.mailed_at) == (None, None)


def test_a_mail_server_that_is_away_for_a_day_loses_nothing(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    world.reply(bo, thread)
    outbox.fail_with = OSError("away")
    try_after_each_pause(clock, services, settings)
    for _ in range(10):
        clock.advance(seconds=RETRY_AFTER[-1].total_seconds())
        send_due_notifications(services, settings)
    outbox.fail_with = None
    clock.advance(seconds=RETRY_AFTER[-1].total_seconds())
    send_due_notifications(services, settings)
    assert [mail["To"] for mail in outbox.messages] == [f"{ana.username}@example.org"]


def test_of_what_is_two_days_old_nobody_would_want_to_be_told_by_mail(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    world.reply(bo, thread)
    outbox.fail_with = OSError("away")
    try_after_each_pause(clock, services, settings)
    clock.advance(days=2)
    send_due_notifications(services, settings)
    [row] = rows()
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


def rows() -> list[Notification]:
    db.session.rollback()
    return db.session.query(Notification).order_by(Notification.id).all()


def test_a_mail_server_that_never_answers_is_asked_once_and_costs_nobody_else_a_try(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, settings: Settings, smtp_server: SmtpServer
) -> None:  # fmt: skip
    world.reply(bo, thread)
    for host in (bo, world.person()):
        world.reply(ana, world.thread(host))
    turns: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        away = SmtpMailer(f"smtp://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2)
        send_due_notifications(
            Services(mailer=away, clock=clock), settings, in_between=lambda: turns.append("read")
        )
    assert [row.mail_attempts for row in rows()] == [1, 0, 0]
    assert turns == ["read"], "whoever waits for the screener gets their turn all the same"

    clock.advance(seconds=RETRY_AFTER[0].total_seconds())
    there = Services(mailer=SmtpMailer(smtp_server.url), clock=clock)
    send_due_notifications(there, settings)
    assert len(smtp_server.wait_for(3)) == 3
    assert [row.mail_attempts for row in rows()] == [2, 1, 1]


def test_a_letter_that_the_mail_server_has_taken_goes_out_once_whatever_it_says_to_a_goodbye(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, settings: Settings, smtp_server: SmtpServer
) -> None:  # fmt: skip
    smtp_server.leave_with = "421 too busy"
    world.reply(bo, thread)
    services = Services(mailer=SmtpMailer(smtp_server.url), clock=clock)
    send_due_notifications(services, settings)
    clock.advance(seconds=RETRY_AFTER[0].total_seconds())
    send_due_notifications(services, settings)
    assert len(smtp_server.messages) == 1
    assert [row.mail_due_at for row in rows()] == [None]


def test_a_letter_that_a_killed_worker_had_handed_over_goes_out_again_as_the_same_message(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, services: Services, settings: Settings,
    outbox: Outbox,
) -> None:  # fmt: skip
    class Killed(BaseException):
        pass

    class LastLetter(Outbox):
        def send(self, message: EmailMessage) -> None:
            outbox.send(message)
            raise Killed

    world.reply(bo, thread)
    with pytest.raises(Killed):
        send_due_notifications(Services(mailer=LastLetter(), clock=clock), settings)
    clock.advance(seconds=CLAIM_LASTS.total_seconds())
    send_due_notifications(services, settings)
    first, again = outbox.messages
    assert first["Message-ID"] == again["Message-ID"]
    assert first.get_content() == again.get_content()


def test_one_letter_that_the_mail_server_refuses_stops_no_other(
    world: World, ana: Actor, bo: Actor, thread: Thread, clock: FakeClock, settings: Settings
) -> None:
    class Picky(Outbox):
        def send(self, message: EmailMessage) -> None:
            if message["To"] == f"{ana.username}@example.org":
                raise smtplib.SMTPRecipientsRefused({})
            super().send(message)

    picky = Picky()
    world.reply(bo, thread)
    world.reply(ana, world.thread(bo))
    send_due_notifications(Services(mailer=picky, clock=clock), settings)
    assert [mail["To"] for mail in picky.messages] == [f"{bo.username}@example.org"]


def test_the_worker_reads_new_posts_between_two_letters(
    app: Flask, world: World, ana: Actor, bo: Actor, thread: Thread, outbox: Outbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    world.reply(bo, thread)
    world.reply(ana, world.thread(bo))
    waiting = world.sent_reply(bo, thread)
    found: list[str] = []
    monkeypatch.setattr(outbox, "send", lambda _: found.append(world.fresh(waiting).state))
    Worker(app, world.screener).mail_due()
    assert found == ["submitted", "published"]


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
