"""The number of queries per page stays the same as threads, posts and people grow."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import event

from forum.accounts.models import Role
from forum.database import db
from tests.factories import World, sign_in
from tests.support.client import CheckingClient
from tests.support.statements import statements


def grow(world: World, number: int) -> None:
    """More people, threads, replies, and newcomers who wait."""
    mentor = world.person(Role.MENTOR)
    for _ in range(number):
        thread = world.thread(world.person(), welcome=True)
        for _ in range(3):
            world.reply(world.person(), thread)
        world.reply(world.newcomer(), thread)
        world.reply(mentor, thread)


PRIVATE = ("/home", "/mentor")
PATHS = ("/", "/categories/hello", "/threads/1-a-thread", "/welcome", "/home", "/mentor")


@pytest.mark.parametrize("signed_in", [False, True])
def test_constant(app: Flask, world: World, client: CheckingClient, signed_in: bool) -> None:
    reader = world.person(Role.MENTOR, Role.MODERATOR, Role.ADMIN)
    grow(world, 2)
    if signed_in:
        sign_in(app, client, reader)

    def numbers() -> dict[str, int]:
        found = {}
        for path in PATHS:
            with statements(db.engine) as asked:
                assert client.get(path).status_code == (
                    200 if signed_in or path not in PRIVATE else 302
                )
            found[path] = len(asked)
        return found

    numbers()  # what is looked up once per process is looked up here
    before = numbers()
    grow(world, 8)
    assert numbers() == before
    # The desk is made of twelve lists: who has answered plenty of late is the latest.
    assert before.pop("/mentor") <= 22
    assert max(before.values()) <= 10, before


# Read from one end to the other, or by what nearly all rows have in common.
ALL_OF_THEM = re.compile(
    r"SCAN (posts|threads|post_revisions)\w*$"
    r"|SEARCH (posts|threads)\w* USING .*INDEX \S+ \((state|welcome_flagged_at)=\?\)"
)


@pytest.mark.parametrize("path", ["/", "/categories/hello", "/threads/1-a-thread", "/home"])
def test_no_page_goes_through_all_that_was_ever_written(
    app: Flask, world: World, client: CheckingClient, path: str
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip(
            "PostgreSQL makes its plans by what is in the tables, and here is next to nothing."
        )
    newcomer = world.newcomer()
    world.reply(world.person(), world.thread(newcomer))
    sign_in(app, client, newcomer)
    plans: list[str] = []

    def note(
        connection: object, cursor: object, statement: str, values: object, *_: object
    ) -> None:
        if statement.startswith("SELECT"):
            with db.engine.connect() as own:
                rows = own.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
                plans.extend(row.detail for row in rows)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert plans
    assert [line for line in plans if ALL_OF_THEM.search(line)] == []
