"""Bringing a backup back where a PostgreSQL database holds more than the forum: an operator puts things in, too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from forum.backups.archive import BackupError, Occasion
from forum.backups.making import back_up_if_due, make_backup
from forum.backups.restoring import restore
from forum.cli.migrating import upgrade
from forum.config import Settings
from forum.revisions import known_revisions
from tests.conftest import make_settings
from tests.support.clock import NOON, FakeClock
from tests.support.postgres import connect, conninfo

PUT_IN = """
    CREATE SCHEMA school;
    CREATE TABLE school.pupils (name text);
    INSERT INTO school.pupils VALUES ('Ida');
    CREATE TYPE mood AS ENUM ('fine', 'tired');
    CREATE SEQUENCE tickets;
    CREATE TABLE visits (id int GENERATED ALWAYS AS IDENTITY);
    CREATE VIEW sweeps AS SELECT swept_at FROM keeping_sweeps;
    CREATE VIEW of_today AS SELECT 'fine'::mood AS felt;
    CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM keeping_sweeps;
    CREATE PROCEDURE refresh_counted() LANGUAGE sql AS 'REFRESH MATERIALIZED VIEW counted'
"""
HAND_OVER = """
    DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT oid::regclass AS name FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        LOOP EXECUTE format('ALTER TABLE %s OWNER TO keeper', one.name); END LOOP;
        FOR one IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        LOOP EXECUTE format('ALTER FUNCTION %s OWNER TO keeper', one.name); END LOOP;
    END $$
