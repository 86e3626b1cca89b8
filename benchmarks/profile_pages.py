"""Where the processor time of a page goes: cProfile over many answers of one page, in one thread, without a server.

python -m benchmarks.profile_pages thread|thread-signed-in|home|category|front [--answers N] [--by tottime|cumulative]

Profiling makes small functions look dearer than they are: use it to find what is done too often, and
benchmarks/bench_pages.py to see what a change was worth.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import secrets
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from benchmarks.filling import Filled, fill
from forum.app import create_app
from forum.cli.migrating import upgrade
from forum.config import Settings
from forum.database import db

PAGES = ("thread", "thread-signed-in", "home", "category", "front", "review")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile_pages")
    parser.add_argument("page", choices=PAGES)
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--by", choices=("tottime", "cumulative"), default="tottime")
    parser.add_argument("--lines", type=int, default=45)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hearth-profile-") as folder:
        app = _app(Path(folder))
        path, token = _page(chosen.page, fill(app))
        client = app.test_client()
        if token:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = token, True
        _statements(app, client, path)
        began = time.process_time()
        for _ in range(chosen.answers):
            client.get(path)
        each = (time.process_time() - began) / chosen.answers * 1000
        print(f"{each:.2f} ms of processor time an answer, with the test client's own share")
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(chosen.answers):
            client.get(path)
        profile.disable()
        pstats.Stats(profile).sort_stats(chosen.by).print_stats(chosen.lines)
        with app.app_context():
            db.engine.dispose()


def _app(folder: Path) -> Flask:
    settings = Settings.model_validate(
        {
            "instance_dir": folder,
            "database_url": f"sqlite:///{folder / 'forum.db'}",
            "secret_key": secrets.token_urlsafe(48),
        }
    )
    upgrade(settings)
    return create_app(settings)


def _page(name: str, filled: Filled) -> tuple[str, str]:
    """Its path, and the token of whoever is signed in on it."""
    return {
        "thread": (filled.thread_path, ""),
        "thread-signed-in": (filled.thread_path, filled.member_token),
        "home": ("/home", filled.newcomer_token),
        "review": ("/review", filled.moderator_token),
        "category": (filled.category_path, ""),
        "front": ("/", ""),
    }[name]


def _statements(app: Flask, client: object, path: str) -> None:
    """Print what the page asks the database, and how long each answer takes."""
    asked: list[tuple[float, str]] = []
    with app.app_context():
        engine = db.engine
    began = {}

    def before(conn: object, cursor: object, statement: str, *rest: object) -> None:
        began[statement] = time.perf_counter()

    def after(conn: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append((time.perf_counter() - began[statement], statement))

    client.get(path)  # type: ignore[attr-defined]
    client.get(path)  # type: ignore[attr-defined]
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    status = client.get(path).status_code  # type: ignore[attr-defined]
    event.remove(engine, "before_cursor_execute", before)
    event.remove(engine, "after_cursor_execute", after)
    print(f"{path}: {status}")
    for seconds, statement in asked:
        print(f"{seconds * 1000:7.2f} ms  {' '.join(statement.split())[:110]}")


if __name__ == "__main__":
    main(sys.argv[1:])
