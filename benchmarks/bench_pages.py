"""How fast pages are, side by side in one run with a bare Flask page that shows the same 20 posts.

python -m benchmarks.bench_pages [--quick] [--rounds N] [--seconds S] [--database-url URL]

Without an address of an empty database, a SQLite file is made for the run. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import secrets
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import make_url

from benchmarks.filling import Filled, NotEmptyError, fill
from benchmarks.loading import Target, fetch, load
from benchmarks.measures import CORE, ORM, Bound, Measured, Round, bounds, summary, table
from benchmarks.serving import Server, free_port, serve
from forum.app import create_app
from forum.cli.migrating import upgrade
from forum.config import ROOT, Settings
from forum.conversations.thread_queries import POSTS_PER_PAGE
from forum.database import db

OUT = ROOT / "benchmarks" / "out"
WARM_UP_SECONDS = 1.0
_COOKIE = re.compile(r"^set-cookie: (__Host-session=[^;]+)", re.IGNORECASE | re.MULTILINE)
_POST = re.compile(r'<article [^>]*id="post-\d+"')


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page to be measured, on the server that gives it. `posts` is how many have to stand on it."""

    name: str
    server: Server
    target: Target
    posts: int = 0
    is_bound: bool = False


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write `benchmarks/out/pages.json`. 0 whatever the figures are."""
    chosen = _parse(arguments)
    with tempfile.TemporaryDirectory(prefix="hearth-bench-") as folder:
        settings = _settings(Path(folder), chosen.database_url)
        print(f"Filling {make_url(settings.database).get_backend_name()} … ", end="", flush=True)
        upgrade(settings)
        app = create_app(settings)
        try:
            filled = fill(app)
        except NotEmptyError as error:
            sys.exit(str(error))
        finally:
            with app.app_context():
                db.engine.dispose()
        print("200 people, 2,000 threads, 20,000 posts.")
        beside = settings.model_copy(update={"port": free_port()})
        with serve(settings) as forum, serve(beside, "benchmarks.bare:app") as bare:
            pages = _pages(app, filled, forum, bare)
            measured = _measure(pages, chosen.rounds, chosen.seconds)
            found = bounds(measured, forum.memory_mb(), has_torch=forum.has_loaded("libtorch"))
            _report(settings, chosen, measured, found, forum)
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_pages")
    parser.add_argument("--quick", action="store_true", help="three rounds of one second")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--database-url", default="", help="an empty database; SQLite if left out")
    chosen = parser.parse_args(arguments)
    if chosen.quick:
        chosen.rounds, chosen.seconds = 3, 1.0
    return chosen


def _settings(folder: Path, database_url: str) -> Settings:
    """As an operator would set it, one process with eight threads."""
    port = free_port()
    return Settings.model_validate(
        {
            "environment": "production",
            "instance_dir": folder,
            "database_url": database_url or f"sqlite:///{folder / 'forum.db'}",
            "base_url": f"http://127.0.0.1:{port}",
            "secret_key": secrets.token_urlsafe(48),
            "port": port,
            "web_workers": 1,
            "web_threads": 8,
            "log_format": "json",
        }
    )


def _pages(app: Flask, filled: Filled, forum: Server, bare: Server) -> list[Page]:
    thread, port = filled.thread_path, forum.port
    member = _browser(app, Target(port=port, path=thread), filled.member_token)
    newcomer = _browser(app, Target(port=port, path="/home"), filled.newcomer_token)
    moderator = _browser(app, Target(port=port, path="/review"), filled.moderator_token)
    beside = f"/{{}}/{filled.thread_id}"
    return [
        Page(
            name=CORE,
            server=bare,
            target=Target(port=bare.port, path=beside.format("core")),
            posts=POSTS_PER_PAGE,
        ),
        Page(
            name="thread, visitor",
            server=forum,
            target=Target(port=port, path=thread),
            posts=POSTS_PER_PAGE,
            is_bound=True,
        ),
        Page(
            name=ORM,
            server=bare,
            target=Target(port=bare.port, path=beside.format("orm")),
            posts=POSTS_PER_PAGE,
        ),
        Page(
            name="thread, signed in",
            server=forum,
            target=Target(port=port, path=thread, cookie=member),
            posts=POSTS_PER_PAGE,
            is_bound=True,
        ),
        Page(
            name="newcomer's home",
            server=forum,
            target=Target(port=port, path="/home", cookie=newcomer),
            is_bound=True,
        ),
        Page(
            name="category, visitor",
            server=forum,
            target=Target(port=port, path=filled.category_path),
            is_bound=True,
        ),
        Page(
            name="category, signed in",
            server=forum,
            target=Target(port=port, path=filled.category_path, cookie=member),
        ),
        Page(
            name="review queue of 5,000",
            server=forum,
            target=Target(port=port, path="/review", cookie=moderator),
        ),
        Page(name="front page, visitor", server=forum, target=Target(port=port, path="/")),
    ]


def _browser(app: Flask, page: Target, token: str) -> str:
    """The cookie of somebody who is signed in and has opened a page before: with the token of their forms in it."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    signed = serializer.dumps({"_user_id": token, "_fresh": True})
    cookie = f"__Host-session={signed}"
    head, _ = fetch(Target(port=page.port, path=page.path, cookie=cookie))
    renewed = _COOKIE.search(head)
    return renewed.group(1) if renewed else cookie


def _measure(pages: Sequence[Page], rounds: int, seconds: float) -> Mapping[str, Measured]:
    """Rounds over all pages, one page after the other, so that what disturbs the machine disturbs all of them."""
    found = {}
    for page in pages:
        _, body = fetch(page.target)
        posts = len(_POST.findall(body))
        if posts != page.posts:
            sys.exit(f"{page.name}: {posts} posts on the page, not {page.posts}")
        load(page.target, WARM_UP_SECONDS)
        found[page.name] = Measured(
            name=page.name, kilobytes=len(body.encode()) / 1000, is_bound=page.is_bound
        )
    for number in range(1, rounds + 1):
        print(f"\rRound {number} of {rounds} … ", end="", flush=True)
        for page in pages:
            found[page.name].rounds.append(_round(page, seconds))
    print("\r" + " " * 20 + "\r", end="")
    return found


def _round(page: Page, seconds: float) -> Round:
    before = page.server.cpu_seconds()
    came = load(page.target, seconds)
    cpu = page.server.cpu_seconds() - before
    return Round(
        per_second=came.per_second,
        p50_ms=came.percentile(0.5),
        p99_ms=came.percentile(0.99),
        cpu_ms=cpu / len(came.latencies) * 1000,
    )


def _report(
    settings: Settings,
    chosen: argparse.Namespace,
    measured: Mapping[str, Measured],
    found: Sequence[Bound],
    forum: Server,
) -> None:
    print("\n".join(["", *table(measured), "", *[one.line for one in found]]))
    print(
        f"(RSS, with all that it shares; its part of that alone: {forum.share_mb():.0f} MB PSS, "
        f"with the gunicorn process that listens {forum.both_share_mb():.0f} MB)"
    )
    figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
        "database": make_url(settings.database).get_backend_name(),
        "rounds": chosen.rounds,
        "seconds": chosen.seconds,
        "memory_rss_mb": round(forum.memory_mb(), 1),
        "memory_pss_mb": round(forum.share_mb(), 1),
        "both_processes_pss_mb": round(forum.both_share_mb(), 1),
        "pages": summary(measured),
        "bounds": [vars(one) for one in found],
    }
    OUT.mkdir(exist_ok=True)
    path = OUT / "pages.json"
    path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"Written to {path.relative_to(ROOT)}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