"""


@pytest.fixture
def ours(database_url: str, instance_dir: Path) -> Iterator[Settings]:
    """A forum whose database is ours and whose server is not, with an extension that only its owner may touch."""
    url = make_url(database_url)
    if url.get_backend_name() != "postgresql":
        pytest.skip("an SQLite file holds the forum and nothing else")
    keeper = f"keeper_{os.getpid()}"
    with closing(connect(database_url)) as server:
        if server.execute("SHOW is_superuser").fetchone() != ("on",):
            pytest.skip("only the owner of a server can put in what the forum may not touch")
        server.execute(f"CREATE ROLE {keeper} LOGIN PASSWORD 'geheim und lang'")
        try:
            server.execute(HAND_OVER.replace("keeper", keeper))
            server.execute(f'ALTER DATABASE "{url.database}" OWNER TO {keeper}')
            server.execute("CREATE EXTENSION pg_trgm")
            own = url.set(username=keeper, password="geheim und lang")
            settings = make_settings(instance_dir, own.render_as_string(hide_password=False))
            say(settings, f"INSERT INTO keeping_sweeps VALUES (1, '{NOON}')")
            say(settings, PUT_IN)
            yield settings
        finally:
            server.execute(f"REASSIGN OWNED BY {keeper} TO CURRENT_USER")
            server.execute(f"DROP OWNED BY {keeper}")
            server.execute(f"DROP ROLE {keeper}")


def say(settings: Settings, words: str) -> list[tuple[object, ...]]:
    """Say something to the database, and hear what it answers."""
    url = make_url(settings.database)
    address = conninfo(url._replace(password=None))
    with closing(psycopg.connect(address, password=url.password, autocommit=True)) as here:
        answer = here.execute(words.encode())
        return answer.fetchall() if answer.description else []


def swept_at(settings: Settings) -> datetime:
    """The one thing that this forum remembers."""
    [(moment,)] = say(settings, "SELECT swept_at FROM sweeps")
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)


def is_all_there(settings: Settings) -> bool:
    """Whether what the operator has put in is there, too."""
    asked = """
        SELECT count(*) FROM school.pupils, of_today, counted, tickets
        WHERE felt = 'fine' AND similarity(name, 'Ida') = 1
    """
    say(settings, "CALL refresh_counted()")
    return say(settings, asked) == [(1,)]


def an_hour_later(settings: Settings) -> None:
    say(settings, "UPDATE keeping_sweeps SET swept_at = swept_at + interval '1 hour'")


def test_the_forum_comes_back_and_the_rest_stays(ours: Settings) -> None:
    made = make_backup(ours, Occasion.BY_HAND, NOON)
    an_hour_later(ours)
    say(ours, "INSERT INTO school.pupils VALUES ('Noor')")
    say(ours, "CREATE TABLE of_a_later_version (id serial)")
    restore(ours, made, known_revisions(), NOON)
    assert swept_at(ours) == NOON
    assert is_all_there(ours)
    assert say(ours, "SELECT name FROM school.pupils") == [("Ida",), ("Noor",)]
    assert say(ours, "SELECT to_regclass('of_a_later_version')") == [(None,)]


def test_what_can_not_be_brought_back_leaves_all_as_it_was(
    ours: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = make_backup(ours, Occasion.BY_HAND, NOON)
    an_hour_later(ours)
    fails(monkeypatch, tmp_path, times=1)
    with pytest.raises(BackupError, match=r"What was there before was put back\.$"):
        restore(ours, made, known_revisions(), NOON)
    assert swept_at(ours) == NOON + timedelta(hours=1)
    assert is_all_there(ours)


def test_where_not_even_that_succeeds_it_is_said_and_what_was_there_is_kept_for_good(
    ours: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = make_backup(ours, Occasion.BY_HAND, NOON)
    an_hour_later(ours)
    fails(monkeypatch, tmp_path, times=2)
    with pytest.raises(BackupError, match="could not be put back") as error:
        restore(ours, made, known_revisions(), NOON)
    [kept] = ours.backup_folder.glob("*/database")
    assert f"It is whole in {kept}" in str(error.value)
    back_up_if_due(ours, FakeClock(NOON + timedelta(days=400)))
    assert kept.read_bytes().startswith(b"PGDMP")


def test_what_somebody_else_owns_is_not_dropped_and_nothing_is_changed(
    ours: Settings, database_url: str
) -> None:
    made = make_backup(ours, Occasion.BY_HAND, NOON)
    an_hour_later(ours)
    with closing(connect(database_url)) as server:
        server.execute("ALTER SCHEMA public OWNER TO CURRENT_USER")
        server.execute("GRANT ALL ON SCHEMA public TO PUBLIC")
        server.execute("CREATE VIEW theirs AS SELECT 1 AS one")
        server.execute("GRANT SELECT ON theirs TO PUBLIC")
    with pytest.raises(BackupError, match=r"must be owner of view theirs.*Nothing was changed"):
        restore(ours, made, known_revisions(), NOON)
    assert swept_at(ours) == NOON + timedelta(hours=1)


def test_a_backup_of_another_schema_is_not_taken_for_the_forum_s(ours: Settings) -> None:
    made = make_backup(ours, Occasion.BY_HAND, NOON)
    say(ours, "CREATE SCHEMA elsewhere")
    named = make_url(ours.database_url).update_query_dict({"options": "-csearch_path=elsewhere"})
    address = named.render_as_string(hide_password=False)
    there = ours.model_copy(update={"database_url": address})
    with pytest.raises(BackupError, match="nothing for the schema elsewhere"):
        restore(there, made, known_revisions(), NOON)
    assert swept_at(ours) == NOON


def test_the_password_is_in_no_command_line(
    ours: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    instead(monkeypatch, tmp_path, "pg_dump", f'echo "$@" >> {tmp_path}/said')
    make_backup(ours, Occasion.BY_HAND, NOON)
    said = (tmp_path / "said").read_text()
    assert "keeper" in said
    assert "geheim" not in said


def fails(monkeypatch: pytest.MonkeyPatch, folder: Path, *, times: int) -> None:
    """Let `pg_restore` fail so many times before it does its work."""
    left = folder / "left"
    left.write_text("x" * times)
    fail = f"if [ -s {left} ]; then truncate -s -1 {left}; echo 'no room' >&2; exit 1; fi"
    instead(monkeypatch, folder, "pg_restore", fail)


def instead(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str, first: str) -> None:
    """Let one of PostgreSQL's programs do something else first."""
    own = folder / "bin" / program
    own.parent.mkdir()
    own.write_text(f'#!/bin/sh\n{first}\nPATH=${{PATH#*:}}\nexec {program} "$@"\n')
    own.chmod(0o700)
    monkeypatch.setenv("PATH", f"{own.parent}{os.pathsep}{os.environ['PATH']}")


def test_a_forum_whose_address_names_a_schema_lives_there_and_is_copied_from_there(
    empty_database_url: str, instance_dir: Path
) -> None:
    url = make_url(empty_database_url)
    if url.get_backend_name() != "postgresql":
        pytest.skip("an SQLite file has no schemas")
    with closing(connect(empty_database_url)) as server:
        server.execute("CREATE SCHEMA club")
    named = url.update_query_dict({"options": "-csearch_path=club"})
    settings = make_settings(instance_dir, named.render_as_string(hide_password=False))
    assert upgrade(settings) is True
    where = "SELECT schemaname FROM pg_tables WHERE tablename = 'users'"
    assert say(settings, where) == [("club",)]
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    say(settings, "DELETE FROM threshold_sets; DELETE FROM help_lines")
    restore(settings, made, known_revisions(), NOON)
    assert say(settings, "SELECT count(*) > 0 FROM help_lines") == [(True,)]
