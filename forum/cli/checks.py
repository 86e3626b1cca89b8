"""What the doctor looks at: one small function per question, each with how to mend what it finds."""

from __future__ import annotations

import smtplib
import stat
from collections.abc import Iterable, Sequence
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts.models import Role, User, UserRole
from forum.cli.application import try_to_write
from forum.cli.found import Check, Found, attention, broken, ok
from forum.cli.keeping_checks import keeping_checks
from forum.cli.migrating import is_current, is_untouched
from forum.cli.starting import require_writable
from forum.cli.stop import NOT_THERE, Stop, database_words
from forum.community.queries import community_info
from forum.config import Settings, names_without_meaning
from forum.conversations.lifecycle import RevisionOutcome
from forum.conversations.models import PostRevision
from forum.database import db
from forum.heartbeat import screener_at_work, worker_alive
from forum.helplines.choosing import to_be_tried
from forum.helplines.queries import help_lines
from forum.jobs import Jobs
from forum.mail import SmtpMailer
from forum.queue_library import unreachable_errors
from forum.revisions import INSTALL_NEWER, NEWER, is_newer
from forum.thresholds.queries import waiting_set
from forum.wiring import clock, services

LONG_WAIT = timedelta(minutes=10)
_MAIL_SECONDS = 5


def outside_checks(settings: Settings) -> Sequence[tuple[str, Check]]:
    """What can be asked without a database and without the forum's own folder."""
    return (
        ("secret", lambda: secret(settings)),
        ("address", lambda: address(settings)),
        ("mail", lambda: mail(settings)),
    )


def slips(names: Iterable[str]) -> Sequence[tuple[str, Found]]:
    """Names in the environment that look like settings and mean nothing."""
    return [
        (one.name, attention("this name means nothing, and changes nothing", one.what_to_do))
        for one in names_without_meaning(names)
    ]


def database_checks(settings: Settings) -> Sequence[tuple[str, Check]]:
    """What the others need: if one of these is broken, there is no use in asking `inside_checks`."""
    return (
        ("database", lambda: database(settings)),
        ("tables", tables),
    )


def inside_checks(app: Flask) -> Sequence[tuple[str, Check]]:
    """What can be asked of a database with all its tables."""
    return (
        ("community", community),
        ("admin", admin),
        ("worker", lambda: worker(app)),
        ("queue", lambda: queue(app)),
        ("waiting posts", lambda: waiting_posts(app)),
        *keeping_checks(app),
        ("thresholds", thresholds),
        ("help lines", tried_help_lines),
    )


def thresholds() -> Found:
    """Whether the set that decides may have been made for the scores of another model."""
    waiting = waiting_set()
    if waiting:
        return attention(
            f"your own set decides; {waiting.name} came with a newer model and waits",
            "Let it run beside yours for some days: How strict the screen is, in an admin's menu.",
        )
    return ok("no newer set waits")


def tried_help_lines() -> Found:
    """Whether somebody has made sure of the help lines lately: a wrong number is worse than none."""
    due = to_be_tried(help_lines(), clock().now().date())
    if due:
        names = ", ".join(line.name for line in due)
        return attention(
            f"nobody has tried these for half a year: {names}",
            "Try them, and say so under Help lines in an admin's menu.",
        )
    return ok("made sure of within half a year")


def secret(settings: Settings) -> Found:
    """What signs cookies."""
    if settings.environment == "production":
        return ok("set, and long enough")
    made = settings.instance_dir / "secret_key"
    if made.is_file() and made.read_text().strip() == settings.secret_key:
        return ok(f"made by the forum, in {made}")
    return ok("set")


def address(settings: Settings) -> Found:
    """Whether people reach the forum where it says, and safely."""
    if settings.environment == "production" and settings.is_loopback:
        return attention(
            f"{settings.base_url} is only reached from this machine",
            "Set FORUM_BASE_URL to the https address that people use.",
        )
    if settings.environment == "development" and not settings.is_loopback:
        return attention(
            f"{settings.base_url} is open to others, with settings for development",
            "Set FORUM_ENVIRONMENT=production; it asks for https and a secret of your own.",
        )
    return ok(settings.base_url)


