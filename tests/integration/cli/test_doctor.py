"""Every fault that the doctor knows, provoked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.engine import make_url

from forum.accounts.commands import create_user
from forum.accounts.models import PasswordReset, Role, User
from forum.backups.archive import DATABASE, Manifest, Occasion, file_name, write
from forum.backups.put_aside import name_of_folder
from forum.calibration.tuning import make_live
from forum.cli.compiling import compile_apart
from forum.cli.model_options import ModelChoice
from forum.community.models import Community
from forum.config import Settings
from forum.database import db, transaction
from forum.heartbeat import beat
from forum.helplines.models import HelpLine
from forum.keeping.models import KeepingSweep
from forum.leaving.models import Departure
from forum.screening import MODEL_DIR, bundled_sets
from forum.thresholds.commands import add_set, take_bundled
from forum.wiring import services
from tests.factories import World
from tests.integration.cli.conftest import Forum
from tests.integration.cli.test_commands import of_newer_forum
from tests.support.clock import FakeClock
from tests.support.smtp import SmtpServer, free_port

PASSWORD = "orchard lantern seventeen"


@pytest.fixture
def app(settings: Settings, app: Flask) -> Flask:
    """The app under test, with the time of the doctor's own process."""
    app.extensions["hearth.services"] = services(app).__class__(mailer=services(app).mailer)
    return app


def line(output: str, name: str) -> str:
    """What the doctor said of one thing."""
    found = [one for one in output.splitlines() if f" {name}: " in one]
    assert len(found) == 1, output
    return found[0]


def healthy(app: Flask, world: World) -> None:
    """Somebody who can look after the place, a worker, and help lines that were tried."""
    now = services(app).clock.now()
    with transaction() as session:
        create_user(
            session,
            username="ana",
            display_name="Ana",
            email="ana@example.org",
            password=PASSWORD,
            roles=[Role.ADMIN],
            now=now,
        )
        beat(session, "worker-1", "a model 1", now)
        session.merge(KeepingSweep(id=1, swept_at=now))
        session.execute(update(HelpLine).values(checked_on=now.date()))


def leave_backup(settings: Settings, made_at: datetime) -> None:
    """A backup of that time."""
    folder = settings.backup_folder
    folder.mkdir(exist_ok=True)
    made = Manifest(
        made_at=made_at,
        occasion=Occasion.BY_HAND,
        dialect="sqlite",
        revision="0001",
        people=1,
        posts=0,
        secret="",
        files={},
    )
    (folder / "copy").touch()
    write(folder / file_name(made), made, {DATABASE: folder / "copy"})


def test_all_is_well(
    forum: Forum, app: Flask, world: World, smtp_server: SmtpServer, settings: Settings
) -> None:
    healthy(app, world)
    leave_backup(settings, services(app).clock.now())
    with settings.screening_desk.listen():
        result = forum(
            "doctor", env={"FORUM_SMTP_URL": smtp_server.url, "FORUM_ENVIRONMENT": "production"}
        )
    assert result.exit_code == 0, result.output
    levels = {one.split()[0] for one in result.output.splitlines() if ": " in one}
    assert levels == {"OK"}, result.output
    assert "Nothing is broken." in result.output


def test_a_new_forum_needs_attention_and_is_not_broken(forum: Forum) -> None:
    result = forum("doctor")
    assert result.exit_code == 0, result.output
    assert line(result.output, "community").startswith("ATTENTION")
    assert line(result.output, "admin").startswith("ATTENTION")
    assert "forum run" in line(result.output, "worker")
    assert "FORUM_SMTP_URL" in line(result.output, "mail")


def test_a_slip_in_a_settings_name_is_found(forum: Forum, app: Flask) -> None:
    """Or a forum runs on SQLite for years, and everybody believes that it is PostgreSQL."""
    result = forum("doctor", env={"FORUM_DATABSE_URL": "postgresql+psycopg://db/forum"})
    said = line(result.output, "FORUM_DATABSE_URL")
    assert said.startswith("ATTENTION")
    assert "FORUM_DATABASE_URL" in said


def test_a_slip_is_found_where_it_is_why_the_settings_cannot_be_used(forum: Forum) -> None:
    slip = {"FORUM_ENVIRONMENT": "production", "FORUM_SECRETKEY": "x", "FORUM_SECRET_KEY": ""}
    result = forum("doctor", env=slip)
    assert "FORUM_SECRET_KEY is missing" in result.output
    assert "FORUM_SECRET_KEY meant" in line(result.output, "FORUM_SECRETKEY")


