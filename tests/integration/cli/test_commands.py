"""Settings, migrations and the example community on the command line."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, inspect, text

from forum.cli.migrating import upgrade
from forum.cli.stop import Stop
from forum.config import ROOT, Settings
from forum.database import db, transaction
from forum.models import metadata
from forum.revisions import MIGRATIONS, known_revisions
from tests.conftest import make_settings
from tests.factories import World
from tests.integration.cli.conftest import Forum
from tests.support.processes import environment
from tests.support.smtp import free_port

COMMANDS = (("run",), ("worker",), ("migrate",), ("demo", "load"), ("user", "password", "ana"))


def of_newer_forum(app: Flask) -> None:
    """As when a newer version of the forum was here, and an older one has come back."""
    with app.app_context():
        with transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        db.engine.dispose()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_settings_that_cannot_be_used_are_listed(forum: Forum, command: tuple[str, ...]) -> None:
    env = {
        "FORUM_ENVIRONMENT": "production",
        "FORUM_SECRET_KEY": "",
        "FORUM_BASE_URL": "http://forum.example",
        "FORUM_DATABASE_URL": "mysql://somewhere",
    }
    result = forum(*command, env=env, typed="x\nx\n")
    assert result.exit_code == 2
    for name in ("FORUM_SECRET_KEY", "FORUM_BASE_URL", "FORUM_DATABASE_URL"):
        assert name in result.output
    assert "Traceback" not in result.output


def test_a_number_that_is_none_is_named(forum: Forum) -> None:
    result = forum("migrate", env={"FORUM_PORT": "eight thousand"})
    assert result.exit_code == 2
    assert "FORUM_PORT" in result.output


@pytest.mark.parametrize("secret", ["", "k3J9-vQ7x_Lm2Rt8Zp5Wd1Yc6Nb4Hf0Gs-Au"])
@pytest.mark.parametrize("command", [("run",), ("worker",), ("migrate",)], ids=" ".join)
def test_a_folder_that_cannot_be_written(
    forum: Forum, tmp_path: Path, command: tuple[str, ...], secret: str
) -> None:
    (tmp_path / "file").touch()
    env = {"FORUM_INSTANCE_DIR": str(tmp_path / "file"), "FORUM_SECRET_KEY": secret}
    result = forum(*command, env=env)
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert f"The folder {tmp_path / 'file'} can't be written" in result.output


def test_migrating_an_empty_database(forum: Forum, empty_database_url: str) -> None:
    env = {"FORUM_DATABASE_URL": empty_database_url}
    first, second = forum("migrate", env=env), forum("migrate", env=env)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "are up to date now" in first.output
    assert "were up to date" in second.output
    engine = create_engine(empty_database_url)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_folder_that_is_not_there_yet_is_made(
    forum: Forum, empty_database_url: str, tmp_path: Path
) -> None:
    env = {
        "FORUM_DATABASE_URL": empty_database_url,
        "FORUM_INSTANCE_DIR": str(tmp_path / "new"),
        "FORUM_SECRET_KEY": "k3J9-vQ7x_Lm2Rt8Zp5Wd1Yc6Nb4Hf0Gs-Au",
    }
    assert forum("migrate", env=env).exit_code == 0
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700, "what people wrote is in there"


def test_upgrade_says_whether_there_was_anything_to_do(
    instance_dir: Path, empty_database_url: str
) -> None:
    settings = make_settings(instance_dir, empty_database_url)
    assert upgrade(settings) is True
    assert upgrade(settings) is False


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--no-worker"),
        ("migrate",),
        ("worker",),
        ("user", "password", "ana", "--password-stdin"),
        ("user", "role", "give", "ana", "admin"),
        ("demo", "load"),
        ("audit", "verify"),
        ("screening", "thresholds", "list"),
        ("cases", "export"),
    ],
    ids=" ".join,
)
def test_a_database_of_a_newer_forum_is_left_alone(
    forum: Forum, app: Flask, settings: Settings, command: tuple[str, ...]
) -> None:
    of_newer_forum(app)
    for _ in range(2):
        result = forum(
            *command, env={"FORUM_PORT": str(free_port())}, typed="orchard lantern seventeen\n"
        )
        assert (result.exit_code, type(result.exception)) == (1, SystemExit)
        assert "was brought up to date by a newer version of the forum" in result.output
        assert "Install that version" in result.output
    assert not settings.backup_folder.exists()


def test_the_web_server_does_not_start_on_tables_of_a_newer_forum(
    app: Flask, settings: Settings
) -> None:
    def start() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "import wsgi"]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment(settings),
            capture_output=True,
            text=True,
            check=False,
        )

    assert start().returncode == 0
    of_newer_forum(app)
    refused = start()
    assert refused.returncode == 1
    assert "was brought up to date by a newer version of the forum" in refused.stderr


def test_every_migration_is_known_by_the_number_that_its_file_begins_with() -> None:
    found = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    assert known_revisions() == {one.revision for one in found}


def test_a_database_that_cannot_be_opened(forum: Forum, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'forum.db'}"
    result = forum("migrate", env={"FORUM_DATABASE_URL": url})
    assert result.exit_code == 1
    assert "can't be opened" in result.output


def test_the_worker_does_not_start_on_old_tables(forum: Forum, empty_database_url: str) -> None:
    result = forum("worker", env={"FORUM_DATABASE_URL": empty_database_url})
    assert result.exit_code == 1
    assert "forum migrate" in result.output


def test_links_in_a_workers_mails_lead_to_the_port_of_the_web_server(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[Settings] = []

    def lay(settings: Settings) -> Flask:
        used.append(settings)
        raise Stop("That is enough.")

    monkeypatch.setattr("forum.cli.worker.lay_foundation", lay)
    forum("worker", env={"FORUM_BASE_URL": "", "FORUM_PORT": "8123"})
    assert [settings.base_url for settings in used] == ["http://127.0.0.1:8123"]


def test_the_example_is_loaded_once(forum: Forum, world: World) -> None:
    first, second = forum("demo", "load"), forum("demo", "load")
    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "is there" in first.output
    assert "loaded already" in second.output


def test_the_example_needs_a_community(forum: Forum, settings: Settings) -> None:
    result = forum("demo", "load")
    assert result.exit_code == 1
    assert "There is no community yet" in result.output


def test_the_commands_that_the_readme_names_exist(forum: Forum) -> None:
    for command in (*COMMANDS, ("doctor",), ("screening", "score"), ("screening", "evaluate")):
        assert forum(*command, "--help").exit_code == 0, command
