"""`forum audit verify`."""

from __future__ import annotations

from forum.audit.chain_queries import log_head
from tests.factories import World
from tests.integration.audit.tampering import by_force, give_and_take
from tests.integration.cli.conftest import Forum


def test_a_log_in_order(world: World, forum: Forum) -> None:
    give_and_take(world, 3)
    result = forum("audit", "verify")
    assert result.exit_code == 0
    assert "3 entries, none changed, missing or moved" in result.output
    head = log_head()
    assert str(head) in result.output
    assert forum("audit", "verify", "--noted", str(head)).exit_code == 0


def test_a_log_that_was_tampered_with(world: World, forum: Forum) -> None:
    give_and_take(world, 3)
    by_force("UPDATE audit_entries SET action = 'person.joined' WHERE number = 2")
    result = forum("audit", "verify")
    assert result.exit_code == 1
    assert "Entry 2 was changed after it was written." in result.output


def test_a_log_that_is_not_the_one_that_was_noted(world: World, forum: Forum) -> None:
    give_and_take(world, 3)
    result = forum("audit", "verify", "--noted", f"2:{'ab' * 32}")
    assert result.exit_code == 1
    assert "Entry 2 is not the one whose seal was noted down" in result.output


def test_a_note_that_is_none(forum: Forum) -> None:
    result = forum("audit", "verify", "--noted", "yesterday")
    assert result.exit_code == 2


def test_an_empty_log(world: World, forum: Forum) -> None:
    assert forum("audit", "verify").output == "The log is empty.\n"