def test_a_folder_in_which_no_forum_ever_was(forum: Forum, tmp_path: Path) -> None:
    """Whoever forgets the service's settings would otherwise be told to make a second, empty forum."""
    empty = {"FORUM_INSTANCE_DIR": str(tmp_path / "other"), "FORUM_DATABASE_URL": ""}
    result = forum("doctor", env=empty)
    assert result.exit_code == 1
    said = line(result.output, "tables")
    assert said.startswith("BROKEN")
    assert "no forum was ever started" in said
    assert "FORUM_INSTANCE_DIR" in said
    assert "forum run" in said
    assert "forum migrate" not in said


def test_settings_that_cannot_be_used(forum: Forum) -> None:
    env = {
        "FORUM_ENVIRONMENT": "production",
        "FORUM_SECRET_KEY": "short",
        "FORUM_SMTP_URL": "ftp://x",
    }
    result = forum("doctor", env=env)
    assert result.exit_code == 1
    broken = [one for one in result.output.splitlines() if one.startswith("BROKEN")]
    assert len(broken) == 2
    assert "FORUM_SECRET_KEY" in broken[0]
    assert "FORUM_SMTP_URL" in broken[1]


def test_a_folder_that_cannot_be_written(forum: Forum, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = forum("doctor", env={"FORUM_INSTANCE_DIR": str(tmp_path / "file")})
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    said = line(result.output, "folder")
    assert said.startswith("BROKEN")
    assert "FORUM_INSTANCE_DIR" in said


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("FORUM_SMTP_URL", "smtp://me:geh#eim@mail.example.org:587"),
        ("FORUM_DATABASE_URL", "postgresql+psycopg://me:geheim@db.example.org:54x2/forum"),
    ],
)
def test_an_address_that_can_not_be_read(forum: Forum, name: str, address: str) -> None:
    result = forum("doctor", env={name: address})
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert f"BROKEN    settings: {name} can't be read" in result.output
    assert "geh" not in result.output


def test_a_queue_that_is_damaged_is_begun_anew(forum: Forum, settings: Settings) -> None:
    settings.jobs_path.write_bytes(b"no database at all" * 100)
    result = forum("doctor")
    assert result.exit_code == 0, result.output
    assert line(result.output, "queue").startswith("OK")


def test_a_database_that_is_away(forum: Forum) -> None:
    url = f"postgresql+psycopg://ana:geheim@127.0.0.1:{free_port()}/forum"
    result = forum("doctor", env={"FORUM_DATABASE_URL": url})
    assert result.exit_code == 1
    said = line(result.output, "database")
    assert said.startswith("BROKEN")
    assert "geheim" not in result.output, "a password does not belong into a log"
    assert "worker:" not in result.output, "what needs a database is not asked"


def test_tables_that_are_behind(forum: Forum, app: Flask) -> None:
    with app.app_context():
        with transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.engine.dispose()
    result = forum("doctor")
    assert result.exit_code == 1
    assert line(result.output, "tables").endswith("→ Run: forum migrate")


def test_tables_of_a_newer_forum(forum: Forum, app: Flask) -> None:
    of_newer_forum(app)
    result = forum("doctor")
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    said = line(result.output, "tables")
    assert said.startswith("BROKEN")
    assert "a newer version of the forum → Install that version" in said


def test_nobody_to_look_after_the_place(forum: Forum, app: Flask, world: World) -> None:
    world.person(Role.ADMIN)  # without a password, as people of the example are
    result = forum("doctor")
    assert result.exit_code == 1
    assert "forum user role give" in line(result.output, "admin")


def test_a_damaged_model_is_named(forum: Forum, damaged_model: Path) -> None:
    result = forum("doctor", "--model-dir", str(damaged_model))
    assert result.exit_code == 1
    said = line(result.output, "model files")
    assert said.startswith("BROKEN")
    assert str(damaged_model / "model.safetensors") in said


def test_a_model_that_is_not_there(forum: Forum, tmp_path: Path) -> None:
    result = forum("doctor", "--model-dir", str(tmp_path))
    assert result.exit_code == 1
    assert "model.json" in line(result.output, "model files")


