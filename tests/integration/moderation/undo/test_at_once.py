"""Undo at the same instant as something else, on the real database: one of the two counts, never half of each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from forum.conversations import commands as posts
from forum.database import db
from forum.errors import ConflictError
from forum.moderation.commands import decide
from forum.moderation.models import Report, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.profile_commands import settle_profile
from forum.moderation.report_commands import Concern, report_person
from forum.moderation.reporting import ReportReason
from forum.moderation.undo import commands
from forum.moderation.undo.leaving import let_out_due
from forum.moderation.undo.models import UndoWindow
from forum.notifications.models import Notification
from tests.factories import Later
from tests.integration.moderation.deciding import ruling
from tests.integration.moderation.undo.conftest import Scene


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Do all of it together; what each was refused with, or nothing."""
    start = threading.Barrier(len(acts))

    def act(what: Callable[[], object]) -> str:
        with app.app_context():
            start.wait(timeout=30)
            try:
                what()
            except ConflictError as error:
                return error.message
            return ""

    # The test's own session is not for other threads.
    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as pool:
        return [told.result(timeout=60) for told in [pool.submit(act, one) for one in acts]]


def ended(window_id: int) -> str | None:
    db.session.rollback()
    return db.session.get_one(UndoWindow, window_id).ended_how


def times_told(kind: str) -> int:
    return db.session.query(Notification).filter_by(kind=kind).count()


def test_two_clicks_undo_once(app: Flask, scene: Scene) -> None:
    window = scene.decided("approve")

    said = at_once(app, *[lambda: commands.undo(scene.mira, window, scene.clock)] * 2)

    assert said == ["", ""]
    assert scene.world.fresh(scene.post).state == "held"
    assert scene.log().count("post.undo") == 1


@pytest.mark.parametrize("action", ["approve", "decline"])
def test_either_it_is_undone_or_they_are_told(app: Flask, scene: Scene, action: str) -> None:
    window = scene.decided(action)
    told = "post_published" if action == "approve" else "post_declined"

    (refused, _) = at_once(
        app,
        lambda: commands.undo(scene.mira, window, scene.clock),
        lambda: let_out_due(Later(scene.clock)),
    )

    was_told = ended(window) == "told"
    assert bool(refused) == was_told
    assert times_told(told) == int(was_told)
    assert (scene.world.fresh(scene.post).state == "held") == (not was_told)


def test_two_workers_tell_once(app: Flask, scene: Scene) -> None:
    scene.decided("decline")

    at_once(app, *[lambda: let_out_due(Later(scene.clock))] * 2)

    assert times_told("post_declined") == 1


def test_another_moderator_decides_in_the_same_instant(app: Flask, scene: Scene) -> None:
    scene.brought_to("published")
    window = scene.decided("hide")
    his = ruling(scene.world, scene.post, "remove")
    post_id = scene.post.id

    undone, removed = at_once(
        app,
        lambda: commands.undo(scene.mira, window, scene.clock),
        lambda: decide(scene.jo, post_id, his, scene.clock),
    )

    assert (undone == "") != (removed == "")
    assert scene.world.fresh(scene.post).state == ("published" if not undone else "removed")


def test_its_author_takes_it_back_in_the_same_instant(app: Flask, scene: Scene) -> None:
    window = scene.decided("approve")
    post_id = scene.post.id

    undone, withdrawn = at_once(
        app,
        lambda: commands.undo(scene.mira, window, scene.clock),
        lambda: posts.withdraw(scene.ana, post_id, scene.clock),
    )

    # Whichever came first: their word on their own post is the last.
    assert withdrawn == ""
    assert scene.world.fresh(scene.post).state == "withdrawn"
    assert ended(window) == ("overtaken" if undone else "undone")


def test_somebody_tells_us_of_a_profile_in_the_same_instant(app: Flask, scene: Scene) -> None:
    concern = Concern(reason=ReportReason.UNKIND)
    first, second = scene.world.person(), scene.world.person()
    for _ in range(5):
        of = scene.world.person()
        report_person(first, of.id, concern, scene.clock)
        db.session.rollback()
        item_id = db.session.query(ReviewItem).filter_by(person_id=of.id).one().id
        settle_profile(scene.mira, item_id, ModeratorAction.KEEP, scene.clock)
        window = db.session.query(UndoWindow).filter_by(item_id=item_id).one().id

        def take_back(window: int = window) -> object:
            return commands.undo(scene.mira, window, scene.clock)

        def tell(user_id: int = of.id) -> int:
            return report_person(second, user_id, concern, scene.clock)

        assert at_once(app, take_back, tell) == ["", ""]

        db.session.rollback()
        (item,) = db.session.query(ReviewItem).filter_by(person_id=of.id, closed_at=None)
        told = db.session.query(Report).filter_by(item_id=item.id, outcome=None)
        assert {one.reporter_id for one in told} == {first.id, second.id}
