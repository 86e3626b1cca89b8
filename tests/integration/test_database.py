"""What the database tells when it refuses something, and how long anybody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import structlog
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands, transitions
from forum.conversations.models import PostRevision
from forum.database import db, emit, transaction
from forum.errors import ForumError
from forum.events import Event
from forum.moderation.commands import Ruling, decide
from forum.text import render
from tests.factories import UNKIND, World

SECRET = "zq7canary"


def logged(error: BaseException) -> str:
    """What the log says of an error."""
    said: object = {"event": "unexpected_error", "exc_info": error}
    for process in structlog.get_config()["processors"]:
        said = process(None, "error", said)
    return str(said)


def test_what_people_wrote_stands_in_no_log(world: World) -> None:
    values = {"post_id": 1, "number": 1, "text": SECRET, "html": SECRET, "outcome": "unheard of"}
    with pytest.raises(StatementError) as raised, transaction() as session:
        session.execute(insert(PostRevision).values(values | {"created_at": None}))
    assert "INSERT INTO post_revisions" in logged(raised.value)
    assert SECRET not in logged(raised.value)


def test_nobody_waits_while_a_text_is_rendered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def slowly(text: str) -> str:
        written.append(db.session().in_transaction() and "pending_events" in db.session().info)
        return render(text)

    monkeypatch.setattr(commands, "render", slowly)
    author = world.person()
    post = world.reply(author, world.thread(world.person()))
    new = commands.NewVersion(text="Other words.", title=None, based_on=1)
    commands.revise(author, post.id, new, world.clock)
    assert written == [False, False, False]


def test_two_people_who_answer_each_other_appear_at_once(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each notification names the author of the other post, whose row the other transaction holds."""
    moderators = [world.person(Role.MODERATOR) for _ in range(2)]
    ana, ben = world.person(), world.person()
    held = [
        world.reply(ben, world.thread(ana, title="Ana's"), UNKIND),
        world.reply(ana, world.thread(ben, title="Ben's"), UNKIND),
    ]
    rulings = [world.ruling(post, "approve") for post in held]
    ids = [post.id for post in held]
    both = threading.Barrier(2)

    def after_both_hold_their_locks(session: Session, happened: Event) -> None:
        # SQLite lets one writer in at a time: the other one is not here yet.
        if db.engine.dialect.name == "postgresql":
            both.wait(timeout=10)
        emit(session, happened)

    monkeypatch.setattr(transitions, "emit", after_both_hold_their_locks)
    failures = together(
        [lambda n=n: approve(app, world, moderators[n], ids[n], rulings[n]) for n in range(2)]  # type: ignore[misc]
    )
    assert failures == []
    assert {world.fresh(post).state for post in held} == {"published"}


def approve(app: Flask, world: World, moderator: Actor, post_id: int, ruling: Ruling) -> None:
    with app.app_context():
        decide(moderator, post_id, ruling, world.clock)


def together(jobs: list[Callable[[], None]]) -> list[Exception]:
    failures: list[Exception] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except (ForumError, SQLAlchemyError, threading.BrokenBarrierError) as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return failures
