"""A back-test of a threshold set over 50,000 decided posts, from their stored scores: it has to be done within 60 s.

python -m benchmarks.bench_backtest
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from benchmarks.conversing import Row
from benchmarks.filling import fill
from forum.app import create_app
from forum.calibration.models import Backtest
from forum.calibration.running import run_due_backtests
from forum.cli.migrating import upgrade_here
from forum.clock import SystemClock
from forum.config import load
from forum.conversations.models import Post, PostRevision, ScreeningResult
from forum.database import db
from forum.moderation.models import Decision
from forum.screening import bundled_sets
from forum.screening.labels import Label
from forum.thresholds.commands import take_bundled
from forum.thresholds.models import ThresholdRow

POSTS = 50_000
WITHIN_SECONDS = 60
_AT_ONCE = 2_000


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(load(instance_dir=Path(folder)))
        with app.app_context():
            upgrade_here()
        fill(app)
        with app.app_context():
            take_bundled(bundled_sets(), SystemClock())
            _write_decided(datetime.now(UTC).replace(microsecond=0))
        seconds, done = _measure(app)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    verdict = "PASS" if seconds <= WITHIN_SECONDS and done == POSTS else "MISS"
    print(
        f"{verdict}  back-test of {done:,} decided posts: {seconds:.1f} s, {megabytes:.0f} MB at most"
    )
    return 0


def _measure(app: Flask) -> tuple[float, int]:
    with app.app_context():
        began = time.perf_counter()
        run_due_backtests(SystemClock())
        seconds = time.perf_counter() - began
        return seconds, db.session.scalars(select(Backtest.done)).one()


def _write_decided(now: datetime) -> None:
    """Screened posts of three months, every twentieth of them decided by a person; and a back-test that is due."""
    draw = random.Random(1)
    with db.engine.begin() as connection:
        there = connection.scalar(select(func.count()).select_from(Post)) or 0
        rows = list(_posts(there, now))
        for table, part in (
            (Post, [post for post, _ in rows]),
            (PostRevision, [revision for _, revision in rows]),
        ):
            for start in range(0, len(part), _AT_ONCE):
                connection.execute(insert(table), part[start : start + _AT_ONCE])
        revisions = connection.execute(
            select(PostRevision.id, PostRevision.post_id).order_by(PostRevision.id).limit(POSTS)
        ).all()
        results = [_result(row.id, index, now, draw) for index, row in enumerate(revisions)]
        decisions = [_decision(row, now, draw) for row in revisions[::20]]
        for table, part in ((ScreeningResult, results), (Decision, decisions)):
            for start in range(0, len(part), _AT_ONCE):
                connection.execute(insert(table), part[start : start + _AT_ONCE])
        live = connection.execute(
            select(ThresholdRow.id, ThresholdRow.limits).where(ThresholdRow.state == "live")
        ).one()
        gentler = {
            audience: {label: min(1.0, limit + 0.1) for label, limit in limits.items()}
            for audience, limits in live.limits.items()
        }
        connection.execute(
            insert(Backtest).values(
                set_id=live.id, against_id=live.id, limits=gentler, most=POSTS, done=0,
                asked_by_id=1, asked_at=now,
            )
        )  # fmt: skip


def _posts(there: int, now: datetime) -> Iterator[tuple[Row, Row]]:
    """What the community lacks to 50,000: answers in its first thread."""
    at = now - timedelta(days=100)
    for number in range(there + 1, POSTS + 1):
        post = {
            "id": number, "thread_id": 1, "author_id": number % 150 + 1, "state": "published",
            "state_changed_at": at, "created_at": at, "published_at": at, "latest_number": 1,
            "shown_number": 1, "submission_key": f"bench-{number}", "by_newcomer": number % 5 == 0,
        }  # fmt: skip
        words = f"Answer number {number}, as long as most answers are, and as kind."
        yield post, {
            "post_id": number, "number": 1, "text": words, "html": f"<p>{words}</p>",
            "created_at": at, "outcome": "passed",
        }  # fmt: skip


def _result(revision_id: int, index: int, now: datetime, draw: random.Random) -> Row:
    scores = {label.value: round(draw.random() ** 6, 6) for label in Label}
    return {
        "revision_id": revision_id, "outcome": "publish", "scores": scores, "findings": [],
        "addressed_to": draw.choice(("newcomer", "member")), "written_by": "member",
        "model_name": "bench", "model_version": "1", "threshold_set": "2026-11", "duration_ms": 5,
        "created_at": now - timedelta(days=98) + timedelta(minutes=index * 2),
    }  # fmt: skip


def _decision(row: Any, now: datetime, draw: random.Random) -> Row:
    against = draw.random() < 0.5
    return {
        "post_id": row.post_id, "revision_id": row.id, "action": "remove" if against else "approve",
        "decided_by_id": 2, "decided_by_automation": False, "rule_id": 1 if against else None,
        "note": "Measured." if against else "", "decided_at": now,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
