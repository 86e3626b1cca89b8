"""A new password by mail: asked for, mailed by the worker, used once."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask

from forum.accounts.attempts import Caller
from forum.accounts.models import PasswordReset, User
from forum.accounts.passwords import check_password
from forum.accounts.resets import (
    LinkOverError,
    ask_for_reset,
    require_open_link,
    reset_password,
    send_due_resets,
)
from forum.accounts.sessions import find_session
from forum.accounts.tokens import hash_token
from forum.audit.models import AuditEntry
from forum.config import Settings
from forum.database import db, transaction
from forum.errors import InvalidInputError, TooManyAttemptsError
from forum.mail import FileMailer, SmtpMailer
from forum.wiring import Services
from tests.factories import World
from tests.integration.accounts.people import (
    OTHER_PASSWORD,
    PASSWORD,
    Account,
    live_sessions,
    make_account,
    password_hash_of,
)
from tests.support.clock import FakeClock
from tests.support.mail import Outbox
from tests.support.smtp import SmtpServer

HERE = Caller(network="203.0.113.7")
LINK = re.compile(r"https://forum\.test/reset-password/([\w-]{43})$", re.MULTILINE)


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def services(clock: FakeClock, outbox: Outbox) -> Services:
    return Services(mailer=outbox, clock=clock)


def body_of(message: EmailMessage) -> str:
    content = message.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def token_in(message: EmailMessage) -> str:
    [token] = LINK.findall(body_of(message))
    assert isinstance(token, str)
    return token


def mailed_token(
    services: Services, settings: Settings, outbox: Outbox, clock: FakeClock, email: str
) -> str:
    ask_for_reset(email, HERE, clock)
    send_due_resets(services, settings)
    return token_in(outbox.messages[-1])


def rows() -> list[PasswordReset]:
    db.session.rollback()
    return db.session.query(PasswordReset).order_by(PasswordReset.id).all()


def test_the_mail_leads_to_the_configured_address_and_only_a_hash_is_kept(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    token = mailed_token(services, settings, outbox, clock, "Ana@Example.org")

    [message] = outbox.messages
    assert (message["To"], message["From"]) == ("ana@example.org", settings.mail_from)
    assert "Ana" in body_of(message)
    assert "Lindenhof" in body_of(message)
    [row] = rows()
    assert row.token_hash == hash_token(token)
    assert row.mailed_at == clock.now()
    assert PASSWORD not in body_of(message)


def test_a_link_works_once_ends_every_session_and_signs_nobody_in(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    token = mailed_token(services, settings, outbox, clock, ana.email)
    require_open_link(token, clock.now())

    assert reset_password(token, OTHER_PASSWORD, clock) == ana.id

    assert check_password(OTHER_PASSWORD, password_hash_of(ana.id))
    assert find_session(ana.token, clock.now()) is None
    assert live_sessions(ana.id) == []
    with pytest.raises(LinkOverError):
        reset_password(token, "yet another fine one here", clock)
    with pytest.raises(LinkOverError):
        require_open_link(token, clock.now())
    assert check_password(OTHER_PASSWORD, password_hash_of(ana.id))
    entry = db.session.query(AuditEntry).filter_by(action="person.password").one()
    assert entry.detail == {"by_reset": True}


@pytest.mark.parametrize(("minutes", "opens"), [(0, True), (119.9, True), (120, False)])
def test_a_link_opens_for_two_hours_after_it_was_mailed(
    ana: Account,
    services: Services,
    settings: Settings,
    outbox: Outbox,
    clock: FakeClock,
    minutes: float,
    opens: bool,
) -> None:
    token = mailed_token(services, settings, outbox, clock, ana.email)
    clock.advance(minutes=minutes)
    if opens:
        require_open_link(token, clock.now())
        assert reset_password(token, OTHER_PASSWORD, clock) == ana.id
    else:
        with pytest.raises(LinkOverError):
            reset_password(token, OTHER_PASSWORD, clock)
        assert check_password(PASSWORD, password_hash_of(ana.id))


@pytest.mark.parametrize("token", ["", "x" * 43, "\x00", "\ud800", "../..", "a" * 100_000])
def test_no_other_token_opens(ana: Account, clock: FakeClock, token: str) -> None:
    with pytest.raises(LinkOverError):
        reset_password(token, OTHER_PASSWORD, clock)


def test_the_hash_itself_opens_nothing(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    token = mailed_token(services, settings, outbox, clock, ana.email)
    with pytest.raises(LinkOverError):
        require_open_link(hash_token(token), clock.now())


def test_a_weak_new_password_uses_nothing_up(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    token = mailed_token(services, settings, outbox, clock, ana.email)
    with pytest.raises(InvalidInputError, match="close to your own name"):
        reset_password(token, "Lindenhof ana", clock)
    assert reset_password(token, OTHER_PASSWORD, clock) == ana.id


def test_using_one_link_closes_the_others(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    first = mailed_token(services, settings, outbox, clock, ana.email)
    second = mailed_token(services, settings, outbox, clock, ana.email)
    reset_password(second, OTHER_PASSWORD, clock)
    with pytest.raises(LinkOverError):
        reset_password(first, "yet another fine one here", clock)


@pytest.mark.parametrize("email", ["nobody@example.org", "", "\x00", "' OR 1=1 --", "a" * 10_000])
def test_an_address_without_an_account_gets_the_same_silence(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock, email: str
) -> None:  # fmt: skip
    ask_for_reset(email, HERE, clock)
    send_due_resets(services, settings)
    assert outbox.messages == []
    assert rows() == []


def test_people_of_the_example_community_get_no_mail(
    world: World, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    person = world.person()
    email = db.session.get_one(User, person.id).email
    ask_for_reset(email, HERE, clock)
    assert rows() == []


def test_nobodys_mailbox_is_flooded(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    for number in range(8):
        ask_for_reset(ana.email, Caller(network=f"198.51.100.{number}"), clock)
        clock.advance(minutes=1)
    send_due_resets(services, settings)
    assert len(outbox.messages) == 3
    clock.advance(hours=1)
    ask_for_reset(ana.email, HERE, clock)
    send_due_resets(services, settings)
    assert len(outbox.messages) == 4


@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_one_network_asks_slower_and_slower_whatever_it_asks_for(
    ana: Account, clock: FakeClock, email: str
) -> None:
    for _ in range(10):
        ask_for_reset(email, HERE, clock)
    with pytest.raises(TooManyAttemptsError) as too_many:
        ask_for_reset(email, HERE, clock)
    assert too_many.value.retry_after == 2


@pytest.mark.parametrize(
    "failure", [OSError("unreachable"), smtplib.SMTPServerDisconnected("gone"), TimeoutError()]
)
def test_a_mail_that_fails_stays_due_and_is_tried_again_later(
    ana: Account,
    services: Services,
    settings: Settings,
    outbox: Outbox,
    clock: FakeClock,
    failure: OSError,
) -> None:
    outbox.fail_with = failure
    ask_for_reset(ana.email, HERE, clock)
    send_due_resets(services, settings)
    send_due_resets(services, settings)  # not yet: the server needs a moment
    [row] = rows()
    assert (row.attempts, row.mailed_at, row.token_hash) == (1, None, None)

    outbox.fail_with = None
    clock.advance(minutes=1)
    send_due_resets(services, settings)

    [row] = rows()
    assert (row.attempts, row.mailed_at) == (2, clock.now())
    assert reset_password(token_in(outbox.messages[0]), OTHER_PASSWORD, clock) == ana.id


def test_after_five_failures_it_is_given_up(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    outbox.fail_with = OSError("unreachable")
    ask_for_reset(ana.email, HERE, clock)
    for _ in range(200):
        send_due_resets(services, settings)
        clock.advance(minutes=1)
    [row] = rows()
    assert row.attempts == 5
    outbox.fail_with = None
    send_due_resets(services, settings)
    assert outbox.messages == []


def test_one_mailbox_that_fails_stops_no_other(
    app: Flask, ana: Account, settings: Settings, clock: FakeClock
) -> None:
    class Picky(Outbox):
        def send(self, message: EmailMessage) -> None:
            if message["To"] == "ana@example.org":
                raise smtplib.SMTPRecipientsRefused({})
            super().send(message)

    ben, picky = make_account(app, clock.now(), username="ben"), Picky()
    ask_for_reset(ana.email, HERE, clock)
    ask_for_reset(ben.email, HERE, clock)
    send_due_resets(Services(mailer=picky, clock=clock), settings)
    assert [message["To"] for message in picky.messages] == ["ben@example.org"]


def test_a_mail_server_that_is_away_is_asked_once_and_costs_nobody_else_an_attempt(
    app: Flask, ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:  # fmt: skip
    ben = make_account(app, clock.now(), username="ben")
    ask_for_reset(ana.email, HERE, clock)
    ask_for_reset(ben.email, HERE, clock)
    turns: list[str] = []
    outbox.fail_with = smtplib.SMTPServerDisconnected("gone")
    send_due_resets(services, settings, in_between=lambda: turns.append("read"))
    assert [(row.attempts, row.mailed_at) for row in rows()] == [(1, None), (0, None)]
    assert turns == ["read"], "whoever waits for the screener gets their turn all the same"

    outbox.fail_with = None
    send_due_resets(services, settings)
    assert [message["To"] for message in outbox.messages] == ["ben@example.org"]


def test_a_worker_that_was_killed_in_the_middle_loses_nothing(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    class Killed(Outbox):
        def send(self, message: EmailMessage) -> None:
            raise KeyboardInterrupt

    ask_for_reset(ana.email, HERE, clock)
    with pytest.raises(KeyboardInterrupt):
        send_due_resets(Services(mailer=Killed(), clock=clock), settings)
    clock.advance(minutes=2)
    send_due_resets(services, settings)  # another worker may still be at it
    assert outbox.messages == []
    clock.advance(minutes=4)
    send_due_resets(services, settings)
    assert reset_password(token_in(outbox.messages[0]), OTHER_PASSWORD, clock) == ana.id


def test_two_workers_do_not_mail_the_same_row(
    ana: Account, services: Services, settings: Settings, clock: FakeClock
) -> None:
    class Slow(Outbox):
        def send(self, message: EmailMessage) -> None:
            if not self.messages:
                super().send(message)
                send_due_resets(Services(mailer=self, clock=clock), settings)
            else:
                super().send(message)

    slow = Slow()
    ask_for_reset(ana.email, HERE, clock)
    send_due_resets(Services(mailer=slow, clock=clock), settings)
    assert len(slow.messages) == 1
    assert reset_password(token_in(slow.messages[0]), OTHER_PASSWORD, clock) == ana.id


def test_through_a_real_mail_server(
    ana: Account, settings: Settings, clock: FakeClock, smtp_server: SmtpServer
) -> None:
    services = Services(mailer=SmtpMailer(smtp_server.url), clock=clock)
    ask_for_reset(ana.email, HERE, clock)
    smtp_server.refuse_with = "451 come back later"
    send_due_resets(services, settings)
    assert rows()[0].mailed_at is None

    smtp_server.refuse_with = ""
    clock.advance(minutes=1)
    send_due_resets(services, settings)

    [message] = smtp_server.wait_for(1)
    assert message["To"] == "ana@example.org"
    assert reset_password(token_in(message), OTHER_PASSWORD, clock) == ana.id


def test_without_a_mail_server_the_mail_lies_in_a_folder(
    ana: Account, settings: Settings, clock: FakeClock
) -> None:
    services = Services(mailer=FileMailer(settings.mail_dir), clock=clock)
    ask_for_reset(ana.email, HERE, clock)
    send_due_resets(services, settings)
    [path] = settings.mail_dir.glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert reset_password(token_in(message), OTHER_PASSWORD, clock) == ana.id


def test_a_hostile_name_changes_no_header(
    ana: Account, services: Services, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    with transaction() as session:
        session.get_one(User, ana.id).display_name = "Ana\nBcc: all@example.org"
    mailed_token(services, settings, outbox, clock, ana.email)
    assert outbox.messages[0]["Bcc"] is None
    assert bytes(outbox.messages[0]).count(b"\n\n") >= 1
    assert b"Bcc" not in bytes(outbox.messages[0]).split(b"\n\n")[0]
