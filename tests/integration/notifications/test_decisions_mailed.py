"""What is decided about somebody is mailed to them in full: what, how, which rule, in whose words, and what to do."""

from __future__ import annotations

import pytest

from forum.accounts.models import User
from forum.community.models import Rule
from forum.config import Settings
from forum.database import db, transaction
from forum.notifications.mail_topics import MailTopic
from forum.notifications.mailing import send_due_notifications
from forum.notifications.models import MailSwitchedOff
from forum.wiring import Services
from tests.factories import KIND, RULES, UNKIND
from tests.integration.appeals.conftest import ANSWER, Case, case
from tests.integration.moderation.deciding import WORDS
from tests.integration.sanctions.giving import WHY, give
from tests.support.clock import FakeClock
from tests.support.mail import Outbox

__all__ = ["case"]


@pytest.fixture
def services(clock: FakeClock, outbox: Outbox) -> Services:
    return Services(mailer=outbox, clock=clock)


def mailed(case: Case, services: Services, settings: Settings, outbox: Outbox) -> tuple[str, str]:
    """Subject and words of the newest mail to Ana."""
    case.clock.advance(minutes=30)
    send_due_notifications(services, settings)
    address = db.session.get_one(User, case.ana.id).email
    mail = [one for one in outbox.messages if one["To"] == address][-1]
    return mail["Subject"], " ".join(mail.get_content().split())


@pytest.mark.parametrize(
    ("action", "what", "how", "cites"),
    [
        ("decline", "decided not to publish it", "The automatic screen had set it aside.", True),
        ("remove", "took your post down", "No machine was part of it.", True),
        ("request_changes", "asks you for a change", "The automatic screen had set", False),
        ("edit decline", "decided not to publish it", "The automatic screen had set", True),
    ],
)
def test_a_decision_in_full(
    case: Case, services: Services, settings: Settings, outbox: Outbox,
    action: str, what: str, how: str, cites: bool,
) -> None:  # fmt: skip
    post, _ = case.decided(action)

    _, words = mailed(case, services, settings, outbox)

    assert what in words
    assert how in words
    assert f"> {WORDS}" in words
    assert (f"Rule 1: {RULES[0][0]}" in words) is cites
    assert "you can ask within 30 days that somebody else look again" in words
    assert f"https://forum.test/posts/{post.id}" in words
    # Who decided is not in it, and nothing of what was posted.
    for left_out in ("Mira", UNKIND, KIND):
        assert left_out not in words


@pytest.mark.parametrize("kind", ["message", "warning", "silence", "suspend"])
def test_a_sanction_in_full(
    case: Case, services: Services, settings: Settings, outbox: Outbox, kind: str
) -> None:
    give(case.world, case.mira, case.ana, kind)

    subject, words = mailed(case, services, settings, outbox)

    assert subject == "A moderator has written to you about how you take part here."
    assert f"> {WHY}" in words
    assert (f"Rule 1: {RULES[0][0]}" in words) is (kind != "message")
    assert ("It lasts until " in words) is (kind != "message")
    # What is said and done changes nothing that somebody else could put right.
    assert ("that somebody else look again" in words.replace("\n", " ")) is (kind != "message")
    assert "https://forum.test/standing" in words
    assert "Mira" not in words


def test_the_answer_to_an_appeal_in_full(
    case: Case, services: Services, settings: Settings, outbox: Outbox
) -> None:
    _, appeal_id = case.appeal("remove")
    case.judge(case.jo, appeal_id, "upheld")

    _, words = mailed(case, services, settings, outbox)

    assert "Somebody else has looked again, and the decision stands." in words
    assert f"> {ANSWER}" in words
    assert "Jo" not in words


def test_what_the_team_says_cannot_be_switched_off(
    case: Case, services: Services, settings: Settings, outbox: Outbox
) -> None:
    with transaction() as session:
        session.add(MailSwitchedOff(user_id=case.ana.id, topic=MailTopic.TEAM))
    give(case.world, case.mira, case.ana, "suspend")

    assert f"> {WHY}" in mailed(case, services, settings, outbox)[1]


def test_words_that_look_like_a_header_stay_words(
    case: Case, services: Services, settings: Settings, outbox: Outbox
) -> None:
    give(
        case.world, case.mira, case.ana, "warning",
        note="Please stop.\r\nBcc: somebody@example.org\r\n\r\nhttps://elsewhere.example",
    )  # fmt: skip
    with transaction() as session:
        session.get_one(Rule, case.world.rule_id()).retired_at = case.clock.now()

    mailed(case, services, settings, outbox)

    mail = outbox.messages[-1]
    assert mail["Bcc"] is None
    assert "> Bcc: somebody@example.org" in mail.get_content()
    # A rule that was reworded since is cited in its words of then.
    assert RULES[0][1] in " ".join(mail.get_content().split())
