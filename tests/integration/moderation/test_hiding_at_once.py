"""Whoever reports also folds away what they report: once, however often it is sent in one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.conversations.hiding import show_again
from forum.conversations.models import Hide
from forum.database import db
from forum.moderation.models import Report
from forum.moderation.report_commands import Concern, report_person, report_post
from forum.moderation.reporting import ReportReason
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out

CONCERN = Concern(reason=ReportReason.UNKIND, words="This hurt me.", hide=True)
TIMES = 6


class Reader:
    """Somebody who reads what Ana wrote, and presses a button again and again before the page has answered."""

    def __init__(self, app: Flask, scene: Scene) -> None:
        self._app, self._clock = app, scene.world.clock
        self._post_id, self._ana = scene.post.id, scene.ana
        self._actor: Actor = scene.world.person()
        db.session.rollback()

    def report_post(self, turn: int) -> None:
        report_post(self._actor, self._post_id, CONCERN, self._clock)

    def report_person(self, turn: int) -> None:
        report_person(self._actor, self._ana.id, CONCERN, self._clock)

    def hide_and_show(self, turn: int) -> None:
        if turn % 2:
            show_again(self._actor, self._post_id)
        else:
            self.report_post(turn)

    def press(self, what: Callable[[int], None]) -> None:
        """Raises what any of them raises."""
        together = threading.Barrier(TIMES)

        def one(turn: int) -> None:
            with self._app.app_context():
                together.wait(timeout=10)
                what(turn)

        with ThreadPoolExecutor(TIMES) as pool:
            for sent in [pool.submit(one, turn) for turn in range(TIMES)]:
                sent.result(timeout=30)

    def hides(self) -> int:
        db.session.rollback()
        return db.session.query(Hide).filter_by(user_id=self._actor.id).count()


@pytest.fixture
def reader(app: Flask, scene: Scene) -> Reader:
    carry_out(scene.world, scene.jo, scene.post, "approve")
    return Reader(app, scene)


@pytest.mark.parametrize("what", ["report_post", "report_person"])
def test_what_is_hidden_twice_in_one_moment_is_hidden_once(reader: Reader, what: str) -> None:
    reader.press(getattr(reader, what))

    assert reader.hides() == 1
    assert db.session.query(Report).count() == 1


def test_hiding_and_showing_in_one_moment_ends_as_one_of_the_two(reader: Reader) -> None:
    reader.press(reader.hide_and_show)

    assert reader.hides() in {0, 1}
    assert db.session.query(Report).count() == 1
