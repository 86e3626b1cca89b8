"""Somebody writes that they may hurt themselves: nothing is held for it, and every moderator is called."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Block, Role
from forum.conversations import commands
from forum.database import db, transaction
from forum.moderation.ranking import Gravity
from forum.notifications.models import Notification
from forum.screening import Submission, Verdict
from tests.factories import KIND, UNKIND, World, sign_in
from tests.support.client import CheckingClient
from tests.support.desk import finding, verdict

CRY = "I want to end it all."


@pytest.fixture
def moderators(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Two of them; the screener hears a cry for help."""

    def hear(submission: Submission) -> Verdict:
        cries = [finding("distress", (0, 5), holds=False, urgent=True)]
        unkind = [finding("toxicity", (0, 5))]
        return verdict(
            *(cries if CRY in submission.text else ()),
            *(unkind if UNKIND in submission.text else ()),
        )

    monkeypatch.setattr(world.screener, "screen", hear)
    return [world.person(Role.MODERATOR), world.person(Role.MODERATOR, Role.MENTOR)]


def called() -> dict[int, int]:
    """How often each person was called."""
    db.session.rollback()
    rows = db.session.query(Notification.user_id).filter_by(kind="somebody_in_need").all()
    return {row.user_id: sum(other == row for other in rows) for row in rows}


def test_the_post_appears_and_every_moderator_is_called(
    world: World, moderators: list[Actor]
) -> None:
    post = world.reply(world.newcomer(), world.thread(world.person()), CRY)
    assert post.state == "published"
    assert called() == {one.id: 1 for one in moderators}
    lines = db.session.query(Notification).filter_by(kind="somebody_in_need")
    assert all(line.mail_due_at == world.clock.now() for line in lines), "they are mailed as well"


def test_it_stands_on_top_of_the_queue_and_goes_on_being_read(
    app: Flask, world: World, moderators: list[Actor], client: CheckingClient
) -> None:
    post = world.reply(world.newcomer(), world.thread(world.person()), CRY)
    item = world.open_item(post)
    assert item is not None
    assert [reason.kind for reason in item.reasons] == ["distress"]
    assert item.gravity == Gravity.URGENT
    page = sign_in(app, client, moderators[0]).page(f"/review/{item.id}").find("main").text
    assert "Its author may be thinking of hurting themselves" in page
    assert world.fresh(post).state == "published"


def test_what_is_held_is_an_item_already(world: World, moderators: list[Actor]) -> None:
    post = world.reply(world.newcomer(), world.thread(world.person()), f"{CRY} {UNKIND}")
    item = world.open_item(post)
    assert item is not None
    assert [reason.kind for reason in item.reasons] == ["screening"]
    assert item.gravity == Gravity.URGENT


def test_they_are_called_as_well_where_it_is_held_for_something_else(
    world: World, moderators: list[Actor]
) -> None:
    post = world.reply(world.newcomer(), world.thread(world.person()), f"{CRY} {UNKIND}")
    assert post.state == "held"
    assert called() == {one.id: 1 for one in moderators}


def test_an_edit_counts_like_the_first_words(world: World, moderators: list[Actor]) -> None:
    author = world.newcomer()
    post = world.reply(author, world.thread(world.person()), KIND)
    assert called() == {}
    new = commands.NewVersion(text=CRY, title=None, based_on=1)
    commands.revise(author, post.id, new, world.clock)
    world.screen()
    assert called() == {one.id: 1 for one in moderators}


def test_nobody_is_called_by_their_own_words(world: World, moderators: list[Actor]) -> None:
    author, other = moderators
    world.reply(author, world.thread(world.person()), CRY)
    assert called() == {other.id: 1}


def test_a_block_keeps_nobody_from_being_called(world: World, moderators: list[Actor]) -> None:
    author = world.newcomer()
    with transaction() as session:
        session.add(Block(blocker_id=moderators[0].id, blocked_id=author.id, at=world.clock.now()))
    world.reply(author, world.thread(world.person()), CRY)
    assert called() == {one.id: 1 for one in moderators}


def test_what_a_person_decided_calls_nobody_again(world: World, moderators: list[Actor]) -> None:
    post = world.reply(world.newcomer(), world.thread(world.person()), f"{CRY} {UNKIND}")
    world.decide(moderators[0], post, "approve")
    assert called() == {one.id: 1 for one in moderators}


def test_the_line_says_what_to_do_and_leads_there(
    app: Flask, world: World, moderators: list[Actor], client: CheckingClient
) -> None:
    author = world.newcomer("Nia")
    world.reply(author, world.thread(world.person(), title="Evenings"), CRY)
    page = sign_in(app, client, moderators[0]).page("/inbox").find("main").text
    assert "Nia may need somebody soon in “Evenings”." in page
    assert "Read what they wrote" in page
