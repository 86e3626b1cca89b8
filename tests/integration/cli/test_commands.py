"""Settings, migrations and the example community on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from forum.cli.migrating import upgrade
from forum.config import Settings
from forum.models import metadata
from tests.conftest import make_settings
from tests.factories import World
from tests.integration.cli.conftest import Forum

COMMANDS = (("run",), ("worker",), ("migrate",), ("demo", "load"), ("user", "password", "ana"))


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


@pytest.mark.parametrize("command", [("run",), ("migrate",)], ids=" ".join)
def test_a_folder_that_cannot_be_written(
    forum: Forum, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()
    env = {"FORUM_INSTANCE_DIR": str(tmp_path / "file"), "FORUM_SECRET_KEY": ""}
    result = forum(*command, env=env)
    assert result.exit_code == 1
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


def test_upgrade_says_whether_there_was_anything_to_do(
    instance_dir: Path, empty_database_url: str
) -> None:
    settings = make_settings(instance_dir, empty_database_url)
    assert upgrade(settings) is True
    assert upgrade(settings) is False


def test_a_database_that_cannot_be_opened(forum: Forum, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'forum.db'}"
    result = forum("migrate", env={"FORUM_DATABASE_URL": url})
    assert result.exit_code == 1
    assert "can't be opened" in result.output


def test_the_worker_does_not_start_on_old_tables(forum: Forum, empty_database_url: str) -> None:
    result = forum("worker", env={"FORUM_DATABASE_URL": empty_database_url})
    assert result.exit_code == 1
    assert "forum migrate" in result.output


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
