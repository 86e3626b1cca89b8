"""Two moderators on one post at the same instant, on the real database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.audit.models import AuditEntry
from forum.conversations import commands
from forum.conversations.models import PostTransition
from forum.database import db
from forum.errors import ConflictError
from forum.moderation.commands import Ruling, decide
from forum.notifications.models import Notification
from tests.factories import KIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import decisions, ruling

PAIRS = [
    ("approve", "approve"),
    ("approve", "request_changes"),
    ("decline", "approve"),
    ("request_changes", "decline"),
]


class AtOnce:
    """Two people who press their buttons together; each outcome is None or the refusal's words."""

    def __init__(self, app: Flask, scene: Scene) -> None:
        self._app = app
        # The test's own session is not for other threads, and what it has loaded belongs to it.
        self._post_id, self._ana, self._clock = scene.post.id, scene.ana, scene.world.clock
        self._start = threading.Barrier(2)
        db.session.rollback()

    def decide(self, moderator: Actor, sent: Ruling) -> str | None:
        with self._app.app_context():
            self._start.wait(timeout=10)
            try:
                decide(moderator, self._post_id, sent, self._clock)
            except ConflictError as error:
                return error.message
            return None

    def revise(self) -> str | None:
        with self._app.app_context():
            self._start.wait(timeout=10)
            new = commands.NewVersion(text=KIND, title=None, based_on=1)
            try:
                commands.revise(self._ana, self._post_id, new, self._clock)
            except ConflictError as error:
                return error.message
            return None


@pytest.mark.parametrize(("hers", "his"), PAIRS)
def test_one_of_two_decisions_counts(app: Flask, scene: Scene, hers: str, his: str) -> None:
    by_mira = ruling(scene.world, scene.post, hers)
    by_jo = ruling(scene.world, scene.post, his)
    both = AtOnce(app, scene)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(both.decide, scene.mira, by_mira)
        second = pool.submit(both.decide, scene.jo, by_jo)
        outcomes = [first.result(timeout=30), second.result(timeout=30)]

    assert outcomes.count(None) == 1, outcomes
    winner, loser = ("Mira", "Jo") if outcomes[0] is None else ("Jo", "Mira")
    told = next(outcome for outcome in outcomes if outcome)
    assert told.startswith(f"Already handled by {winner}: "), (told, loser)
    (made,) = decisions(scene.post)
    by_people = db.session.query(PostTransition).filter(
        PostTransition.post_id == scene.post.id, PostTransition.actor_id.is_not(None)
    )
    assert [step.action for step in by_people] == [made.action]
    scene.world.let_out()
    assert db.session.query(Notification).filter_by(decision_id=made.id).count() == 1
    assert db.session.query(AuditEntry).filter_by(actor_id=made.decided_by_id).count() == 1


@pytest.mark.parametrize("action", ["approve", "decline"])
def test_a_decision_never_lands_on_newer_words(app: Flask, scene: Scene, action: str) -> None:
    by_mira = ruling(scene.world, scene.post, action)
    both = AtOnce(app, scene)

    with ThreadPoolExecutor(2) as pool:
        decided = pool.submit(both.decide, scene.mira, by_mira)
        revised = pool.submit(both.revise)
        refusal, too_late = decided.result(timeout=30), revised.result(timeout=30)

    made = decisions(scene.post)
    post = scene.world.fresh(scene.post)
    if refusal is not None:
        assert refusal == "Its author has sent newer words meanwhile. Nothing was changed."
        assert made == []
        assert (post.state, post.latest_number) == ("submitted", 2)
    else:
        assert [one.revision_id for one in made] == [scene.world.revision(post, 1).id]
        # What is published can be changed again; what is declined can't.
        assert (too_late is None) == (action == "approve")
        assert post.shown_number == (1 if action == "approve" else None)
