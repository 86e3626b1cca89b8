"""Choosing what is mailed."""

from __future__ import annotations

from flask import Flask

from forum.database import db
from forum.notifications.mail_topics import OFFERED, MailTopic
from forum.notifications.queries import mails_wanted
from tests.factories import World, sign_in
from tests.support.client import CheckingClient


def test_a_person_chooses_what_is_mailed(app: Flask, world: World, client: CheckingClient) -> None:
    ana = world.newcomer()
    sign_in(app, client, ana)
    assert len(client.page("/account/mails").find_all("input", type="checkbox")) == len(OFFERED)
    answer = client.submit("/account/mails", {"topics": ["answers"]}, follow_redirects=True)
    assert "Saved." in answer.text
    assert mails_wanted(ana) == [MailTopic.ANSWERS]
    client.submit("/account/mails", {"topics": []})
    db.session.rollback()
    assert mails_wanted(ana) == []


def test_a_link_in_a_mail_changes_nothing_and_asks_who_one_is(
    world: World, client: CheckingClient
) -> None:
    assert client.get("/account/mails").location == "/sign-in?next=/account/mails"
