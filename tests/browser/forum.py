"""A forum of real processes that several tests, or a whole series of pictures, can share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.commands import create_user
from forum.accounts.models import (
    STAFF_ROLES,
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    User,
    UserRole,
)
from forum.accounts.passwords import hash_password
from forum.accounts.second_factor.apps import seal_secret
from forum.accounts.second_factor.codes import new_secret
from forum.accounts.second_factor.sealing import Sealer
from forum.accounts.sessions import start_session
from forum.accounts.standing import standing
from forum.accounts.tokens import hash_token
from forum.app import create_app
from forum.clock import SystemClock
from forum.community.commands import Founding, set_up
from forum.community.rulebook import default_rules
from forum.community.setup import make_setup_link
from forum.config import Settings
from forum.database import db, transaction
from forum.example.loader import ExampleLoader
from tests.support.processes import MODEL_CACHE, LiveServer, Worker
from tests.support.smtp import free_port

# Everybody's, in a forum that is taken down again a minute later.
PASSWORD = "warm lamp on the quiet table"
CLOCK = SystemClock()
SECRET_KEY = "only-for-tests-0123456789-abcdefghij-KLMNOPQRST"
# Where a forum is said to be that no web server serves.
ANYWHERE = "http://127.0.0.1"
# How often each of the staff signs in, in all tests of one process.
SIGN_INS = 200


@dataclass(frozen=True, kw_only=True)
class RunningForum:
    """A web server, a worker that may or may not run, and the same forum in this process to look behind."""

    settings: Settings
    server: LiveServer
    worker: Worker
    app: Flask

    @property
    def url(self) -> str:
        """Where it is reached."""
        return self.server.url

    def setup_link(self) -> str:
        """The one-time link to the first set-up that `forum run` printed."""
        self.server.wait_until(lambda: self._printed_link() is not None, what="printing the link")
        printed = self._printed_link()
        assert printed is not None
        return printed.group()

    def _printed_link(self) -> re.Match[str] | None:
        return re.search(r"http://\S+/setup/\S+(?=\s)", self.server.output)


def found(app: Flask) -> None:
    """Set a forum up with the example community. Its admin is "ada", and everybody has the same PASSWORD."""
    founding = Founding(
        community_name="Lantern Lane",
        tagline="A small place for big days and bad nights. Come in, you can listen first.",
        rules=default_rules(),
        display_name="Ada Lindqvist",
        username="ada",
        email="ada@example.org",
        password=PASSWORD,
    )
    example = ExampleLoader()
    with app.app_context():
        link = make_setup_link(ANYWHERE, CLOCK.now())
        assert link is not None
        set_up(link.rpartition("/")[2], founding, example.tell, CLOCK)
        example.decide()
        give_password()


def give_password() -> None:
    """Let the example's people sign in, its staff with recovery codes for a second step. Needs an app context."""
    hashed = hash_password(PASSWORD)
    with transaction() as session:
        session.execute(update(User).where(User.password_hash == "").values(password_hash=hashed))
        for user in session.scalars(select(User).where(User.roles.any(_is_staff()))):
            give_second_factor(session, user, Sealer(SECRET_KEY))


def _is_staff() -> ColumnElement[bool]:
    return UserRole.role.in_(sorted(STAFF_ROLES))


def give_second_factor(session: Session, user: User, sealer: Sealer) -> None:
    """An app, a passkey, and more recovery codes than people are given: one for each sign-in of a test."""
    now = CLOCK.now()
    if session.get(AuthenticatorApp, user.id) is not None:
        return
    sealed = seal_secret(user.id, new_secret(), sealer)
    session.add(AuthenticatorApp(user_id=user.id, sealed_secret=sealed, last_step=0, added_at=now))
    key = f"key of {user.username}".encode()
    session.add(
        Passkey(
            user_id=user.id,
            credential_id=key,
            public_key=key,
            sign_count=0,
            name="The blue key",
            added_at=now,
        )
    )
    for number in range(SIGN_INS):
        hashed = hash_token(recovery_code(user.username, number))
        session.add(RecoveryCode(user_id=user.id, code_hash=hashed, made_at=now))


def recovery_code(username: str, number: int) -> str:
    """A code that a member of the staff signs in with, once."""
    return f"{username}{number}".replace("_", "").lower()


def actor_of(username: str) -> Actor:
    """A person of the community, as commands want them. Needs an app context."""
    user = db.session.scalars(select(User).where(User.username == username)).one()
    roles = frozenset(role.role for role in user.roles)
    return Actor(
        user_id=user.id,
        username=user.username,
        display_name=user.display_name,
        roles=roles,
        standing=standing(graduated_at=user.graduated_at, roles=roles),
    )


def joined(username: str, name: str) -> Actor:
    """Somebody new whose names have been read, and who signs in with PASSWORD. Needs an app context."""
    with transaction() as session:
        create_user(
            session,
            username=username,
            display_name=name,
            email=f"{username}@example.org",
            password=PASSWORD,
            now=CLOCK.now(),
        )
    return actor_of(username)


def session_cookie(username: str) -> tuple[str, str]:
    """Sign a person in without the form: the name of a cookie and its value. Needs an app context."""
    with transaction() as session:
        user_id = actor_of(username).id
        token = start_session(session, user_id, "test", CLOCK.now(), verified=True)
    sign = SecureCookieSessionInterface().get_signing_serializer(current_app)
    assert sign is not None
    return current_app.config["SESSION_COOKIE_NAME"], sign.dumps(
        {"_user_id": token, "_fresh": True}
    )


@contextmanager
def running_forum(folder: Path, database_url: str) -> Iterator[RunningForum]:
    """A forum on a migrated database; the web server runs, the worker is left to be started."""
    port = free_port()
    settings = settings_of(folder, database_url, base_url=f"{ANYWHERE}:{port}", port=port)
    server = LiveServer(settings, folder / "web.log")
    worker = Worker(settings, folder / "worker.log")
    with forum_in_this_process(settings) as app:
        try:
            server.start()
            yield RunningForum(settings=settings, server=server, worker=worker, app=app)
        finally:
            server.stop()
            worker.stop()


@contextmanager
def forum_in_this_process(settings: Settings) -> Iterator[Flask]:
    """The application; it lets go of its connections at the end, so that its database can be dropped or copied."""
    app = create_app(settings)
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
        app.extensions["hearth.jobs"].queue.storage.close()


def settings_of(folder: Path, database_url: str, **others: object) -> Settings:
    """The settings of a forum; `folder` is its own."""
    chosen: dict[str, object] = {
        "instance_dir": folder,
        "database_url": database_url,
        "base_url": ANYWHERE,
        "secret_key": SECRET_KEY,
        "rate_limits": False,
        "screening_cache": MODEL_CACHE,
        "screening_wait_seconds": 6.0,
        # A machine that is busy with other tests reads slowly.
        "screening_ask_seconds": 10.0,
    }
    return Settings.model_validate(chosen | others)
