"""What lies on the disk and can't be used: said in a line by whoever needs it, with how to mend it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from forum.config import Settings
from tests.integration.cli.conftest import Forum
from tests.integration.cli.test_doctor import line
from tests.support.postgres import connect
from tests.support.smtp import free_port


@pytest.fixture
def read_only(settings: Settings) -> Iterator[None]:
    """A database that can be read and not written, as one that belongs to somebody else. Root could write that, too."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        alter = sql.SQL("ALTER DATABASE {} {} default_transaction_read_only")
        name = sql.Identifier(url.database or "")
        with connect(settings.database) as connection:
            connection.execute(alter.format(name, sql.SQL("SET")) + sql.SQL(" = on"))
        yield
        with connect(settings.database) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(alter.format(name, sql.SQL("RESET")))
        return
    path = Path(url.database or "")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    with path.open("r+b") as file:
        # The version of SQLite that may write it: none that there is.
        file.seek(18)
        file.write(b"\x09")
    yield


@pytest.mark.usefixtures("read_only")
def test_the_doctor_sees_that_a_database_can_not_be_written(
    forum: Forum, settings: Settings
) -> None:
    result = forum("doctor")
    assert result.exit_code == 1
    said = line(result.output, "database")
    assert said.startswith("BROKEN")
    assert "can be read and not written" in said
    if make_url(settings.database).get_backend_name() != "sqlite":
        # What it is set to, and where such a thing is set; of a standby, whom to turn to.
        assert "RESET default_transaction_read_only" in said
        assert "standby" in said


@pytest.mark.usefixtures("read_only")
def test_a_forum_does_not_start_on_a_database_that_it_can_not_write(forum: Forum) -> None:
    result = forum("run", "--no-worker", env={"FORUM_PORT": str(free_port())})
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert "can be read and not written" in result.output
    assert "Started" not in result.output


def test_a_queue_that_can_not_be_used_is_named(forum: Forum, settings: Settings) -> None:
    settings.jobs_path.mkdir()
    result = forum("migrate")
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert f"The queue {settings.jobs_path} can't be used" in result.output
    assert "nothing is lost" in result.output


@pytest.mark.parametrize(("mode", "level"), [(0o700, "OK"), (0o750, "OK"), (0o755, "ATTENTION")])
def test_who_may_look_into_the_folder(
    forum: Forum, settings: Settings, mode: int, level: str
) -> None:
    settings.instance_dir.chmod(mode)
    said = line(forum("doctor").output, "folder")
    assert said.startswith(level)
    assert (f"chmod o= '{settings.instance_dir}'" in said) == (level != "OK")
