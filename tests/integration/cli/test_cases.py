"""`forum cases export`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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


def test_the_export_is_written_to_a_file(world: World, forum: Forum, tmp_path: Path) -> None:
    world.thread(world.person())
    db.session.rollback()
    result = forum("cases", "export", "--out", str(tmp_path / "cases"))
    assert result.exit_code == 0, result.output
    assert result.stderr == "1 case.\n"
    assert len((tmp_path / "cases").read_text().splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a disk that is full")
def test_a_full_disk_is_told_in_plain_words(world: World, forum: Forum) -> None:
    world.thread(world.person())
    db.session.rollback()
    result = forum("cases", "export", "--out", "/dev/full")
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert "No space left on device" in result.stderr
    assert "1 case" not in result.stderr
