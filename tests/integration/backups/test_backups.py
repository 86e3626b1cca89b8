"""Backups of a real database: made while people write, brought back, kept, and refused where they would do harm."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade as upgrade_to
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from forum.backups import archive
from forum.backups.archive import DATABASE, MANIFEST, SECRET, BackupError, Occasion
from forum.backups.making import UPGRADES_KEPT, back_up_if_due, make_backup, newest
from forum.backups.restoring import restore
from forum.backups.sqlite import SqliteCopies
from forum.cli.migrating import prepare
from forum.config import Settings
from forum.conversations.models import Post
from forum.database import db, transaction
from forum.revisions import known_revisions
from forum.worker import Worker
from tests.conftest import close, make_settings, services_for
from tests.factories import World
from tests.integration.cli.conftest import Forum, forum
from tests.support.clock import NOON, FakeClock
from tests.support.mail import Outbox

__all__ = ("forum",)


def posts(world: World) -> int:
    """How many there are now."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Post)) or 0


def leave() -> None:
    """As when the forum is stopped: nobody has the database open."""
    db.session.remove()
    db.engine.dispose()


def back(settings: Settings, path: Path) -> None:
    """Bring a backup back."""
    leave()
    restore(settings, path, known_revisions(), NOON + timedelta(days=1))


def test_what_was_lost_comes_back(world: World, settings: Settings) -> None:
    thread = world.thread(world.person())
    world.reply(world.person(), thread, "Hello, and welcome!")
    before = posts(world)
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    world.reply(world.person(), thread, "Written after the backup.")
    back(settings, made)
    assert posts(world) == before
    # It is a database like any other: new rows get numbers of their own.
    world.reply(world.person(), world.thread(world.person()), "Written after it came back.")
    assert posts(world) == before + 2


def test_what_stood_there_before_is_put_aside(world: World, settings: Settings) -> None:
    thread = world.thread(world.person())
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    world.reply(world.person(), thread, "Written after the backup.")
    leave()
    done = restore(settings, made, known_revisions(), NOON + timedelta(days=1))
    kept = [
        path for path in done.aside.iterdir() if b"Written after the backup." in path.read_bytes()
    ]
    assert kept
    assert not done.other_secret


@pytest.mark.parametrize(("kept", "days"), [(3, 3), (0, 7)])
def test_what_was_put_aside_goes_when_daily_backups_of_that_day_do(
    world: World, settings: Settings, kept: int, days: int
) -> None:
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    leave()
    aside = restore(settings, made, known_revisions(), NOON).aside
    of_theirs = settings.backup_folder / "replaced-by-us"
    of_theirs.mkdir()
    wanted = settings.model_copy(update={"backups_kept": kept})
    back_up_if_due(wanted, FakeClock(NOON + timedelta(days=days)))
    assert aside.is_dir()
    back_up_if_due(wanted, FakeClock(NOON + timedelta(days=days, seconds=1)))
    assert not aside.exists()
    assert of_theirs.is_dir()
    assert made.is_file()


def test_nothing_is_brought_back_under_a_forum_that_runs(world: World, settings: Settings) -> None:
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    thread = world.thread(world.person())
    with db.engine.connect() as connection:
        connection.execute(select(func.count()).select_from(Post))
        with pytest.raises(BackupError, match="Stop the forum"):
            restore(settings, made, known_revisions(), NOON)
    assert world.fresh(world.reply(world.person(), thread)) is not None


def test_whoever_is_just_leaving_is_waited_for(world: World, settings: Settings) -> None:
    url = make_url(settings.database)
    if url.get_backend_name() != "postgresql":
        pytest.skip("only a server counts a connection for a moment longer than whoever had it")
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    leave()
    other = psycopg.connect(url.set(drivername="postgresql").render_as_string(False))
    gone = threading.Timer(0.5, other.close)
    gone.start()
    restore(settings, made, known_revisions(), NOON)
    gone.join()
    assert posts(world) == 0


def test_a_damaged_backup_changes_nothing(world: World, settings: Settings) -> None:
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    before = posts(world)
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 0xFF
    made.write_bytes(content)
    with pytest.raises(BackupError):
        back(settings, made)
    assert posts(world) == before


def test_a_backup_of_a_newer_forum_is_not_brought_back(world: World, settings: Settings) -> None:
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    leave()
    with pytest.raises(BackupError, match="made by a newer version"):
        restore(settings, made, known_revisions() - {archive.read_manifest(made).revision}, NOON)


