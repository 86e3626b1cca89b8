"""The worker is killed in the middle of its work. Nothing is lost, and nothing is published unseen.

These are the real processes: `forum worker` with the model that ships, ended with SIGKILL.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.config import Settings
from forum.conversations.models import Post, PostTransition, ScreeningResult
from forum.database import db
from tests.conftest import make_settings
from tests.factories import World
from tests.support.processes import MODEL_CACHE, Worker

POSTS = 24
# Long enough for the worker to be in the middle of one when it is killed.
KIND_WORDS = """Hello everybody, I live by the sea with my daughter and two cats.

On Sundays we bake bread, and the whole house smells of it until the evening.

I used to drive a bus, and I still know every stop between the harbour and the hills.

My neighbour taught me to knit last winter. The first scarf was three metres long.

I am looking forward to reading what you all write, and I will try to answer when I can."""
UNKIND_WORDS = "You are a worthless idiot. Shut up and get lost, nobody wants you here."


@pytest.fixture
def settings(instance_dir: Path, database_url: str) -> Settings:
    """Of the test and of the worker, which work on one database."""
    return make_settings(
        instance_dir,
        database_url,
        screening_cache=MODEL_CACHE,
        # What a killed worker was reading is another's after this.
        screening_deadline_seconds=10.0,
    )


def states() -> Counter[str]:
    db.session.rollback()
    return Counter(db.session.scalars(select(Post.state).where(~Post.is_opening)))


def wait_for(worker: Worker, done: int) -> None:
    worker.wait_until(
        lambda: states()["submitted"] <= POSTS - done, what=f"{done} posts read", seconds=120
    )


def test_what_a_killed_worker_had_not_finished_is_finished_by_the_next(
    app: Flask, world: World, settings: Settings, tmp_path: Path
) -> None:
    thread = world.thread(world.person())
    for number in range(POSTS):
        unkind = f"{UNKIND_WORDS}\n\n" if number % 4 == 0 else ""
        world.sent_reply(world.person(), thread, f"{unkind}{KIND_WORDS}")

    first = Worker(settings, tmp_path / "first.log")
    first.launch()
    wait_for(first, 3)
    first.kill()
    left = states()["submitted"]
    assert left > 0, "the worker was done before it could be killed"
    time.sleep(0.5)
    assert states()["submitted"] == left, "somebody goes on working"

    second = Worker(settings, tmp_path / "second.log")
    second.start()
    try:
        wait_for(second, POSTS)
    finally:
        second.stop()
    assert states() == {"published": POSTS * 3 // 4, "held": POSTS // 4}
    steps = db.session.execute(
        select(PostTransition.post_id, func.count())
        .where(PostTransition.post_id.in_(select(Post.id).where(~Post.is_opening)))
        .group_by(PostTransition.post_id)
    ).all()
    assert [count for _, count in steps] == [1] * POSTS, "each post took exactly one step"
    read = set(db.session.scalars(select(ScreeningResult.revision_id)))
    assert len(read) >= POSTS
