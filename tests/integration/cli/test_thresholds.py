"""Threshold sets on the command line."""

from __future__ import annotations

from pathlib import Path

from forum.audit.models import AuditEntry
from forum.database import db
from forum.screening import Audience, State, ThresholdSet
from forum.thresholds.commands import take_bundled
from tests.factories import World
from tests.integration.cli.conftest import Forum

OLD = ThresholdSet(
    name="2026-01", state=State.DRAFT, limits={audience: {"insult": 0.5} for audience in Audience}
)


def test_the_command_line(forum: Forum, world: World, tmp_path: Path) -> None:
    assert "None yet" in forum("screening", "thresholds", "list").output
    take_bundled([OLD], world.clock)
    file = tmp_path / "ours.toml"
    rows = "\n".join(f"[limits.{audience}]\ninsult = 0.9" for audience in Audience)
    file.write_text(f'name = "ours"\nstate = "draft"\n{rows}\n')
    for arguments in (("add", str(file)), ("make-shadow", "ours")):
        result = forum("screening", "thresholds", *arguments)
        assert result.exit_code == 0, result.output
    too_soon = forum("screening", "thresholds", "make-live", "ours")
    assert too_soon.exit_code == 1
    assert "--without-trial" in too_soon.output
    why = ("--without-trial", "The model is new.")
    assert forum("screening", "thresholds", "make-live", "ours", *why).exit_code == 0
    db.session.rollback()
    entry = db.session.query(AuditEntry).filter_by(action="thresholds.untried").one()
    assert (entry.detail["name"], entry.detail["because"]) == ("ours", why[1])
    listed = forum("screening", "thresholds", "list").output
    assert "retired  2026-01" in listed
    assert "live     ours since" in listed
    assert forum("screening", "thresholds", "make-live", "nothing").exit_code == 1
    file.write_text("limits = 5")
    refused = forum("screening", "thresholds", "add", str(file))
    assert refused.exit_code == 1
    assert "is no threshold set" in refused.output
