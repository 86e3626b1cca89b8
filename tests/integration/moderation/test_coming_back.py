"""A change that a moderator asked for comes back to them first, if they are on duty; else it is anybody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from forum.accounts.models import Role, User
from forum.conversations import commands
from forum.database import db, emit, transaction
from forum.events import RoleChanged
from forum.moderation.claims import claim_next
from forum.moderation.holding import KEPT_FOR
from forum.moderation.listing import Wanted, queue_page
from forum.moderation.models import ReviewItem
from tests.factories import UNKIND
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out


def seen(scene: Scene, ago: timedelta) -> None:
    """When Mira was here last."""
    with transaction() as session:
        at = scene.world.clock.now() - ago
        session.execute(update(User).where(User.id == scene.mira.id).values(last_seen_at=at))


def sent_again(scene: Scene, text: str = f"Gentler. {UNKIND}") -> ReviewItem:
    """Mira asks for a change, and Ana makes one."""
    carry_out(scene.world, scene.mira, scene.post, "request_changes")
    scene.world.clock.advance(minutes=1)  # type: ignore[attr-defined]
    new = commands.NewVersion(text=text, title=None, based_on=1)
    commands.revise(scene.ana, scene.post.id, new, scene.world.clock)
    scene.world.screen()
    item = scene.world.open_item(scene.post)
    assert item is not None
    return item


def test_it_comes_back_to_whoever_asked_and_the_queue_says_so(scene: Scene) -> None:
    seen(scene, timedelta(hours=1))
    graver = scene.world.reply(scene.world.newcomer(), scene.thread, UNKIND)
    item_id = sent_again(scene).id
    other = scene.world.open_item(graver)
    assert other is not None
    (row,) = (
        one for one in queue_page(scene.jo, Wanted(), 1, str).items.items if one.item_id == item_id
    )
    assert row.passed.kept_for is not None
    assert row.passed.kept_for.display_name == "Mira"
    assert claim_next(scene.jo, scene.world.clock) == other.id
    assert claim_next(scene.mira, scene.world.clock) == item_id


def test_after_a_while_it_is_anybodys(scene: Scene) -> None:
    seen(scene, timedelta(0))
    item_id = sent_again(scene).id
    assert claim_next(scene.jo, scene.world.clock) is None
    scene.world.clock.advance(seconds=KEPT_FOR.total_seconds() + 1)  # type: ignore[attr-defined]

    assert claim_next(scene.jo, scene.world.clock) == item_id


@pytest.mark.parametrize("hours", [24, 100])
def test_nobody_waits_for_somebody_who_is_away(scene: Scene, hours: int) -> None:
    seen(scene, timedelta(hours=hours))
    item = sent_again(scene)

    assert item.first_for_id is None
    assert claim_next(scene.jo, scene.world.clock) == item.id


def test_nor_for_somebody_who_moderates_no_more(scene: Scene) -> None:
    seen(scene, timedelta(0))
    item_id = sent_again(scene).id
    with transaction() as session:
        emit(
            session,
            RoleChanged(
                actor_id=None,
                at=scene.world.clock.now(),
                user_id=scene.mira.id,
                role=Role.MODERATOR,
                given=False,
            ),
        )

    assert claim_next(scene.jo, scene.world.clock) == item_id


def test_what_passes_the_screen_comes_back_to_nobody(scene: Scene) -> None:
    seen(scene, timedelta(0))
    carry_out(scene.world, scene.mira, scene.post, "request_changes")
    new = commands.NewVersion(text="Kind words.", title=None, based_on=1)
    commands.revise(scene.ana, scene.post.id, new, scene.world.clock)
    scene.world.screen()

    assert scene.world.open_item(scene.post) is None
    assert scene.world.fresh(scene.post).state == "published"


def test_a_new_post_is_kept_for_nobody(scene: Scene) -> None:
    seen(scene, timedelta(0))
    db.session.rollback()
    item = scene.world.open_item(scene.post)
    assert item is not None

    assert item.first_for_id is None
