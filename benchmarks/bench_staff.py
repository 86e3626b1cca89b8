"""What pages of staff cost the server: the review queue with 5,000 open items, an item, the mentor's desk.

python -m benchmarks.bench_staff [--quick] [--answers N] [--database-url URL]

One client, one after the other, in this process and without a socket: what is measured is the time from the request's
entering the application to its answer's being whole, and the processor time of that. The community is the one that
bench_pages measures, with 2,000 more newcomers who belong to one mentor.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, update
from sqlalchemy.engine import make_url

from benchmarks.filling import NotEmptyError, fill
from benchmarks.mentees import MENTEES, add_mentees
from forum.app import create_app
from forum.cli.migrating import upgrade
from forum.config import ROOT, Settings
from forum.database import db
from forum.moderation.models import ReviewItem

OUT = ROOT / "benchmarks" / "out"
# So many items are left open to see whether the number of queries depends on how many there are.
FEW = 50
WARM_UP = 5


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One answer: milliseconds by the clock and of the processor, queries, bytes."""

    waited: float
    worked: float
    queries: int
    size: int


@dataclass
class Meter:
    """Sits around the application and notes what each answer cost."""

    app: Flask
    costs: list[Cost] = field(default_factory=list)
    _queries: int = 0

    def __post_init__(self) -> None:
        self._inner = self.app.wsgi_app
        self.app.wsgi_app = self  # type: ignore[method-assign]
        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._count)

    def _count(self, *_: Any) -> None:
        self._queries += 1

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer, and note it."""
        self._queries = 0
        began, worked = time.perf_counter(), time.process_time()
        answer = self._inner(environ, start_response)
        try:
            parts = list(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        self.costs.append(
            Cost(
                waited=(time.perf_counter() - began) * 1000,
                worked=(time.process_time() - worked) * 1000,
                queries=self._queries,
                size=sum(map(len, parts)),
            )
        )
        return parts


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A page, or an act. `bound` is what the median has to stay under, in milliseconds; None where there is none."""

    name: str
    bound: float | None
    costs: Sequence[Cost]

    def middle(self, figure: str) -> float:
        """The median."""
        return statistics.median(getattr(cost, figure) for cost in self.costs)

    def p95(self, figure: str) -> float:
        """What 95 in 100 stay under."""
        found = sorted(getattr(cost, figure) for cost in self.costs)
        return float(found[int(len(found) * 0.95)])

    @property
    def queries(self) -> int:
        """How many queries most answers took."""
        return statistics.mode(cost.queries for cost in self.costs)


class Staff:
    """Somebody of staff in a browser of their own."""

    def __init__(self, app: Flask, meter: Meter, token: str) -> None:
        self._client: FlaskClient = app.test_client()
        self._meter = meter
        with self._client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True

    def open(self, path: str) -> str:
        """A page."""
        page = self._client.get(path)
        if page.status_code != 200:
            sys.exit(f"{path}: {page.status_code}")
        return page.text

    def press(self, path: str, token: str) -> str:
        """A button: where it leads."""
        answer = self._client.post(path, data={"csrf_token": token})
        if answer.status_code != 303:
            sys.exit(f"{path}: {answer.status_code}")
        return str(answer.location)

    def measured(self, act: Callable[[], object], answers: int) -> Sequence[Cost]:
        """What an act costs, so many times."""
        for _ in range(WARM_UP):
            act()
        self._meter.costs.clear()
        for _ in range(answers):
            act()
        return list(self._meter.costs)


