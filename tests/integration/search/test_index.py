"""The database keeps the index of words itself, whatever becomes of a post."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from forum.accounts.actor import VISITOR
from forum.cli.migrating import prepare
from forum.conversations.models import PostRevision
from forum.database import db
from forum.keeping.applying import keep_house
from forum.search.asked import read_asked
from forum.search.index import matches
from forum.search.queries import find_posts
from tests.factories import World

GARDEN = "My garden is full of nettles this spring."


def numbers(words: str) -> list[int]:
    results = find_posts(VISITOR, read_asked(words), 1, str)
    return [found.post_id for found in results.page.items]


def test_posts_that_were_there_before_the_index_are_found(app: Flask, world: World) -> None:
    post_id = world.reply(world.person(), world.thread(world.person()), GARDEN).id
    db.session.rollback()
    prepare(app)
    downgrade(revision="0054")

    upgrade()

    assert numbers("nettles") == [post_id]


def test_a_row_that_is_deleted_is_gone_from_the_index(world: World) -> None:
    post = world.reply(world.person(), world.thread(world.person()))
    found = matches(db.engine.dialect.name, read_asked("nettles"), all_words=True)
    version = PostRevision(
        post_id=post.id, number=2, text=GARDEN, html=GARDEN, created_at=world.clock.now()
    )
    db.session.add(version)
    db.session.flush()
    assert db.session.scalars(select(found.c.revision_id)).all() == [version.id]

    db.session.delete(version)
    db.session.flush()

    assert db.session.scalars(select(found.c.revision_id)).all() == []


def test_housekeeping_leaves_nothing_of_erased_words(world: World, tmp_path: Path) -> None:
    """PostgreSQL does it by itself; what SQLite keeps is looked for in its file."""
    post = world.reply(world.person(), world.thread(world.person()), "A zebrafinch sang.")
    version = world.revision(post)
    assert is_in_the_file("zebrafinch") or db.engine.dialect.name != "sqlite"
    version.text, version.erased_at = "", world.clock.now()
    db.session.commit()

    keep_house(world.clock, tmp_path)

    assert numbers("zebrafinch") == []
    assert not is_in_the_file("zebrafinch")


def is_in_the_file(word: str) -> bool:
    if db.engine.dialect.name != "sqlite":
        return False
    blocks = db.session.scalars(text("SELECT block FROM post_words_data")).all()
    return any(word.encode() in block for block in blocks)


PLAN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
INDEX = {"sqlite": "VIRTUAL TABLE INDEX", "postgresql": "ix_post_revisions_words"}


@pytest.mark.parametrize("words", ["nettles", "nettles -winter"])
def test_the_index_is_used(world: World, words: str) -> None:
    """Where the query's words differ from the index's by a letter, PostgreSQL reads every version of every post."""
    database = db.engine.dialect.name
    if database == "postgresql":
        # So few rows are read faster without any index.
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    found = select(matches(database, read_asked(words), all_words=True))
    compiled = found.compile(db.engine, compile_kwargs={"literal_binds": True})

    plan = db.session.execute(text(f"{PLAN[database]} {compiled}")).all()

    assert INDEX[database] in str(plan)