def test_a_backup_of_another_kind_of_database_is_not_brought_back(
    world: World, settings: Settings
) -> None:
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    other = {"sqlite": b"postgresql", "postgresql": b"sqlite"}[archive.read_manifest(made).dialect]
    with zipfile.ZipFile(made) as was:
        manifest, rows = was.read(MANIFEST), was.read(DATABASE)
    with zipfile.ZipFile(made, "w") as now:
        now.writestr(DATABASE, rows)
        here = archive.Manifest.from_json(manifest).dialect.encode()
        now.writestr(MANIFEST, manifest.replace(here, other))
    with pytest.raises(BackupError, match="can't be brought back into the other"):
        back(settings, made)


def test_nobody_has_to_stop_writing_while_it_is_made(tmp_path: Path) -> None:
    path = tmp_path / "forum.db"
    writer = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE words (said TEXT)")
    for _ in range(50):
        writer.execute("INSERT INTO words VALUES (?)", ("x" * 50_000,))
    stop, written = threading.Event(), list[int]()

    def write() -> None:
        while not stop.is_set():
            writer.execute("INSERT INTO words VALUES ('more')")
            written.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(3):
            SqliteCopies(path).copy_to(tmp_path / f"copy-{number}")
    finally:
        stop.set()
        thread.join()
        writer.close()
    assert written
    with sqlite3.connect(tmp_path / "copy-2") as copy:
        assert copy.execute("SELECT count(*) FROM words").fetchone()[0] >= 50


def test_what_a_killed_process_left_behind_is_cleared_away(
    world: World, settings: Settings
) -> None:
    left, newer = (settings.backup_folder / name for name in (".making-old", ".making-new"))
    for folder, days in ((left, 2), (newer, 0)):
        folder.mkdir(parents=True)
        (folder / DATABASE).write_bytes(b"words")
        then = (NOON - timedelta(days=days)).timestamp()
        os.utime(folder, (then, then))
    draft = settings.instance_dir / ".forum.db.restoring"
    draft.write_bytes(b"words")
    os.utime(draft, ((NOON - timedelta(days=2)).timestamp(),) * 2)
    make_backup(settings, Occasion.BY_HAND, NOON)
    assert not left.exists()
    assert not draft.exists()
    assert newer.exists()


def stay_on_their_disk(monkeypatch: pytest.MonkeyPatch, disk: Path) -> None:
    """As between two disks: nothing is moved from one to the other."""

    def kept(move: Callable[[Path, Path], None], source: Path, target: Path) -> None:
        if (disk in Path(source).parents) != (disk in Path(target).parents):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        move(source, target)

    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, partial(kept, getattr(os, name)))


class TestTheSecret:
    def test_a_secret_of_the_forum_s_own_comes_back_with_it(
        self, world: World, settings: Settings
    ) -> None:
        here = settings.instance_dir / SECRET
        here.write_text(settings.secret_key)
        made = make_backup(settings, Occasion.BY_HAND, NOON)
        here.write_text("made anew on a new machine, 0123456789")
        leave()
        new = settings.model_copy(update={"secret_key": here.read_text()})
        done = restore(new, made, known_revisions(), NOON)
        assert here.read_text() == settings.secret_key
        assert (done.aside / SECRET).read_text() == new.secret_key
        assert not done.other_secret

    def test_it_comes_back_from_another_disk(
        self, world: World, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        disk = tmp_path / "another disk"
        settings = settings.model_copy(update={"backup_dir": disk})
        here = settings.instance_dir / SECRET
        here.write_text(settings.secret_key)
        made = make_backup(settings, Occasion.BY_HAND, NOON)
        here.write_text("made anew on a new machine, 0123456789")
        here.chmod(0o600)
        leave()
        new = settings.model_copy(update={"secret_key": here.read_text()})
        stay_on_their_disk(monkeypatch, disk)
        done = restore(new, made, known_revisions(), NOON)
        assert here.read_text() == settings.secret_key
        assert (done.aside / SECRET).read_text() == new.secret_key
        for path in (here, done.aside / SECRET):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [path.name for path in here.parent.glob(".*")] == []

    def test_a_secret_of_the_operator_s_is_not_in_it_and_its_change_is_told(
        self, world: World, settings: Settings
    ) -> None:
        made = make_backup(settings, Occasion.BY_HAND, NOON)
        assert SECRET not in archive.read_manifest(made).files
        assert settings.secret_key.encode() not in made.read_bytes()
        leave()
        new = settings.model_copy(update={"secret_key": "another one, as long, 0123456789-abc"})
        assert restore(new, made, known_revisions(), NOON).other_secret


class TestTheDailyOne:
    @pytest.fixture
    def daily(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"backups_kept": 3})

    def test_it_is_made_once_a_day_and_the_oldest_go(
        self, world: World, daily: Settings, clock: FakeClock
    ) -> None:
        by_hand = make_backup(daily, Occasion.BY_HAND, clock.now())
        for _ in range(5):
            assert back_up_if_due(daily, clock) is not None
            clock.advance(hours=23)
            assert back_up_if_due(daily, clock) is None
            clock.advance(hours=1)
        made = archive.in_folder(daily.backup_folder)
        assert [one.occasion for _, one in made].count(Occasion.DAILY) == 3
        assert by_hand.exists()

    @pytest.mark.parametrize(("kept", "days"), [(3, 3), (0, 7)])
    def test_one_from_before_an_upgrade_goes_when_those_of_its_day_do(
        self, world: World, settings: Settings, kept: int, days: int
    ) -> None:
        wanted = settings.model_copy(update={"backups_kept": kept})
        made = make_backup(wanted, Occasion.BEFORE_UPGRADE, NOON)
        by_hand = make_backup(wanted, Occasion.BY_HAND, NOON)
        back_up_if_due(wanted, FakeClock(NOON + timedelta(days=days)))
        assert made.exists()
        back_up_if_due(wanted, FakeClock(NOON + timedelta(days=days, seconds=1)))
        assert not made.exists()
        assert by_hand.exists()

    def test_a_clock_that_was_ahead_keeps_none_from_being_made_or_kept(
        self, world: World, daily: Settings
    ) -> None:
        for days in range(daily.backups_kept + 1):
            make_backup(daily, Occasion.DAILY, NOON + timedelta(days=365 + days))
        assert newest(daily.backup_folder, NOON) is None
        for days in range(daily.backups_kept):
            clock = FakeClock(NOON + timedelta(days=days, seconds=days))
            assert back_up_if_due(daily, clock) is not None
        kept = [one.made_at.year for _, one in archive.in_folder(daily.backup_folder)]
        assert kept == [NOON.year] * daily.backups_kept

    def test_none_is_made_where_none_is_wanted(
        self, world: World, settings: Settings, clock: FakeClock
    ) -> None:
        assert back_up_if_due(settings, clock) is None
        assert not settings.backup_folder.exists()

    def test_a_folder_that_can_not_be_written_stops_nothing_else(
        self, world: World, daily: Settings, clock: FakeClock, tmp_path: Path
    ) -> None:
        (tmp_path / "file").touch()
        blocked = daily.model_copy(update={"backup_dir": tmp_path / "file"})
        assert back_up_if_due(blocked, clock) is None