def test_an_engine_that_does_not_load(forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**chosen: object) -> None:
        raise MemoryError("not enough memory")

    monkeypatch.setattr("forum.cli.screening_checks.load_screener", fail)
    result = forum("doctor", "--deep")
    assert result.exit_code == 1
    assert line(result.output, "screener") == "BROKEN    screener: not enough memory"


def test_it_says_what_runs_the_model_and_whether_that_is_compiled(
    forum: Forum, settings: Settings
) -> None:
    assert "not compiled yet" in line(forum("doctor").output, "engine")
    compile_apart(ModelChoice(folder=MODEL_DIR, official="", threads=1, cache=settings.model_cache))
    ready = line(forum("doctor").output, "engine")
    assert ready.startswith("OK")
    assert f"ready in {settings.model_cache}" in ready
    assert "PyTorch" in line(forum("doctor", "--engine", "detoxify").output, "engine")


def test_a_desk_that_nobody_attends_to(forum: Forum) -> None:
    said = line(forum("doctor").output, "screening desk")
    assert said.startswith("ATTENTION")
    assert "FORUM_SCREENING_ADDRESS" in said


def test_a_desk_that_is_not_asked(forum: Forum) -> None:
    said = line(forum("doctor", env={"FORUM_SCREENING_ASK_SECONDS": "0"}).output, "screening desk")
    assert said.startswith("OK")


@pytest.mark.slow
def test_the_engine_loads_and_reads(forum: Forum) -> None:
    result = forum("doctor", "--deep")
    assert result.exit_code == 0
    assert line(result.output, "screener").startswith("OK")


@pytest.mark.parametrize(
    ("seconds_ago", "model", "level", "words"),
    [
        (1, "a model 1", "OK", "at work"),
        (1, "", "ATTENTION", "not loaded its model"),
        (300, "a model 1", "ATTENTION", "none seen lately"),
    ],
)
def test_the_workers_sign_of_life(
    forum: Forum, app: Flask, seconds_ago: int, model: str, level: str, words: str
) -> None:
    with app.app_context(), transaction() as session:
        then = services(app).clock.now() - timedelta(seconds=seconds_ago)
        beat(session, "worker-1", model, then)
    said = line(forum("doctor").output, "worker")
    assert said.startswith(level)
    assert words in said


def test_a_queue_out_of_reach(forum: Forum) -> None:
    result = forum("doctor", env={"FORUM_REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"})
    assert result.exit_code == 1
    said = line(result.output, "queue")
    assert said.startswith("BROKEN")
    assert "FORUM_REDIS_URL" in said


@pytest.mark.parametrize(("minutes_ago", "level"), [(9, "OK"), (11, "ATTENTION")])
def test_posts_that_wait_for_long(
    forum: Forum, app: Flask, world: World, minutes_ago: int, level: str
) -> None:
    world.clock.time = services(app).clock.now() - timedelta(minutes=minutes_ago)  # type: ignore[attr-defined]
    world.sent_reply(world.newcomer(), world.thread(world.person()))
    said = line(forum("doctor").output, "waiting posts")
    assert said.startswith(level)


def test_a_mail_server_that_does_not_answer(forum: Forum) -> None:
    result = forum("doctor", env={"FORUM_SMTP_URL": f"smtp://127.0.0.1:{free_port()}"})
    assert result.exit_code == 1
    assert line(result.output, "mail").startswith("BROKEN")


@pytest.mark.parametrize(
    ("env", "level"),
    [
        (
            {"FORUM_ENVIRONMENT": "production", "FORUM_BASE_URL": "http://127.0.0.1:8000"},
            "ATTENTION",
        ),
        ({"FORUM_BASE_URL": "http://forum.example"}, "ATTENTION"),
        ({"FORUM_ENVIRONMENT": "production", "FORUM_BASE_URL": "https://forum.example"}, "OK"),
        ({"FORUM_BASE_URL": "http://127.0.0.1:8000"}, "OK"),
    ],
)
def test_the_address(forum: Forum, env: dict[str, str], level: str) -> None:
    assert line(forum("doctor", env=env).output, "address").startswith(level)


