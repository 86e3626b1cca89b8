"""The edit of a published post is decided on by itself; readers keep what they had until then."""

from __future__ import annotations

import pytest

from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.notifications.models import Notification
from tests.factories import UNKIND, World
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import WORDS, carry_out, decisions

OLD, NEW = "How good that you are here.", f"On second thought. {UNKIND}"


@pytest.fixture
def edited(scene: Scene) -> Post:
    """Ana's own thread, which everybody reads, with a change of title and text that is held."""
    thread = scene.world.thread(scene.ana, title="My first days", text=OLD)
    post = db.session.query(Post).filter_by(thread_id=thread.id).one()
    new = commands.NewVersion(text=NEW, title="My last days", based_on=1)
    commands.revise(scene.ana, post.id, new, scene.world.clock)
    scene.world.screen()
    return scene.world.fresh(post)


def what_readers_see(world: World, post: Post) -> tuple[str, str]:
    post = world.fresh(post)
    assert post.state == "published"
    thread = db.session.get_one(Thread, post.thread_id)
    return thread.title, world.revision(post, post.shown_number).text


def test_readers_see_the_old_version_while_the_new_one_waits(scene: Scene, edited: Post) -> None:
    assert what_readers_see(scene.world, edited) == ("My first days", OLD)


@pytest.mark.parametrize(
    ("action", "seen", "outcome", "told"),
    [
        ("approve", ("My last days", NEW), "approved", "edit_published"),
        ("request_changes", ("My first days", OLD), "returned", "edit_returned"),
        ("decline", ("My first days", OLD), "declined", "edit_declined"),
    ],
)
def test_what_a_decision_does(
    scene: Scene, edited: Post, action: str, seen: tuple[str, str], outcome: str, told: str
) -> None:
    carry_out(scene.world, scene.mira, edited, action)

    assert what_readers_see(scene.world, edited) == seen
    assert scene.world.revision(edited, 2).outcome == outcome
    assert scene.world.open_item(edited) is None
    (made,) = decisions(edited)
    assert (made.revision_id, made.note) == (
        scene.world.revision(edited, 2).id,
        "" if action == "approve" else WORDS,
    )
    newest = db.session.query(Notification).order_by(Notification.id.desc()).first()
    assert newest is not None
    assert (newest.user_id, newest.kind, newest.decision_id) == (scene.ana.id, told, made.id)


def test_a_change_that_was_declined_can_be_followed_by_a_better_one(
    scene: Scene, edited: Post
) -> None:
    carry_out(scene.world, scene.mira, edited, "decline")
    new = commands.NewVersion(text="Better words.", title="My days", based_on=2)
    commands.revise(scene.ana, edited.id, new, scene.world.clock)
    scene.world.screen()

    assert what_readers_see(scene.world, edited) == ("My days", "Better words.")