class TestOfTheWorker:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"backups_kept": 2})

    def test_it_makes_one_beside_its_other_duties(
        self, world: World, app: Flask, settings: Settings
    ) -> None:
        worker = Worker(app)
        worker.sweep()
        worker.wait_for_backup()
        [(path, made)] = archive.in_folder(settings.backup_folder)
        assert made.occasion is Occasion.DAILY
        assert archive.verify(path) == made


class TestOnTheCommandLine:
    def test_made_listed_checked_and_brought_back(
        self, forum: Forum, world: World, settings: Settings
    ) -> None:
        world.reply(world.person(), world.thread(world.person()))
        before = posts(world)
        made = forum("backup", "make")
        assert made.exit_code == 0, made.output
        [path] = settings.backup_folder.glob("*.zip")
        listed = forum("backup", "list")
        assert path.name in listed.output
        assert f"{before} posts" in listed.output
        assert "by hand" in listed.output
        assert "It is whole" in forum("backup", "check", str(path)).output
        world.reply(world.person(), world.thread(world.person()))
        leave()
        asked = forum("backup", "restore", str(path), typed="n\n")
        assert asked.exit_code == 1
        assert posts(world) > before
        leave()
        done = forum("backup", "restore", str(path), "--yes")
        assert done.exit_code == 0, done.output
        assert "It is back" in done.output
        assert "tell everybody, so that they can do it once more" in done.output
        assert posts(world) == before
        assert "none changed, missing or moved" in forum("audit", "verify").output

    @pytest.mark.parametrize(
        ("name", "url"),
        [
            ("%41%3F", ""),
            ("who? we", ""),
            ("no#1 a+b@c:d 'ä'", ""),
            ("100% w?", "sqlite:///own.db"),
        ],
    )
    def test_whatever_the_forum_s_folder_is_called(
        self, forum: Forum, tmp_path: Path, name: str, url: str
    ) -> None:
        folder = tmp_path / name
        env = {"FORUM_INSTANCE_DIR": str(folder), "FORUM_DATABASE_URL": url}
        database = folder / (url.removeprefix("sqlite:///") or "forum.db")
        for command in (
            ["migrate"],
            ["user", "create", "ana", "--email", "ana@example.org", "--name", "Ana"],
            ["backup", "make"],
        ):
            done = forum(*command, env=env, typed="orchard lantern seventeen\n" * 2)
            assert done.exit_code == 0, done.output
        [backup] = folder.glob("backups/*.zip")
        as_made = database.read_bytes()
        database.unlink()

        back = forum("backup", "restore", str(backup), "--yes", env=env)

        assert back.exit_code == 0, back.output
        assert len(database.read_bytes()) == len(as_made)
        assert "1 person" in forum("backup", "list", env=env).output
        assert [one.name for one in tmp_path.iterdir() if one.name.startswith(name[:3])] == [name]
        said = forum("doctor", env=env).output
        assert "OK        database: answers" in said
        assert "OK        tables: up to date" in said

    def test_so_many_made_by_hand_are_kept(
        self, forum: Forum, world: World, settings: Settings
    ) -> None:
        for day in range(3):
            make_backup(settings, Occasion.BY_HAND, NOON - timedelta(days=day + 1))
        assert forum("backup", "make", "--keep", "2").exit_code == 0
        assert len(list(settings.backup_folder.glob("*.zip"))) == 2

    def test_none_yet(self, forum: Forum, world: World) -> None:
        assert "forum backup make" in forum("backup", "list").output

    def test_a_file_that_is_none(self, forum: Forum, world: World, tmp_path: Path) -> None:
        (tmp_path / "letter.zip").write_bytes(b"Dear all")
        for command in ("check", "restore"):
            result = forum("backup", command, str(tmp_path / "letter.zip"))
            assert result.exit_code == 1
            assert "is no backup" in result.output
            assert "Traceback" not in result.output

    def test_nothing_to_back_up(self, forum: Forum, empty_database_url: str) -> None:
        result = forum("backup", "make", env={"FORUM_DATABASE_URL": empty_database_url})
        assert result.exit_code == 1
        assert "nothing to back up" in result.output