def folder(settings: Settings) -> Found:
    """Whether something can be saved in the forum's own folder, and who else may look into it."""
    try:
        require_writable(settings.instance_dir)
    except Stop as error:
        return broken(error.message)
    if settings.instance_dir.stat().st_mode & stat.S_IRWXO:
        return attention(
            f"everybody on this machine may look into {settings.instance_dir}, where all that people wrote lies",
            f"Keep it to the forum's own user: chmod o= '{settings.instance_dir}'",
        )
    return ok(str(settings.instance_dir))


def mail(settings: Settings) -> Found:
    """Whether a mail server lets us in, as it has to before it takes a mail."""
    if not settings.smtp_url:
        return attention(
            f"mails are only written to {settings.mail_dir}",
            "Set FORUM_SMTP_URL, for example smtps://user:password@mail.example.org",
        )
    mailer = SmtpMailer(settings.smtp_url, timeout=_MAIL_SECONDS)
    try:
        with mailer.connected() as server:
            server.noop()
    except smtplib.SMTPAuthenticationError as error:
        return broken(
            f"{mailer.server}, does not let us in ({error})",
            "Are the name and the password in FORUM_SMTP_URL right?",
        )
    except OSError as error:  # smtplib's own are among them
        return broken(
            f"{mailer.server}, takes no mail from us ({error})",
            "Is FORUM_SMTP_URL right, and the mail server up?",
        )
    return ok(f"{mailer.server}, answers")


def database(settings: Settings) -> Found:
    """Whether the database answers, and takes what people write."""
    try:
        try_to_write()
    except SQLAlchemyError as error:
        return broken(database_words(settings, error))
    return ok("answers")


def tables() -> Found:
    """Whether every migration has been run."""
    if is_current():
        return ok("up to date")
    if is_newer():
        return broken(NEWER, INSTALL_NEWER)
    if is_untouched():
        return broken(
            "no forum was ever started with these settings",
            f"{NOT_THERE} If it is new, start it: forum run",
        )
    return broken("not up to date", "Run: forum migrate")


def community() -> Found:
    """Whether there is one."""
    info = community_info()
    if info is None:
        return attention("not set up yet", "Start `forum run` and open the link that it prints.")
    return ok(info.name)


def admin() -> Found:
    """Whether somebody can sign in who runs the site."""
    admins = db.session.scalar(
        select(func.count())
        .select_from(UserRole)
        .join(User, User.id == UserRole.user_id)
        .where(UserRole.role == Role.ADMIN, User.password_hash != "")
    )
    if admins:
        return ok("one" if admins == 1 else f"{admins}")
    mend = "Make somebody one: forum user role give NAME admin"
    if community_info() is None:
        return attention("none yet", "The first set-up makes one. Start `forum run`.")
    return broken("nobody can look after this community", mend)


def worker(app: Flask) -> Found:
    """Whether one with a loaded model was seen lately."""
    now = services(app).clock.now()
    if screener_at_work(db.session(), now):
        return ok("at work")
    if worker_alive(db.session(), now):
        return attention(
            "alive, but it has not loaded its model yet",
            "Wait a little, then look at what it printed; new posts wait meanwhile.",
        )
    return attention(
        "none seen lately; new posts wait and no mail goes out",
        "Start it: forum run, or forum worker beside a web server of your own.",
    )


def queue(app: Flask) -> Found:
    """Whether wake-ups for the worker can be put in."""
    jobs: Jobs = app.extensions["hearth.jobs"]
    try:
        waiting = jobs.queue.pending_count()
    except unreachable_errors() as error:
        return broken(
            f"can't be reached ({error})", "Is FORUM_REDIS_URL right, and the Redis server up?"
        )
    return ok("nothing waits" if not waiting else f"{waiting} waiting")


def waiting_posts(app: Flask) -> Found:
    """Whether what people sent is read in good time."""
    since = services(app).clock.now() - LONG_WAIT
    count = db.session.scalar(
        select(func.count())
        .select_from(PostRevision)
        .where(PostRevision.outcome == RevisionOutcome.WAITING, PostRevision.created_at < since)
    )
    if not count:
        return ok("none waits for long")
    return attention(
        f"{count} sent more than 10 minutes ago and not read yet",
        "Is a worker running? What it printed says why it does not read them.",
    )
