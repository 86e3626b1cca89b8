"""What is said in private stands in no mail, in no log and in no other table. Of pages, see `tests/web/canaries`."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.accounts.models import Role
from forum.config import Settings
from forum.database import db
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place
from forum.models import metadata
from forum.notifications.mailing import send_due_notifications
from forum.wiring import Services
from tests.factories import World
from tests.integration.privately.talking import Two, pair
from tests.support.mail import Outbox

CANARY = "zq9canary"


@pytest.fixture
def said(world: World) -> Two:
    """Both have said it, and both have begun to say it again. Mo's backup is Lea."""
    nia, mo = world.newcomer("Nia"), world.person(Role.MENTOR, name="Mo")
    both = Two(world, nia, mo, pair(world, nia, mo, world.person(Role.MENTOR, name="Lea")))
    for who in (nia, mo):
        both.say(who, f"{CANARY} {who.display_name}")
        keep_draft(who, Place(private_id=both.id), "", f"{CANARY} once more", world.clock)
    both.say(nia, CANARY, calls_for_help=True)
    return both


def test_no_mail_carries_it(
    said: Two, settings: Settings, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    send_due_notifications(Services(mailer=outbox, clock=said.world.clock), settings)

    assert len(outbox.messages) == 2
    assert not any(CANARY in str(mail) for mail in outbox.messages)
    assert CANARY not in caplog.text


def test_it_stands_in_no_other_table(said: Two) -> None:
    found = set()
    for table in metadata.sorted_tables:
        if any(CANARY in str(row) for row in db.session.execute(select(table))):
            found.add(table.name)

    assert found == {"private_messages", "drafts"}
