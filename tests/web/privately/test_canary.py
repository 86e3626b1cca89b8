"""What is said in private appears nowhere to anybody but the two: not on a page, in a mail, in a log or in an entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Role
from forum.config import Settings
from forum.database import db
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place
from forum.models import metadata
from forum.notifications.mailing import send_due_notifications
from forum.privately.commands import end
from forum.wiring import Services
from tests.factories import World, everyone, sign_in
from tests.integration.privately.talking import Two, pair
from tests.support.addresses import addresses
from tests.support.client import CheckingClient
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


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_only_the_two_find_it(
    app: Flask, world: World, said: Two, new_client: Callable[[], CheckingClient], closed: bool
) -> None:
    if closed:
        end(said.nia, said.id, world.clock)
    people = everyone(world) | {"nia": said.nia, "mo": said.mo}
    paths = set(addresses(app, {"conversation_id": said.id, "user_id": said.nia.id,
                                "username": said.nia.username}))  # fmt: skip
    seen_by = set()
    for kind, person in people.items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        for path in sorted(paths):
            response = client.get(path)
            headers = "".join(f"{name}: {value}" for name, value in response.headers)
            if CANARY in response.text or CANARY in headers:
                assert kind in {"nia", "mo"}, f"{kind} finds it at {path}"
                seen_by.add(kind)
    assert seen_by == {"nia", "mo"}


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


def test_what_is_reported_is_seen_by_moderators_on_the_items_own_page_alone(
    app: Flask, world: World, said: Two, new_client: Callable[[], CheckingClient]
) -> None:
    item = said.report(said.nia, said.messages()[1].id)
    people = everyone(world)
    paths = set(addresses(app, {"conversation_id": said.id, "item_id": item.id, "user_id": said.nia.id,
                                "username": said.mo.username}))  # fmt: skip
    found = set()
    for kind, person in people.items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        found |= {(kind, path) for path in sorted(paths) if CANARY in client.get(path).text}
    assert found == {("moderator", f"/review/{item.id}/private")}
    shown = sign_in(app, new_client(), people["moderator"]).get(f"/review/{item.id}/private").text
    assert f"{CANARY} Mo" in shown
    assert f"{CANARY} Nia" not in shown
