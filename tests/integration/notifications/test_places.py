"""A line leads to the same place from the inbox and from a mail, and there is a page there."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.config import Settings
from forum.database import transaction
from forum.notifications.mail_topics import TOPIC_OF
from forum.notifications.mailing import send_due_notifications
from forum.notifications.models import NotificationKind
from forum.notifications.places import PLACES
from forum.notifications.queries import inbox_page
from forum.notifications.telling import tell
from forum.notifications.views import address_of
from forum.wiring import Services
from tests.factories import World
from tests.support.clock import FakeClock
from tests.support.mail import Outbox

K = NotificationKind


def test_every_kind_says_where_it_leads() -> None:
    assert set(PLACES) == set(K)


@pytest.mark.parametrize("path", sorted({place.path for one in PLACES.values() for place in one}))
def test_there_is_a_page_at_every_place(app: Flask, path: str) -> None:
    endpoint, _ = app.url_map.bind("forum.test").match(f"/{path.format(1)}")
    assert endpoint


@pytest.mark.parametrize("kind", sorted(TOPIC_OF))
def test_a_mail_leads_to_where_the_page_does(
    app: Flask, world: World, clock: FakeClock, settings: Settings, outbox: Outbox, kind: K
) -> None:
    ana, bo = world.person(name="Ana"), world.person(name="Bo")
    with transaction() as session:
        tell(session, ana.id, kind, clock.now(), actor_id=bo.id)
    send_due_notifications(Services(mailer=outbox, clock=clock), settings)
    (line,) = inbox_page(ana, 1, str).items
    with app.test_request_context(base_url="https://forum.test"):
        address = address_of(line) or "/inbox"
    (mail,) = outbox.messages
    assert f"\nhttps://forum.test{address}\n" in mail.get_content()


def test_where_the_forum_lies_below_another_address_its_lines_do(
    app: Flask, world: World, clock: FakeClock
) -> None:
    ana = world.person(name="Ana")
    with transaction() as session:
        tell(session, ana.id, K.SET_AWAY, clock.now())
    (line,) = inbox_page(ana, 1, str).items
    with app.test_request_context(base_url="https://forum.test/talk"):
        assert address_of(line) == "/talk/mentor"