def test_what_is_copied_is_the_file_that_the_forum_uses(
    instance_dir: Path, new_app: Callable[[Settings], Flask]
) -> None:
    own = make_settings(instance_dir, "sqlite:///of/a/test.db")
    app = new_app(own)
    with app.app_context():
        used = db.engine.url.database
    close(app)
    assert used == make_url(own.database).database
    assert used == str(instance_dir / "of/a/test.db")


def test_an_upgrade_copies_first_what_it_will_change(
    forum: Forum,
    empty_database_url: str,
    instance_dir: Path,
    new_app: Callable[[Settings], Flask],
) -> None:
    own = make_settings(instance_dir, empty_database_url)
    app = new_app(own)
    with app.app_context():
        prepare(app)
        upgrade_to(revision=_last_but_one())
    close(app)
    env = {"FORUM_DATABASE_URL": empty_database_url}
    result = forum("migrate", env=env)
    assert result.exit_code == 0, result.output
    assert "A backup was made first" in result.output
    [(path, made)] = archive.in_folder(own.backup_folder)
    assert made.occasion is Occasion.BEFORE_UPGRADE
    assert made.revision == _last_but_one()
    # And back: the older forum's data under the newer forum, which brings its tables up to date again.
    assert forum("backup", "restore", str(path), "--yes", env=env).exit_code == 0
    assert "A backup was made first" in forum("migrate", env=env).output


def test_an_upgrade_that_nothing_can_be_copied_before_says_so(
    forum: Forum, world: World, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not settings.database.startswith("postgresql"):
        pytest.skip("an SQLite file is copied without any program")
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    leave()
    monkeypatch.setattr("forum.cli.migrating.upgrade_here", lambda: True)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "No backup was made first" in forum("migrate").output
    assert archive.in_folder(settings.backup_folder) == []


def test_an_upgrade_that_fails_again_and_again_costs_no_copy_from_before_it(
    forum: Forum,
    world: World,
    settings: Settings,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("forum.cli.migrating.SystemClock", lambda: clock)
    earlier = make_backup(settings, Occasion.BEFORE_UPGRADE, clock.now())
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    leave()

    def fail() -> bool:
        raise OperationalError("ALTER TABLE posts", None, Exception("no such column"))

    def try_it(upgrade: Callable[[], bool]) -> int:
        monkeypatch.setattr("forum.cli.migrating.upgrade_here", upgrade)
        clock.advance(minutes=1)
        return forum("migrate").exit_code

    assert [try_it(fail) for _ in range(5)] == [1] * 5
    assert earlier.exists()
    assert len(archive.in_folder(settings.backup_folder)) == 1 + UPGRADES_KEPT
    assert try_it(lambda: True) == 0
    assert not earlier.exists()
    assert len(archive.in_folder(settings.backup_folder)) == UPGRADES_KEPT


@pytest.fixture
def new_app() -> Callable[[Settings], Flask]:
    """Makes an app on other settings."""
    from forum.app import create_app  # noqa: PLC0415

    return lambda settings: create_app(settings, services_for(FakeClock(), Outbox()))


def _last_but_one() -> str:
    return sorted(known_revisions())[-2]
