"""`forum cases export`."""

from __future__ import annotations

import json

from forum.accounts.models import Role
from forum.database import db
from tests.factories import UNKIND, World
from tests.integration.cli.conftest import Forum


def test_the_export_tells_what_was_said_and_not_by_whom(world: World, forum: Forum) -> None:
    mira = world.person(Role.MODERATOR, name="Mira")
    thread = world.thread(world.person(name="Host"))
    bo = world.person(name="Bodo Brand")
    post = world.reply(bo, thread, f"Bodo Brand here, and Mira, write to bo@example.org. {UNKIND}")
    world.decide(mira, post, "approve")
    db.session.rollback()

    result = forum("cases", "export")
    assert result.exit_code == 0, result.output
    # The post that began the thread has long been read without an objection: the command has the real clock.
    cases = [json.loads(line) for line in result.stdout.splitlines()]
    (case,) = [one for one in cases if one["was_held"]]
    assert (case["said"], case["was_held"], case["audience"]) == ("let_through", True, "members")
    assert case["scores"] == {"toxicity": 0.91, "insult": 0.84}
    assert UNKIND in case["text"]
    for name in ("Bodo", "Brand", "Mira", "example.org"):
        assert name not in result.stdout
    assert "2 cases." in result.stderr