def test_a_locked_database_is_explained(
    forum: Forum, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not settings.database.startswith("sqlite"):
        pytest.skip("only a database in a file is locked as a whole")
    monkeypatch.setattr("forum.database.SQLITE_BUSY_MILLISECONDS", 100)
    other = sqlite3.connect(str(make_url(settings.database).database), isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        result = forum("doctor")
    finally:
        other.close()
    assert result.exit_code == 1
    assert "locked by another program" in line(result.output, "database")


def test_housekeeping_that_is_behind(forum: Forum, app: Flask, world: World) -> None:
    healthy(app, world)
    then = services(app).clock.now() - timedelta(days=3)
    with transaction() as session:
        session.merge(KeepingSweep(id=1, swept_at=then))
        user = session.scalars(select(User)).one()
        session.add(PasswordReset(user_id=user.id, asked_at=then - timedelta(days=7)))
    said = line(forum("doctor").output, "housekeeping")
    assert said.startswith("ATTENTION")
    assert f"last done to its end on {then:%Y-%m-%d}" in said
    assert "still there: That you asked for a new password (resets) →" in said


def test_people_who_left_and_are_not_erased(forum: Forum, app: Flask, world: World) -> None:
    healthy(app, world)
    assert line(forum("doctor").output, "people who left").startswith("OK")
    then = services(app).clock.now() - timedelta(days=3)
    with transaction() as session:
        user = session.scalars(select(User)).one()
        left_at = then - timedelta(days=7)
        gone = Departure(user_id=user.id, words="taken", asked_at=left_at, due_at=then)
        session.add(gone)
    said = line(forum("doctor").output, "people who left")
    assert said.startswith("ATTENTION")
    assert "1 not erased" in said


def test_what_a_backup_has_replaced(
    forum: Forum, app: Flask, world: World, settings: Settings
) -> None:
    assert line(forum("doctor").output, "put aside") == "OK        put aside: nothing"
    now = services(app).clock.now()
    for days, level in ((2, "OK"), (10, "ATTENTION")):
        then = now - timedelta(days=days)
        folder = settings.backup_folder / name_of_folder(then)
        folder.mkdir(parents=True)
        said = line(forum("doctor").output, "put aside")
        assert said.startswith(level)
        assert f"of {then:%Y-%m-%d}" in said
        assert f"'{folder}'" in said
    assert "2 folders" in line(forum("doctor").output, "put aside")


def test_a_help_line_that_nobody_has_tried(forum: Forum, app: Flask, world: World) -> None:
    healthy(app, world)
    with transaction() as session:
        session.execute(
            update(HelpLine).where(HelpLine.name == "Samaritans").values(checked_on=None)
        )
    said = line(forum("doctor").output, "help lines")
    assert said.startswith("ATTENTION")
    assert "Samaritans" in said
    assert "TelefonSeelsorge" not in said


def test_a_set_of_limits_that_came_while_the_own_one_decides(
    forum: Forum, app: Flask, world: World
) -> None:
    healthy(app, world)
    *_, older, newest = bundled_sets()
    take_bundled([older], world.clock)
    add_set(replace(older, name="ours"), world.clock)
    make_live("ours", world.clock, without_trial="A test.")
    assert line(forum("doctor").output, "thresholds").startswith("OK")
    later = FakeClock(world.clock.now() + timedelta(hours=1))
    take_bundled([older, newest], later)
    said = line(forum("doctor").output, "thresholds")
    assert said.startswith("ATTENTION")
    assert newest.name in said


def test_a_forum_without_a_copy_of_itself(
    forum: Forum, app: Flask, world: World, settings: Settings
) -> None:
    def said() -> str:
        return line(forum("doctor").output, "backups")

    def is_days_old(days: int) -> None:
        with transaction() as session:
            community = session.scalars(select(Community)).one()
            community.set_up_at = services(app).clock.now() - timedelta(days=days)

    is_days_old(1)
    assert "the forum is new" in said()
    is_days_old(30)
    assert "there is none" in said()
    assert "forum backup make" in said()
    leave_backup(settings, services(app).clock.now() - timedelta(days=3))
    assert said().startswith("ATTENTION")
    leave_backup(settings, services(app).clock.now())
    assert said().startswith("OK")


def test_a_database_with_a_damaged_table(forum: Forum, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    env = {"FORUM_DATABASE_URL": f"sqlite:///{path}"}
    forum("migrate", env=env)
    with closing(sqlite3.connect(path)) as tables:
        [size] = tables.execute("PRAGMA page_size").fetchone()
        [page] = tables.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'community'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes([255]) * size)
    result = forum("doctor", env=env)
    said = line(result.output, "community")
    assert said.startswith("BROKEN")
    assert "forum backup restore" in said
    assert " model files: " in result.output, "what has nothing to do with it is told all the same"
