"""Every part of the forum that tells of a change knows all of them."""

from __future__ import annotations

from forum.accounts.second_factor.changes import FactorChange
from forum.audit.wording import sentence
from forum.notifications.models import NotificationKind


def test_the_inbox_knows_every_change() -> None:
    assert {change.value for change in FactorChange} <= {kind.value for kind in NotificationKind}


def test_the_audit_log_knows_every_change() -> None:
    told = {
        sentence("person.second_factor", {"change": change.value}, "Ada", "Ben")
        for change in FactorChange
    }
    assert len(told) == len(FactorChange)
    assert "Ada changed the second step of Ben." not in told
    assert "Ada took the second step at sign-in away from Ben." in told


def test_the_command_line_is_named_where_no_person_acted() -> None:
    detail = {"change": FactorChange.TAKEN_AWAY.value}
    said = sentence("person.second_factor", detail, None, "Ben")
    assert said == "Somebody at the command line took the second step at sign-in away from Ben."