def main(arguments: Sequence[str]) -> int:
    """Print medians, and write `benchmarks/out/staff.json`. 0 whatever they are: a busy machine is no fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_staff")
    parser.add_argument("--quick", action="store_true", help="30 answers of each")
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--database-url", default="", help="an empty database; SQLite if left out")
    chosen = parser.parse_args(arguments)
    answers = 30 if chosen.quick else chosen.answers
    with tempfile.TemporaryDirectory(prefix="hearth-staff-") as folder:
        settings = _settings(Path(folder), chosen.database_url)
        upgrade(settings)
        app = create_app(settings)
        try:
            filled = fill(app)
        except NotEmptyError as error:
            sys.exit(str(error))
        mentor_token = add_mentees(app)
        meter = Meter(app)
        moderator = Staff(app, meter, filled.moderator_token)
        mentor = Staff(app, meter, mentor_token)
        found = _measure(moderator, mentor, answers)
        constant = _constant_queries(app, moderator, meter)
        _report(settings, found, constant)
        with app.app_context():
            db.engine.dispose()
    return 0


def _settings(folder: Path, database_url: str) -> Settings:
    return Settings.model_validate(
        {
            "instance_dir": folder,
            "database_url": database_url or f"sqlite:///{folder / 'forum.db'}",
            "secret_key": secrets.token_urlsafe(48),
            "rate_limits": False,
        }
    )


def _measure(moderator: Staff, mentor: Staff, answers: int) -> list[Measured]:
    desk = mentor.open("/mentor")
    if f"({MENTEES:,})" not in desk:
        sys.exit("The desk is not as it should be.")
    token = _token(moderator.open("/review"))
    item = moderator.press("/review/next", token)
    return [
        Measured(
            name="review queue, 5,000 open",
            bound=80,
            costs=moderator.measured(lambda: moderator.open("/review"), answers),
        ),
        Measured(
            name="an item's page",
            bound=None,
            costs=moderator.measured(lambda: moderator.open(item), answers),
        ),
        Measured(
            name="start reviewing",
            bound=None,
            costs=moderator.measured(lambda: moderator.press("/review/next", token), answers),
        ),
        Measured(
            name="mentor's desk, 2,000 mentees",
            bound=60,
            costs=mentor.measured(lambda: mentor.open("/mentor"), answers),
        ),
    ]


def _token(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def _constant_queries(app: Flask, moderator: Staff, meter: Meter) -> tuple[int, int]:
    """How many queries the queue takes with all items open, and with few."""

    def queries() -> int:
        moderator.open("/review")
        return meter.costs[-1].queries

    many = queries()
    with app.app_context(), db.engine.begin() as connection:
        keep = select(ReviewItem.id).order_by(ReviewItem.id).limit(FEW)
        connection.execute(
            update(ReviewItem)
            .where(ReviewItem.id.not_in(keep))
            .values(closed_at=func.now(), claimed_by_id=None, claimed_until=None)
        )
    return many, queries()


def _report(settings: Settings, found: Sequence[Measured], constant: tuple[int, int]) -> None:
    titles = "   kB  queries   server ms p50    p95   CPU ms p50    p95"
    head = f"{'page':30}{titles}"
    print("\n".join([head, "-" * len(head)]))
    for one in found:
        print(
            f"{one.name:30}{one.middle('size') / 1000:5.0f}  {one.queries:7}   "
            f"{one.middle('waited'):13.1f} {one.p95('waited'):6.1f}   "
            f"{one.middle('worked'):10.1f} {one.p95('worked'):6.1f}"
        )
    for one in (one for one in found if one.bound is not None):
        holds = "PASS" if one.middle("waited") < (one.bound or 0) else "MISS"
        print(f"{holds}  {one.name}: {one.middle('waited'):.0f} ms (under {one.bound:.0f} ms)")
    many, few = constant
    verdict = "PASS" if many == few else "MISS"
    print(f"{verdict}  the queue's queries: {many} with 5,000 open items, {few} with {FEW}")
    OUT.mkdir(exist_ok=True)
    figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
        "database": make_url(settings.database).get_backend_name(),
        "queries_with_many_and_few_items": constant,
        "pages": [
            {
                "page": one.name,
                "answers": len(one.costs),
                "queries": one.queries,
                **{
                    f"{name}_{figure}": round(value, 2)
                    for figure, column in (("server_ms", "waited"), ("cpu_ms", "worked"))
                    for name, value in (("p50", one.middle(column)), ("p95", one.p95(column)))
                },
            }
            for one in found
        ],
    }
    (OUT / "staff.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print("Written to benchmarks/out/staff.json.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
