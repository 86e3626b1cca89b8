"""A flood: clients that send one unkind post after the other to a running forum, while its processes are killed.

Whoever gets no answer sends the same form again, as a person does.
"""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.moderation.models import ReviewItem
from tests.factories import World, sign_in
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.processes import LiveServer, Worker

CLIENTS = 8
UNKIND_WORDS = "You are a worthless idiot. Shut up and get lost, nobody wants you here."
_SOMEBODY_SENDS_SECONDS = 5.0
_AGAIN_SECONDS = 0.05
_GIVE_UP_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Somebody with the form open: what their browser sends."""

    port: int
    path: str
    cookie: str
    fields: Sequence[tuple[str, str]]

    def send(self, words: str) -> int:
        """Send these words. Returns the status; 0 where no answer came."""
        given = [(name, value) for name, value in self.fields if name != "text"]
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", self.path, urlencode([*given, ("text", words)]), headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


@dataclass(kw_only=True)
class Flood:
    """What is sent, and what came of it: `answers` counts statuses, 0 for none."""

    writers: Sequence[Writer]
    posts: int
    accepted: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, *troubles: Callable[[], None]) -> None:
        """Send everything; the troubles come at equal distances meanwhile.

        Raises:
            AssertionError: an answer was neither "accepted" nor "try again", or none came for minutes.
        """
        each = self.posts // len(self.writers)
        with ThreadPoolExecutor(len(self.writers)) as pool:
            sending = [
                pool.submit(self._send_all, writer, number, each)
                for number, writer in enumerate(self.writers)
            ]
            for number, trouble in enumerate(troubles, start=1):
                share = number / (len(troubles) + 1)
                while len(self.accepted) < self.posts * share:
                    if all(one.done() for one in sending):
                        break
                    time.sleep(0.01)
                trouble()
            for one in sending:
                one.result()

    def _send_all(self, writer: Writer, who: int, count: int) -> None:
        for number in range(count):
            words = f"{who}-{number}: {UNKIND_WORDS}"
            until = time.monotonic() + _GIVE_UP_SECONDS
            while (status := writer.send(words)) != http.client.SEE_OTHER:
                assert status in {0, 503}, f"an unexpected answer: {status}"
                assert time.monotonic() < until, "nobody has answered for minutes"
                self._count(status)
                time.sleep(_AGAIN_SECONDS)
            self._count(status)
            self.accepted.append(words)

    def _count(self, status: int) -> None:
        with self._lock:
            self.answers[status] += 1


def writers(app: Flask, world: World, thread: Thread, port: int) -> list[Writer]:
    """People who are signed in and have the form for an answer open. Needs an app context."""
    found = []
    path = f"/threads/{thread.id}/reply"
    for _ in range(CLIENTS):
        client = app.test_client()
        assert isinstance(client, CheckingClient)
        sign_in(app, client, world.person())
        form = choose_form(client.page(path), path)
        cookie = client.get_cookie("__Host-session", domain="127.0.0.1")
        assert cookie is not None
        fields = [(name, str(value)) for name, value in fill_in(form, {}).items(multi=True)]
        found.append(
            Writer(port=port, path=path, cookie=f"{cookie.key}={cookie.value}", fields=fields)
        )
    return found


def kill_web_process(server: LiveServer) -> None:
    """End one of gunicorn's processes that answer, as a crash would."""
    [arbiter] = _children(server.pid)
    os.kill(_children(arbiter)[0], signal.SIGKILL)


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@dataclass
class Killing:
    """A worker that is killed in the middle of its work; another takes its place."""

    worker: Worker
    next_worker: Worker
    left_undone: int = 0

    def __call__(self) -> None:
        """Kill the one, start the other."""
        self.worker.kill()
        # It reads as fast as people send. They go on, and what they send now has nobody to read it.
        until = time.monotonic() + _SOMEBODY_SENDS_SECONDS
        while not (left := states()[PostState.SUBMITTED]) and time.monotonic() < until:
            time.sleep(0.02)
        self.left_undone = left
        self.next_worker.start()


def states() -> Counter[str]:
    """How many answers stand where. Needs an app context."""
    db.session.rollback()
    return Counter(db.session.scalars(select(Post.state).where(~Post.is_opening)))


def wait_until_read(worker: Worker, *, seconds: float = 300) -> None:
    """Wait until nothing waits for the screener any more. Needs an app context."""
    worker.wait_until(
        lambda: states()[PostState.SUBMITTED] == 0, what="reading everything", seconds=seconds
    )


def times_in_queue() -> Counter[str]:
    """What stands in the review queue, and how often, by its words. Needs an app context."""
    db.session.rollback()
    rows = db.session.execute(
        select(PostRevision.text, func.count(ReviewItem.id).label("times"))
        .join(Post, Post.id == PostRevision.post_id)
        .join(ReviewItem, ReviewItem.post_id == Post.id)
        .where(Post.state == PostState.HELD, ReviewItem.closed_at.is_(None))
        .group_by(PostRevision.text)
    )
    return Counter({row.text: row.times for row in rows})
